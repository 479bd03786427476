"""Which labels are the articles of this act: those whose numbers form a sequence.

A paragraph that begins with "Article 5" may begin article 5, speak of it, quote it from another
act, or list it in the contents. The real ones follow each other, so they are the heaviest chain
of candidates: a step of one costs nothing, a gap or a new start costs, going back costs most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.structure.labels import Label

CLEAR, UNCLEAR = 1.0, 0.6
"""What a candidate is worth, alone or parted by a delimiter, or running into its text."""

GAP, GAP_PER_NUMBER, MOST_GAP = 0.5, 0.02, 0.9
"""Cost of a jump forward: less than a clear candidate is worth, more than most of an unclear."""

NEW_START = 0.7
"""Cost of beginning again at 1 or 2, as amending acts printed behind the act do."""

NEW_START_AT_MARK = 0.1
"""The same behind the heading of an annex or a closing note, where it is expected."""

BACK = 3.0
"""Cost of going back otherwise, or of the same number again, which is a quotation more often
than not: worth it only where four articles follow."""

LOOK_BACK = 40
"""Candidates before one that may come right before it; bounds the work on hostile files."""

LEAST_WEIGHT = 0.95
"""A chain worth less is no sequence of articles: one clear "Article 1" is just enough."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph with the label of an article.

    Attributes:
        position: Index of the paragraph.
        part: Number of annexes and closing notes before it.
    """

    position: int
    label: Label
    part: int

    @property
    def weight(self) -> float:
        return CLEAR if self.label.is_clear else UNCLEAR


def heaviest_chain(candidates: Sequence[Candidate]) -> tuple[list[Candidate], float]:
    """Gives the chain of real articles and its weight; linear in the number of candidates."""
    weights: list[float] = []
    before: list[int] = []
    for index, candidate in enumerate(candidates):
        best, origin = -_start_cost(candidate), -1
        for earlier in range(max(0, index - LOOK_BACK), index):
            weight = weights[earlier] - _step_cost(candidates[earlier], candidate)
            if weight >= best:
                best, origin = weight, earlier
        weights.append(best + candidate.weight)
        before.append(origin)
    if not weights or max(weights) < LEAST_WEIGHT:
        return [], 0.0
    index = max(range(len(weights)), key=weights.__getitem__)
    weight, chain = weights[index], []
    while index >= 0:
        chain.append(candidates[index])
        index = before[index]
    return chain[::-1], weight


def _start_cost(candidate: Candidate) -> float:
    number = candidate.label.order[0]
    return 0.0 if number <= 1 else _gap_cost(number - 1)


def _step_cost(earlier: Candidate, later: Candidate) -> float:
    (number, suffix), (next_number, next_suffix) = earlier.label.order, later.label.order
    if next_number == number and next_suffix > suffix:
        return _gap_cost(next_suffix - suffix - 1)
    if next_number > number:
        return _gap_cost(next_number - number - 1)
    if next_number <= 2 and later.part > earlier.part:
        return NEW_START_AT_MARK
    return NEW_START if next_number <= 2 and next_number < number else BACK


def _gap_cost(missing: int) -> float:
    return min(MOST_GAP, GAP + GAP_PER_NUMBER * missing) if missing else 0.0
