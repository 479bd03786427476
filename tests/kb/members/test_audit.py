"""The audit log: what is in it, who reads it, and that it cannot be changed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from kb.access import Role
from kb.errors import SignInNeeded
from kb.members.services import Members
from kb.store.database import Database
from kb.store.member_tables import audit
from kb.store.tables import now
from tests.kb.members.conftest import HOME, OPERATOR, Clock, audience, joined, signed_in
from tests.kb.store.conftest import database, database_url, postgresql

__all__ = ["database", "database_url", "postgresql"]  # triggers differ by database


def test_it_says_who_did_what(members: Members) -> None:
    sok = joined(members, "sok")
    reference = signed_in(members, "sok")
    members.people.set_role(OPERATOR, sok, Role.ADMIN)
    with pytest.raises(SignInNeeded):
        signed_in(members, "nobody", "secret words here")
    members.sign_ins.sign_out(reference)
    entries = members.audit.entries(OPERATOR, limit=100)
    assert [(one.action, one.member_id) for one in entries] == [
        ("sign-out", sok),
        ("sign-in-refused", ""),
        ("role", ""),
        ("sign-in", sok),
        ("join", sok),
        ("invite", ""),
        ("organisation", ""),
    ]
    assert entries[2].details == {"before": "contributor", "after": "admin"}
    assert entries[0].name == "Sok"
    for secret in ("203.0.113", "secret words", reference, "nobody"):
        assert secret not in str(entries)
    assert members.audit.entries(OPERATOR, limit=1)[0].action == "audit-read"


def test_admins_read_what_concerns_their_own_organisation(members: Members) -> None:
    joined(members, "theirs", "Forest Friends")
    joined(members, "admin", "River Watch", Role.ADMIN)
    who = audience(members, signed_in(members, "admin"))
    river = members.organisations.named("River Watch").id
    assert {one.organisation_id for one in members.audit.entries(who, limit=100)} == {river}
    joined(members, "root", HOME, Role.ADMIN)
    everything = members.audit.entries(audience(members, signed_in(members, "root")), limit=100)
    assert len({one.organisation_id for one in everything}) == 3


@pytest.mark.parametrize("statement", [sa.update(audit).values(subject="x"), sa.delete(audit)])
def test_entries_are_neither_changed_nor_deleted(
    members: Members, database: Database, clock: Clock, statement: sa.Executable
) -> None:
    clock.now = now()
    joined(members, "sok")
    with pytest.raises(DatabaseError, match="append-only"), database.write() as connection:
        connection.execute(statement)


def test_entries_are_kept_for_a_year(members: Members, clock: Clock) -> None:
    clock.now = now()
    clock.forward(days=-366)
    joined(members, "sok")
    clock.forward(days=366)
    joined(members, "dara")
    assert {one.action for one in members.audit.entries(OPERATOR, limit=100)} == {"invite", "join"}
    assert len(members.audit.entries(OPERATOR, limit=100)) == 3
