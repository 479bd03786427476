"""Threads and the index: each change of a thread, and of who may read it, is in the change log."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from kb.access import part_of
from kb.model import Visibility
from kb.store.alert_tables import alerts
from kb.store.changelog import log_move
from kb.store.discussion_tables import threads
from kb.store.tables import metadata
from kb.store.targets import effective


def log_thread(connection: sa.Connection, thread_id: str) -> None:
    """Enter a change of a thread into the change log, within the transaction that makes it."""
    _log(connection, threads.c.id == thread_id, unchanged=True)


def follow_texts(connection: sa.Connection, target_ids: Collection[str]) -> None:
    """Move threads between the parts of the index, as what they hang on was shared or withdrawn.

    Args:
        connection: Of the transaction that changed the texts.
        target_ids: Ids of works and documents.
    """
    _log(connection, threads.c.target_id.in_(target_ids), unchanged=False)


def forget_thread(connection: sa.Connection, thread_id: str) -> None:
    """Delete a thread with all that is in it."""
    part = connection.scalar(sa.select(threads.c.part).where(threads.c.id == thread_id))
    connection.execute(sa.delete(threads).where(threads.c.id == thread_id))
    log_move(connection, thread_id, part, None)


def has_discussion(connection: sa.Connection, work_id: str) -> bool:
    """Whether anything hangs on a work."""
    return any(
        connection.scalar(sa.select(sa.exists().where(table.c.target_id == work_id)))
        for table in _tables_with("target_id")
    )


def carry_over(connection: sa.Connection, work_id: str, into: str) -> None:
    """Let all that hangs on a work, leads to it or follows it do so with the one in its place."""
    for table in _tables_with("target_id"):
        connection.execute(
            sa.update(table).where(table.c.target_id == work_id).values(target_id=into)
        )
    for table in _tables_with("decision"):
        connection.execute(
            sa.update(table)
            .where(table.c.decision.contains(work_id))
            .values(decision=sa.func.replace(table.c.decision, work_id, into))
        )
    following = alerts.c.query["act"].as_string() == work_id
    for row in connection.execute(sa.select(alerts).where(following)).all():
        query = {**row.query, "act": into}
        own = sa.select(alerts.c.query).where(alerts.c.member_id == row.member_id)
        if query in connection.scalars(own).all():
            connection.execute(sa.delete(alerts).where(alerts.c.id == row.id))
        else:
            connection.execute(sa.update(alerts).where(alerts.c.id == row.id).values(query=query))


def _tables_with(column: str) -> list[sa.Table]:
    return [table for table in metadata.sorted_tables if column in table.c]


def _log(connection: sa.Connection, wanted: sa.ColumnElement[bool], *, unchanged: bool) -> None:
    """Log threads that have moved, or all of them."""
    rows = connection.execute(
        sa.select(
            threads.c.id,
            threads.c.organisation_id,
            threads.c.part,
            effective(threads).label("visibility"),
        ).where(wanted)
    ).all()
    for row in rows:
        part = part_of(Visibility(row.visibility), row.organisation_id) if row.visibility else None
        if unchanged or part != row.part:
            log_move(connection, row.id, row.part, part)
            connection.execute(sa.update(threads).where(threads.c.id == row.id).values(part=part))
