"""Folding: all ways to encode and to spell the same text become one canonical search form.

The displayed text keeps its characters; only what is indexed and what is searched is folded.
Folding is idempotent, takes time linear in the length of the text, and never removes a sign that
can be seen.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from analyzers import characters, tai
from analyzers.boundaries import cluster_boundaries
from analyzers.khmer import encoding, spelling
from analyzers.rules import Tracked, apply, apply_tracked, untouched

_RULES = (*encoding.RULES, *tai.RULES, *spelling.RULES)
_SHORT = 100
"""Code points: the words of a query, each of which is looked at in a dozen ways."""
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in its canonical search form, with the way back to the original.

    Attributes:
        text: The canonical form.
    """

    text: str
    _tracked: Tracked
    _boundaries: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a slice of `text` came from.

        Args:
            start, end: 0 <= start < end <= len(text).

        Returns:
            Start and end in the original, in code points: the smallest slice of whole clusters,
            and of whole pieces where a spelling was replaced, that holds all of it.
        """
        first = bisect_right(self._boundaries, self._tracked.starts[start]) - 1
        last = bisect_left(self._boundaries, self._tracked.ends[end - 1])
        return self._boundaries[first], self._boundaries[last]


def fold_text(text: str) -> str:
    """The canonical search form of a text.

    Args:
        text: Any string.

    Returns:
        The form; folding it again changes nothing.
    """
    return _fold_short_text(text) if len(text) <= _SHORT else _fold_text(text)


def _fold_text(text: str) -> str:
    # A rule may make work for one before it; two rounds are the most that was ever needed.
    while True:
        single = apply(characters.RULES, text)
        text = apply(_RULES, single)
        if text == single:  # nothing that was done after the characters: all rules are satisfied
            return text


def fold(text: str) -> Folded:
    """The canonical search form of a text, with the way back to the original.

    Args:
        text: Any string.

    Returns:
        The form that `fold_text` gives, and where its characters came from.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> Folded:
    tracked = untouched(text)
    while True:
        single = apply_tracked(characters.RULES, tracked)
        tracked = apply_tracked(_RULES, single)
        if tracked is single:
            break
    return Folded(tracked.text, tracked, array("i", cluster_boundaries(text)))


_fold_short_text = lru_cache(maxsize=_REMEMBERED)(_fold_text)
_fold_short = lru_cache(maxsize=_REMEMBERED)(_fold)
