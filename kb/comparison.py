"""What changed from one wording to another, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import analyzers

LONGEST = 20_000
"""Characters of a text that is compared word by word; comparing is quadratic at worst."""


@dataclass(frozen=True, slots=True)
class Change:
    """A run of text in one or both wordings.

    Attributes:
        kept: Whether both have it.
        before, after: The run in the old and the new wording; both the same words if kept.
    """

    kept: bool
    before: str
    after: str


def compare(before: str, after: str) -> list[Change]:
    """Compare two wordings by words; the words of Khmer, Thai and Lao are those of the segmenter.

    Words that differ only in spelling, spaces or the order of signs count as kept.

    Returns:
        Runs in order; joined, `before` and `after` give the two texts again.
    """
    if max(len(before), len(after)) > LONGEST:
        return [Change(before == after, before, after)]
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(
        a=[word for word, _ in old], b=[word for word, _ in new], autojunk=False
    )
    return [
        Change(what == "equal", _joined(old[i1:i2]), _joined(new[j1:j2]))
        for what, i1, i2, j1, j2 in matcher.get_opcodes()
    ]


def _words(text: str) -> list[tuple[str, str]]:
    """Cut a text into words, folded, each with the text from its start to the next one's."""
    tokens = analyzers.words(text)
    if not tokens:
        return [("", text)] if text else []
    starts = [0, *(token.start for token in tokens[1:]), len(text)]
    return [
        (token.text, text[start:end])
        for token, (start, end) in zip(tokens, pairwise(starts), strict=True)
    ]


def _joined(words: Sequence[tuple[str, str]]) -> str:
    return "".join(text for _, text in words)
