"""Members and organisations: who may do what to whom, and what is left of whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.access import Audience, Right, Role
from kb.errors import Forbidden, InvalidInput, KbError, NotFound, SignInNeeded
from kb.members.people import Standing
from kb.members.services import Members
from tests.kb.members.conftest import HOME, OPERATOR, PASSWORD, Clock, audience, joined, signed_in


def admin_of(members: Members, organisation: str) -> Audience:
    login = f"admin-{organisation}".replace(" ", "-").lower()
    joined(members, login, organisation, Role.ADMIN)
    return audience(members, signed_in(members, login))


def test_an_invitation_is_used_once(members: Members) -> None:
    organisation = members.organisations.add(OPERATOR, HOME)
    member, token = members.people.invite(OPERATOR, "sok", Role.READER, organisation.id)
    assert member.standing is Standing.INVITED
    link = members.links.open(token)
    assert (link.login, link.organisation, link.purpose) == ("sok", HOME, "invitation")
    assert members.links.open(token) == link  # looking uses nothing up
    with pytest.raises(InvalidInput):
        members.links.use(token, "short", "Sok")
    members.links.use(token, PASSWORD, "  A pseudonym ")
    assert members.people.member(member.id).name == "A pseudonym"
    for replay in (lambda: members.links.open(token), lambda: members.links.use(token, "x", "y")):
        with pytest.raises(NotFound) as used:
            replay()
        with pytest.raises(NotFound) as never:
            members.links.open("nonsense")
        assert (used.value.code, str(used.value)) == ("link-used", str(never.value))


def test_links_run_out_and_a_new_one_ends_the_old(members: Members, clock: Clock) -> None:
    organisation = members.organisations.add(OPERATOR, HOME)
    member, first = members.people.invite(OPERATOR, "sok", Role.READER, organisation.id)
    second = members.people.new_link(OPERATOR, member.id)
    with pytest.raises(NotFound):
        members.links.open(first)
    clock.forward(days=6, hours=23)
    members.links.open(second)
    clock.forward(hours=1)
    with pytest.raises(NotFound):
        members.links.open(second)
    sok = joined(members, "other")
    reset = members.people.new_link(OPERATOR, sok)
    assert members.links.open(reset).purpose == "reset"
    clock.forward(hours=1)
    with pytest.raises(NotFound):
        members.links.open(reset)


@pytest.mark.parametrize(
    "name", ["", "  ", "\u200b", "a\nb", "a\u202eb", "x" * 121, "\x00", "a\ud800"]
)
def test_names_that_mislead_are_refused(members: Members, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        members.organisations.add(OPERATOR, name)
    assert refused.value.code == "name-unusable"
    joined(members, "sok")
    with pytest.raises(InvalidInput):
        members.people.rename(audience(members, signed_in(members, "sok")), name)


def test_a_name_is_one_members_alone(members: Members) -> None:
    joined(members, "sok@example.org")
    organisation = members.organisations.named(HOME)
    for login in ("sok@example.org", "SOK@Example.org", "ｓｏｋ@example.org"):
        with pytest.raises(InvalidInput) as refused:
            members.people.invite(OPERATOR, login, Role.READER, organisation.id)
        assert refused.value.code == "name-taken"
    with pytest.raises(InvalidInput):
        members.people.invite(OPERATOR, "two words", Role.READER, organisation.id)
    with pytest.raises(InvalidInput):
        members.organisations.add(OPERATOR, HOME)


def test_admins_administer_their_own_organisation_and_know_nothing_of_others(
    members: Members,
) -> None:
    theirs = joined(members, "theirs", "Forest Friends")
    admin = admin_of(members, "River Watch")
    forest = members.organisations.named("Forest Friends")
    river = members.organisations.named("River Watch")
    attempts: list[Callable[[str], object]] = [
        lambda member: members.people.new_link(admin, member),
        lambda member: members.people.set_role(admin, member, Role.READER),
        lambda member: members.people.lock(admin, member),
        lambda member: members.people.close(admin, member),
        lambda member: members.people.move(admin, member, river.id),
    ]
    for attempt in attempts:
        told = []
        for member in (theirs, "0" * 24):
            with pytest.raises(KbError) as refused:
                attempt(member)
            told.append((type(refused.value), str(refused.value)))
        assert told[0] == told[1]
        assert told[0][0] is NotFound
    with pytest.raises(Forbidden):
        members.people.members(admin, forest.id)
    with pytest.raises(Forbidden):
        members.people.invite(admin, "spy", Role.READER, forest.id)
    with pytest.raises(Forbidden):
        members.organisations.lock(admin, forest.id)
    with pytest.raises(Forbidden):
        members.organisations.add(admin, "Another")
    mine, _ = members.people.invite(admin, "mine", Role.DELEGATE, river.id)
    with pytest.raises(Forbidden):
        members.people.move(admin, mine.id, forest.id)
    listed = {one.login for one in members.people.members(admin, river.id)}
    assert listed == {"admin-river-watch", "mine"}
    members.organisations.lock(admin, river.id)
    with pytest.raises(SignInNeeded):
        signed_in(members, "admin-river-watch")


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR, Role.DELEGATE, Role.EDITOR])
def test_only_admins_administer(members: Members, role: Role) -> None:
    other = joined(members, "other")
    joined(members, "sok", HOME, role)
    who = audience(members, signed_in(members, "sok"))
    home = members.organisations.named(HOME)
    with pytest.raises(Forbidden):
        members.people.members(who, home.id)
    with pytest.raises(NotFound):
        members.people.lock(who, other)
    with pytest.raises(Forbidden):
        members.audit.entries(who, limit=1)


def test_nobody_shuts_the_own_door(members: Members) -> None:
    admin = admin_of(members, HOME)
    with pytest.raises(Forbidden):
        members.people.set_role(admin, admin.member_id, Role.READER)
    with pytest.raises(Forbidden):
        members.people.lock(admin, admin.member_id)


def test_a_closed_account_leaves_no_name(members: Members) -> None:
    sok = joined(members, "sok@example.org")
    who = audience(members, signed_in(members, "sok@example.org"))
    members.people.close(who, sok)
    gone = members.people.member(sok)
    assert (gone.login, gone.name, gone.standing) == ("", "", Standing.CLOSED)
    assert "sok" not in str(members.audit.entries(OPERATOR, limit=100)).casefold()
    with pytest.raises(NotFound):
        members.people.new_link(OPERATOR, sok)
    joined(members, "sok@example.org")  # the name is free again


def test_a_token_has_the_rights_of_its_member_or_less(members: Members, clock: Clock) -> None:
    sok = joined(members, "sok", "River Watch", Role.CONTRIBUTOR)
    token, secret = members.tokens.make(sok, "script", [Right.UPLOAD, Right.EDIT], 30)
    assert secret.startswith("kb_")
    assert secret not in str(members.tokens.of(sok))
    assert members.tokens.audience(secret).rights == {Right.UPLOAD}  # a contributor edits nothing
    members.people.set_role(OPERATOR, sok, Role.READER)
    assert members.tokens.audience(secret).rights == frozenset()
    assert members.tokens.audience(secret).member
    other = joined(members, "other")
    with pytest.raises(NotFound):
        members.tokens.revoke(Audience(member=True, member_id=other), other, token.id)
    clock.forward(days=30)
    with pytest.raises(SignInNeeded) as expired:
        members.tokens.audience(secret)
    with pytest.raises(SignInNeeded) as unknown:
        members.tokens.audience("kb_nonsense")
    assert str(expired.value) == str(unknown.value)
    assert members.tokens.of(sok) == []


def test_a_revoked_token_ends_at_once(members: Members) -> None:
    sok = joined(members, "sok")
    who = audience(members, signed_in(members, "sok"))
    token, secret = members.tokens.make(sok, "script", [], 1)
    members.tokens.audience(secret)
    members.tokens.revoke(who, sok, token.id)
    with pytest.raises(SignInNeeded):
        members.tokens.audience(secret)


@pytest.mark.parametrize(
    ("scopes", "days"), [([Right.ADMINISTER], 1), ([], 0), ([], 367), ([], -1)]
)
def test_tokens_that_allow_too_much_are_refused(
    members: Members, scopes: list[Right], days: int
) -> None:
    with pytest.raises(InvalidInput):
        members.tokens.make(joined(members, "sok"), "script", scopes, days)


def test_a_locked_member_makes_no_token(members: Members) -> None:
    sok = joined(members, "sok")
    members.people.lock(OPERATOR, sok)
    with pytest.raises(NotFound):
        members.tokens.make(sok, "script", [], 1)
