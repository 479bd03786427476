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

SMALL_GAP = 0.5
"""Cost of one missing number, of which a scan may have lost the heading."""

GAP, GAP_PER_NUMBER, MOST_GAP = 1.1, 0.02, 1.6
"""Cost of a wider jump forward: it takes two articles behind it, where one may be a quotation."""

PARTIAL_GAP = 0.5
"""Cost of a jump in amending acts printed behind the act, of which only some articles are."""

NEW_START = 1.1
"""Cost of beginning again at 1 or 2, as amending acts printed behind the act do: it takes two
articles, as one may be a quotation."""

NEXT_START = 0.7
"""The same for the second and further of such acts."""

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
    is_behind: list[bool] = []  # whether the chain to here has passed into an act printed behind
    for index, candidate in enumerate(candidates):
        best, origin = -_gap_cost(candidate.label.order[0] - 1), -1
        for earlier in range(max(0, index - LOOK_BACK), index):
            cost = _step_cost(candidates[earlier], candidate, is_behind=is_behind[earlier])
            if weights[earlier] - cost > best:  # of equal ones the first: quotations come after
                best, origin = weights[earlier] - cost, earlier
        weights.append(best + candidate.weight)
        before.append(origin)
        is_behind.append(
            origin >= 0 and (is_behind[origin] or _is_new_start(candidates[origin], candidate))
        )
    if not weights or max(weights) < LEAST_WEIGHT:
        return [], 0.0
    index = max(range(len(weights)), key=weights.__getitem__)
    weight, chain = weights[index], []
    while index >= 0:
        chain.append(candidates[index])
        index = before[index]
    return chain[::-1], weight


def _is_new_start(earlier: Candidate, later: Candidate) -> bool:
    return later.part > earlier.part or later.label.order < earlier.label.order


def _step_cost(earlier: Candidate, later: Candidate, *, is_behind: bool) -> float:
    (number, suffix), (next_number, next_suffix) = earlier.label.order, later.label.order
    if next_number == number and next_suffix > suffix:
        return _gap_cost(next_suffix - suffix - 1)
    if next_number > number:
        cost = _gap_cost(next_number - number - 1)
        return min(cost, PARTIAL_GAP) if is_behind or later.part > earlier.part else cost
    if next_number <= 2 and later.part > earlier.part:
        return NEW_START_AT_MARK
    if next_number <= 2 and next_number < number:
        return NEXT_START if is_behind else NEW_START
    return BACK


def _gap_cost(missing: int) -> float:
    if missing <= 1:
        return SMALL_GAP * max(0, missing)
    return min(MOST_GAP, GAP + GAP_PER_NUMBER * missing)
