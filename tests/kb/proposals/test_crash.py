"""Killed at any moment, a revision and an endorsement are made whole or not at all."""

from __future__ import annotations

import shutil
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
from tests.kb.kills import killed
from tests.kb.proposals.parties import Parties

LAW = "State land may be leased for {} years."


def test_thirty_kills_leave_nothing_half_revised(empty: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(empty, tmp_path / "kb.sqlite3"))
    with Parties.started(file, {"km": LAW.format(15)}) as parties:
        forest, river = parties.delegate("Forest"), parties.delegate("River")
        typed = parties.typed({"km": LAW.format(20)})
        made = parties.proposals.draft(forest, parties.target, typed, Visibility.NETWORK)
        parties.proposals.open(forest, made.id, made.version)

        def revise_and_endorse(told: Connection) -> None:
            database = Database(f"sqlite:///{file}")
            service = Proposals(database, Audit(database, now))
            while True:
                version = service.proposal(forest, made.id).version
                anew = Typed({"km": LAW.format(version + 100)}, typed.bases, "")
                revised = service.revise(forest, made.id, version, anew)
                told.send(1)
                service.endorse(river, made.id, revised.revision.number)

        done = 0
        for told in killed(parties.database, revise_and_endorse):
            done += sum(told)
            check(parties.database, done)


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
