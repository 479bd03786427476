"""Glyphs to segments: stretches of text that stand on one baseline without a wide gap.

The order of the content stream is kept inside a segment: it is the order in which a shaper put
the glyphs of a cluster, which sorting by position would destroy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from ingest.fonts import decoded, legacy_encoding
from ingest.fonts.reorder import logical_order
from ingest.pdf.characters import Glyph

SPACE_GAP = 0.25
"""Gap, in font sizes, that is a space where the file draws none."""

SPLIT_GAP = 2.0
"""Gap, in font sizes, that ends a segment: another column or cell may begin after it."""

BASELINE_STEP = 0.55
"""Step of the baseline, in font sizes, that begins another line; superscripts step less."""

RETURN_GAP = 3.0
"""Step to the left, in font sizes, that begins another line; marks step back less."""

MARK_WIDTH = 0.05
"""In font sizes: a glyph that advances less is set on the one before it."""

ASCENT, DESCENT = 0.85, 0.35
"""Ink above and below the baseline in font sizes, subscripts and stacked marks included."""

_MARK = re.compile(
    "[\u17b4-\u17d3\u17dd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece]"
)
_BOLD = re.compile("bold|black|heavy|muol|moul", re.IGNORECASE)
"""Muol, the face of Khmer headings, is bold by design and has no bold cut."""


@dataclass(slots=True)
class Segment:
    """A stretch of text on one baseline.

    Attributes:
        pieces: The text of each glyph, with the spaces that gaps stand for.
        fonts: The name of the font of each piece.
        x0, x1, baseline: In points from the top left corner of the page.
        size: Font size of most of its glyphs, in points.
        words: Left and right edge of each of its words, in points.
    """

    x0: float
    x1: float
    baseline: float
    size: float
    pieces: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    glyph_count: int = 0
    bold_count: int = 0
    visual: bool = False
    words: list[tuple[float, float]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text in logical order, decoded font by font."""
        runs = zip(self.pieces, self.fonts, strict=True)
        if not self.visual:
            return decoded(runs)
        text = []
        for encoding, run in groupby(runs, key=lambda run: legacy_encoding(run[1])):
            pieces = [piece for piece, _ in run]
            text.append(encoding.decode("".join(pieces)) if encoding else logical_order(pieces))
        return "".join(text)

    @property
    def top(self) -> float:
        """Upper edge of its ink."""
        return self.baseline - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Lower edge of its ink."""
        return self.baseline + DESCENT * self.size

    def add(self, glyph: Glyph) -> None:
        """Appends a glyph's text and takes its extent in."""
        begins_word = not self.words or self.pieces[-1][-1:].isspace()
        self.pieces.append(glyph.text)
        self.fonts.append(glyph.font.name)
        if glyph.text.isspace():
            return
        if begins_word:
            self.words.append((glyph.x0, glyph.x1))
        else:
            x0, x1 = self.words[-1]
            self.words[-1] = min(x0, glyph.x0), max(x1, glyph.x1)
        self.x0, self.x1 = min(self.x0, glyph.x0), max(self.x1, glyph.x1)
        self.glyph_count += 1
        self.bold_count += bool(_BOLD.search(glyph.font.name))
        if not _is_mark(glyph) and abs(glyph.baseline - self.baseline) < 0.3 * glyph.size:
            self.baseline = glyph.baseline
            self.size = max(self.size, glyph.size)


def segments(glyphs: Iterable[Glyph], *, visual: bool = False) -> list[Segment]:
    """Groups glyphs, in stream order, into segments.

    Args:
        glyphs: Glyphs that all have text.
        visual: Whether their Khmer stands in visual order and must be reordered.
    """
    found: list[Segment] = []
    current: Segment | None = None
    drawn: set[tuple[str, int, int]] = set()
    for glyph in glyphs:
        text = glyph.text
        if not text.isspace():
            place = (text, round(glyph.x0 * 2), round(glyph.baseline * 2))
            if place in drawn:  # bold or shadow by drawing twice
                continue
            drawn.add(place)
        if current is None or _begins_segment(current, glyph):
            if text.isspace():
                continue
            current = Segment(glyph.x0, glyph.x1, glyph.baseline, glyph.size, visual=visual)
            found.append(current)
        elif (
            glyph.x0 - current.x1 > SPACE_GAP * glyph.size
            and not text.isspace()
            and not _is_mark(glyph)
            and not current.pieces[-1].isspace()
        ):
            current.pieces.append(" ")
            current.fonts.append(current.fonts[-1])
        current.add(glyph)
    return found


def _begins_segment(current: Segment, glyph: Glyph) -> bool:
    size = max(glyph.size, current.size)
    step = abs(glyph.baseline - current.baseline)
    gap = glyph.x0 - current.x1
    if step > BASELINE_STEP * size:
        # Some producers set marks on a baseline of their own, near their consonant.
        return not (_is_mark(glyph) and step < 1.2 * glyph.size and abs(gap) < glyph.size)
    if glyph.text.isspace():
        return gap < -RETURN_GAP * glyph.size
    return gap > SPLIT_GAP * size or gap < -RETURN_GAP * glyph.size


def _is_mark(glyph: Glyph) -> bool:
    if glyph.x1 - glyph.x0 < MARK_WIDTH * glyph.size and not glyph.text.isspace():
        return True
    return bool(_MARK.match(glyph.text)) or unicodedata.combining(glyph.text[0]) != 0
