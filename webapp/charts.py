"""Counts as pictures: the provinces as tiles where they lie, and the years as bars.

The layout of the tiles keeps 45 of 46 shared borders and lets each province lie north or south,
east or west of the others as it does on the map (7 of 502 relations are reversed).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

MAP = (
    ".. 01 22 13 19 16",
    "24 02 17 06 10 11",
    ".. 15 04 03 25 ..",
    "09 05 12 08 14 20",
    "18 07 21 .. .. ..",
    ".. 23 .. .. .. ..",
)
"""Codes of the provinces, rows from north to south."""
STEPS = 4
"""Shades of a tile that has documents."""
MOST_BARS = 45
_SPANS = (1, 5, 10, 50)
"""Years that one bar may stand for."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map.

    Attributes:
        column, row: From 0, from the north-west.
        step: Its shade: 0 for no document, then 1 to `STEPS`.
    """

    code: str
    column: int
    row: int
    count: int
    step: int


@dataclass(frozen=True, slots=True)
class Bar:
    """Some years of the timeline.

    Attributes:
        first, last: Years, both included.
        share: Of the highest bar, 0 to 1.
    """

    first: int
    last: int
    count: int
    share: float


def tiles(counts: Mapping[str, int]) -> list[Tile]:
    """Lay out the provinces, row by row.

    Args:
        counts: Code of a province -> number of documents.
    """
    most = max(counts.values(), default=0)
    return [
        Tile(code, column, row, counts.get(code, 0), _step(counts.get(code, 0), most))
        for row, line in enumerate(MAP)
        for column, code in enumerate(line.split())
        if code != ".."
    ]


def _step(count: int, most: int) -> int:
    """The shade of a count; by the logarithm, as one province may have more than all others."""
    return math.ceil(STEPS * math.log1p(count) / math.log1p(most)) if count else 0


def bars(counts: Mapping[int, int]) -> list[Bar]:
    """Draw the years from the first to the last one, each or several together.

    Args:
        counts: Year -> number of documents.
    """
    if not counts:
        return []
    span = next(
        (
            span
            for span in _SPANS
            if _bar_of(max(counts), span) - _bar_of(min(counts), span) < MOST_BARS * span
        ),
        _SPANS[-1],
    )
    numbers = {
        first: sum(counts.get(year, 0) for year in range(first, first + span))
        for first in range(_bar_of(min(counts), span), max(counts) + 1, span)
    }
    most = max(numbers.values())
    return [
        Bar(first, first + span - 1, number, number / most) for first, number in numbers.items()
    ]


def _bar_of(year: int, span: int) -> int:
    """The first year of the bar that a year belongs to."""
    return year - year % span
