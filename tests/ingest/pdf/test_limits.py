"""Files made to exhaust their reader: a clear refusal, or what could be read and a remark."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf

from ingest import pdf
from ingest.pdf import PdfExtractor, characters, opening
from kb.errors import FileRejected
from kb.model import Page

from .making import MakePage, pdf_of, text_page


def extract(*pages: MakePage) -> tuple[Page, ...]:
    return PdfExtractor().extract(pdf_of(*pages)).pages


def forms_page(*contents: bytes) -> MakePage:
    """A page that draws the first of some forms; each form may draw all of them as /F0, /F1 …"""

    def make(document: Pdf) -> Dictionary:
        page = text_page("Article 1")(document)
        forms = [
            document.make_stream(
                content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 595, 842]
            )
            for content in contents
        ]
        named = Dictionary({f"/F{index}": form for index, form in enumerate(forms)})
        for form in forms:
            form.Resources = Dictionary(XObject=named)
        page.Resources.XObject = named
        page.Contents = document.make_stream(page.Contents.read_bytes() + b" /F0 Do")
        return page

    return make


def test_a_form_that_draws_itself() -> None:
    (page,) = extract(forms_page(b"/F0 Do"))
    assert [line.text for line in page.lines] == ["Article 1"]


def test_forms_that_draw_each_other_a_billion_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(characters, "MAX_OPERATIONS", 2_000)
    forms = [b"/F%d Do " % (level + 1) * 10 for level in range(8)]
    bomb, sound = extract(forms_page(*forms, b""), text_page("Article 2"))
    assert bomb.remark == "needs OCR: the page is too complex to read"
    assert [line.text for line in sound.lines] == ["Article 2"]


def test_a_page_with_more_glyphs_than_a_page_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(characters, "MAX_GLYPHS", 100)
    (page,) = extract(text_page("a" * 101))
    assert page.remark == "needs OCR: the page is too complex to read"


def test_a_stream_that_unpacks_to_more_than_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(characters, "MAX_CONTENT", 1_000_000)

    def bomb(document: Pdf) -> Dictionary:
        page = text_page("Article 1")(document)
        packed = zlib.compress(b" " * 1_000_001, 9)
        page.Contents = pikepdf.Stream(document, packed, Filter=Name.FlateDecode)
        return page

    too_large, sound = extract(bomb, text_page("Article 2"))
    assert too_large.remark == "needs OCR: the page is too complex to read"
    assert [line.text for line in sound.lines] == ["Article 2"]


def test_a_tree_of_pages_that_is_a_circle() -> None:
    document = Pdf.open(io.BytesIO(pdf_of(text_page("Article 1"))))
    document.Root.Pages.Kids.append(document.Root.Pages)
    data = io.BytesIO()
    document.save(data)
    with pytest.raises(FileRejected) as caught:
        PdfExtractor().extract(data.getvalue())
    assert caught.value.code == "damaged-file"


def test_more_pages_than_any_act_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_PAGES", 2)
    with pytest.raises(FileRejected) as caught:
        extract(*[text_page("Article 1")] * 3)
    assert caught.value.code == "too-many-pages"
    assert "Split" in caught.value.remedy


def test_pages_for_which_there_was_no_time_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1.0)
    (page,) = extract(text_page("Article 1"))
    assert page.remark == "not read: the file takes too long"
    assert page.score == 0.0
