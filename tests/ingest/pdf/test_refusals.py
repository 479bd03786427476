"""Files that are refused, and pages that are kept with a remark."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from ingest.pdf import PdfExtractor
from kb.errors import FileRejected

from .making import FIVE_METRES, pdf_of, picture_page, text_page


def refusal(data: bytes) -> FileRejected:
    with pytest.raises(FileRejected) as caught:
        PdfExtractor().extract(data)
    assert caught.value.message
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("data", [b"", b"\0" * 4096, b" \r\n"])
def test_an_empty_file(data: bytes) -> None:
    assert refusal(data).code == "empty-file"


def test_a_picture_with_the_name_of_a_pdf() -> None:
    picture = io.BytesIO()
    Image.new("L", (20, 20)).save(picture, "PNG")
    assert refusal(picture.getvalue()).code == "not-a-pdf"


def test_a_file_of_91_bytes() -> None:
    assert refusal(b"%PDF-1.4\n".ljust(91, b"1")).code == "damaged-file"


def test_a_file_cut_off_before_its_first_page() -> None:
    data = pdf_of(text_page("Article 1"))
    assert refusal(data[: data.index(b"obj")]).code == "damaged-file"


def test_a_lost_cross_reference_table_is_rebuilt() -> None:
    data = pdf_of(text_page("Article 1"))
    extraction = PdfExtractor().extract(data[: data.rindex(b"xref")])
    assert [line.text for line in extraction.pages[0].lines] == ["Article 1"]


def test_a_password_is_named_as_the_reason() -> None:
    data = pdf_of(text_page("Secret"), encryption=pikepdf.Encryption(owner="o", user="u"))
    error = refusal(data)
    assert error.code == "password-needed"
    assert "Secret" not in str(error)


def test_a_file_that_only_forbids_copying_is_read() -> None:
    data = pdf_of(text_page("Article 1"), encryption=pikepdf.Encryption(owner="o", user=""))
    assert PdfExtractor().extract(data).pages[0].lines[0].text == "Article 1"


def test_a_page_of_five_metres_is_read() -> None:
    data = pdf_of(text_page("Article 1", FIVE_METRES))
    page = PdfExtractor().extract(data).pages[0]
    assert (page.width, page.height) == FIVE_METRES
    assert [line.text for line in page.lines] == ["Article 1"]


def test_a_scan_needs_ocr_and_does_not_stop_the_pages_after_it() -> None:
    data = pdf_of(picture_page(), text_page("Article 1"), text_page(""))
    scan, text, blank = PdfExtractor().extract(data).pages
    assert scan.needs_ocr
    assert (scan.method, scan.score, scan.lines) == ("none", 0.0, ())
    assert (text.remark, text.needs_ocr) == ("", False)
    assert [line.text for line in text.lines] == ["Article 1"]
    assert (blank.remark, blank.score, blank.needs_ocr) == ("blank", 1.0, False)


def test_a_scan_with_a_watermark_for_a_text_layer_needs_ocr() -> None:
    page = PdfExtractor().extract(pdf_of(picture_page("Official gazette"))).pages[0]
    assert page.needs_ocr
    assert [line.text for line in page.lines] == ["Official gazette"]


def test_the_short_last_page_of_a_scan_needs_ocr_and_a_page_with_a_small_picture_does_not() -> None:
    data = pdf_of(picture_page("1475", height=350), picture_page("1475", height=40))
    assert [page.needs_ocr for page in PdfExtractor().extract(data).pages] == [True, False]
