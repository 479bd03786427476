"""Killed at any moment, closing a discussion is done whole or not at all."""

from __future__ import annotations

from multiprocessing.connection import Connection

import sqlalchemy as sa

from kb.discussion.model import Result
from kb.discussion.services import Discussion
from kb.members.audit import Action, Audit
from kb.store.database import Database
from kb.store.discussion_tables import closings, threads
from kb.store.member_tables import audit
from kb.store.tables import changes, now
from tests.kb.discussion.conftest import World
from tests.kb.kills import killed


def test_thirty_kills_leave_nothing_half_closed(world: World) -> None:
    thread, by = world.open(), world.member("sok")

    def close_and_reopen(told: Connection) -> None:
        database = Database(world.url)
        discussion = Discussion(database, Audit(database, now), lambda: None)
        while True:
            if discussion.threads.get(by, thread.id).closed:
                discussion.closings.reopen(by, thread.id, "No.")
            else:
                discussion.closings.close(by, thread.id, Result.AGREED, "Yes.", world.decision)
            told.send(1)

    done = 0
    for told in killed(world.database, close_and_reopen):
        done += sum(told)
        with world.database.read() as connection:
            rows = connection.execute(sa.select(closings).order_by(closings.c.id)).all()
            closed = connection.scalar(sa.select(threads.c.closed))
            logged = connection.scalar(
                sa.select(sa.func.count())
                .select_from(changes)
                .where(changes.c.document_id == thread.id)
            )
            entered = connection.scalar(
                sa.select(sa.func.count())
                .select_from(audit)
                .where(audit.c.action.in_((Action.DISCUSSION_CLOSED, Action.DISCUSSION_REOPENED)))
            )
        assert len(rows) >= done  # what was told is kept
        assert closed is bool(rows and rows[-1].result)
        assert entered == len(rows)
        assert logged == len(rows) + 1
