"""Documents that are nearly the same text as another: kept, linked to it, not listed beside it.

Only a document that everybody who reads the later one may read too can stand for it, so that
nobody misses a text or learns of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kb.access import PUBLIC_PART
from kb.model import Description
from kb.store.changelog import log_change, part_of_row
from kb.store.descriptions import to_description
from kb.store.readable import LISTED
from kb.store.tables import documents, signatures

if TYPE_CHECKING:
    from kb.duplicates import Signature


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
    from kb.duplicates import nearest  # noqa: PLC0415 -- serving takes no NumPy

    listed: sa.Select[Any] = (
        sa.select(
            documents.c.id,
            documents.c.visibility,
            documents.c.organisation_id,
            signatures.c.value,
        )
        .join_from(documents, signatures)
        .where(documents.c.id != document_id)
        .where(LISTED)
        .where(documents.c.lang == described.lang)
        .where(_no_other(documents.c.number, described.number))
        .where(_no_other(documents.c.year, described.year))
        .order_by(documents.c.added_at, documents.c.id)
    )
    others = {
        other.id: other.value
        for other in connection.execute(listed)
        if part_of_row(other) in (part, PUBLIC_PART)
    }
    return nearest(mine, others)


def original_of(connection: sa.Connection, row: sa.Row[Any], part: str) -> str | None:
    """Give the document that a stored one is nearly the same text as.

    Args:
        row: Of the table of documents.
        part: Of the index, that it belongs into.
    """
    mine = connection.scalar(
        sa.select(signatures.c.value).where(signatures.c.document_id == row.id)
    )
    return find_original(connection, row.id, to_description(row), part, mine)


def relink(connection: sa.Connection, document_id: str) -> None:
    """Find again what stands for those that this document stood for, as it changed or went.

    What nothing stands for is listed.
    """
    held = connection.execute(
        sa.select(documents)
        .where(documents.c.duplicate_of == document_id)
        .order_by(documents.c.added_at, documents.c.id)
    ).all()
    for row in held:
        original = original_of(connection, row, part_of_row(row))
        if original != document_id:
            connection.execute(
                sa.update(documents).where(documents.c.id == row.id).values(duplicate_of=original)
            )
            log_change(connection, row)


def _no_other(column: sa.Column[Any], value: object) -> sa.ColumnElement[bool]:
    return sa.true() if value is None else sa.or_(column.is_(None), column == value)
