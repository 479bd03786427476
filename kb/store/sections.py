"""Sections in the store: replaced with their document, read in its order or by their ids."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from kb.model import ParsedSection, Section, SectionKind, Task
from kb.store.changelog import part_of_row
from kb.store.database import Database
from kb.store.readable import LISTED
from kb.store.tables import documents, new_id, one_of, sections

_TASK: TypeAdapter[Task | None] = TypeAdapter(Task | None)
"""Between the value and its JSON, where days are ISO 8601."""

_Place = tuple[str, str | None, int]
"""What keeps a section's id: its kind, its number, and the how-manieth of these it is."""


_BY_ID = sa.select(sections).where(one_of(sections.c.id, "ids"))
"""Every search asks it; to put it together takes as long as to answer it."""


class SectionStore:
    """Reads sections; the caller has checked the rights."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_document(self, document_id: str) -> list[Section]:
        """Give the sections of a document in reading order."""
        with self._database.read() as connection:
            return read_sections(connection, document_id)

    def by_id(self, ids: Collection[str]) -> dict[str, Section]:
        """Give sections by their ids; unknown ids are left out."""
        with self._database.read() as connection:
            rows = connection.execute(_BY_ID, {"ids": list(ids)})
            return {row.id: _to_section(row) for row in rows}

    def latest(self, limit: int) -> Iterator[Section]:
        """Give sections of the documents that were added last, at most so many."""
        latest = sa.select(documents.c.id).order_by(documents.c.added_at.desc()).limit(limit)
        with self._database.read() as connection:
            ids = connection.scalars(latest).all()
        found = (section for one in ids for section in self.of_document(one))
        yield from islice(found, limit)

    def count_indexed(self) -> int:
        """The number of sections that belong into the index."""
        query = sa.select(sa.func.count()).select_from(sections.join(documents)).where(LISTED)
        with self._database.read() as connection:
            return connection.scalar(query) or 0

    def indexed(self) -> Iterator[tuple[str, str]]:
        """Give the sections that belong into the index, as (part of the index, section id)."""
        query: sa.Select[Any] = (
            sa.select(documents.c.visibility, documents.c.organisation_id, sections.c.id)
            .join_from(sections, documents)
            .where(LISTED)
        )
        with self._database.read() as connection:
            for row in connection.execute(query):
                yield part_of_row(row), row.id


def read_sections(connection: sa.Connection, document_id: str) -> list[Section]:
    """Give the sections of a document in reading order."""
    rows = connection.execute(
        sa.select(sections)
        .where(sections.c.document_id == document_id)
        .order_by(sections.c.position)
    )
    return [_to_section(row) for row in rows]


def replace_sections(
    connection: sa.Connection, document_id: str, new: Sequence[ParsedSection]
) -> list[str]:
    """Put sections in the place of those that a document has.

    A section keeps its id where kind and number stay, so that permanent addresses hold.

    Returns:
        Their ids, in order.
    """
    known = _known_ids(connection, document_id)
    places = _places((section.kind, section.number) for section in new)
    rows = [
        dataclasses.asdict(section)
        | {
            "task": _TASK.dump_python(section.task, mode="json"),
            "id": known.get(place) or new_id(),
            "document_id": document_id,
            "position": position,
        }
        for position, (place, section) in enumerate(zip(places, new, strict=True))
    ]
    connection.execute(sa.delete(sections).where(sections.c.document_id == document_id))
    if rows:
        connection.execute(sa.insert(sections), rows)
    return [row["id"] for row in rows]


def _known_ids(connection: sa.Connection, document_id: str) -> dict[_Place, str]:
    rows = connection.execute(
        sa.select(sections.c.id, sections.c.kind, sections.c.number)
        .where(sections.c.document_id == document_id)
        .order_by(sections.c.position)
    ).all()
    places = _places((row.kind, row.number) for row in rows)
    return {place: row.id for place, row in zip(places, rows, strict=True)}


def _places(kinds_and_numbers: Iterable[tuple[str, str | None]]) -> Iterator[_Place]:
    seen: Counter[tuple[str, str | None]] = Counter()
    for one in kinds_and_numbers:
        yield (*one, seen[one])
        seen[one] += 1


def _to_section(row: sa.Row[Any]) -> Section:
    return Section(
        **{
            **row._mapping,
            "kind": SectionKind(row.kind),
            "task": row.task and _TASK.validate_python(row.task),
        }
    )
