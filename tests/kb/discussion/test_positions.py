"""Positions: one current one an organisation, stated by its delegates, with its history."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.access import Audience, Role
from kb.discussion.model import Mandate, Position, Stance
from kb.errors import Forbidden, InvalidInput, NotFound
from kb.model import DocumentKind, Visibility
from tests.kb.discussion.conftest import ARTICLE, World

NETWORK, ORGANISATION = Visibility.NETWORK, Visibility.ORGANISATION
BOARD = Mandate("Board", dt.date(2026, 2, 1))


def state(
    world: World,
    by: Audience,
    stance: Stance,
    reason: str = "",
    visibility: Visibility = NETWORK,
    mandate: Mandate = BOARD,
) -> Position:
    return world.discussion.positions.state(by, world.article, stance, reason, visibility, mandate)


def current(world: World, by: Audience) -> list[Stance]:
    return [one.stance for one in world.discussion.positions.on(by, [world.article.id])]


def test_any_delegate_changes_it_and_the_history_stays(world: World) -> None:
    first = world.member("first", Role.DELEGATE)
    second = world.member("second", Role.DELEGATE)
    reader = world.member("dara", owner="River")
    state(world, first, Stance.SUPPORT, mandate=Mandate("Board", None, world.decision))
    world.forward(minutes=16)
    state(world, second, Stance.CONCERN, "Nobody asked the villages.")
    assert current(world, reader) == [Stance.CONCERN]
    mine = world.discussion.positions.history(first, world.article, world.ids["Forest"])
    assert [(one.stance, one.stated_by) for one in mine] == [
        (Stance.CONCERN, "Second"),
        (Stance.SUPPORT, "First"),
    ]
    theirs = world.discussion.positions.history(reader, world.article, world.ids["Forest"])
    assert [one.stated_by for one in theirs] == ["", ""]
    assert (mine[1].mandate.decision, theirs[1].mandate.decision) == (world.decision, None)
    assert current(world, Audience.visitor()) == []


def test_a_slip_is_replaced(world: World) -> None:
    delegate = world.member("first", Role.DELEGATE)
    state(world, delegate, Stance.OPPOSE, "A slip")
    world.forward(minutes=15)
    state(world, delegate, Stance.SUPPORT)
    history = world.discussion.positions.history(delegate, world.article, world.ids["Forest"])
    assert [one.stance for one in history] == [Stance.SUPPORT]


def test_withdrawing_is_a_position_that_is_not_listed(world: World) -> None:
    delegate = world.member("first", Role.DELEGATE)
    with pytest.raises(InvalidInput) as refused:
        state(world, delegate, Stance.WITHDRAWN)
    assert refused.value.code == "nothing-to-withdraw"
    state(world, delegate, Stance.SUPPORT)
    world.forward(hours=1)
    state(world, delegate, Stance.WITHDRAWN)
    assert current(world, delegate) == []
    history = world.discussion.positions.history(delegate, world.article, world.ids["Forest"])
    assert [one.stance for one in history] == [Stance.WITHDRAWN, Stance.SUPPORT]


def test_what_is_kept_to_oneself_tells_nobody_that_something_changed(world: World) -> None:
    delegate, reader = world.member("first", Role.DELEGATE), world.member("dara", owner="River")
    state(world, delegate, Stance.SUPPORT)
    world.forward(hours=1)
    state(world, delegate, Stance.OPPOSE, "Between us", ORGANISATION)
    assert current(world, reader) == []
    assert world.discussion.positions.history(reader, world.article, world.ids["Forest"]) == []
    assert current(world, delegate) == [Stance.OPPOSE]


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR, Role.EDITOR, Role.ADMIN])
def test_only_delegates_speak_for_an_organisation(world: World, role: Role) -> None:
    with pytest.raises(Forbidden):
        state(world, world.member("other", role), Stance.SUPPORT)


def test_a_delegate_who_left_speaks_for_it_no_more(world: World) -> None:
    delegate = world.member("first", Role.DELEGATE)
    state(world, delegate, Stance.SUPPORT)
    moved = Audience(
        True, frozenset({world.ids["River"]}), Role.DELEGATE.rights, delegate.member_id
    )
    world.forward(hours=1)
    state(world, moved, Stance.OPPOSE, "Elsewhere now")
    by = world.discussion.positions.on(moved, [world.article.id])
    assert {one.organisation: one.stance for one in by} == {
        "Forest": Stance.SUPPORT,
        "River": Stance.OPPOSE,
    }


@pytest.mark.parametrize(
    ("stance", "reason", "mandate", "code"),
    [
        (Stance.CONCERN, "", BOARD, "reason-needed"),
        (Stance.OPPOSE, " \n", BOARD, "reason-needed"),
        (Stance.SUPPORT, "x" * 501, BOARD, "text-long"),
        (Stance.SUPPORT, "", Mandate("Board", dt.date(2027, 1, 1)), "to-come"),
    ],
)
def test_what_cannot_be_stated(
    world: World, stance: Stance, reason: str, mandate: Mandate, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        state(world, world.member("first", Role.DELEGATE), stance, reason, mandate=mandate)
    assert refused.value.code == code


def test_it_is_never_wider_than_the_text(world: World) -> None:
    delegate = world.member("first", Role.DELEGATE)
    world.keep("Draft", DocumentKind.BRIEF, ORGANISATION, "River", ARTICLE)
    positions = world.discussion.positions
    with pytest.raises(InvalidInput):
        positions.state(delegate, world.decision, Stance.SUPPORT, "", NETWORK, BOARD)
    other = world.member("dara", Role.DELEGATE, "River")
    with pytest.raises(NotFound):
        positions.state(other, world.decision, Stance.SUPPORT, "", ORGANISATION, BOARD)


def test_it_says_when_the_text_is_another_one(world: World) -> None:
    delegate = world.member("first", Role.DELEGATE)
    assert not state(world, delegate, Stance.SUPPORT).changed
    for text, changed in (("Text", False), ("Another text", True)):
        world.keep("Land Law", DocumentKind.LAW, Visibility.PUBLIC, "River", ARTICLE, text=text)
        (position,) = world.discussion.positions.on(delegate, [world.article.id])
        assert position.changed is changed
