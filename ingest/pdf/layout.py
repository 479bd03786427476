"""Segments of a page to lines in reading order: rows, columns and wraps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise
from statistics import median

from ingest.pdf.segments import Segment
from kb.model import Box, Line

MIN_COLUMN_ROWS = 4
"""Fewer rows beside each other are a signature block or a pair of labels, not columns."""

MIN_COLUMN_FILL = 0.6
"""Median part of a column's width that its lines fill; the cells of a list fill less."""

MAX_CROSSINGS = 0.02
"""Share of the rows between first and last that may cross the gap between two columns."""

WRAP_REACH = 0.9
"""Part of the width of its column that a line reaches if it goes on in the next one."""

INDENT = 1.0
"""In font sizes: the next line begins a paragraph if it is indented by more."""

LINE_STEP = 2.6
"""In font sizes: more between two baselines parts paragraphs. Khmer is set with 1.5 to 2.2."""

SAME_SIZE = 0.6
"""In points: fonts that differ by less belong to one paragraph."""

MIN_DRAWN_FILL = 0.4
"""The same where the columns are drawn one after the other, which is a witness of its own."""

_END = re.compile(r"[។៕៖!?:;.]\s*$")
_LIST_ITEM = re.compile(
    r"\s*(?:[-–•*▪●✓]|[(\[]?(?:[0-9០-៩]{1,3}|[a-zA-Zក-អ])[.)\]\-/៖]|[0-9០-៩]{1,3}\s*[-–.])"
)


@dataclass(slots=True)
class Row:
    """Segments on one baseline, from left to right.

    Attributes:
        column: Left and right edge of the column that it stands in.
    """

    segments: list[Segment]
    column: tuple[float, float] = (0.0, 0.0)

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(segment.x0 for segment in self.segments)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(segment.x1 for segment in self.segments)

    @property
    def baseline(self) -> float:
        """Of its longest segment."""
        return max(self.segments, key=lambda segment: segment.x1 - segment.x0).baseline

    @property
    def size(self) -> float:
        """Font size of its longest segment."""
        return max(self.segments, key=lambda segment: segment.x1 - segment.x0).size

    def line(self) -> Line:
        """The row as a line of the model."""
        text = " ".join(segment.text.strip() for segment in self.segments)
        text = re.sub(r"\s+", " ", text).strip()
        words = [word for segment in self.segments for word in segment.words]
        are_placed = len(words) == text.count(" ") + 1
        glyphs = sum(segment.glyph_count for segment in self.segments)
        return Line(
            text=text,
            box=Box(
                round(self.x0, 2),
                round(min(segment.top for segment in self.segments), 2),
                round(self.x1, 2),
                round(max(segment.bottom for segment in self.segments), 2),
            ),
            font_size=round(self.size, 1),
            bold=sum(segment.bold_count for segment in self.segments) * 2 > glyphs,
            word_edges=tuple(round(x, 1) for x in chain(*words)) if are_placed else (),
        )


def rows_in_reading_order(segments: Sequence[Segment]) -> list[Row]:
    """Rows from top to bottom, columns one after the other.

    Args:
        segments: Of one page or one cell, in the order in which they are drawn.
    """
    visible = [segment for segment in segments if segment.text.strip()]
    if not visible:
        return []
    return _columns_as_drawn(visible) or list(_ordered(_rows(visible)))


def lines(rows: Sequence[Row]) -> list[Line]:
    """Lines of the model, each marked whether its paragraph goes on."""
    made = [row.line() for row in rows]
    for index, (row, after) in enumerate(pairwise(rows)):
        if _joins(row, after, made[index], made[index + 1]):
            made[index] = replace(made[index], joins_next=True)
    if rows and reaches_edge(rows[-1]) and not _END.search(made[-1].text):
        made[-1] = replace(made[-1], joins_next=True)  # over the end of the page
    return made


def _rows(segments: list[Segment]) -> list[Row]:
    """Groups segments whose baselines are nearly the same and that do not overlap."""
    rows: list[Row] = []
    for segment in sorted(segments, key=lambda item: (item.baseline, item.x0)):
        for row in reversed(rows[-6:]):
            first = row.segments[0]
            step = abs(segment.baseline - row.baseline)
            apart = all(
                segment.x0 >= other.x1 - 0.3 * segment.size
                or segment.x1 <= other.x0 + 0.3 * segment.size
                for other in row.segments
            )
            if step < 0.35 * max(first.size, segment.size) and apart:
                row.segments.append(segment)
                break
        else:
            rows.append(Row([segment]))
    for row in rows:
        row.segments.sort(key=lambda item: item.x0)
    return sorted(rows, key=lambda item: item.baseline)


def _columns_as_drawn(segments: list[Segment]) -> list[Row]:
    """Rows in the order of drawing, if that is column after column; else none.

    It finds columns whose lines run over the gap between them, as they do where a producer did
    not know how to wrap Khmer.
    """
    runs: list[list[Row]] = []
    for segment in segments:
        last = runs[-1][-1] if runs else None
        if last is None or segment.baseline < last.baseline - last.size:
            runs.append([Row([segment])])
        elif segment.baseline - last.baseline < 0.35 * last.size and segment.x0 > last.x0:
            last.segments.append(segment)
        else:
            runs[-1].append(Row([segment]))
    columns = [run for run in runs if len(run) >= MIN_COLUMN_ROWS]
    if len(columns) < 2:
        return []
    starts = [median(row.x0 for row in run) for run in columns]
    right = max(segment.x1 for segment in segments)
    for run, start, end in zip(columns, starts, [*starts[1:], right], strict=True):
        fill = median(row.x1 - row.x0 for row in run)
        if end <= start or fill < MIN_DRAWN_FILL * (end - start):
            return []
    for run in runs:
        edges = min(row.x0 for row in run), max(row.x1 for row in run)
        for row in run:
            row.column = edges
    return [row for run in runs for row in run]


def _ordered(rows: list[Row]) -> Iterator[Row]:
    """Cuts rows at the gap between columns, where there is one, and reads column by column."""
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    gap = _column_gap(rows, left, right)
    if gap is None:
        for row in rows:
            row.column = (left, right)
            yield row
        return
    for crosses, group in groupby(rows, key=lambda row: _crosses(row, gap)):
        if not crosses:
            yield from _column_by_column(list(group), gap)
            continue
        for row in group:
            row.column = (left, right)
            yield row


def _column_by_column(rows: list[Row], gap: float) -> Iterator[Row]:
    halves: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        for half, part in zip(halves, _parted(row, gap), strict=True):
            if part:
                half.append(Row(part))
    for half in halves:
        if half:
            yield from _ordered(half)


def _parted(row: Row, gap: float) -> tuple[list[Segment], list[Segment]]:
    """The segments of a row on the left and on the right of a gap."""
    left = [segment for segment in row.segments if segment.x0 < gap]
    return left, [segment for segment in row.segments if segment.x0 >= gap]


def _crosses(row: Row, gap: float) -> bool:
    return any(segment.x0 < gap < segment.x1 for segment in row.segments)


def _column_gap(rows: list[Row], left: float, right: float) -> float | None:
    """Where two columns meet; None if there is one column only.

    The best gap is the one with most rows on both sides, among those that hardly any row between
    the first and last of these crosses.
    """
    candidates = {
        round((before.x1 + after.x0) / 2)
        for row in rows
        for before, after in pairwise(row.segments)
    }
    best: tuple[int, float] | None = None
    for gap in candidates:
        if not left + 0.2 * (right - left) < gap < right - 0.2 * (right - left):
            continue
        beside = [
            index
            for index, row in enumerate(rows)
            if row.x0 < gap < row.x1 and not _crosses(row, gap)
        ]
        if len(beside) < MIN_COLUMN_ROWS or (best and len(beside) <= best[0]):
            continue
        between = rows[beside[0] : beside[-1] + 1]
        if sum(_crosses(row, gap) for row in between) > MAX_CROSSINGS * len(between):
            continue
        if _are_columns(between, gap):
            best = len(beside), gap
    return best[1] if best else None


def _are_columns(rows: list[Row], gap: float) -> bool:
    """Whether both sides of a gap are filled by running text, and not by short entries."""
    for side in zip(*(_parted(row, gap) for row in rows), strict=True):
        parts = [Row(part) for part in side if part]
        if len(parts) < MIN_COLUMN_ROWS:
            return False
        width = max(part.x1 for part in parts) - min(part.x0 for part in parts)
        if median(part.x1 - part.x0 for part in parts) < MIN_COLUMN_FILL * width:
            return False
    return True


def _joins(row: Row, after: Row, line: Line, next_line: Line) -> bool:
    """Whether a paragraph goes on from one row to the next."""
    left, right = row.column
    size = max(row.size, 1.0)
    if abs(row.size - after.size) > SAME_SIZE or line.bold != next_line.bold:
        return False
    if not reaches_edge(row) or _LIST_ITEM.match(next_line.text):
        return False
    if _is_flush_right(row) or _is_flush_right(after):
        return False
    if row.column == after.column and after.baseline - row.baseline > LINE_STEP * size:
        return False
    if not _END.search(line.text):
        return True
    is_full = row.x1 > right - 0.5 * size
    is_indented = after.x0 > after.column[0] + INDENT * size
    return is_full and not is_indented and row.x0 < left + (right - left) / 3


def _is_flush_right(row: Row) -> bool:
    """Whether a row is set at the right, as place, date and signature are."""
    left, right = row.column
    return reaches_edge(row) and row.x0 > left + (right - left) / 3


def reaches_edge(row: Row) -> bool:
    """Whether a row fills its column, so that its paragraph may go on."""
    left, right = row.column
    return row.x1 > right - (1 - WRAP_REACH) * (right - left)
