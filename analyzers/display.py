"""Where the displayed text may be broken or cut."""

from __future__ import annotations

import re

from analyzers import scripts
from analyzers.words import words

_INVISIBLE = f"[{scripts.INVISIBLE}]*"
_CLUSTER = re.compile(
    f"[{scripts.KHMER_BASES}]?(?:{_INVISIBLE}(?:\u17d2{_INVISIBLE}[{scripts.KHMER_BASES}]?|[{scripts.KHMER_MARKS}]))+"
    f"|[{scripts.THAI_PREVOWELS}]*[{scripts.THAI_CONSONANTS}]?[{scripts.THAI_MARKS}]*[{scripts.THAI_POSTVOWELS}]*"
    f"|[{scripts.LAO_PREVOWELS}]*[{scripts.LAO_CONSONANTS}]?[{scripts.LAO_MARKS}]*[{scripts.LAO_POSTVOWELS}]*"
    f"|\r\n|.[{scripts.COMBINING}]*",
    re.DOTALL,
)
_WITHOUT_SPACES = re.compile(
    f"[{scripts.KHMER_LETTERS}{scripts.THAI_LETTERS}{scripts.LAO_LETTERS}]"
)


def word_breaks(text: str) -> list[int]:
    """Where a page may break a line between words of Khmer, Thai and Lao, as by `<wbr>`.

    Args:
        text: As it is displayed.

    Returns:
        Rising offsets, each between two letters of those scripts, at a word boundary and never
        inside a cluster. There is none before a closing sign (។ ៖ ៕) or ៗ.
    """
    safe = set(cluster_boundaries(text))
    breaks = []
    end = 0
    for token in words(text):
        at = token.start
        if (
            0 < at
            and end == at
            and at in safe
            and _WITHOUT_SPACES.match(text, at - 1)
            and _WITHOUT_SPACES.match(text, at)
            and text[at] != "\u17d7"
        ):
            breaks.append(at)
        end = token.end
    return breaks


def cluster_boundaries(text: str) -> list[int]:
    """Where a text may be cut for a snippet or a highlight without spoiling what is seen.

    Args:
        text: As it is displayed.

    Returns:
        Rising offsets from 0 to the length of the text, none inside a cluster.
    """
    return [0, *(match.end() for match in _CLUSTER.finditer(text) if match.group())]
