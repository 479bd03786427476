"""What a file tells of those who made it is found, and is not in the copy."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.authorship import LONGEST, MOST, authors_of, without_authors
from ingest.docx import DocxExtractor
from ingest.pipeline import parse_bytes
from ingest.sniff import MediaType
from kb.errors import FileRejected
from tests.ingest.files import WORD, docx, p
from tests.ingest.pdf.making import pdf_of, text_page

_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Sok Dara'
    "</dc:creator><cp:lastModifiedBy>Chan  Thy</cp:lastModifiedBy></cp:coreProperties>"
)
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Word</Application><Company>River Watch</Company></Properties>"
)
_CHANGE = (
    '<w:p><w:ins w:id="1" w:author="Ms Secret" w:date="2026-01-02T03:04:05Z">'
    "<w:r><w:t>The network asks for a review.</w:t></w:r></w:ins></w:p>"
)
_COMMENTS = (
    f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0" w:author="Mr Hidden" w:initials="MH">'
    f"{p('why?')}</w:comment></w:comments>"
)
NAMES = ("Sok Dara", "Chan Thy", "Microsoft Word", "River Watch", "Ms Secret", "Mr Hidden")


def marked_docx() -> bytes:
    return docx(
        p("Minutes of the meeting") + _CHANGE,
        parts={
            "docProps/core.xml": _CORE,
            "docProps/app.xml": _APP,
            "word/comments.xml": _COMMENTS,
        },
    )


def marked_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(text_page("The network asks for a review.")))) as document:
        document.docinfo["/Author"] = "Sok Dara"
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:creator"] = ["Sok Dara", "Chan Thy"]
            metadata["xmp:CreatorTool"] = "Microsoft Word"
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[0, 0, 9, 9],
            T=pikepdf.String("Ms Secret"),
            Contents=pikepdf.String("why?"),
        )
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            Rect=[0, 0, 9, 9],
            T=pikepdf.String("date"),
        )
        field = document.make_indirect(field)
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([note, field]))
        document.save(made)
    return made.getvalue()


def test_names_in_a_docx_are_found_and_left_out() -> None:
    data = marked_docx()
    assert set(authors_of(data, MediaType.DOCX)) == set(NAMES)
    copy = without_authors(data)
    assert authors_of(copy, MediaType.DOCX) == ()
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        parts = b"".join(package.read(name) for name in package.namelist()).decode()
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in (*NAMES, "MH", "2026-01-02") if name in parts]
    assert DocxExtractor().extract(copy).pages == DocxExtractor().extract(data).pages


def test_names_in_a_pdf_are_found_and_left_out() -> None:
    data = marked_pdf()
    found = authors_of(data, MediaType.PDF)
    assert {"Sok Dara", "Chan Thy", "Microsoft Word", "Ms Secret"} <= set(found)
    assert "date" not in found
    copy = without_authors(data)
    assert authors_of(copy, MediaType.PDF) == ()
    with pikepdf.open(io.BytesIO(copy)) as document:
        note, field = document.pages[0].Annots
        assert (str(note["/Contents"]), str(field["/T"])) == ("why?", "date")
    assert parse_bytes(copy, "a.pdf").sections == parse_bytes(data, "a.pdf").sections


def test_names_are_found_where_other_programs_put_them() -> None:
    data = docx(
        p("Minutes of the meeting"),
        parts={
            "package/services/metadata/core-properties/a1.psmdcp": _CORE,
            "word/glossary/comments.xml": _COMMENTS.encode("utf-16"),
        },
    )
    assert set(authors_of(data, MediaType.DOCX)) == {"Sok Dara", "Chan Thy", "Mr Hidden"}
    assert authors_of(without_authors(data), MediaType.DOCX) == ()


def test_who_signed_a_pdf_is_found_and_left_out() -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(text_page("The network asks for a review.")))) as document:
        signature = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Name=pikepdf.String("Sok Dara"),
            Contents=pikepdf.String("certificate of Sok Dara"),
        )
        field = pikepdf.Dictionary(
            FT=pikepdf.Name.Sig, T=pikepdf.String("1"), V=document.make_indirect(signature)
        )
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[document.make_indirect(field)])
        document.Root.Perms = pikepdf.Dictionary(DocMDP=field.V)
        document.save(made)
    data = made.getvalue()
    assert "Sok Dara" in authors_of(data, MediaType.PDF)
    copy = without_authors(data)
    assert authors_of(copy, MediaType.PDF) == ()
    assert b"Sok Dara" in data
    assert b"Sok Dara" not in copy


def test_a_document_that_is_read_tells_its_authors() -> None:
    assert set(parse_bytes(marked_docx(), "minutes.docx").authors) == set(NAMES)
    assert parse_bytes(b"Minutes of the meeting", "minutes.txt").authors == ()


def test_names_are_cut_and_counted() -> None:
    many = "".join(
        f'<w:p><w:ins w:id="{n}" w:author="{n} {"x" * 300}"/></w:p>' for n in range(MOST + 9)
    )
    found = authors_of(docx(many), MediaType.DOCX)
    assert len(found) == MOST
    assert {len(name) for name in found} == {LONGEST}


def test_entities_name_nobody() -> None:
    evil = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>{_CORE}'.replace(
        "Sok Dara", "&e;"
    )
    assert "Chan Thy" in authors_of(docx(p("x"), parts={"docProps/core.xml": evil}), MediaType.DOCX)


@pytest.mark.parametrize("data", [b"plain text", b"%PDF-1.4\nbroken", marked_docx()[:-90]])
def test_no_copy_is_made_of_what_cannot_be_cleaned(data: bytes) -> None:
    with pytest.raises(FileRejected):
        without_authors(data)


@given(at=st.integers(0, len(marked_docx()) - 1), byte=st.integers(0, 255))
def test_a_damaged_file_is_no_surprise(at: int, byte: int) -> None:
    data = bytearray(marked_docx())
    data[at] = byte
    try:
        authors_of(bytes(data), MediaType.DOCX)
        without_authors(bytes(data))
    except FileRejected:
        pass
