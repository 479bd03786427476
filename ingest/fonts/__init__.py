"""Legacy fonts: Khmer drawn on Latin code points, told by the name of the font.

Serves PDF (per character), DOCX and HTML (per run), as all three name the font of their text.
"""

from __future__ import annotations

import functools
import re

from ingest.fonts.encoding import LegacyEncoding
from ingest.fonts.limon import LIMON

ENCODINGS = (LIMON,)

_SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")
_IGNORED = re.compile(r"[^a-z0-9]")


@functools.lru_cache(maxsize=512)
def legacy_encoding(font_name: str) -> LegacyEncoding | None:
    """The encoding of a font, None for a Unicode font.

    Args:
        font_name: As a PDF, DOCX or style sheet gives it ("JAHKKG+LimonR1", "Limon S1").
    """
    plain = _IGNORED.sub("", _SUBSET_TAG.sub("", font_name).lower())
    return next((encoding for encoding in ENCODINGS if encoding.fonts.match(plain)), None)


def is_legacy(font_name: str) -> bool:
    """Whether text in this font is Khmer on Latin code points."""
    return legacy_encoding(font_name) is not None


def decode_legacy(text: str, font_name: str) -> str | None:
    """Decodes text set in a legacy font.

    Args:
        text: As the file gives it, all in one font.
        font_name: The name of that font.

    Returns:
        Unicode text in logical order, None if the font is not a legacy font.
    """
    encoding = legacy_encoding(font_name)
    return encoding.decode(text) if encoding else None
