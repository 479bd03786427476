"""Signing in: who comes in, for how long, and what guessing costs."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from kb.access import Right, Role
from kb.errors import InvalidInput, SignInNeeded, TooManyRequests
from kb.members import passwords
from kb.members.services import Members
from kb.members.throttle import FREE_OF_ACCOUNT, FREE_OF_NETWORK, LONGEST
from kb.store.database import Database
from kb.store.member_tables import failures, sign_ins
from kb.store.member_tables import members as members_table
from tests.kb.members.conftest import HOME, OPERATOR, PASSWORD, Clock, audience, joined, signed_in


def test_a_member_comes_in_with_the_rights_of_the_role(members: Members) -> None:
    member = joined(members, "sok@example.org", "River Watch", Role.EDITOR)
    who = audience(members, signed_in(members, " SOK@example.org"))
    assert who.member_id == member
    assert who.rights == Role.EDITOR.rights
    assert who.own_organisation == members.organisations.named("River Watch").id
    assert not who.everywhere


def test_only_admins_of_the_home_organisation_administer_the_network(members: Members) -> None:
    joined(members, "a", "River Watch", Role.ADMIN)
    joined(members, "b", HOME, Role.ADMIN)
    joined(members, "c", HOME, Role.EDITOR)
    assert [
        audience(members, signed_in(members, login)).may_administer_network for login in "abc"
    ] == [False, True, False]


def test_every_refusal_is_the_same(members: Members) -> None:
    joined(members, "good")
    locked = joined(members, "locked")
    members.people.lock(OPERATOR, locked)
    members.people.close(OPERATOR, joined(members, "closed"))
    members.people.invite(OPERATOR, "invited", Role.READER, members.organisations.named(HOME).id)
    joined(members, "shut", "Shut")
    members.organisations.lock(OPERATOR, members.organisations.named("Shut").id)
    told = set()
    for login, password in [
        ("good", "wrong wrong wrong"),
        ("unknown", PASSWORD),
        ("locked", PASSWORD),
        ("closed", PASSWORD),
        ("invited", PASSWORD),
        ("invited", ""),
        ("shut", PASSWORD),
        ("", ""),
        ("\x00" * 9, "\ud800"),
    ]:
        with pytest.raises(SignInNeeded) as refused:
            signed_in(members, login, password)
        told.add((refused.value.code, str(refused.value)))
    assert len(told) == 1


def test_only_hashes_are_kept(members: Members, database: Database) -> None:
    joined(members, "sok")
    reference = signed_in(members, "sok")
    with database.read() as connection:
        kept = [*connection.execute(sa.select(sign_ins)), *connection.execute(sa.select(failures))]
        password = connection.scalar(sa.select(members_table.c.password_hash))
    assert reference not in str(kept)
    assert "203.0.113" not in str(kept)
    assert str(password).startswith("$argon2id$")


def test_a_sign_in_ends_when_it_lies_unused_and_after_half_a_day(
    members: Members, clock: Clock
) -> None:
    joined(members, "sok")
    unused, used = signed_in(members, "sok"), signed_in(members, "sok")
    clock.forward(hours=7)
    assert members.sign_ins.audience(used)
    clock.forward(hours=2)
    assert members.sign_ins.audience(unused) is None
    assert members.sign_ins.audience(used)
    clock.forward(hours=3, seconds=1)
    assert members.sign_ins.audience(used) is None


def test_signing_out_is_final(members: Members) -> None:
    joined(members, "sok")
    reference = signed_in(members, "sok")
    members.sign_ins.sign_out(reference)
    assert members.sign_ins.audience(reference) is None
    members.sign_ins.sign_out(reference)
    members.sign_ins.sign_out("nonsense")


def test_each_sign_in_is_another_and_is_ended_by_its_owner_alone(members: Members) -> None:
    sok, other = joined(members, "sok"), joined(members, "other")
    phone, desktop = signed_in(members, "sok"), signed_in(members, "sok")
    assert phone != desktop
    listed = members.sign_ins.of(sok, desktop)
    assert sorted(one.is_this for one in listed) == [False, True]
    assert {one.day for one in listed} == {dt.date(2026, 3, 1)}
    (on_phone,) = (one for one in listed if not one.is_this)
    members.sign_ins.end(other, on_phone.id)
    assert members.sign_ins.audience(phone)
    members.sign_ins.end(sok, on_phone.id)
    assert members.sign_ins.audience(phone) is None
    assert members.sign_ins.audience(desktop)
    members.sign_ins.end_all(sok)
    assert members.sign_ins.audience(desktop) is None


def test_rights_change_with_the_next_request(members: Members) -> None:
    sok = joined(members, "sok", "River Watch", Role.ADMIN)
    reference = signed_in(members, "sok")
    members.people.set_role(OPERATOR, sok, Role.READER)
    assert audience(members, reference).rights == frozenset()
    forest = members.organisations.add(OPERATOR, "Forest Friends")
    members.people.move(OPERATOR, sok, forest.id)
    assert audience(members, reference).organisations == {forest.id}


@pytest.mark.parametrize("what", ["lock", "close", "organisation", "password", "link"])
def test_what_ends_access_ends_sign_ins_tokens_and_links(members: Members, what: str) -> None:
    sok = joined(members, "sok", "River Watch")
    reference = signed_in(members, "sok")
    _, token = members.tokens.make(sok, "script", [Right.UPLOAD], 9)
    if what == "lock":
        members.people.lock(OPERATOR, sok)
        members.people.lock(OPERATOR, sok, locked=False)  # what ended does not come back
    elif what == "close":
        members.people.close(OPERATOR, sok)
    elif what == "organisation":
        river = members.organisations.named("River Watch")
        members.organisations.lock(OPERATOR, river.id)
        members.organisations.lock(OPERATOR, river.id, locked=False)
    elif what == "password":
        members.sign_ins.change_password(audience(members, reference), PASSWORD, PASSWORD + "!")
    else:
        members.links.use(members.people.new_link(OPERATOR, sok), PASSWORD + "!", "Sok")
    assert members.sign_ins.audience(reference) is None
    with pytest.raises(SignInNeeded):
        members.tokens.audience(token)


def test_guesses_at_one_account_are_slowed_and_the_owner_is_never_locked_out(
    members: Members, clock: Clock
) -> None:
    joined(members, "sok")
    guesses = [refusal(members, "sok") for _ in range(1000)]
    assert guesses.count(None) == FREE_OF_ACCOUNT
    assert set(guesses) == {None, 2}
    with pytest.raises(TooManyRequests):
        signed_in(members, "sok")
    clock.forward(seconds=LONGEST.total_seconds() + 1)
    assert signed_in(members, "sok")
    signed_in(members, "sok")  # and the failures are forgotten


def refusal(members: Members, login: str) -> int | None:
    """Guess; give for how many seconds the next guess must wait, None if this one was looked at."""
    try:
        signed_in(members, login, "wrong wrong wrong")
    except SignInNeeded:
        return None
    except TooManyRequests as error:
        return error.seconds
    raise AssertionError


def test_the_delay_doubles_up_to_a_quarter_of_an_hour(members: Members, clock: Clock) -> None:
    waits = []
    for _ in range(60):
        if seconds := refusal(members, "nobody"):
            waits.append(seconds)
            clock.forward(seconds=seconds)
    assert waits[:5] == [2, 3, 5, 9, 17]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST.total_seconds() + 1


def test_guesses_of_one_network_at_many_accounts_are_slowed(members: Members) -> None:
    looked_at = 0
    for number in range(100):
        try:
            members.sign_ins.sign_in(
                f"user{number}", "wrong", address=f"198.51.100.{number}", device=""
            )
        except SignInNeeded:
            looked_at += 1
        except TooManyRequests:
            pass
    assert looked_at == FREE_OF_NETWORK
    with pytest.raises(SignInNeeded):
        members.sign_ins.sign_in("other", "wrong", address="192.0.2.1", device="")
    with pytest.raises(SignInNeeded):
        members.sign_ins.sign_in("other", "wrong", address="127.0.0.1", device="")


def test_what_is_kept_of_failures_is_forgotten_within_a_day(
    members: Members, database: Database, clock: Clock
) -> None:
    with pytest.raises(SignInNeeded):
        signed_in(members, "a", "wrong")
    clock.forward(hours=24, seconds=1)
    with pytest.raises(SignInNeeded):
        signed_in(members, "b", "wrong")
    with database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(failures)) == 2


def test_an_outdated_hash_is_renewed_when_the_member_comes_in(
    members: Members, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined(members, "sok")
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(2, 16, 1))
    signed_in(members, "sok")
    with database.read() as connection:
        kept = connection.scalar(sa.select(members_table.c.password_hash))
    assert "m=16,t=2,p=1" in str(kept)


def test_the_password_is_asked_again_and_guessing_it_is_slowed(members: Members) -> None:
    sok = joined(members, "sok")
    members.sign_ins.confirm(sok, PASSWORD)
    for _ in range(FREE_OF_ACCOUNT):
        with pytest.raises(InvalidInput) as refused:
            members.sign_ins.confirm(sok, "wrong")
        assert refused.value.code == "password-wrong"
    with pytest.raises(TooManyRequests):
        members.sign_ins.confirm(sok, PASSWORD)
