"""Killed at any moment, a revision and an endorsement are made whole or not at all."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import sqlalchemy as sa

from kb.members.audit import Action, Audit
from kb.model import Visibility
from kb.proposals.revising import Typed
from kb.proposals.service import Proposals
from kb.store.database import Database
from kb.store.member_tables import audit
from kb.store.proposal_tables import endorsements, proposals, revisions, wordings
from kb.store.tables import now
from tests.kb.proposals.parties import Parties

KILLS = 30
LAW = "State land may be leased for {} years."


def revise_and_endorse(parties: Parties, file: Path, proposal_id: str, told: Connection) -> None:
    """Revise a proposal and endorse the revision for ever; tell of each revision."""
    database = Database(f"sqlite:///{file}")
    service = Proposals(database, Audit(database, now), now)
    forest, river = parties.delegate("Forest"), parties.delegate("River")
    base = service.bases(forest, parties.target)[0]
    while True:
        found = service.proposal(forest, proposal_id)
        text = LAW.format(found.version + 100)
        typed = Typed({"km": text}, {"km": base.sha256}, "")
        revised = service.revise(forest, proposal_id, found.version, typed)
        told.send("revised")
        service.endorse(river, proposal_id, revised.revision.number)


def test_thirty_kills_leave_nothing_half_revised(empty: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(empty, tmp_path / "kb.sqlite3"))
    chance = random.Random(2026)
    fork = multiprocessing.get_context("fork")
    with Parties.started(file, {"km": LAW.format(15)}) as parties:
        forest = parties.delegate("Forest")
        parties.delegate("River")
        typed = parties.typed({"km": LAW.format(20)})
        made = parties.proposals.draft(forest, parties.target, typed, Visibility.NETWORK)
        parties.proposals.open(forest, made.id, made.version)
        parties.database.close()
        done = 0
        for _ in range(KILLS):
            ours, theirs = fork.Pipe(duplex=False)
            arguments = (parties, file, made.id, theirs)
            process = fork.Process(target=revise_and_endorse, args=arguments)
            process.start()
            theirs.close()
            for _ in range(chance.randint(1, 3)):
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
            check(parties.database, done)
            parties.database.close()


def check(database: Database, told: int) -> None:
    """What was told is kept; counts of what one action writes agree."""
    with database.read() as connection:

        def count(table: sa.Table, *wanted: sa.ColumnElement[bool]) -> int:
            query = sa.select(sa.func.count()).select_from(table).where(*wanted)
            return connection.scalar(query) or 0

        revised = count(revisions)
        latest = connection.scalar(sa.select(sa.func.max(revisions.c.number)))
        assert revised - 1 >= told
        assert latest == revised == count(wordings)
        assert connection.scalar(sa.select(proposals.c.version)) == revised + 1
        assert count(audit, audit.c.action == Action.PROPOSAL_REVISED) == revised - 1
        endorsed = connection.scalar(sa.select(endorsements.c.number)) or 0
        assert endorsed <= revised
        assert count(audit, audit.c.action == Action.PROPOSAL_ENDORSED) <= revised - 1
