"""What every OCR program, or what stands for one, keeps to."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.ocr import OcrEngine, TesseractEngine
from kb.errors import FileRejected, Unavailable

from .engines import RecordedEngine, words

BLANK = Image.new("L", (400, 200), 255)


def page() -> Image.Image:
    """Two lines, "Land law" and "Article", at 100 pixels from the left."""
    image = Image.new("L", (900, 400), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(60)
    pen.text((100, 60), "Land law", font=font, fill=0)
    pen.text((100, 240), "Article", font=font, fill=0)
    return image


class OcrEngineContract:
    """Tests of one implementation; `languages` are models that it has."""

    languages = "eng"

    @pytest.fixture
    def engine(self) -> OcrEngine:
        raise NotImplementedError

    def test_words_come_in_reading_order_and_stand_within_the_picture(
        self, engine: OcrEngine
    ) -> None:
        found = engine.recognise(page(), self.languages)
        assert [word.text for word in found] == ["Land", "law", "Article"]
        assert [word.line for word in found] == sorted(word.line for word in found)
        assert found[0].line == found[1].line != found[2].line
        assert found[0].x1 < found[1].x0
        for word in found:
            assert 0 <= word.x0 < word.x1
            assert 0 <= word.top < word.bottom
            assert 0 <= word.confidence <= 1

    def test_the_same_picture_gives_the_same_words_from_any_thread(self, engine: OcrEngine) -> None:
        with ThreadPoolExecutor(2) as threads:
            first, second = threads.map(
                lambda image: engine.recognise(image, self.languages), [page(), page()]
            )
        assert first == second

    def test_the_name_does_not_change(self, engine: OcrEngine) -> None:
        assert engine.name
        assert engine.name == engine.name

    def test_a_picture_that_it_was_not_made_for_gives_no_words_or_some(
        self, engine: OcrEngine
    ) -> None:
        assert isinstance(engine.recognise(Image.new("L", (1, 1)), self.languages), tuple)


class TestRecorded(OcrEngineContract):
    @pytest.fixture
    def engine(self) -> OcrEngine:
        return RecordedEngine({"eng": words("Land law", "Article")})


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract-ocr")
class TestTesseract(OcrEngineContract):
    @pytest.fixture
    def engine(self) -> OcrEngine:
        return TesseractEngine()

    def test_words_stand_where_they_are_drawn(self, engine: OcrEngine) -> None:
        land, law, article = engine.recognise(page(), "eng")
        assert 90 <= land.x0 < land.x1 < law.x0 < law.x1 < 900
        assert 60 <= land.top < land.bottom < 240 <= article.top
        assert all(word.confidence > 0.5 for word in (land, law, article))

    def test_an_empty_picture_has_no_words(self, engine: OcrEngine) -> None:
        assert engine.recognise(BLANK, "eng") == ()

    def test_an_unknown_language_is_an_error_with_a_remedy(self, engine: OcrEngine) -> None:
        with pytest.raises(Unavailable) as caught:
            engine.recognise(BLANK, "xxx")
        assert "tesseract-ocr-khm" in caught.value.remedy

    def test_it_may_not_take_more_memory_than_a_page_needs(
        self, engine: OcrEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ingest.ocr.engine.PROGRAM_MEMORY", 40 * 2**20)
        with pytest.raises((FileRejected, Unavailable)):
            engine.recognise(Image.effect_noise((3000, 3000), 90), "eng")


def test_what_stands_close_in_a_script_without_spaces_is_one_word(tmp_path: Path) -> None:
    columns = "level\tblock_num\tpar_num\tline_num\tleft\ttop\twidth\theight\tconf\ttext"
    rows = [
        *((5, 1, 1, 1, left, 100, 18, 50, 80, text) for left, text in ((0, "ป่"), (20, "า"))),
        (5, 1, 1, 1, 60, 100, 18, 50, 60, "ไม้"),  # after a space
        *((5, 1, 1, 2, left, 200, 18, 50, 90, text) for left, text in ((0, "A"), (20, "B"))),
    ]
    table = "\n".join([columns, *("\t".join(map(str, row)) for row in rows)])
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ncat > /dev/null\ncat <<'END'\n{table}\nEND\n")
    program.chmod(0o700)
    found = TesseractEngine(str(program)).recognise(BLANK, "tha")
    assert [word.text for word in found] == ["ป่า", "ไม้", "A", "B"]
    assert (found[0].x0, found[0].x1) == (0, 38)
    assert found[0].confidence == pytest.approx(0.8)


def test_a_missing_program_is_named_with_what_to_install() -> None:
    engine = TesseractEngine("no-such-program")
    with pytest.raises(Unavailable) as caught:
        engine.recognise(BLANK, "eng")
    assert "tesseract-ocr-khm" in caught.value.remedy
    with pytest.raises(Unavailable):
        _ = engine.name
