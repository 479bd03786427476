"""What of a text is displayed, and where a page may break its lines."""

from __future__ import annotations

import re

from analyzers.scripts import KHMER_LETTERS, LAO_LETTERS, THAI_LETTERS
from analyzers.words import words

_NEVER_SHOWN = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
"""Word marks of the source, and controls that would reorder what stands around them."""
_LETTER = re.compile(f"[{KHMER_LETTERS}{THAI_LETTERS}{LAO_LETTERS}]")
_KEPT_WITH_WORD = frozenset("\u17d7\u0e2f\u0e46\u0ec6")
"""Signs of repetition and abbreviation, which never begin a line: ៗ ฯ ๆ ໆ."""


def displayed(text: str) -> str:
    """The characters that a reader is shown of a stored text; spans count in these."""
    return _NEVER_SHOWN.sub("", text)


def word_breaks(text: str) -> list[int]:
    """Where a page may break a line between words of Khmer, Thai and Lao, as by `<wbr>`.

    Args:
        text: As it is displayed.

    Returns:
        Rising offsets, each between two letters of these scripts, at a word boundary and never
        inside a cluster. So there is none before a closing sign (។ ៖ ៕) and none before ៗ.
    """
    breaks: list[int] = []
    end = 0
    for token in words(text):
        at = token.start
        if (
            0 < at == end
            and text[at] not in _KEPT_WITH_WORD
            and _LETTER.match(text, at - 1)
            and _LETTER.match(text, at)
        ):
            breaks.append(at)
        end = token.end
    return breaks
