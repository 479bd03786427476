"""What people changed in the descriptions of documents: who, what, when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kb.model import Description
from kb.overrides import Overrides
from kb.store.changelog import log_change, part_of_row
from kb.store.database import Database
from kb.store.descriptions import document_row, from_columns, to_columns, to_description
from kb.store.duplicates import original_of, relink
from kb.store.tables import documents, edits, new_id, now


@dataclass(frozen=True, slots=True)
class Edit:
    """One field that somebody set.

    Attributes:
        before, after: Values in their JSON form.
    """

    field: str
    before: Any
    after: Any
    by: str
    at: dt.datetime


def with_edits(
    connection: sa.Connection, document_id: str, description: Description
) -> Description:
    """Give a new description of a document with what people have said of it before."""
    rows = connection.execute(
        sa.select(edits).where(edits.c.document_id == document_id).order_by(edits.c.id)
    )
    for row in rows:
        said = Overrides.model_validate({row.field: row.after})
        description = said.applied(description, row.by)
    return description


def keep_edit(connection: sa.Connection, document_id: str, said: Overrides, by: str) -> None:
    """Set fields of a document's description; they hold over every new ingest.

    Args:
        connection: Of the only writer of documents.

    Raises:
        NotFound: There is no such document.
    """
    row = document_row(connection, document_id)
    mine = sa.update(documents).where(documents.c.id == document_id)
    columns = to_columns(said.applied(to_description(row), by))
    connection.execute(mine.values(**columns, revision=new_id()))
    edited = document_row(connection, document_id)
    original = original_of(connection, edited, part_of_row(edited))
    connection.execute(mine.values(duplicate_of=original))
    relink(connection, document_id)
    plain = _plain(row)
    connection.execute(
        sa.insert(edits),
        [
            {
                "document_id": document_id,
                "field": field,
                "before": plain.get(field),
                "after": after,
                "by": by,
                "at": now(),
            }
            for field, after in said.given().items()
        ],
    )
    log_change(connection, row)


class EditStore:
    """Tells who changed what in descriptions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def history(self, document_id: str) -> list[Edit]:
        """Give the edits of a document, oldest first; the caller has checked the rights."""
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(edits).where(edits.c.document_id == document_id).order_by(edits.c.id)
            )
            return [Edit(row.field, row.before, row.after, row.by, row.at) for row in rows]


def _plain(row: sa.Row[Any]) -> dict[str, Any]:
    """The fields of a description as an edit would write them."""
    fields = from_columns(row)
    plain = {
        name: fields[name]
        for name in ("title", "lang", "kind", "number", "year", "issuer", "organisation", "status")
    }
    return plain | {
        "date": row.date.isoformat() if row.date else None,
        "title_km": row.titles.get("km"),
        "title_en": row.titles.get("en"),
        "topics": row.topics,
        "places": row.places,
    }
