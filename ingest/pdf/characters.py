"""The glyphs that a page shows, read inside pdfplumber, with what is needed to repair their text.

pdfminer ignores `/ActualText` (its issue 1288), forgets the character code of a glyph and the
dictionary of its font. The classes here add the three and make one light `Glyph` for each glyph
in place of pdfminer's `LTChar` and pdfplumber's dictionary, which take most of the time of both.
"""

from __future__ import annotations

import math
import time
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, resolve1
from pdfminer.psparser import PSLiteral
from pdfplumber.page import PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.pdfinternals import decode_text

from ingest.fonts import is_legacy
from ingest.pdf.type3 import type3_em

MAX_GLYPHS = 100_000
"""Glyphs of one page; a dense newspaper page has 20,000."""

MAX_OPERATIONS = 400_000
"""Paths, images and forms of one page; a detailed map has some 100,000."""

MAX_CONTENT = 64 * 2**20
"""Bytes of one unpacked content stream; a detailed map has some 20 MB."""

FLATE_RATIO = 1032
"""The most that Flate unpacks a byte to (zlib's technical notes)."""

MAX_SECONDS = 30.0
"""For one page. Ordinary pages take 0.05 s."""

INVISIBLE = 3
"""Text rendering mode of text that is searched but not shown: a layer made by OCR."""


TURNED = 0.2
"""Rise over run of text that is not level: a watermark, the head of a narrow column."""


class PageTooComplexError(Exception):
    """A page made (or grown) to exhaust its reader."""


@dataclass(slots=True)
class Glyph:
    """One glyph as drawn, or several under one ActualText.

    Attributes:
        text: Its Unicode text; "" if the file does not say.
        x0, x1: Left and right end of its advance, in points from the left edge of the page.
        baseline: In points from the top edge of the page.
        size: Font size in points as drawn.
        font: pdfminer's font object with its `spec` and `name` (see `ResourceManager`).
        code: Character code (simple font) or CID.
        span: Number of the ActualText span that it belongs to, 0 for none.
        invisible: Whether it is drawn invisibly, as layers made by OCR are.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: Any
    code: int
    span: int = 0
    invisible: bool = False


class ResourceManager(PDFResourceManager):
    """Remembers of each font its dictionary, as `font.spec`, and its name, as `font.name`."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Makes or recalls a font."""
        font: Any = super().get_font(objid, spec)
        if not hasattr(font, "spec"):
            font.spec, font.name = spec, _font_name(spec)
        return font  # type: ignore[no-any-return]


def _font_name(spec: Mapping[str, Any]) -> str:
    """The name of a font, which stands in its descriptor too, if it has one."""
    descriptor = resolve1(spec.get("FontDescriptor"))
    candidates = [spec.get("BaseFont"), spec.get("Name")]
    if isinstance(descriptor, dict):
        candidates.insert(1, descriptor.get("FontName"))
    names = (getattr(resolve1(name), "name", "") for name in candidates)
    return str(next(filter(None, names), ""))


class Interpreter(PDFPageInterpreter):
    """Refuses streams that are bombs, and resolves property lists that are given by name."""

    def execute(self, streams: Sequence[object]) -> None:
        """Runs the content of a page or of a form on it."""
        for stream in streams:
            _check_size(resolve1(stream))
        super().execute(streams)

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802 (operator of the PDF syntax)
        """Begins marked content."""
        if isinstance(props, PSLiteral):
            named = resolve1((self.resources or {}).get("Properties")) or {}
            props = resolve1(named.get(props.name))
        super().do_BDC(tag, props if isinstance(props, dict) else {})

    def do_BMC(self, tag: Any) -> None:  # noqa: N802
        """Begins marked content without properties."""
        self.device.begin_tag(tag, {})


def _check_size(stream: Any) -> None:
    """Unpacks a suspicious stream as far as is allowed, before pdfminer unpacks all of it."""
    packed = getattr(stream, "rawdata", None)
    if not packed or len(packed) * FLATE_RATIO <= MAX_CONTENT:
        return
    filters = stream.get_filters()
    if filters and filters[0][0] in LITERALS_FLATE_DECODE:
        unpacker = zlib.decompressobj()
        with suppress(zlib.error):  # damaged, which pdfminer mends as far as it can
            unpacker.decompress(packed, MAX_CONTENT)
        if unpacker.unconsumed_tail:
            raise PageTooComplexError


class GlyphDevice(PDFPageAggregatorWithMarkedContent):
    """Collects glyphs; lines, rectangles and images go to pdfplumber's layout as ever."""

    def __init__(self, resources: PDFResourceManager, page_number: int) -> None:
        super().__init__(resources, pageno=page_number, laparams=None)
        self.glyphs: list[Glyph] = []
        self._spans: list[tuple[int, str] | None] = []
        self._span_count = 0
        self._span: tuple[int, str] | None = None
        self._render_mode = 0
        self._operations = self._shown = 0
        self._deadline = time.monotonic() + MAX_SECONDS
        self._page_height = 0.0
        self._page_width = 0.0
        self._type3_em: dict[Any, float] = {}
        self._turned_start = (0.0, 0.0, 0.0, 0.0)

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        """Notes the size of the page."""
        super().begin_page(page, ctm)
        self._page_width, self._page_height = self.cur_item.width, self.cur_item.height

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Opens marked content; the innermost ActualText counts."""
        actual = resolve1((props or {}).get("ActualText"))
        if actual is not None:
            self._span_count += 1
            text = decode_text(actual) if isinstance(actual, bytes) else str(actual)
            self._span = (self._span_count, text)
        self._spans.append(self._span)

    def end_tag(self) -> None:
        """Closes marked content."""
        if self._spans:
            self._spans.pop()
        self._span = self._spans[-1] if self._spans else None

    def tag_cur_item(self) -> None:
        """Counts what is drawn; pdfplumber's marked-content ids are not needed."""
        self._count()

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """Opens a form or image."""
        self._count()
        super().begin_figure(name, bbox, matrix)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Notes the rendering mode, which pdfminer does not hand on."""
        self._render_mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Adds one glyph and returns its advance."""
        advance = float(font.char_width(cid) * fontsize * scaling)
        a, b, c, d, e, f = matrix
        x, y = c * rise + e, d * rise + f
        middle = x + a * advance / 2
        self._shown += 1
        if self._shown > MAX_GLYPHS:
            raise PageTooComplexError
        if 0 <= middle <= self._page_width and 0 <= y <= self._page_height:
            if abs(b) > TURNED * abs(a):
                x, y, a = self._levelled(x, y, a, b, size=abs(fontsize))
            end_x = x + a * advance
            span = self._span
            self.glyphs.append(
                Glyph(
                    text=span[1] if span else glyph_text(font, cid),
                    x0=min(x, end_x),
                    x1=max(x, end_x),
                    baseline=self._page_height - y,
                    size=abs(fontsize) * math.hypot(c, d) * self._em(font) or 1.0,
                    font=font,
                    code=cid,
                    span=span[0] if span else 0,
                    invisible=self._render_mode == INVISIBLE,
                )
            )
        return advance

    def _levelled(
        self, x: float, y: float, a: float, b: float, *, size: float
    ) -> tuple[float, float, float]:
        """Place and scale of a glyph of turned text, its line laid level from where it starts."""
        scale = math.hypot(a, b)
        start_x, start_y, run, rise = self._turned_start
        along = (x - start_x) * run + (y - start_y) * rise
        across = (y - start_y) * run - (x - start_x) * rise
        same_direction = a * run + b * rise > 0.99 * scale
        if not same_direction or along < 0 or abs(across) > 0.5 * size * scale:
            self._turned_start = (x, y, a / scale, b / scale)
            return x, y, scale
        return start_x + along, start_y, scale

    def _em(self, font: Any) -> float:
        if not isinstance(font, PDFType3Font):
            return 1.0
        if font not in self._type3_em:
            self._type3_em[font] = type3_em(getattr(font, "spec", {}))
        return self._type3_em[font]

    def _count(self) -> None:
        self._operations += 1
        if self._operations > MAX_OPERATIONS or (
            self._operations % 1000 == 0 and time.monotonic() > self._deadline
        ):
            raise PageTooComplexError


def glyph_text(font: Any, code: int) -> str:
    """What the font's own tables say that a code means; "" where they say nothing usable."""
    try:
        text = font.to_unichr(code)
    except PDFUnicodeNotDefined:
        text = ""
    if isinstance(text, str) and not _is_unusable(text):
        return text
    if is_legacy(font.name) and 0x20 <= code < 0x100:  # the code itself is what was typed
        return bytes([code]).decode("cp1252", "ignore")
    return ""


def _is_unusable(text: str) -> bool:
    return all(
        unicodedata.category(character) in ("Cc", "Co") or character == "\ufffd"
        for character in text
    )
