"""HTML pages: what a reader came for, without menus, scripts and footers."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree, html

from ingest.fonts import decoded
from ingest.markup import check_nesting
from ingest.sniff import MediaType
from ingest.text import MAX_BYTES
from kb.errors import FileRejected
from kb.model import Extraction, Line, Page

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DROPPED_NAMES = (
    "audio button canvas head iframe map math nav noframes noscript object script select style "
    "svg template textarea video"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_DROPPED_OUTSIDE_CONTENT = frozenset(("header", "footer", "aside"))
"""Belong to the page as a whole, unless they stand inside `main` or `article`."""

_DROPPED_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_CHARSET_WITHIN = 4096
_FONT_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^\"',;]+)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


class HtmlExtractor:
    """Reads HTML: headings, paragraphs, list items and table rows, one line each."""

    def extract(self, data: bytes) -> Extraction:
        """Reads a page.

        Raises:
            FileRejected: `too-large`, `too-complex`, `unknown-encoding` or `empty-file`.
        """
        if len(data) > MAX_BYTES:
            raise FileRejected(
                f"The page is {len(data) >> 20} MB; at most {MAX_BYTES >> 20} MB are read.",
                "Split it into its documents and add them one by one.",
                code="too-large",
            )
        text = _decode(data)
        check_nesting(text)
        parser = html.HTMLParser(
            encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            root = html.document_fromstring(text.replace("\0", "").encode(), parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError):
            raise _no_text() from None
        lines = tuple(_Reader().lines(_content(root)))
        if not lines:
            raise _no_text()
        title = _SPACE.sub(" ", root.findtext(".//title") or "").strip()
        return Extraction(
            MediaType.HTML, (Page(1, lines),), title=title, lang=_lang(root.get("lang"))
        )


def _decode(data: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _META_CHARSET.search(data[:_CHARSET_WITHIN])
    try:
        # A declaration in ASCII bytes cannot be true for UTF-16; UTF-7 hides tags from filters.
        encoding = declared[1].decode("ascii") if declared else ""
        if not encoding.lower().startswith("utf"):
            return data.decode(encoding)
    except (LookupError, ValueError):
        pass
    raise FileRejected(
        "The page is not UTF-8 and does not say truly which encoding it has.",
        "Open it in a browser and save it again, or save its text as UTF-8.",
        code="unknown-encoding",
    )


def _content(root: html.HtmlElement) -> html.HtmlElement:
    """The `main` element where the page declares exactly one, else the body."""
    mains = root.findall(".//main")
    body = root.find("body")
    return mains[0] if len(mains) == 1 else body if body is not None else root


def _lang(value: str | None) -> str:
    return (value or "").strip().lower().partition("-")[0]


def _no_text() -> FileRejected:
    return FileRejected(
        "The page holds no text.",
        "If it is made by scripts, open it in a browser and print it to PDF.",
        code="empty-file",
    )


def _is_dropped(element: html.HtmlElement, inside_content: bool) -> bool:
    tag = element.tag
    return (
        tag in _DROPPED
        or (tag in _DROPPED_OUTSIDE_CONTENT and not inside_content)
        or element.get("role", "").lower() in _DROPPED_ROLES
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _font(element: html.HtmlElement) -> str:
    """The font that an element asks for first, "" if it asks for none.

    Style sheets are not read: Word and the old editors write the font at each piece of text.
    """
    family = _FONT_FAMILY.search(element.get("style", ""))
    name = family[1] if family else element.get("face", "").partition(",")[0]
    return str(name).strip(" \"'")


class _Reader:
    """Collects inline text and gives a line at each border of a block."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, str]] = []  # text and name of its font
        self._bold = 0
        self._length = 0

    def lines(self, content: html.HtmlElement) -> Iterator[Line]:
        declared = (_lang(ancestor.get("lang")) for ancestor in content.iterancestors())
        style = Line("", lang=next(filter(None, declared), ""))
        font = next(filter(None, map(_font, content.iterancestors())), "")
        yield from self._walk(content, style, content.tag == "main", bold=False, font=font)
        yield from self._flush(Line(""))

    def _walk(
        self,
        element: html.HtmlElement,
        style: Line,
        inside_content: bool,
        *,
        bold: bool,
        font: str,
    ) -> Iterator[Line]:
        """Reads an element; `style` carries the heading level and language of its block."""
        tag = str(element.tag)
        inside_content |= tag in ("main", "article")
        lang = _lang(element.get("lang")) or style.lang
        level = _HEADINGS.get(tag, 0)
        inner = Line("", lang=lang, heading_level=level or style.heading_level)
        bold |= tag in ("b", "strong", "th")
        inner_font = _font(element) or font
        is_block = tag in _BLOCKS
        if is_block or tag == "br":
            yield from self._flush(style)
        if tag == "tr" and (cells := self._cells(element)):
            yield Line("\t".join(cells), lang=lang, cells=cells)
            return
        self._take(element.text, bold, inner_font, keep_breaks=tag == "pre")
        for child in element:
            if isinstance(child.tag, str) and not _is_dropped(child, inside_content):
                yield from self._walk(child, inner, inside_content, bold=bold, font=inner_font)
            self._take(child.tail, bold, inner_font, keep_breaks=tag == "pre")
        if is_block:
            yield from self._flush(inner)

    def _take(self, text: str | None, bold: bool, font: str, *, keep_breaks: bool) -> None:
        if not text:
            return
        if not keep_breaks:
            text = _SPACE.sub(" ", text)
        self._parts.append((text, font))
        visible = len(text) - text.count(" ")
        self._length += visible
        self._bold += visible * bold

    def _flush(self, style: Line) -> Iterator[Line]:
        text = decoded(self._parts)
        bold = self._bold * 2 > self._length
        self._parts, self._bold, self._length = [], 0, 0
        for piece in text.split("\n"):
            if piece := _SPACE.sub(" ", piece).strip():
                yield Line(piece, bold=bold, heading_level=style.heading_level, lang=style.lang)

    def _cells(self, row: html.HtmlElement) -> tuple[str, ...]:
        """The cells of a row of data; none for a row that only lays out the page."""
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) < 2 or row.find(".//table") is not None:
            return ()
        texts = tuple(
            " ".join(line.text for line in _Reader().lines(cell)).strip() for cell in cells
        )
        return texts if any(texts) else ()
