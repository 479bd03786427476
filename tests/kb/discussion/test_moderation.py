"""Moderation: what is hidden is hidden everywhere, and every step can be looked up."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from kb.access import Role
from kb.discussion.contributions import Draft
from kb.discussion.model import State
from kb.errors import Forbidden, InvalidInput, NotFound
from kb.model import Visibility
from kb.store.discussion_tables import moderation
from tests.kb.discussion.conftest import World


def test_a_report_is_looked_at_and_hidden_with_a_reason(world: World) -> None:
    thread = world.open("Something bad")
    sok, dara = world.member("sok"), world.member("dara", owner="River")
    editor = world.member("editor", Role.EDITOR, "River")
    service, threads = world.discussion.moderation, world.discussion.threads
    (first,) = threads.contributions(dara, thread.id)
    world.discussion.contributions.add(dara, thread.id, Draft("Why?", "en"), first.id)
    service.report(dara, first.id, "Insulting")
    service.report(dara, first.id, "Very insulting")
    (case,) = service.cases(editor)
    assert (case.reports, case.contribution.text) == (("Very insulting",), "Something bad")
    service.hide(editor, first.id, "It insults people")
    (seen,) = threads.contributions(dara, thread.id)
    assert (seen.text, seen.reason, seen.state) == ("", "", State.HIDDEN)
    assert [reply.text for reply in seen.replies] == ["Why?"]
    with pytest.raises(NotFound):
        world.discussion.contributions.versions(dara, first.id)
    with pytest.raises(NotFound):
        service.report(dara, first.id, "Still there?")
    (mine,) = threads.contributions(sok, thread.id)
    assert (mine.text, mine.reason) == ("Something bad", "It insults people")
    assert threads.get(dara, thread.id).counts == {}
    (case,) = service.cases(editor)
    assert case.reports == ()


def test_an_edit_of_what_is_hidden_waits_for_a_moderator(world: World) -> None:
    thread = world.open("Something bad")
    sok, dara = world.member("sok"), world.member("dara", owner="River")
    editor = world.member("editor", Role.EDITOR, "River")
    service = world.discussion.moderation
    (first,) = world.discussion.threads.contributions(sok, thread.id)
    service.hide(editor, first.id, "It insults people")
    world.discussion.contributions.edit(sok, first.id, "Something good", 1)
    (case,) = service.cases(editor)
    assert (case.contribution.state, case.contribution.text) == (State.PENDING, "Something good")
    assert world.discussion.threads.contributions(dara, thread.id)[0].text == ""
    service.restore(editor, first.id, "Better")
    assert world.discussion.threads.contributions(dara, thread.id)[0].text == "Something good"
    steps = [(one.before, one.after, one.reason) for one in service.log(sok, first.id)]
    assert steps == [
        (State.VISIBLE, State.HIDDEN, "It insults people"),
        (State.PENDING, State.VISIBLE, "Better"),
    ]
    with pytest.raises(Forbidden):
        service.log(dara, first.id)
    assert service.cases(editor) == []


def test_the_log_cannot_be_changed(world: World) -> None:
    thread = world.open()
    editor = world.member("editor", Role.EDITOR)
    (first,) = world.discussion.threads.contributions(editor, thread.id)
    world.discussion.moderation.hide(editor, first.id, "Why")
    for statement in (sa.update(moderation).values(reason="x"), sa.delete(moderation)):
        with pytest.raises(IntegrityError, match="append-only"), world.database.write() as one:
            one.execute(statement)


def test_moderators_moderate_what_they_may_read(world: World) -> None:
    thread = world.open(visibility=Visibility.ORGANISATION)
    sok = world.member("sok")
    (first,) = world.discussion.threads.contributions(sok, thread.id)
    service = world.discussion.moderation
    service.report(sok, first.id, "Mine")
    editor = world.member("editor", Role.EDITOR, "River")
    assert service.cases(editor) == []
    with pytest.raises(NotFound):
        service.hide(editor, first.id, "Not theirs")
    with pytest.raises(Forbidden):
        service.cases(sok)
    with pytest.raises(Forbidden):
        service.hide(sok, first.id, "Why")
    with pytest.raises(InvalidInput):
        service.hide(world.member("own", Role.EDITOR), first.id, " ")
