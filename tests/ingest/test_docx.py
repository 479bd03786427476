"""DOCX files."""

from __future__ import annotations

import copy
import io
import struct
import zipfile

import pytest

from ingest.docx import DocxExtractor
from ingest.docx_zip import MAX_ENTRIES, MAX_MAIN_PART
from kb.errors import FileRejected
from kb.model import Line
from tests.ingest.files import WORD, docx, p, styles, table


def lines(data: bytes) -> tuple[Line, ...]:
    (page,) = DocxExtractor().extract(data).pages
    return page.lines


def texts(data: bytes) -> list[str]:
    return [line.text for line in lines(data)]


def test_paragraphs_and_tables_keep_their_order() -> None:
    found = lines(docx(p("before") + table(("ដី", "ព្រៃ"), ("1", "2")) + p("after")))
    assert [line.text for line in found] == ["before", "ដី\tព្រៃ", "1\t2", "after"]
    assert [line.cells for line in found] == [(), ("ដី", "ព្រៃ"), ("1", "2"), ()]


def test_headings_come_from_styles_and_outline_levels() -> None:
    sheet = styles(T="Title", H2="heading 2", C="toc 1")
    body = (
        p("ច្បាប់", "T")
        + p("មាត្រា ១", "H2")
        + p("x", properties='<w:outlineLvl w:val="2"/>')
        + p("y")
    )
    assert [line.heading_level for line in lines(docx(body, parts=sheet))] == [1, 2, 3, 0]


def test_a_style_inherits_and_a_loop_of_styles_ends() -> None:
    sheet = (
        f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="A"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="B"><w:name w:val="Own"/><w:basedOn w:val="A"/>'
        "<w:rPr><w:bCs/><w:szCs w:val='28'/></w:rPr></w:style>"
        '<w:style w:styleId="L"><w:name w:val="Loop"/><w:basedOn w:val="L"/></w:style></w:styles>'
    )
    inherited, looped = lines(docx(p("a", "B") + p("b", "L"), parts={"word/styles.xml": sheet}))
    assert (inherited.heading_level, inherited.bold, inherited.font_size) == (1, True, 14.0)
    assert looped.heading_level == 0


def test_automatic_numbers_are_text() -> None:
    numbering = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="Article %1:"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )

    def item(text: str, level: int) -> str:
        numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return p(text, properties=numbered)

    body = item("x", 0) + item("y", 1) + item("z", 1) + item("w", 0) + item("v", 1)
    found = texts(docx(body, parts={"word/numbering.xml": numbering}))
    assert found == ["Article 3: x", "(a) y", "(b) z", "Article 4: w", "(a) v"]


def test_old_khmer_fonts_are_decoded_run_by_run() -> None:
    def run(text: str, font: str) -> str:
        fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="Khmer OS"/></w:rPr>'
        return f"<w:r>{fonts}<w:t xml:space='preserve'>{text}</w:t></w:r>"

    symbol = '<w:r><w:sym w:font="Limon S1" w:char="F06B"/></w:r>'
    body = "<w:p>" + run("m", "Limon S1") + run("aRta 5 ", "Limon R1") + run("Art. 5 ", "Arial")
    assert texts(docx(body + run("ច្បាប់", "Limon S1") + symbol + "</w:p>")) == [
        "មាត្រា ៥ Art. 5 ច្បាប់ក"
    ]


def test_a_style_may_name_an_old_khmer_font() -> None:
    sheet = (
        f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="K"><w:name w:val="Khmer"/>'
        '<w:rPr><w:rFonts w:ascii="Limon S1"/></w:rPr></w:style></w:styles>'
    )
    assert texts(docx(p("c,ab;", "K") + p("c,ab;"), parts={"word/styles.xml": sheet})) == [
        "ច្បាប់",
        "c,ab;",
    ]


def test_nothing_that_a_reader_sees_is_passed_over() -> None:
    note = f'<w:footnote w:id="2">{p("a note")}</w:footnote>'
    notes = f'<w:footnotes xmlns:w="{WORD}">{note}</w:footnotes>'
    body = (
        "<w:p><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink>"
        '<w:footnoteReference w:id="2"/></w:p>'
        f"<w:sdt><w:sdtContent>{p('in a control')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:t>anchor</w:t><w:txbxContent>{p('in a box')}</w:txbxContent></w:r></w:p>"
        "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p>"
    )
    found = texts(docx(body, parts={"word/footnotes.xml": notes}))
    assert found == [
        "inserted link",
        "a note",
        "in a control",
        "anchor",
        "in a box",
        "one",
        "two",
    ]


def test_a_cell_may_not_claim_columns() -> None:
    claim = '<w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
    row = f"<w:tr><w:tc>{claim}{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr>"
    (line,) = lines(docx(f"<w:tbl>{row}</w:tbl>"))
    assert line.cells == ("a", "b")


def rejected(data: bytes) -> FileRejected:
    with pytest.raises(FileRejected) as caught:
        lines(data)
    assert caught.value.remedy
    return caught.value


ENTITY = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE d [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("doctype", [ENTITY, LAUGHS], ids=["external", "laughs"])
def test_entities_are_refused(doctype: str) -> None:
    assert rejected(docx(p("&e;&b;" if doctype == ENTITY else "&b;"), doctype=doctype)).code == (
        "damaged-file"
    )


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert rejected(docx(p("a" * (MAX_MAIN_PART + 1)))).code == "too-complex"
    padding = {"word/media/image1.bin": "a" * (30 * 2**20)}
    assert rejected(docx(p("x"), parts=padding)).code == "too-complex"
    many = {f"word/media/{n}": "" for n in range(MAX_ENTRIES)}
    assert rejected(docx(p("x"), parts=many)).code == "too-complex"


def test_entries_may_not_share_their_bytes() -> None:
    buffer = io.BytesIO(docx(p("x")))
    with zipfile.ZipFile(buffer, "a") as package:
        twin = copy.copy(package.getinfo("word/document.xml"))
        twin.filename = "word/twin.xml"
        package.filelist.append(twin)
        package.writestr("word/last.xml", "")  # has the directory written anew
    assert rejected(buffer.getvalue()).code == "too-complex"


def test_a_lie_about_sizes_does_not_unpack_more() -> None:
    data = bytearray(docx(p("x" * 5000)))
    entry = data.index(b"PK\1\2", data.index(b"PK\1\2") + 1)
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    assert rejected(bytes(data)).code == "damaged-file"


def test_encrypted_and_manipulated_packages() -> None:
    data = bytearray(docx(p("x")))
    data[data.index(b"PK\1\2") + 8] |= 1
    assert rejected(bytes(data)).code == "password-needed"
    assert rejected(docx(p("x"), parts={"../../evil.txt": "x"})).code == "damaged-file"
    assert rejected(docx(p("x"), parts={"/abs.txt": "x"})).code == "damaged-file"


@pytest.mark.parametrize(
    "main",
    ["", "<w:document", f'<w:document xmlns:w="{WORD}">' + "<w:p>" * 400, "\x00\x01"],
    ids=["no text", "cut", "deep", "binary"],
)
def test_damaged_parts(main: str) -> None:
    assert rejected(docx("", main=main)).code in ("damaged-file", "empty-file")


def test_properties_give_title_and_language() -> None:
    core = '<c xmlns:dc="dc"><dc:title> Land Law </dc:title><dc:language>km-KH</dc:language></c>'
    extraction = DocxExtractor().extract(docx(p("x"), parts={"docProps/core.xml": core}))
    assert (extraction.title, extraction.lang) == ("Land Law", "km")


def test_a_package_cut_in_the_middle() -> None:
    whole = docx(p("x" * 5000))
    buffer = io.BytesIO(whole)
    with zipfile.ZipFile(buffer) as package:
        offset = package.getinfo("word/document.xml").header_offset
    spoiled = whole[: offset + 60] + bytes(20) + whole[offset + 80 :]
    assert rejected(spoiled).code == "damaged-file"
