"""Characters that no text needs and that harm what reads it later.

Everything else stays as the author wrote it: folding is the business of `analyzers`.
"""

from __future__ import annotations

import re

MAX_MARKS = 32
"""Combining marks kept in a row: Unicode normalisation is quadratic in them (80,000 take 4.8 s),
and the longest orthographic run of Khmer, Thai, Lao or Vietnamese is far below 32."""

_CONTROLS = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\u202a-\u202e\u2066-\u2069]"
)
"""C0 and C1 controls, byte-order marks, annotation marks and bidirectional overrides."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKS = re.compile(
    "([\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd"
    "\u17b4-\u17d3\u17dd\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200d\u20d0-\u20ff\ufe00-\ufe0f"
    f"\ufe20-\ufe2f]{{{MAX_MARKS}}})"
    "[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd"
    "\u17b4-\u17d3\u17dd\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200d\u20d0-\u20ff\ufe00-\ufe0f"
    "\ufe20-\ufe2f]+"
)


def clean(text: str) -> str:
    """Removes control characters and the excess of combining marks; linear in the length.

    Lone surrogates become U+FFFD, as they cannot be written as UTF-8.
    """
    return _MARKS.sub(r"\1", _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text)))
