"""The change log: what the index has yet to follow.

Positions must appear in their order: a reader that has seen 8 would never look for a 7 that is
committed later. So only one transaction at a time writes to it (`Database.write("documents")`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kb.access import part_of
from kb.model import Visibility
from kb.store.database import Database
from kb.store.learned import forget_learned_from
from kb.store.tables import changes, now


@dataclass(frozen=True, slots=True)
class Change:
    """One committed change of one document.

    Attributes:
        position: Grows with every change; never used twice.
        left_part: Part of the index that the document leaves, None if it is new.
        entered_part: Part that it enters or stays in, None if it is removed.
    """

    position: int
    document_id: str
    left_part: str | None
    entered_part: str | None


def log_move(
    connection: sa.Connection, document_id: str, left: str | None, entered: str | None
) -> None:
    """Enter a change into the log, within the transaction that makes it.

    What was learned from the document is forgotten in the same transaction.
    """
    forget_learned_from(connection, document_id)
    connection.execute(
        sa.insert(changes).values(
            document_id=document_id, left_part=left, entered_part=entered, at=now()
        )
    )


def log_change(connection: sa.Connection, row: sa.Row[Any]) -> None:
    """Enter a change of a document that stays where it is.

    Args:
        row: Of the table of documents.
    """
    part = part_of_row(row)
    log_move(connection, row.id, part, part)


def part_of_row(row: sa.Row[Any]) -> str:
    """Name the part of the index that a document belongs into.

    Args:
        row: Of the table of documents.
    """
    return part_of(Visibility(row.visibility), row.organisation_id)


class ChangeLog:
    """Reads the log; entries are written by the transactions that they describe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def following(self) -> Iterator[None]:
        """Be the only one that applies the log to the live index; wait for whoever does it."""
        with self._database.lock("following"):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Be the only one that builds an index anew."""
        with self._database.lock("rebuilding"):
            yield

    def after(self, position: int, limit: int) -> list[Change]:
        """Give the next changes after a position, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(
                    changes.c.position,
                    changes.c.document_id,
                    changes.c.left_part,
                    changes.c.entered_part,
                )
                .where(changes.c.position > position)
                .order_by(changes.c.position)
                .limit(limit)
            )
            return [Change(*row) for row in rows]

    def last_position(self) -> int:
        """Position of the newest change, 0 if there is none."""
        with self._database.read() as connection:
            return connection.scalar(sa.select(sa.func.max(changes.c.position))) or 0
