"""Two editions of an act in one language: which section of the one became which of the other.

Neither numbers nor likeness alone tell. From 1999 to 2015 the articles 150 to 157 of the
Constitution became 152 to 159; and every sixth article of the Criminal Code has a twin that is 80 %
alike. Together, and in the order of the text, they pair all of them rightly.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import count
from typing import NamedTuple

import analyzers
from kb.alignment import Pair
from kb.model import ParsedSection, Section, SectionKind

NGRAM = 4
"""Clusters that are compared together: about a word."""
NUMBER_BONUS = 0.1
"""What the same kind and number add to the likeness of two sections (0–1)."""
LEAST = 0.3
"""Likeness below which two sections are not the same."""
LEAST_MOVED = 0.9
"""Likeness from which a section that stands elsewhere in the new text is the same, perhaps."""
RAREST = 8
"""N-grams of a section by which those that may be the same are looked up, the rarest ones."""
COMMON = 100
"""Sections that hold an n-gram above which it is a formula, which says nothing about a pair."""

_Text = tuple[SectionKind, str | None, str, str]
_Cell = tuple[int, int]
"""Positions of an old and of a new section."""


class _Chain(NamedTuple):
    score: float
    cell: _Cell | None
    before: _Chain | None


@dataclass(frozen=True, slots=True)
class Match:
    """A section of the old text and what became of it; both as positions.

    Attributes:
        moved: Whether it stands out of order, so that it may be another one.
    """

    old: int
    new: int
    moved: bool = False


def match(old: Sequence[ParsedSection], new: Sequence[ParsedSection]) -> list[Match]:
    """Pair the sections of two editions by likeness and number, in the order of the text.

    Likeness is the Jaccard index of the n-grams of clusters. Sections that only one of the texts
    has are left out. Texts of more than `MAX_CELLS` are compared where they begin and end alike.

    Returns:
        Matches, no section in two of them.
    """
    keys = [[_text(section) for section in sections] for sections in (old, new)]
    head = _common(*keys)
    tail = _common(*(side[head:][::-1] for side in keys))
    matches = [Match(at, at) for at in range(head)]
    rows, columns = (side[head : len(side) - tail] for side in keys)
    matches += [Match(head + one.old, head + one.new, one.moved) for one in _matched(rows, columns)]
    shift = len(new) - len(old)
    return matches + [Match(at, at + shift) for at in range(len(old) - tail, len(old))]


def align_editions(left: Sequence[Section], right: Sequence[Section]) -> list[Pair]:
    """Pair the sections of two editions for reading side by side.

    Returns:
        Every section once: in the order of the left text, those that only the right one has after
        what they follow. Moved sections are doubtful pairs.
    """
    counterparts = {one.old: one for one in match(left, right)}
    taken = {one.new for one in counterparts.values()}
    pairs: list[Pair] = []
    at = 0
    for position, section in enumerate(left):
        found = counterparts.get(position)
        if found is not None and not found.moved:
            pairs += [Pair(None, one) for one in right[at : found.new] if one.position not in taken]
            at = found.new + 1
        pairs.append(
            Pair(section, right[found.new] if found else None, bool(found and found.moved))
        )
    return pairs + [Pair(None, one) for one in right[at:] if one.position not in taken]


def _text(section: ParsedSection) -> _Text:
    return section.kind, section.number, section.heading, section.text


def _common(left: Sequence[_Text], right: Sequence[_Text]) -> int:
    """How many texts are the same from the start on."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(left), len(right)))


def _matched(rows: Sequence[_Text], columns: Sequence[_Text]) -> Iterator[Match]:
    numbers: defaultdict[Hashable, int] = defaultdict(count().__next__)
    likeness = _likeness(*([_ngrams(text, numbers) for text in side] for side in (rows, columns)))
    scores: dict[_Cell, float] = {}
    for (row, column), alike in likeness.items():
        same_number = rows[row][1] is not None and rows[row][:2] == columns[column][:2]
        score = alike + NUMBER_BONUS * same_number
        if score >= LEAST:
            scores[row, column] = score
    in_order = _heaviest_chain(scores)
    yield from (Match(row, column) for row, column in in_order)
    settled_rows, settled_columns = ({cell[side] for cell in in_order} for side in (0, 1))
    left = [
        (row, column)
        for (row, column), alike in likeness.items()
        if alike >= LEAST_MOVED and row not in settled_rows and column not in settled_columns
    ]
    times = Counter(("row", row) for row, _ in left) + Counter(("column", one) for _, one in left)
    for row, column in left:
        if times["row", row] == times["column", column] == 1:
            yield Match(row, column, moved=True)


def _ngrams(text: _Text, numbers: Mapping[Hashable, int]) -> frozenset[int]:
    """The n-grams of a section, each as its number: sets of numbers are compared fastest."""
    kind, number, heading, body = text
    folded = "".join(analyzers.fold_text(f"{heading}\n{body}").split())
    clusters = analyzers.split(folded)
    grams = zip(*(clusters[at:] for at in range(NGRAM)), strict=False)
    return frozenset(numbers[gram] for gram in grams) or frozenset({numbers[kind, number, folded]})


def _likeness(
    rows: Sequence[frozenset[int]], columns: Sequence[frozenset[int]]
) -> dict[_Cell, float]:
    """The Jaccard index of each row and column that share one of the row's rarest n-grams."""
    held_by: defaultdict[int, list[int]] = defaultdict(list)
    for column, grams in enumerate(columns):
        for gram in grams:
            held_by[gram].append(column)
    likeness: dict[_Cell, float] = {}
    for row, grams in enumerate(rows):
        known = (held_by[gram] for gram in grams if gram in held_by)
        rarest = nsmallest(RAREST, known, key=len)
        for column in {one for held in rarest if len(held) <= COMMON for one in held}:
            shared = len(grams & columns[column])
            likeness[row, column] = shared / (len(grams) + len(columns[column]) - shared)
    return likeness


def _heaviest_chain(scores: Mapping[_Cell, float]) -> list[_Cell]:
    """The cells of the greatest sum of scores of which each stands right of and below the last.

    The best chain that ends before a column is looked up in a Fenwick tree of maxima.
    """
    size = max((column for _, column in scores), default=0) + 1
    tree: list[_Chain] = [_Chain(0, None, None)] * (size + 1)
    by_row = sorted(scores, key=lambda cell: (cell[0], -cell[1]))  # no chain takes a row twice
    for cell in by_row:
        before = tree[0]
        at = cell[1]
        while at:
            before = max(before, tree[at], key=lambda chain: chain.score)
            at &= at - 1
        chain = _Chain(before.score + scores[cell], cell, before)
        at = cell[1] + 1
        while at <= size:
            tree[at] = max(tree[at], chain, key=lambda chain: chain.score)
            at += at & -at
    best: _Chain | None = max(tree, key=lambda chain: chain.score)
    cells: list[_Cell] = []
    while best is not None and best.cell is not None:
        cells.append(best.cell)
        best = best.before
    return cells[::-1]
