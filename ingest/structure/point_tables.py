"""Tables of decisions and actions: what their columns hold, and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.digits import ascii_digits
from ingest.structure.meeting_terms import DECISIONS, ITEM, WHAT, WHEN, WHO

_COLUMNS = (
    ("who", WHO), ("when", WHEN), ("decision", DECISIONS), ("what", WHAT), ("item", ITEM)
)  # fmt: skip
"""What a column holds, and its names; a name that fits two is that of the first."""


@dataclass(frozen=True, slots=True)
class PointRow:
    """One row of a table of points; texts of columns that the table has not are "".

    Attributes:
        rest: The cells of other columns, such as the discussion, a line each.
        assignment: Who and when, each with the head of its column.
    """

    number: str | None
    item: str
    what: str
    decision: str
    who: str
    when: str
    rest: str
    assignment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointColumns:
    """Which columns of a table hold the agenda item, decision, action, who and when."""

    heads: tuple[str, ...]
    item: int | None
    decision: int | None
    what: int | None
    who: int | None
    when: int | None

    @classmethod
    def of_header(cls, cells: Sequence[str]) -> PointColumns:
        """Reads a first row."""
        heads = tuple(cell.strip() for cell in cells)
        found: dict[str, int] = {}
        for name, term in _COLUMNS:
            for index, head in enumerate(heads):
                if index not in found.values() and term.names(head):
                    found[name] = index
                    break
        names = ("item", "decision", "what", "who", "when")
        return cls(heads, *(found.get(name) for name in names))

    @property
    def are_points(self) -> bool:
        """Whether rows hold decisions or actions; actions need a column for who or when."""
        is_assigned = self.who is not None or self.when is not None
        is_item = self.item is not None
        return (self.decision is not None and (is_item or is_assigned)) or (
            (self.what is not None or (is_item and self.who is not None)) and is_assigned
        )

    def read(self, cells: Sequence[str]) -> PointRow:
        """Reads a row below the first."""
        what, item = self.what, self.item
        if what is None and self.decision is None:
            what, item = item, None
        number = ascii_digits(cells[0].strip(" .")) if cells else ""
        known = {item, self.decision, what, self.who, self.when}
        others = [
            cell.strip()
            for index, cell in enumerate(cells)
            if index not in known and cell.strip() and not (index == 0 and number.isdecimal())
        ]
        return PointRow(
            number=number if number.isdecimal() else None,
            item=_cell(cells, item),
            what=_cell(cells, what),
            decision=_cell(cells, self.decision),
            who=_cell(cells, self.who),
            when=_cell(cells, self.when),
            rest="\n".join(others),
            assignment=tuple(
                f"{self.heads[index]}: {_cell(cells, index)}"
                for index in sorted(i for i in (self.who, self.when) if i is not None)
                if _cell(cells, index)
            ),
        )


def _cell(cells: Sequence[str], column: int | None) -> str:
    """A cell, "" where it is missing, empty or a dash."""
    return cells[column].strip(" –—-") if column is not None and column < len(cells) else ""
