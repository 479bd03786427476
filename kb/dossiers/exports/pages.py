"""What stands where on the pages of an export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kb.dossiers.exports.lines import Line, break_lines
from kb.dossiers.exports.manuscript import (
    Block,
    Column,
    Columns,
    Heading,
    Paragraph,
    Role,
    Words,
)

WIDTH, HEIGHT = 595.0, 842.0
"""A4 in points."""
MARGIN = 57.0
PADDING = 7.0
"""Between a text and the rules of its column."""
INNER = WIDTH - 2 * MARGIN
BODY = 10.0
LEADING = 1.5
"""Distance of lines, of their size. Khmer touches below it; above it pdftotext takes each line for
a block of its own and reads across the columns."""
HIGHEST_HEAD = HEIGHT / 4
"""Of the heading of a column, in points; a higher one is set once, as the text below it."""
_BASELINE = 0.36
"""Share of a line that is below its baseline: Khmer reaches .56 em down."""


@dataclass(frozen=True, slots=True)
class Style:
    """How words are set: size in points, weight 400 or 700, space above and indent in points."""

    size: float
    weight: int = 400
    above: float = 0.0
    indent: float = 0.0


TITLE = Style(20, 700)
PART = Style(15, 700, above=18)
ITEM = Style(11.5, 700, above=14)
CELL = Style(BODY, 700, above=4)
STYLES = {
    Role.BODY: Style(BODY, above=3),
    Role.NOTE: Style(BODY, above=4, indent=12),
    Role.SOURCE: Style(8.5, above=1),
}
ENTRIES = {1: Style(BODY, 700, above=4), 2: Style(BODY, indent=12)}
"""Of the table of contents, by the level of the heading."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One line: where it begins, in points from the left edge, and the space above it."""

    left: float
    line: Line
    style: Style
    above: float = 0.0

    @property
    def height(self) -> float:
        """Of the line, in points."""
        return LEADING * self.style.size


@dataclass(frozen=True, slots=True)
class Row:
    """Cells on one height.

    Attributes:
        keep: Whether it must not be the last one on its page.
        anchor: Of the heading that begins here.
        address: Where it leads to: "https://…", or "#anchor" within the file.
    """

    cells: tuple[Cell, ...]
    keep: bool = False
    anchor: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns side by side in a ruled table, for the eye and for programs that read tables.

    Attributes:
        heads: The heading of each column, set again where the columns go on; none higher than
            `HIGHEST_HEAD`.
        sides: The rest of each column.
    """

    heads: tuple[tuple[Cell, ...], ...]
    sides: tuple[tuple[Cell, ...], ...]


@dataclass
class Sheet:
    """A page, filled from its top.

    Attributes:
        cells: With their baselines, in points from the bottom, as they are to be read.
        rules: Ends of each, as left, bottom, right, top.
        links: Bottom, top and address of each.
        anchors: Those that begin here, with their tops.
        bottom: Where the next row goes below.
    """

    cells: list[tuple[Cell, float]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    links: list[tuple[float, float, str]] = field(default_factory=list)
    anchors: dict[str, float] = field(default_factory=dict)
    bottom: float = HEIGHT - MARGIN

    def has_room(self, cells: Iterable[Cell]) -> bool:
        """Whether these fit one below the other."""
        return self.bottom - _height(cells) >= MARGIN

    def put(self, row: Row) -> None:
        """Set a row below what there is."""
        top = self.bottom
        lows = [self._set(cell, top) for cell in row.cells]
        self.bottom = min(lows)
        if row.anchor:
            self.anchors[row.anchor] = top
        if row.address:
            self.links.append((self.bottom, top, row.address))

    def put_beside(self, beside: Beside) -> Beside:
        """Set as much of each column as there is room for; give the rest."""
        top = self.bottom
        below, _ = self._fill(beside.heads, top)
        self.bottom, rest = self._fill(beside.sides, below)
        if len(beside.sides) > 1:
            heights = sorted({top, below, self.bottom})
            self.rules += [(MARGIN, height, WIDTH - MARGIN, height) for height in heights]
            edges = [MARGIN + at * INNER / len(beside.sides) for at in range(len(beside.sides) + 1)]
            self.rules += [(edge, self.bottom, edge, top) for edge in edges]
        return replace(beside, sides=rest)

    def _fill(
        self, columns: Sequence[tuple[Cell, ...]], top: float
    ) -> tuple[float, tuple[tuple[Cell, ...], ...]]:
        """Set cells of columns from a height down; give where they end, and what had no room."""
        lows, rest = [top], []
        for column in columns:
            low, done = top, 0
            for cell in column:
                if low - cell.above - cell.height < MARGIN:
                    break
                low, done = self._set(cell, low), done + 1
            lows.append(low - PADDING / 2 if done else low)
            rest.append(column[done:])
        return min(lows), tuple(rest)

    def _set(self, cell: Cell, top: float) -> float:
        """Set a cell below a height; give where it ends."""
        low = top - cell.height - (cell.above if self.cells else 0)
        self.cells.append((cell, low + _BASELINE * cell.height))
        return low


def lay_out(blocks: Iterable[Block]) -> Iterator[Row | Beside]:
    """Break blocks into lines."""
    for block in blocks:
        match block:
            case Heading(words, level, anchor):
                style = PART if level == 1 else ITEM
                yield from set_words(words, style, keep=True, anchor=anchor)
            case Paragraph(words, role, address):
                yield from set_words(words, STYLES[role], address=address)
            case Columns(columns):
                share = INNER / len(columns)
                padding = PADDING if len(columns) > 1 else 0.0
                lefts = [MARGIN + at * share + padding for at in range(len(columns))]
                width = share - 2 * padding
                pairs = list(zip(columns, lefts, strict=True))
                heads = tuple(tuple(_cells(one.heading, CELL, left, width)) for one, left in pairs)
                sides = tuple(tuple(_body(one, left, width)) for one, left in pairs)
                if any(_height(head) > HIGHEST_HEAD for head in heads):
                    sides = tuple(head + side for head, side in zip(heads, sides, strict=True))
                    heads = ((),) * len(sides)
                yield Beside(heads, sides)


def set_words(
    words: Words,
    style: Style,
    width: float = INNER,
    *,
    keep: bool = False,
    anchor: str = "",
    address: str = "",
) -> Iterator[Row]:
    """Set a paragraph from the left margin on."""
    for cell in _cells(words, style, MARGIN, width):
        yield Row((cell,), keep, anchor, address)
        anchor = ""


def fill_pages(rows: Iterable[Row | Beside]) -> list[Sheet]:
    """Set rows on pages; headings stay with what follows them."""
    sheets = [Sheet()]
    kept: list[Row] = []
    for row in rows:
        if isinstance(row, Row) and row.keep:
            kept.append(row)
            continue
        first = row.cells[:1] if isinstance(row, Row) else _beginning(row)
        wanted = [*(one.cells[0] for one in kept), *first]
        if not sheets[-1].has_room(wanted) and sheets[-1].cells:
            sheets.append(Sheet())
        _put_all(sheets, kept)
        kept = []
        if isinstance(row, Row):
            _put_all(sheets, [row])
            continue
        rest = sheets[-1].put_beside(row)
        while any(rest.sides):
            sheets.append(Sheet())
            rest = sheets[-1].put_beside(rest)
    _put_all(sheets, kept)
    return sheets


def _put_all(sheets: list[Sheet], rows: Iterable[Row]) -> None:
    for row in rows:
        if not sheets[-1].has_room(row.cells[:1]):
            sheets.append(Sheet())
        sheets[-1].put(row)


def _beginning(beside: Beside) -> Sequence[Cell]:
    """Heading and two lines of the column that has most lines."""
    heads, side = max(zip(beside.heads, beside.sides, strict=True), key=lambda pair: len(pair[1]))
    return [*heads, *side[:2]]


def _height(cells: Iterable[Cell]) -> float:
    """Of cells one below the other, in points."""
    return sum(cell.above + cell.height for cell in cells)


def _body(column: Column, left: float, width: float) -> Iterator[Cell]:
    for words in column.paragraphs:
        yield from _cells(words, STYLES[Role.BODY], left, width)


def _cells(words: Words, style: Style, left: float, width: float) -> Iterator[Cell]:
    """The lines of a paragraph, the first of them with the space above."""
    above = style.above
    inner = (width - style.indent) * 1000 / style.size
    for line in break_lines(words.text, style.weight, inner):
        yield Cell(left + style.indent, line, style, above)
        above = 0.0
