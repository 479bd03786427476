"""Where a span stands in a new text of its section: sure, doubtful, or nowhere any more.

The rule was measured on 22,500 spans of the Constitution, the Civil and the Criminal Code with 1, 5
and 10 % of their clusters changed, and on 9,000 spans whose sentence was taken out
(`benchmarks/anchors.py`). Nothing is dropped: what is found nowhere stays with its section.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from kb.discussion.anchors import LEAST_AHEAD, LEAST_SIMILAR, Clusters, Span
from kb.editions import match
from kb.model import ParsedSection

SURE_KEPT, SURE_RATIO = 0.75, (0.7, 1.4)
"""Share of the clusters of a span that must stay, and its new length to the old one."""
DOUBTFUL_KEPT, DOUBTFUL_RATIO = 0.5, (0.5, 2.0)
"""A text that OCR read twice keeps 90 % at the median, less than half in 1 %; a stamp or a header
that it puts into a span makes that longer."""
AROUND = 16
"""Clusters before and after a span whose fate speaks for or against it."""
AROUND_KEPT = 0.5
MOVED = 0.1
"""Clusters put in or taken out around an end, as a share of the span: they may belong to it or not.
"""
LONG = 20
"""Clusters of a span from which one side of what stands around it is enough."""
NEIGHBOURS = 1
"""Sections before and after its own in which a quotation is looked for."""
MOST_SEARCHED = 10
"""Sections in which it is looked for at most."""


class State(StrEnum):
    """How far a placement is to be trusted."""

    SURE = "sure"
    DOUBTFUL = "doubtful"
    ORPHAN = "orphan"
    """Its words are found here no longer."""


class Method(StrEnum):
    """How a placement was found."""

    EXACT = "exact"
    ALIGNED = "aligned"
    QUOTED = "quoted"
    SECTION = "section"
    """Not found: it stays with its section, or with the whole text."""
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an anchor stands in a text.

    Attributes:
        section: Position of the section; None: none of the new text is the old one.
        span: In that section; None for orphans.
        score: Share of what was quoted that stands there, 0–1.
    """

    section: int | None
    span: Span | None
    state: State
    method: Method
    score: float


class Placing:
    """Places spans of the sections of one text in those of another.

    Args:
        old, new: All sections, in reading order.

    Attributes:
        matches: What became of each section of the old text, by its position; those of which
            nothing is left are not there.
    """

    def __init__(self, old: Sequence[ParsedSection], new: Sequence[ParsedSection]) -> None:
        self._old, self._new = old, new
        self.matches = {one.old: one for one in match(old, new)}

    def place(self, position: int, span: Span) -> Placement:
        """Place a span of the section of the old text at a position.

        Raises:
            InvalidInput: There is no text in the span.
        """
        text = Clusters(self._old[position].text)
        first, last = text.positions(span)
        paired = self.matches.get(position)
        if paired is not None:
            placed = _aligned(text, Clusters(self._new[paired.new].text), first, last)
            if placed is not None:
                state = State.DOUBTFUL if paired.moved else placed.state
                return replace(placed, section=paired.new, state=state)
        found = self._searched(text.keys[first : last + 1], self._around(position))
        where = paired.new if paired is not None else None
        return found or Placement(where, None, State.ORPHAN, Method.SECTION, 0.0)

    def _around(self, position: int) -> range:
        """Where in the new text a section stands, or would: between its old neighbours."""
        near = range(max(0, position - NEIGHBOURS), position + NEIGHBOURS + 1)
        places = [self.matches[at].new for at in near if at in self.matches]
        return range(min(places), max(places) + 1)[:MOST_SEARCHED] if places else range(0)

    def _searched(self, quotation: Sequence[str], sections: Iterable[int]) -> Placement | None:
        """Look for a quotation: never sure, as 15 % of short deleted ones are found somewhere."""
        texts = ((at, Clusters(self._new[at].text)) for at in sections)
        found = sorted(
            ((near, at, text) for at, text in texts if (near := text.nearest(quotation))),
            key=lambda one: -one[0].similarity,
        )
        if not found:
            return None
        near, at, text = found[0]
        second = max([near.similarity - near.ahead, *(one[0].similarity for one in found[1:])])
        if near.similarity < LEAST_SIMILAR or near.similarity - second < LEAST_AHEAD:
            return None
        span = text.span(near.first, near.last)
        return Placement(at, span, State.DOUBTFUL, Method.QUOTED, near.similarity)


def _aligned(old: Clusters, new: Clusters, first: int, last: int) -> Placement | None:
    """Place clusters of a text by its alignment with the new one; None: most are gone."""
    if old.keys == new.keys:
        return Placement(None, new.span(first, last), State.SURE, Method.EXACT, 1.0)
    kept = {
        step.src_start + at: step.dest_start + at
        for step in Levenshtein.opcodes(old.keys, new.keys)
        if step.tag == "equal"
        for at in range(step.src_end - step.src_start)
    }
    inside = [at for at in range(first, last + 1) if at in kept]
    length = last + 1 - first
    share = len(inside) / length
    if share < DOUBTFUL_KEPT:
        return None
    # What was lost at an end of the span was replaced there, as far as there is room for it.
    before = max((kept[at] for at in range(first) if at in kept), default=-1)
    after = min((kept[at] for at in range(last + 1, len(old.keys)) if at in kept), default=None)
    end = len(new.keys) if after is None else after
    new_first = max(kept[inside[0]] - (inside[0] - first), before + 1)
    new_last = min(kept[inside[-1]] + (last - inside[-1]), end - 1)
    ratio = (new_last + 1 - new_first) / length
    if not _within(ratio, DOUBTFUL_RATIO):
        return None
    sides = [
        _share(kept, range(max(0, first - AROUND), first)),
        _share(kept, range(last + 1, min(len(old.keys), last + 1 + AROUND))),
    ]
    enough = any if length >= LONG else all
    firm = [-1, *(at for at in kept if not _is_ruled(old.keys, at)), len(old.keys)]
    places = {-1: -1, len(old.keys): len(new.keys)} | kept
    around_ends = (bisect_left(firm, first), bisect_right(firm, last))
    moved = max(
        abs((places[firm[at]] - places[firm[at - 1]]) - (firm[at] - firm[at - 1]))
        for at in around_ends
    )
    sure = (
        share >= SURE_KEPT
        and _within(ratio, SURE_RATIO)
        and enough(side >= AROUND_KEPT for side in sides)
        and moved <= max(1, length * MOVED)
    )
    state = State.SURE if sure else State.DOUBTFUL
    return Placement(None, new.span(new_first, new_last), state, Method.ALIGNED, share)


def _is_ruled(keys: Sequence[str], at: int) -> bool:
    """Whether a cluster is of a ruled or dotted line, where every place is like the next."""
    return not keys[at][0].isalnum() and keys[at] in (
        *keys[max(0, at - 1) : at],
        *keys[at + 1 : at + 2],
    )


def _share(kept: Container[int], positions: range) -> float:
    """How much of what stood at these positions is kept; all of it where nothing stood there."""
    return sum(at in kept for at in positions) / len(positions) if positions else 1.0


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
