"""What a legacy font encoding is, and how text in it becomes Unicode.

Before Unicode, Khmer was typed on Latin code points in fonts that draw Khmer: "RBHraCa" is
ព្រះរាជា. A code stands for a glyph, and codes follow each other as glyphs do, from left to right;
so decoding is a table of glyphs and then the visual -> logical reordering of `reorder`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.fonts.reorder import logical_order

SYMBOL_CODES = {
    0xF000 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x20, 0x100)
}
"""Where Word and PDF printers put the codes of a font that calls itself a symbol font."""

Replacement = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class LegacyEncoding:
    """The encoding of one family of fonts.

    Attributes:
        name: Of the family ("Limon").
        fonts: Matches the names of its fonts, in lower case without spaces and hyphens.
        glyphs: Code (one character) to the text of the glyph, in visual order.
        contexts: Sequences of codes that mean something else than their parts, each with its
            text; tried in turn before the table.
    """

    name: str
    fonts: re.Pattern[str]
    glyphs: Mapping[str, str]
    contexts: tuple[tuple[re.Pattern[str], Replacement], ...] = ()

    def decode(self, text: str) -> str:
        """Turns text in this encoding into Unicode; codes without a glyph stay as they are."""
        text = text.translate(SYMBOL_CODES)
        for pattern, replacement in self.contexts:
            text = pattern.sub(replacement, text)
        return logical_order(self.glyphs.get(code, code) for code in text)
