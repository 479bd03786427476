"""Closing: all of it or nothing, with the decision of minutes for those who may read them."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.access import Audience, Role
from kb.discussion.contributions import Draft
from kb.discussion.model import Result
from kb.errors import Conflict, Forbidden, InvalidInput, NotFound
from kb.model import Visibility
from tests.kb.discussion.conftest import World

DAY = dt.date(2026, 9, 1)


def test_a_discussion_is_closed_by_a_decision(world: World) -> None:
    thread = world.open()
    sok, dara = world.member("sok"), world.member("dara", owner="River")
    closings = world.discussion.closings
    closings.close(sok, thread.id, Result.AGREED, "We ask for it.", world.decision, DAY)
    (closing,) = closings.of(sok, thread.id)
    assert (closing.result, closing.decision, closing.review_on) == (
        Result.AGREED,
        world.decision,
        DAY,
    )
    (theirs,) = closings.of(dara, thread.id)
    assert (theirs.summary, theirs.decision) == ("We ask for it.", None)
    assert world.discussion.threads.get(dara, thread.id).closed
    closed = closings.by_decision(sok, [world.decision])
    assert [one.id for one in closed[str(world.decision)]] == [thread.id]


def test_nobody_replies_to_what_is_closed_until_it_is_opened_again(world: World) -> None:
    thread = world.open("One")
    sok = world.member("sok")
    said, closings = world.discussion.contributions, world.discussion.closings
    (first,) = world.discussion.threads.contributions(sok, thread.id)
    closings.close(sok, thread.id, Result.ANSWERED, "Done.")
    with pytest.raises(Conflict) as refused:
        said.add(sok, thread.id, Draft("More", "en"))
    assert refused.value.code == "thread-closed"
    with pytest.raises(Conflict):
        said.edit(sok, first.id, "Two", 1)
    closings.reopen(sok, thread.id, "There is more.")
    said.add(sok, thread.id, Draft("More", "en"))
    results = [(one.result, one.summary) for one in closings.of(sok, thread.id)]
    assert results == [(None, "There is more."), (Result.ANSWERED, "Done.")]
    with pytest.raises(Conflict):
        closings.reopen(sok, thread.id, "Again")
    assert closings.by_decision(sok, [world.decision]) == {}


def test_who_opened_it_and_moderators_close_it(world: World) -> None:
    thread = world.open()
    closings = world.discussion.closings
    with pytest.raises(Forbidden):
        closings.close(world.member("dara", owner="River"), thread.id, Result.AGREED, "Mine.")
    editor = world.member("editor", Role.EDITOR, "River")
    closings.close(editor, thread.id, Result.POSTPONED, "Later.")
    closings.close(world.member("sok"), thread.id, Result.AGREED, "Now.")
    assert len(closings.of(editor, thread.id)) == 2


def test_it_is_looked_at_again_when_its_day_comes(world: World) -> None:
    thread, later, open_ = (world.open(text) for text in ("One", "Two", "Three"))
    sok, closings = world.member("sok"), world.discussion.closings
    closings.close(sok, thread.id, Result.POSTPONED, "Later.", review_on=DAY)
    closings.close(sok, later.id, Result.AGREED, "Done.", review_on=DAY + dt.timedelta(days=99))
    closings.close(sok, open_.id, Result.AGREED, "Done.", review_on=DAY)
    closings.reopen(sok, open_.id, "There is more.")
    assert closings.due(sok) == []
    world.now = dt.datetime.combine(DAY, dt.time(1), dt.UTC)
    editor = world.member("editor", Role.EDITOR, "River")
    assert [one.id for one in closings.due(sok)] == [thread.id]
    assert [one.id for one in closings.due(editor)] == [thread.id]
    assert closings.due(world.member("dara", owner="River")) == []
    assert closings.due(world.member("reader", Role.READER)) == []
    assert closings.due(Audience.visitor()) == []
    own = world.open("Own", Visibility.ORGANISATION)
    closings.close(sok, own.id, Result.POSTPONED, "Later.", review_on=DAY + dt.timedelta(days=1))
    closings.close(sok, thread.id, Result.AGREED, "Done at last.")
    world.forward(days=2)
    assert [one.id for one in closings.due(sok)] == [own.id]
    assert closings.due(editor) == []


def test_what_cannot_close_a_discussion(world: World) -> None:
    thread = world.open()
    sok, close = world.member("sok"), world.discussion.closings.close
    with pytest.raises(InvalidInput) as refused:
        close(sok, thread.id, Result.AGREED, "x", review_on=dt.date(2020, 1, 1))
    assert refused.value.code == "review-past"
    with pytest.raises(InvalidInput) as refused:
        close(sok, thread.id, Result.AGREED, "x", world.article)
    assert refused.value.code == "no-decision"
    editor = world.member("editor", Role.EDITOR, "River")
    with pytest.raises(NotFound):
        close(editor, thread.id, Result.AGREED, "x", world.decision)
    with pytest.raises(InvalidInput):
        close(sok, thread.id, Result.AGREED, " ")
    assert not world.discussion.threads.get(sok, thread.id).closed
