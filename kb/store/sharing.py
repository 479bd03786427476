"""Who sees a document and who owns it, changed with the change log's entry in one transaction."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from kb.access import part_of
from kb.errors import InvalidInput
from kb.model import Visibility
from kb.store.changelog import log_move, part_of_row
from kb.store.descriptions import document_row
from kb.store.duplicates import original_of, relink
from kb.store.tables import documents, new_id
from kb.store.threads import follow_texts


def share(
    connection: sa.Connection,
    document_id: str,
    visibility: Visibility,
    organisation_id: str | None = None,
) -> sa.Row[Any]:
    """Give a document a visibility and an owner; the index moves it between its parts.

    Args:
        connection: Of the only writer of documents.
        organisation_id: The new owner; None: as before.

    Returns:
        Its row of the table of documents, as it was before.

    Raises:
        NotFound: There is no such document.
        InvalidInput: The organisation has a document of the same file.
    """
    row = document_row(connection, document_id)
    organisation_id = organisation_id or row.organisation_id
    if organisation_id != row.organisation_id:
        same = sa.select(documents.c.id).where(
            documents.c.organisation_id == organisation_id,
            documents.c.file_sha256 == row.file_sha256,
        )
        if connection.scalar(same) is not None:
            raise InvalidInput(
                "The organisation has this file already.", "Remove one of the two documents."
            )
    part = part_of(visibility, organisation_id)
    connection.execute(
        sa.update(documents)
        .where(documents.c.id == row.id)
        .values(
            visibility=visibility,
            visibility_chosen=True,
            organisation_id=organisation_id,
            duplicate_of=original_of(connection, row, part),
            revision=new_id(),
        )
    )
    relink(connection, row.id)
    log_move(connection, row.id, part_of_row(row), part)
    follow_texts(connection, [row.id, row.work_id])
    return row


def hide_authors(connection: sa.Connection, document_id: str, *, hidden: bool) -> None:
    """Keep whether downloads for others than the owners leave the authors out."""
    connection.execute(
        sa.update(documents)
        .where(documents.c.id == document_id)
        .values(hides_authors=hidden, revision=new_id())
    )
