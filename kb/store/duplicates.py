"""Documents that are nearly the same text as another: kept, linked to it, not listed beside it.

Only a document that everybody who reads the later one may read too can stand for it, so that
nobody misses a text or learns of one.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from kb.access import PUBLIC_PART, part_of
from kb.duplicates import Signature, nearest
from kb.model import Description, Visibility
from kb.store.changelog import log_change
from kb.store.tables import documents, signatures


def keep_signature(connection: sa.Connection, document_id: str, mine: Signature | None) -> None:
    """Store the signature of a document's text, within the caller's transaction."""
    connection.execute(sa.delete(signatures).where(signatures.c.document_id == document_id))
    if mine is not None:
        connection.execute(sa.insert(signatures).values(document_id=document_id, value=mine))


def find_original(
    connection: sa.Connection,
    document_id: str,
    described: Description,
    part: str,
    mine: Signature | None,
) -> str | None:
    """Give the document that a new one is nearly the same text as.

    Two editions may differ by a few words, so what gives another number or year is another text.

    Args:
        document_id, described, part: Of the new document: its id, what it is, and the part of the
            index that it belongs into.
    """
    if mine is None:
        return None
    found = connection.execute(
        sa.select(
            documents.c.id,
            documents.c.visibility,
            documents.c.organisation_id,
            signatures.c.value,
        )
        .join_from(documents, signatures)
        .where(documents.c.id != document_id)
        .where(documents.c.duplicate_of.is_(None))
        .where(documents.c.lang == described.lang)
        .where(_no_other(documents.c.number, described.number))
        .where(_no_other(documents.c.year, described.year))
        .order_by(documents.c.added_at, documents.c.id)
    )
    return nearest(
        mine,
        {
            other.id: other.value
            for other in found
            if part_of(Visibility(other.visibility), other.organisation_id) in (part, PUBLIC_PART)
        },
    )


def release(connection: sa.Connection, document_id: str) -> None:
    """List again what this document stands for, as it changes or goes, and itself."""
    held = sa.or_(documents.c.duplicate_of == document_id, documents.c.id == document_id)
    rows = connection.execute(
        sa.select(documents).where(held, documents.c.duplicate_of.is_not(None))
    ).all()
    for row in rows:
        connection.execute(
            sa.update(documents).where(documents.c.id == row.id).values(duplicate_of=None)
        )
        log_change(connection, row)


def _no_other(column: sa.Column[Any], value: object) -> sa.ColumnElement[bool]:
    return sa.true() if value is None else sa.or_(column.is_(None), column == value)
