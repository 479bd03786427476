"""Killed at any moment, closing a discussion is done whole or not at all."""

from __future__ import annotations

import multiprocessing
import random
import signal
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

KILLS = 30


def close_and_reopen(world: World, thread_id: str, told: Connection) -> None:
    """Close a discussion and open it again for ever; tell each time."""
    database = Database(world.url)
    discussion = Discussion(database, Audit(database, now), lambda: None)
    by = world.member("sok")
    while True:
        if discussion.threads.get(by, thread_id).closed:
            discussion.closings.reopen(by, thread_id, "No.")
        else:
            discussion.closings.close(by, thread_id, Result.AGREED, "Yes.", world.decision)
        told.send("done")


def test_thirty_kills_leave_nothing_half_closed(world: World) -> None:
    thread = world.open()
    chance = random.Random(2026)
    fork = multiprocessing.get_context("fork")
    world.database.close()
    done = 0
    for _ in range(KILLS):
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(target=close_and_reopen, args=(world, thread.id, theirs))
        process.start()
        theirs.close()
        for _ in range(chance.randint(0, 3)):
            ours.recv()
            done += 1
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        while ours.poll():
            try:
                ours.recv()
            except EOFError:
                break
            done += 1
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
        world.database.close()
    assert done > KILLS
