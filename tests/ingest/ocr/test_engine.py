"""What every OCR program, or what stands for one, keeps to."""

from __future__ import annotations

import shutil

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.ocr import NoEngine, OcrEngine, TesseractEngine
from kb.errors import Unavailable


@pytest.mark.parametrize("engine", [NoEngine(), TesseractEngine("no-such-program")])
def test_a_missing_program_is_named_with_what_to_install(engine: OcrEngine) -> None:
    with pytest.raises(Unavailable, match="tesseract-ocr"):
        engine.recognise(Image.new("L", (10, 10), 255), "eng")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract-ocr")
class TestTesseract:
    def test_words_stand_where_they_are_drawn(self) -> None:
        image = Image.new("L", (900, 400), 255)
        pen, font = ImageDraw.Draw(image), ImageFont.load_default(60)
        pen.text((100, 60), "Land law", font=font, fill=0)
        pen.text((100, 240), "Article", font=font, fill=0)
        land, law, article = TesseractEngine().recognise(image, "eng")
        assert [word.text for word in (land, law, article)] == ["Land", "law", "Article"]
        assert land.line == law.line != article.line
        assert 90 <= land.x0 < land.x1 < law.x0 < law.x1 < 900
        assert 60 <= land.top < land.bottom < 240 <= article.top
        assert all(0.5 < word.confidence <= 1 for word in (land, law, article))

    def test_an_empty_picture_has_no_words(self) -> None:
        assert TesseractEngine().recognise(Image.new("L", (400, 200), 255), "eng") == ()

    def test_an_unknown_language_is_an_error_with_a_remedy(self) -> None:
        with pytest.raises(Unavailable):
            TesseractEngine().recognise(Image.new("L", (400, 200), 255), "xxx")
