"""Anchors: a span of a section, told by its quotation, and found again in another text.

Khmer has no blanks, and a cluster is 1.8 code points: 32 code points of context are some five
words, with which a short quotation is ambiguous in every third place of the Criminal Code. Inside
its own article it is so in one of a thousand. So the article is the anchor, and the quotation only
points within it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz

import analyzers
from kb.errors import InvalidInput

CONTEXT = 32
"""Clusters that are kept of what stands before and after a span, within its section."""
LEAST_SIMILAR = 0.8
"""Similarity (normalised Indel) from which a passage may be what was quoted."""
LEAST_AHEAD = 0.1
"""By which it must be more similar than the second passage."""
LONGEST_QUOTATION = 2_000
"""Characters of a quotation that is looked for; an article has 400."""
MOST_PLACES = 20
"""Of an ambiguous quotation that are offered."""


class Span(NamedTuple):
    """Code points of a text, whole clusters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span as it stood when it was chosen; never changed.

    Attributes:
        start, end: Code points in the stored text of the section, on cluster boundaries.
        exact: What stands there, in its own characters.
        prefix, suffix: What stands before and after it, at most `CONTEXT` clusters.
    """

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class Found(NamedTuple):
    """A passage like a quotation.

    Attributes:
        first, last: Positions of its clusters, both included.
        similarity: 0–1.
        ahead: By how much it is more similar than the second passage.
    """

    first: int
    last: int
    similarity: float
    ahead: float


@dataclass(frozen=True)
class Clusters:
    """A text as it is compared: its folded clusters without white space, with the way back.

    Attributes:
        text: As stored.
    """

    text: str

    @cached_property
    def keys(self) -> Sequence[str]:
        """The clusters."""
        return [key for key, _ in self._units]

    @cached_property
    def spans(self) -> Sequence[Span]:
        """Where each stands in the text; several share one where a spelling was replaced."""
        return [span for _, span in self._units]

    @cached_property
    def _units(self) -> Sequence[tuple[str, Span]]:
        return list(self._cut())

    def _cut(self) -> Iterator[tuple[str, Span]]:
        folded = analyzers.fold(self.text)
        start = 0
        for key in analyzers.split(folded.text):
            end = start + len(key)
            if not key.isspace():
                yield key, Span(*folded.span(start, end))
            start = end

    def span(self, first: int, last: int) -> Span:
        """Where clusters stand, both included."""
        return Span(self.spans[first].start, self.spans[last].end)

    def positions(self, span: Span) -> tuple[int, int]:
        """The first and the last cluster that a span holds a part of.

        Raises:
            InvalidInput: It holds none.
        """
        first = bisect_right([one.end for one in self.spans], span.start)
        last = bisect_left([one.start for one in self.spans], span.end) - 1
        if last < first:
            raise InvalidInput("There is no text in this span.", "Quote at least one word.")
        return first, last

    def occurrences(self, quoted: Clusters) -> list[Span]:
        """Where a quotation stands, however it is spelt and spaced."""
        keys, wanted = self.keys, quoted.keys
        return [
            self.span(at, at + len(wanted) - 1)
            for at in range(len(keys) - len(wanted) + 1)
            if wanted and keys[at] == wanted[0] and keys[at : at + len(wanted)] == wanted
        ]

    def nearest(self, keys: Sequence[str]) -> Found | None:
        """The passage most like a quotation; None if there is nothing like it."""
        best = _passage(keys, self.keys)
        if best is None:
            return None
        first, last, similarity = best
        rest = (self.keys[:first], self.keys[last + 1 :])
        second = max(found[2] if (found := _passage(keys, part)) else 0.0 for part in rest)
        return Found(first, last, similarity, similarity - second)


def anchored(text: str, start: int, end: int) -> Anchor:
    """Make the anchor of a span, widened to whole clusters, without blanks at its ends.

    Raises:
        InvalidInput: There is no text in the span.
    """
    clusters = Clusters(text)
    first, last = clusters.positions(Span(start, end))
    span = clusters.span(first, last)
    before = clusters.spans[max(0, first - CONTEXT)].start
    after = clusters.spans[min(len(clusters.keys) - 1, last + CONTEXT)].end
    return Anchor(*span, text[slice(*span)], text[before : span.start], text[span.end : after])


def quoted(text: str, quotation: str) -> list[Span]:
    """Find what somebody quotes of a section, as typed or pasted.

    Returns:
        Every place where it stands, at most `MOST_PLACES`; else the one passage that is most like
        it, for the asker to confirm; empty if there is none.

    Raises:
        InvalidInput: The quotation is empty, or too long.
    """
    if len(quotation) > LONGEST_QUOTATION:
        raise InvalidInput(
            f"A quotation has at most {LONGEST_QUOTATION} characters.",
            "Quote less of it.",
            code="quotation-unusable",
        )
    wanted, clusters = Clusters(quotation), Clusters(text)
    if not wanted.keys:
        raise InvalidInput(
            "There is no text in the quotation.",
            "Quote at least one word.",
            code="quotation-unusable",
        )
    if found := clusters.occurrences(wanted)[:MOST_PLACES]:
        return found
    near = clusters.nearest(wanted.keys)
    if near is None or near.similarity < LEAST_SIMILAR:
        return []
    return [clusters.span(near.first, near.last)]


def _passage(wanted: Sequence[str], keys: Sequence[str]) -> tuple[int, int, float] | None:
    if not wanted or not keys:
        return None
    found = fuzz.partial_ratio_alignment(wanted, keys)
    if found is None or found.dest_end <= found.dest_start:
        return None
    if len(keys) < len(wanted):  # then it is the shorter one that was looked for
        return 0, len(keys) - 1, fuzz.ratio(wanted, keys) / 100
    return found.dest_start, found.dest_end - 1, found.score / 100
