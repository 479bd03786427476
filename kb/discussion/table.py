"""The positions on an act as a table: one row an organisation, one column an article."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.discussion.model import Position
from kb.discussion.targets import SectionKey, section_keys
from kb.labels import heading_of, section_label
from kb.model import Document, Section

_COLUMNS = (
    "organisation",
    "act",
    "article",
    "position",
    "reason",
    "decided_by",
    "decided_on",
    "stated_on",
    "text_changed",
)


@dataclass(frozen=True, slots=True)
class Column:
    """An article on which somebody holds something, or the act as a whole.

    Attributes:
        key: None for the act as a whole.
        name: In the language of the text; "" for the act as a whole.
    """

    key: SectionKey | None
    name: str


@dataclass(frozen=True, slots=True)
class PositionTable:
    """Positions by organisation and article.

    Attributes:
        columns: In the order of the text; what this text does not have comes last.
        rows: Name of an organisation -> its position for each column, None where it has none.
    """

    document: Document
    columns: Sequence[Column]
    rows: Mapping[str, Sequence[Position | None]]


def position_table(
    positions: Iterable[Position], document: Document, sections: Sequence[Section]
) -> PositionTable:
    """Put positions into a table.

    Args:
        positions: On one work and its sections, by name of the organisation.
        document: A text of the work, which gives the articles their order and names.
    """
    held = {(one.organisation, one.target.section): one for one in positions}
    used = {key for _, key in held}
    keys = section_keys(sections)
    names: dict[SectionKey | None, str] = {None: ""}
    for section in sections:
        names.setdefault(keys[section.id], section_label(section) or heading_of(section))
    for key in used:
        names.setdefault(key, key.number if key else "")
    columns = [Column(key, name) for key, name in names.items() if key in used]
    return PositionTable(
        document,
        columns,
        {
            organisation: [held.get((organisation, column.key)) for column in columns]
            for organisation in dict.fromkeys(name for name, _ in held)
        },
    )


def to_csv(table: PositionTable) -> str:
    """Write a table as CSV, one line a position; no person is named.

    A cell that a spreadsheet would take for a formula is given an apostrophe in front (OWASP).
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    for positions in table.rows.values():
        for column, one in zip(table.columns, positions, strict=True):
            if one is not None:
                cells = (
                    one.organisation,
                    table.document.title,
                    column.name,
                    one.stance,
                    one.reason,
                    one.mandate.decided_by,
                    one.mandate.decided_on or "",
                    one.stated_on,
                    "yes" if one.changed else "no",
                )
                writer.writerow([_cell(str(cell)) for cell in cells])
    return stream.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
