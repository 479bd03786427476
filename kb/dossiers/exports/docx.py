"""A dossier as DOCX, to work on: columns are tables, the contents are links to headings.

Word breaks lines of Khmer only at spaces and U+200B, so that one stands between words here, as
the Khmer keyboards type it.
"""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from analyzers import word_breaks
from kb.dossiers.exports.manuscript import (
    CONTENTS,
    Columns,
    Heading,
    Manuscript,
    Paragraph,
    Role,
    Words,
)

_BREAK = "\u200b"
_FONT = "Noto Sans Khmer"
_LANGUAGES = {"km": "km-KH", "th": "th-TH", "lo": "lo-LA"}
"""Languages that Word sets as complex scripts."""
_MAY_NOT_BE_WRITTEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
"""Characters that XML cannot hold."""
_ZIP_BEGINS = (1980, 1, 1, 0, 0, 0)


def to_docx(manuscript: Manuscript) -> bytes:
    """Write a manuscript as DOCX."""
    document = docx.Document()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
    properties = document.core_properties
    properties.title, properties.author = _clean(manuscript.title.text), manuscript.organisation
    _write(document.add_paragraph(style="Title"), manuscript.title)
    document.add_paragraph(_clean(manuscript.organisation))
    _write(document.add_paragraph(style="Normal"), Words(CONTENTS, "km"), bold=True)
    for heading in manuscript.headings:
        line = document.add_paragraph()
        line.paragraph_format.left_indent = Cm(0.75 * (heading.level - 1))
        _link(line, heading.words, anchor=heading.anchor)
    for block in manuscript.blocks:
        _add(document, block)
    return _sealed(document)


def _add(document: Any, block: Heading | Paragraph | Columns) -> None:
    match block:
        case Heading(words, level, anchor):
            paragraph = document.add_heading(level=level)
            _write(paragraph, words)
            _bookmark(paragraph, anchor)
        case Paragraph(words, role, address):
            paragraph = document.add_paragraph()
            if role is Role.NOTE:
                paragraph.paragraph_format.left_indent = Cm(0.5)
            if address:
                _link(paragraph, words, address=address)
            else:
                _write(paragraph, words, italic=role is Role.NOTE)
            if role is Role.SOURCE:
                paragraph.paragraph_format.space_after = Pt(2)
        case Columns(columns):
            table = document.add_table(rows=1, cols=len(columns))
            for cell, column in zip(table.rows[0].cells, columns, strict=True):
                _fill(cell, column.heading, column.paragraphs)


def _fill(cell: _Cell, heading: Words, paragraphs: tuple[Words, ...]) -> None:
    first = cell.paragraphs[0]
    _write(first, heading, bold=True)
    for words in paragraphs:
        _write(cell.add_paragraph(), words)


def _write(
    paragraph: DocxParagraph, words: Words, *, bold: bool = False, italic: bool = False
) -> None:
    run = paragraph.add_run(_broken(words))
    run.bold, run.italic = bold or None, italic or None
    run.font.cs_bold, run.font.cs_italic = run.bold, run.italic
    properties: Any = run._r.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:cs"), _FONT)
    language = OxmlElement("w:lang")
    if words.lang in _LANGUAGES:
        properties.append(OxmlElement("w:cs"))
        language.set(qn("w:bidi"), _LANGUAGES[words.lang])
    else:
        language.set(qn("w:val"), words.lang)
    properties.append(language)


def _link(paragraph: DocxParagraph, words: Words, *, anchor: str = "", address: str = "") -> None:
    """Write words as a link to a bookmark, or to an address."""
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        link.set(qn("r:id"), paragraph.part.relate_to(address, kind, is_external=True))
    _write(paragraph, words)
    link.append(paragraph.runs[-1]._r)
    element: Any = paragraph._p
    element.append(link)


def _bookmark(paragraph: DocxParagraph, name: str) -> None:
    element: Any = paragraph._p
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), name.removeprefix("item"))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        element.append(mark)


def _broken(words: Words) -> str:
    text = _clean(words.text)
    cuts = [0, *word_breaks(text), len(text)]
    return _BREAK.join(text[start:end] for start, end in pairwise(cuts))


def _clean(text: str) -> str:
    return text.translate(_MAY_NOT_BE_WRITTEN)


def _sealed(document: Any) -> bytes:
    """The bytes of a document; the same for the same document, whenever it is written."""
    written, sealed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(sealed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_BEGINS)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return sealed.getvalue()
