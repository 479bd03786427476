"""What every extractor promises, whatever its format."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ingest.extractor import Extractor, extractor_for
from ingest.sniff import MediaType
from kb.errors import FileRejected

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"


def picture(kind: str) -> bytes:
    data = io.BytesIO()
    Image.new("L", (40, 30), 255).save(data, kind)
    return data.getvalue()


def refused(extractor: Extractor, data: bytes) -> str | None:
    """The remedy where a file is refused; None where it is read."""
    try:
        extractor.extract(data)
    except FileRejected as error:
        return error.remedy
    return None


class ExtractorContract:
    """Subclasses give `media_type` and a `sample` of the format."""

    media_type: MediaType
    sample: bytes
    has_text = True

    @property
    def extractor(self) -> Extractor:
        return extractor_for(self.media_type)

    def test_pages_are_numbered_and_hold_the_text_or_say_why_not(self) -> None:
        extraction = self.extractor.extract(self.sample)
        assert extraction.media_type == self.media_type
        assert [page.number for page in extraction.pages] == list(
            range(1, len(extraction.pages) + 1)
        )
        for page in extraction.pages:
            assert any(line.text.strip() for line in page.lines) or page.remark
        assert any(page.lines for page in extraction.pages) is self.has_text

    def test_the_same_bytes_give_the_same(self) -> None:
        assert self.extractor.extract(self.sample) == self.extractor.extract(self.sample)

    def test_a_damaged_file_is_read_or_refused_with_a_remedy(self) -> None:
        @settings(max_examples=25, deadline=None)
        @given(st.integers(0, len(self.sample) - 1), st.binary(max_size=40), st.booleans())
        def damage(at: int, noise: bytes, cut_off: bool) -> None:
            rest = b"" if cut_off else self.sample[at + len(noise) :]
            remedy = refused(self.extractor, self.sample[:at] + noise + rest)
            assert remedy is None or remedy

        damage()

    def test_an_empty_file_gives_no_text(self) -> None:
        if refused(self.extractor, b"") is None:
            assert not any(page.lines for page in self.extractor.extract(b"").pages)


class TestPdf(ExtractorContract):
    media_type = MediaType.PDF
    sample = (SAMPLES / "land-concession-decision.km.pdf").read_bytes()


class TestDocx(ExtractorContract):
    media_type = MediaType.DOCX
    sample = (SAMPLES / "community-forestry-sub-decree.km.docx").read_bytes()


class TestHtml(ExtractorContract):
    media_type = MediaType.HTML
    sample = (SAMPLES / "land-registration-circular.en.html").read_bytes()


class TestText(ExtractorContract):
    media_type = MediaType.TEXT
    sample = (SAMPLES / "community-forest-committee-minutes.km.txt").read_bytes()


@pytest.mark.parametrize("media_type", [MediaType.PNG, MediaType.JPEG, MediaType.TIFF])
class TestPicture:
    """A picture has no text before it is recognised; its page says so."""

    def test_the_page_says_what_it_needs(self, media_type: MediaType) -> None:
        data = picture(media_type.name)
        [page] = extractor_for(media_type).extract(data).pages
        assert not page.lines
        assert page.remark

    def test_half_a_picture_is_refused_or_kept_with_a_remark(self, media_type: MediaType) -> None:
        half = picture(media_type.name)[:60]
        if refused(extractor_for(media_type), half) is None:
            assert all(page.remark for page in extractor_for(media_type).extract(half).pages)
