"""DOCX files: paragraphs, headings, numbering, notes and tables in reading order.

Reads the parts with lxml (ECMA-376, part 1): python-docx passes over inserted text, content
controls, text boxes and footnotes, and unrolls a cell that claims to span 2·10⁹ columns.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from ingest.docx_styles import Format, Numbering, Styles, name_of, value_of
from ingest.docx_zip import check_zip
from ingest.fonts import decoded
from ingest.sniff import DOCX_MAIN_PART, MediaType
from kb.errors import FileRejected
from kb.model import Extraction, Line, Page

_TRANSPARENT = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
"""Elements around content that mean nothing to a reader."""

_INVISIBLE = frozenset(("del", "moveFrom", "Fallback", "pPr", "rPr", "instrText"))
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_LEADER = " …… "
"""Stands for the tab of a contents line, which Word draws as dots before the page number."""

_DAMAGE = (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, ValueError)
"""What a damaged package or part raises."""

_SPACE = re.compile(r"[ \t\xa0]+")
_SYMBOL_CODE = re.compile("[0-9A-Fa-f]{4}")


class DocxExtractor:
    """Reads DOCX; each paragraph is a line, or several where it has line breaks."""

    def extract(self, data: bytes) -> Extraction:
        """Reads a document.

        Raises:
            FileRejected: `damaged-file`, `too-complex`, `password-needed` or `empty-file`.
        """
        try:
            check_zip(data)
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                reader = _Reader(package)
                lines = tuple(reader.lines())
                title, lang = _properties(package)
        except _DAMAGE as error:
            raise FileRejected(
                f"The DOCX is damaged ({type(error).__name__}).",
                "If Word or LibreOffice can open it, save it once more.",
                code="damaged-file",
            ) from None
        if not lines:
            raise FileRejected(
                "The DOCX holds no text.",
                "If it is a picture of a page, save it as PDF, which can be read by OCR.",
                code="empty-file",
            )
        return Extraction(MediaType.DOCX, (Page(1, lines),), title=title, lang=lang)


def _part(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    """The root of a part, or None where the package has no such part."""
    if name not in package.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(package.read(name), parser)
    if root.getroottree().docinfo.doctype:
        raise FileRejected(
            "The DOCX declares entities, which no word processor does and attacks need.",
            "Open it in Word or LibreOffice and save it once more.",
            code="damaged-file",
        )
    return root


def _properties(package: zipfile.ZipFile) -> tuple[str, str]:
    root = _part(package, "docProps/core.xml")
    if root is None:
        return "", ""
    title, language = (root.findtext(f"{{*}}{name}") or "" for name in ("title", "language"))
    return title.strip(), language.strip().lower().partition("-")[0]


def _symbol(element: etree._Element, format_: Format) -> tuple[str, Format]:
    """A character that Word keeps as the code of a symbol font; such a font may be Khmer."""
    code = value_of(element, "char")
    text = chr(int(code, 16)) if _SYMBOL_CODE.fullmatch(code) else ""
    return text, replace(format_, font=value_of(element, "font"))


class _Reader:
    def __init__(self, package: zipfile.ZipFile) -> None:
        main = next(name for name in package.namelist() if DOCX_MAIN_PART.fullmatch(name))
        self._root = _part(package, main)
        self._styles = Styles(_part(package, "word/styles.xml"))
        self._numbering = Numbering(_part(package, "word/numbering.xml"))
        notes = _part(package, "word/footnotes.xml")
        self._notes = {} if notes is None else {value_of(note, "id"): note for note in notes}

    def lines(self) -> Iterator[Line]:
        body = None if self._root is None else self._root.find("{*}body")
        if body is not None:
            yield from self._blocks(body)

    def _blocks(self, parent: etree._Element) -> Iterator[Line]:
        for element in parent:
            name = name_of(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                for row in element.iterchildren("{*}tr", "{*}sdt"):
                    yield from self._row(row)
            elif name in _TRANSPARENT:
                yield from self._blocks(element)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Line]:
        style = self._styles.of_paragraph(paragraph)
        runs: list[tuple[str, Format]] = []
        after: list[etree._Element] = []
        self._collect(paragraph, style, runs, after)
        text = decoded((piece, format_.font) for piece, format_ in runs)
        if style.is_contents:
            text = text.replace("\t", _LEADER)
        visible = [(len(piece.strip()), format_) for piece, format_ in runs]
        total = sum(length for length, _ in visible)
        if text.strip():
            text = self._numbering.label(style) + text
        for piece in text.split("\n"):
            if piece := _SPACE.sub(" ", piece).strip():
                yield Line(
                    piece,
                    font_size=max(visible, key=lambda run: run[0])[1].size,
                    bold=sum(length for length, format_ in visible if format_.bold) * 2 > total,
                    heading_level=style.heading_level,
                )
        for element in after:
            yield from self._blocks(element)

    def _collect(
        self,
        element: etree._Element,
        format_: Format,
        runs: list[tuple[str, Format]],
        after: list[etree._Element],
    ) -> None:
        """Gathers the text of a paragraph, and the boxes and notes that follow it."""
        for child in element:
            name = name_of(child)
            if name == "t":
                runs.append((child.text or "", format_))
            elif name in _CHARACTERS:
                runs.append((_CHARACTERS[name], format_))
            elif name == "sym":
                runs.append(_symbol(child, format_))
            elif name == "r":
                self._collect(child, self._styles.of_run(child, format_), runs, after)
            elif name == "txbxContent":
                after.append(child)
            elif name == "footnoteReference":
                note = self._notes.get(value_of(child, "id"))
                if note is not None:
                    after.append(note)
            elif name not in _INVISIBLE:
                self._collect(child, format_, runs, after)

    def _row(self, row: etree._Element) -> Iterator[Line]:
        cells = list(row.iter("{*}tc")) if row.find(".//{*}tbl") is None else []
        if len(cells) < 2:  # a frame around text, not a row of data
            for cell in row.iterfind("{*}tc"):
                yield from self._blocks(cell)
            return
        lines = [list(self._blocks(cell)) for cell in cells]
        texts = tuple(" ".join(line.text for line in cell) for cell in lines)
        if any(texts):
            first = next(line for cell in lines for line in cell)
            yield replace(first, text="\t".join(texts), cells=texts, heading_level=0)
