"""Text from the shapes of glyphs, where a file's own tables give none or give wrong ones.

The outline of each embedded glyph is looked up in a table of the glyphs of freely licensed Khmer
fonts, made by `scripts/build_glyph_table.py`. The fonts are not shipped, only nine numbers and
the text of each glyph.
"""

from __future__ import annotations

import functools
import lzma
import weakref
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.pdf.characters import Glyph, glyph_text
from ingest.pdf.outlines import Outlines, Signature, embedded_outlines

TOLERANCE = 4
"""Largest difference in any number of a signature, in thousandths of the em: rounding by
PostScript and by fonts of 1000 units."""

NYO_SUBSCRIPTS = frozenset({"្ញ", "្ច", "្ឆ", "្ជ", "្ឈ", "្ហ"})
"""Above these ញ loses its tail and looks like ពា, which does not carry them."""

MAX_CONTRADICTIONS = 0.25
"""Share of a font's glyphs of which the file says another letter than the outline shows. Letters
that look alike are below; from there on the file's table is wrong (a subsetter mixed it up)."""

_TABLE_FILE = Path(__file__).with_name("glyph_table.bin.xz")
_COLUMNS = 9


class GlyphTable:
    """Signatures of outlines and what they mean.

    Args:
        signatures: Shape (glyphs, 9), sorted by the first column.
        texts: What each glyph means, in visual order.
    """

    def __init__(self, signatures: npt.NDArray[np.int16], texts: list[str]) -> None:
        self._signatures = signatures.astype(np.int32)
        self._widths = self._signatures[:, 0]
        self._texts = texts

    def text(self, signature: Signature) -> str | None:
        """What the glyph with this outline means, None if no reference glyph is near enough."""
        low = np.searchsorted(self._widths, signature[0] - TOLERANCE, side="left")
        high = np.searchsorted(self._widths, signature[0] + TOLERANCE, side="right")
        if low == high:
            return None
        distances = np.abs(self._signatures[low:high] - np.array(signature)).max(axis=1)
        nearest = int(distances.argmin())
        return self._texts[int(low) + nearest] if distances[nearest] <= TOLERANCE else None


@functools.cache
def glyph_table() -> GlyphTable:
    """The packaged table."""
    data = lzma.decompress(_TABLE_FILE.read_bytes())
    header, _, rest = data.partition(b"\0")
    texts = header.decode("utf-8").split("\n")
    signatures = np.frombuffer(rest, dtype="<i2").reshape(_COLUMNS, -1).T
    return GlyphTable(signatures, texts)


def write_glyph_table(entries: Iterable[tuple[Signature, str]], path: Path = _TABLE_FILE) -> None:
    """Writes the packaged table: the texts, a zero byte, the columns as little-endian int16."""
    rows = sorted(entries)
    header = "\n".join(text for _, text in rows).encode("utf-8")
    columns = np.array([signature for signature, _ in rows], dtype="<i2").T
    body = header + b"\0" + columns.tobytes()
    path.write_bytes(lzma.compress(body, preset=9 | lzma.PRESET_EXTREME))


def _has_encoding(font: Any) -> bool:
    """Whether the file says anything of a font's codes; a subset without it numbers its glyphs."""
    return bool({"ToUnicode", "Encoding"} & font.spec.keys())


class GlyphReader:
    """Reads glyphs by their outlines; one for a file, as it remembers each font's glyphs."""

    def __init__(self) -> None:
        self._outlines: weakref.WeakKeyDictionary[Any, Outlines | None] = (
            weakref.WeakKeyDictionary()
        )
        self._texts: weakref.WeakKeyDictionary[Any, dict[int, str | None]] = (
            weakref.WeakKeyDictionary()
        )
        self._signatures: weakref.WeakKeyDictionary[Any, dict[int, Signature | None]] = (
            weakref.WeakKeyDictionary()
        )

    def text(self, glyph: Glyph) -> str | None:
        """What a glyph's outline says, None if its outline is not in the table."""
        known = self._texts.setdefault(glyph.font, {})
        if glyph.code not in known:
            known[glyph.code] = self._look_up(glyph)
        return known[glyph.code]

    def read(self, glyphs: Sequence[Glyph]) -> tuple[list[Glyph], int, int]:
        """Glyphs with the text that their outlines give, else what the file says, if it is true.

        Args:
            glyphs: In stream order; ActualText is not looked at.

        Returns:
            The glyphs that have text, how many were read by outline, and how many visible ones
            have no text at all.
        """
        trusted = self._trusted_fonts(glyphs)
        read: list[Glyph] = []
        by_outline = lost = 0
        for glyph in glyphs:
            shape = self.text(glyph)
            text = self._text(shape, glyph, is_trusted=glyph.font in trusted)
            by_outline += shape is not None
            if text in NYO_SUBSCRIPTS and read and read[-1].text == "ពា":
                read[-1].text = "ញ"
            if text:
                read.append(replace(glyph, text=text, span=0))
            elif self.has_ink(glyph):
                lost += 1
        return read, by_outline, lost

    def _trusted_fonts(self, glyphs: Iterable[Glyph]) -> set[Any]:
        """The fonts of which the file says what their outlines say, where both say something."""
        compared: defaultdict[Any, list[bool]] = defaultdict(list)
        for glyph in {(glyph.font, glyph.code): glyph for glyph in glyphs}.values():
            shape, said = self.text(glyph), glyph_text(glyph.font, glyph.code)
            if said and shape and len(shape) == 1:
                compared[glyph.font].append(shape in said)
            else:
                compared[glyph.font] += ()
        return {
            font
            for font, agrees in compared.items()
            if agrees.count(False) <= MAX_CONTRADICTIONS * len(agrees)
            and (any(agrees) or _has_encoding(font))
        }

    def _text(self, shape: str | None, glyph: Glyph, *, is_trusted: bool) -> str:
        """What the outline says, but what the file says of letters that look alike (I l 1)."""
        said = glyph_text(glyph.font, glyph.code) if is_trusted else ""
        if shape and not (said and shape < "\u1780" and said < "\u1780"):
            return shape
        if said or is_trusted:
            return said
        is_space = not self.has_ink(glyph) and glyph.x1 - glyph.x0 > 0.1 * glyph.size
        return " " if is_space else ""

    def _look_up(self, glyph: Glyph) -> str | None:
        outline = self._outline(glyph)
        return glyph_table().text(outline) if outline else None

    def has_ink(self, glyph: Glyph) -> bool:
        """Whether a glyph shows anything, as far as its font can be read."""
        return self._outlines_of(glyph) is None or self._outline(glyph) is not None

    def _outline(self, glyph: Glyph) -> Signature | None:
        known = self._signatures.setdefault(glyph.font, {})
        if glyph.code not in known:
            known[glyph.code] = self._measure(glyph)
        return known[glyph.code]

    def _measure(self, glyph: Glyph) -> Signature | None:
        outlines = self._outlines_of(glyph)
        try:
            return outlines(glyph.code) if outlines else None
        except Exception:  # as in `embedded_outlines`
            return None

    def _outlines_of(self, glyph: Glyph) -> Outlines | None:
        if glyph.font not in self._outlines:
            self._outlines[glyph.font] = embedded_outlines(glyph.font)
        return self._outlines[glyph.font]
