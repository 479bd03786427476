"""Works and their texts: languages and editions of one act, tied by the program or by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.errors import InvalidInput
from kb.model import Description, DocumentKind, Visibility, Work
from kb.store.changelog import log_change
from kb.store.database import Database
from kb.store.descriptions import document_row, to_description
from kb.store.readable import readable
from kb.store.tables import documents, new_id, works
from kb.store.threads import carry_over, follow_texts, has_discussion

_NUMBERED = frozenset(
    {DocumentKind.SUB_DECREE, DocumentKind.ROYAL_DECREE, DocumentKind.LAW, DocumentKind.CODE}
)
"""Kinds whose number and year say which act it is. Every ministry counts its own prakas."""


def keep_work(
    connection: sa.Connection,
    described: Description,
    register_key: str | None,
    old: sa.Row[Any] | None,
    same_text: str | None = None,
) -> str:
    """Give the id of the work that a document is a text of; it is made if it is not there.

    Args:
        register_key: The act's line in the register, which decides unless a person has.
        old: The row of the document, if it was there before.
        same_text: Id of a document that is nearly the same text.
    """
    if old is not None and (old.work_by_hand or register_key is None):
        return str(old.work_id)
    if register_key is None and same_text is not None:
        same = sa.select(documents.c.work_id).where(documents.c.id == same_text)
        return str(connection.scalar(same))
    known = connection.scalar(sa.select(works.c.id).where(_same_act(described, register_key)))
    return str(known) if known else _new_work(connection, described, register_key)


def forget_work(connection: sa.Connection, work_id: str) -> None:
    """Forget a work that has no documents any more, unless somebody discussed it.

    What was said of an act is there again with the act.
    """
    if not _has_texts(connection, work_id) and not has_discussion(connection, work_id):
        connection.execute(sa.delete(works).where(works.c.id == work_id))


def _has_texts(connection: sa.Connection, work_id: str) -> bool:
    left = sa.select(documents.c.id).where(documents.c.work_id == work_id)
    return connection.scalar(left.limit(1)) is not None


def _same_act(described: Description, register_key: str | None) -> sa.ColumnElement[bool]:
    if register_key is not None:
        return works.c.register_key == register_key
    if described.kind in _NUMBERED and described.number and described.year:
        return sa.and_(
            works.c.register_key.is_(None),
            works.c.kind == described.kind,
            works.c.number == described.number,
            works.c.year == described.year,
        )
    return sa.false()


def _new_work(connection: sa.Connection, described: Description, register_key: str | None) -> str:
    work_id = new_id()
    connection.execute(
        sa.insert(works).values(
            id=work_id,
            kind=described.kind,
            title=described.title,
            number=described.number,
            year=described.year,
            register_key=register_key,
        )
    )
    return work_id


class WorkStore:
    """Reads works and ties documents to them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_id(self, ids: Collection[str]) -> dict[str, Work]:
        """Give works by their ids; unknown ids are left out."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(works).where(works.c.id.in_(ids)))
            return {row.id: _to_work(row) for row in rows}

    def in_register(self, register_keys: Collection[str], audience: Audience) -> list[str]:
        """Give the ids of the works of these lines of the register of acts, in a fixed order.

        A work of which the audience may read no text is not there.
        """
        has_text = sa.exists().where(documents.c.work_id == works.c.id, readable(audience))
        query = sa.select(works.c.id).where(works.c.register_key.in_(register_keys), has_text)
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(works.c.id)))

    def link(self, document_ids: Sequence[str]) -> None:
        """Make documents texts of one work, that of the first; a person decides so for good.

        Raises:
            InvalidInput: Fewer than two documents are named.
            NotFound: One of them is not there.
        """
        if len(set(document_ids)) < 2:
            raise InvalidInput("One document alone cannot be linked.", "Name two or more.")
        with self._database.write("documents") as connection:
            rows = [document_row(connection, document_id) for document_id in document_ids]
            for row in rows:
                _move(connection, row, rows[0].work_id)

    def part(self, document_id: str) -> None:
        """Make a document the text of a work of its own.

        Raises:
            NotFound: It is not there.
        """
        with self._database.write("documents") as connection:
            row = document_row(connection, document_id)
            _move(connection, row, _new_work(connection, to_description(row), None))


def _move(connection: sa.Connection, row: sa.Row[Any], work_id: str) -> None:
    connection.execute(
        sa.update(documents)
        .where(documents.c.id == row.id)
        .values(work_id=work_id, work_by_hand=True, revision=new_id())
    )
    if work_id != row.work_id:
        if not _has_texts(connection, row.work_id):
            carry_over(connection, row.work_id, work_id)
        forget_work(connection, row.work_id)
    log_change(connection, row)
    follow_texts(connection, [row.id, row.work_id, work_id])


def _to_work(row: sa.Row[Any]) -> Work:
    return Work(**{**row._mapping, "kind": DocumentKind(row.kind)})


def older_editions(connection: sa.Connection, document_id: str) -> list[str]:
    """Give the older editions of a document, in its language and for those who may read it.

    Returns:
        Ids of documents, the oldest first.
    """
    new = connection.execute(sa.select(documents).where(documents.c.id == document_id)).one()
    year = sa.func.coalesce(documents.c.year, 0)
    own = documents.c.organisation_id == new.organisation_id
    return list(
        connection.scalars(
            sa.select(documents.c.id)
            .where(documents.c.work_id == new.work_id, documents.c.lang == new.lang)
            .where(documents.c.id != document_id)
            .where(year < (new.year or 0))
            .where(documents.c.visibility == new.visibility)
            .where(own | (documents.c.visibility != Visibility.ORGANISATION))
            .order_by(year, documents.c.id)
        )
    )
