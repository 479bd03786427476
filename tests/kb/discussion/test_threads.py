"""Discussions: who sees them, what was said before, and what is left of what was removed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from kb.access import Audience, Role
from kb.discussion.contributions import Draft
from kb.discussion.model import ContributionKind, State
from kb.discussion.targets import SectionKey, Target
from kb.discussion.threads import PAGE_LENGTH
from kb.errors import Conflict, Forbidden, InvalidInput, NotFound
from kb.members.audit import Action
from kb.model import DocumentKind, SectionKind, Visibility
from kb.store.changelog import ChangeLog
from kb.store.discussion_tables import contribution_versions
from kb.store.member_tables import audit
from kb.store.sharing import share
from kb.store.works import WorkStore
from kb.typed import LONGEST_TEXT
from tests.kb.discussion.conftest import ARTICLE, World

NETWORK, ORGANISATION = Visibility.NETWORK, Visibility.ORGANISATION


def texts(world: World, by: Audience, thread_id: str) -> list[tuple[str, list[str]]]:
    """What a reader is given of a thread."""
    said = world.discussion.threads.contributions(by, thread_id)
    return [(one.text, [reply.text for reply in one.replies]) for one in said]


def test_members_of_two_organisations_discuss_an_article(world: World) -> None:
    thread = world.open("Who decides?")
    dara = world.member("dara", owner="River")
    first = world.discussion.threads.contributions(dara, thread.id)[0]
    said = world.discussion.contributions
    said.add(dara, thread.id, Draft("ខ្ញុំយល់ព្រម", "km", ContributionKind.FOR))
    said.add(dara, thread.id, Draft("The commission.", "en", ContributionKind.FOR), first.id)
    assert texts(world, dara, thread.id) == [
        ("Who decides?", ["The commission."]),
        ("ខ្ញុំយល់ព្រម", []),
    ]
    (found,) = world.discussion.threads.on(dara, [world.article.id])
    assert (found.target, found.counts, found.replies) == (
        world.article,
        {ContributionKind.COMMENT: 1, ContributionKind.FOR: 1},
        1,
    )
    assert world.discussion.threads.latest(Audience.visitor()) == []
    assert world.followed == 3


def test_a_long_discussion_is_read_page_by_page(world: World) -> None:
    thread = world.open("0")
    sok = world.member("sok")
    add = world.discussion.contributions.add
    asked = add(sok, thread.id, Draft("asked", "en"))
    last = [add(sok, thread.id, Draft(f"answer {at}", "en"), asked.id) for at in range(PAGE_LENGTH)]
    later = add(sok, thread.id, Draft("later", "en"))
    pages = [world.discussion.threads.page(sok, thread.id, number) for number in (1, 2)]
    shown = [
        [one.text for first in page.contributions for one in (first, *first.replies)]
        for page in pages
    ]
    answers = [f"answer {at}" for at in range(PAGE_LENGTH)]
    assert shown == [
        ["0", "asked", *answers[: PAGE_LENGTH - 2]],
        ["asked", *answers[PAGE_LENGTH - 2 :], "later"],
    ]
    assert [(page.number, page.pages, page.continued) for page in pages] == [
        (1, 2, False),
        (2, 2, True),
    ]
    page = world.discussion.threads.page
    assert page(sok, thread.id, 9) == pages[1]
    for one, number in ((asked.id, 1), (last[-1].id, 2), (later.id, 2), ("of another one", 1)):
        assert page(sok, thread.id, at=one) == pages[number - 1]


@pytest.mark.parametrize("visibility", [NETWORK, ORGANISATION])
def test_a_discussion_is_for_those_for_whom_it_was_opened(
    world: World, visibility: Visibility
) -> None:
    thread = world.open(visibility=visibility)
    dara = world.member("dara", owner="River")
    if visibility is NETWORK:
        assert world.discussion.threads.get(dara, thread.id).title == "Title"
    else:
        threads = world.discussion.threads
        for read in (threads.get, threads.contributions, threads.page):
            with pytest.raises(NotFound):
                read(dara, thread.id)
        with pytest.raises(NotFound):
            world.discussion.contributions.add(dara, thread.id, Draft("I guess", "en"))


def test_each_reader_is_told_the_number_of_those_that_the_reader_sees(world: World) -> None:
    world.open()
    world.open(visibility=ORGANISATION)
    counts = world.discussion.threads.counts
    sok, dara = world.member("sok"), world.member("dara", owner="River")
    for who, number in ((sok, 2), (dara, 1), (Audience.visitor(), 0)):
        assert counts(who, world.article.id)[world.article] == number


def test_it_is_never_wider_than_the_text_and_follows_it(world: World) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.open(target=world.decision, visibility=NETWORK)
    assert refused.value.code == "audience"
    thread = world.open(visibility=NETWORK)
    dara = world.member("dara", owner="River")
    log = ChangeLog(world.database)
    before = log.last_position()
    with world.database.write("documents") as connection:
        share(connection, world.law, ORGANISATION, world.ids["Forest"])
    with pytest.raises(NotFound):
        world.discussion.threads.get(dara, thread.id)
    moves = {one.document_id: (one.left_part, one.entered_part) for one in log.after(before, 9)}
    assert moves[thread.id] == ("network", f"org-{world.ids['Forest']}")
    assert world.discussion.threads.get(world.member("sok"), thread.id).visibility is ORGANISATION


def test_a_discussion_comes_back_with_its_law(world: World) -> None:
    thread = world.open()
    world.store.remove(world.law)
    sok = world.member("sok")
    with pytest.raises(NotFound):
        world.discussion.threads.get(sok, thread.id)
    assert ChangeLog(world.database).after(0, 99)[-1].entered_part is None
    world.keep("Land Law", DocumentKind.LAW, Visibility.PUBLIC, "River", ARTICLE)
    assert world.discussion.threads.get(sok, thread.id).target == world.article
    assert ChangeLog(world.database).after(0, 99)[-1].entered_part == "network"


def test_a_discussion_follows_its_document_to_another_act(world: World) -> None:
    brief = world.keep("Brief", DocumentKind.BRIEF, NETWORK, "River", ARTICLE)
    thread = world.open(target=Target.of_work(world.work(brief), ARTICLE))
    WorkStore(world.database).link([world.law, brief])
    found = world.discussion.threads.get(world.member("sok"), thread.id)
    assert found.target == world.article


@pytest.mark.parametrize(
    "target",
    [
        Target.of_work("nothing"),
        Target.parse("document:nothing"),
        Target.parse("dossier:nothing"),
    ],
)
def test_what_is_not_there_cannot_be_discussed(world: World, target: Target) -> None:
    with pytest.raises(NotFound):
        world.open(target=target)


def test_an_article_that_is_not_there_cannot_be_discussed(world: World) -> None:
    with pytest.raises(NotFound):
        world.open(target=Target.of_work(world.article.id, SectionKey(SectionKind.ARTICLE, "99")))


def test_readers_and_programs_without_the_right_do_not_discuss(world: World) -> None:
    thread = world.open()
    for by in (
        world.member("reader", Role.READER),
        world.member("sok").limited_to([]),
        Audience.operator(frozenset(world.ids.values())),
    ):
        with pytest.raises(Forbidden):
            world.discussion.contributions.add(by, thread.id, Draft("No", "en"))


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "text-empty"), (" \u200b\n", "text-empty"), ("ក" * (LONGEST_TEXT + 1), "text-long")],
)
def test_texts_that_cannot_be_kept(world: World, text: str, code: str) -> None:
    thread = world.open("x" * LONGEST_TEXT)
    with pytest.raises(InvalidInput) as refused:
        world.discussion.contributions.add(world.member("sok"), thread.id, Draft(text, "km"))
    assert refused.value.code == code


def test_marks_that_reorder_text_are_not_kept(world: World) -> None:
    thread = world.open("good\u202e bad\x00\r\nline")
    assert texts(world, world.member("sok"), thread.id) == [("good bad\nline", [])]


def test_a_slip_is_mended_without_a_trace_while_nobody_answered(world: World) -> None:
    thread = world.open("Wrnog")
    sok = world.member("sok")
    said = world.discussion.contributions
    (first,) = world.discussion.threads.contributions(sok, thread.id)
    world.forward(minutes=4)
    mended = said.edit(sok, first.id, "Wrong", 1)
    assert (mended.text, mended.version) == ("Wrong", 1)
    assert [one.text for one in said.versions(sok, first.id)] == ["Wrong"]


@pytest.mark.parametrize("what", ["late", "answered"])
def test_later_each_wording_stays_to_be_read(world: World, what: str) -> None:
    thread = world.open("One")
    sok, dara = world.member("sok"), world.member("dara", owner="River")
    said = world.discussion.contributions
    (first,) = world.discussion.threads.contributions(sok, thread.id)
    if what == "late":
        world.forward(minutes=6)
    else:
        said.add(dara, thread.id, Draft("Yes", "en"), first.id)
    said.edit(sok, first.id, "Two", 1)
    assert [one.text for one in said.versions(dara, first.id)] == ["Two", "One"]
    with pytest.raises(Conflict):
        said.edit(sok, first.id, "Three", 1)
    with pytest.raises(Forbidden):
        said.edit(dara, first.id, "Mine", 2)


def test_times_are_for_the_own_organisation(world: World) -> None:
    at = world.now
    thread = world.open()
    for name, owner, told in (("sok", "Forest", at), ("dara", "River", at.date())):
        by = world.member(name, owner=owner)
        (first,) = world.discussion.threads.contributions(by, thread.id)
        assert first.at == told


def test_a_name_can_be_withheld(world: World) -> None:
    thread = world.open()
    sok = world.member("sok")
    world.discussion.contributions.add(sok, thread.id, Draft("Quietly", "en", named=False))
    dara = world.member("dara", owner="River")
    authors = [one.author for one in world.discussion.threads.contributions(dara, thread.id)]
    assert [(one.organisation, one.name) for one in authors] == [("Forest", "Sok"), ("Forest", "")]


def test_replies_have_one_level(world: World) -> None:
    thread = world.open()
    sok = world.member("sok")
    said = world.discussion.contributions
    (first,) = world.discussion.threads.contributions(sok, thread.id)
    reply = said.add(sok, thread.id, Draft("Yes", "en"), first.id)
    with pytest.raises(InvalidInput) as refused:
        said.add(sok, thread.id, Draft("No", "en"), reply.id)
    assert refused.value.code == "reply-to-reply"
    with pytest.raises(NotFound):
        said.add(sok, world.open().id, Draft("No", "en"), first.id)


def test_what_is_removed_is_erased_and_its_replies_stay(world: World) -> None:
    thread = world.open("Secret")
    sok, dara = world.member("sok"), world.member("dara", owner="River")
    said = world.discussion.contributions
    (first,) = world.discussion.threads.contributions(sok, thread.id)
    reply = said.add(dara, thread.id, Draft("I see", "en"), first.id)
    with pytest.raises(Forbidden):
        said.remove(dara, first.id)
    said.remove(sok, first.id)
    (tombstone,) = world.discussion.threads.contributions(sok, thread.id)
    assert (tombstone.state, tombstone.text, tombstone.author.organisation) == (
        State.REMOVED,
        "",
        "",
    )
    assert tombstone.reason == "author"
    with world.database.read() as connection:
        kept = connection.scalars(sa.select(contribution_versions.c.text)).all()
    assert kept == ["I see"]
    with pytest.raises(NotFound):
        said.versions(sok, first.id)
    said.remove(dara, reply.id)
    with pytest.raises(NotFound):  # nothing is left of it
        world.discussion.threads.get(sok, thread.id)


def test_each_act_is_in_the_audit_log_without_its_text(world: World) -> None:
    thread = world.open("Words")
    with world.database.read() as connection:
        (entry,) = connection.execute(sa.select(audit)).all()
    assert (entry.action, entry.subject, entry.details) == (
        Action.DISCUSSION_OPENED,
        thread.id,
        {},
    )
