"""Legacy fonts: Khmer drawn on Latin code points, told by the name of the font.

A document names the font of each stretch of its text; nothing else tells "RBHraCa" from Latin.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from itertools import groupby

from ingest.fonts.abc import ABC, ABC_HALVED, ABC_UNSPACED
from ingest.fonts.baidok import BAIDOK
from ingest.fonts.encoding import LegacyEncoding
from ingest.fonts.fk import FK
from ingest.fonts.khek import KHEK
from ingest.fonts.limon import LIMON

ENCODINGS = (LIMON, ABC_UNSPACED, ABC_HALVED, ABC, KHEK, BAIDOK, FK)
"""Tried in turn: names of some ABC fonts begin as those of others."""

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


def decoded(runs: Iterable[tuple[str, str]]) -> str:
    """The Unicode text of runs of text, each given with the name of its font.

    Neighbours in fonts of one family are decoded together, as a letter and its marks may stand in
    two runs.
    """
    parts = []
    for encoding, group in groupby(runs, key=lambda run: legacy_encoding(run[1])):
        text = "".join(text for text, _ in group)
        parts.append(encoding.decode(text) if encoding else text)
    return "".join(parts)


def is_legacy(font_name: str) -> bool:
    """Whether text in this font is Khmer on Latin code points."""
    return legacy_encoding(font_name) is not None
