"""What hangs on an article stays with it when a new text numbers the articles anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.access import Role
from kb.discussion.contributions import Draft
from kb.discussion.model import Mandate, Stance
from kb.discussion.placement import State
from kb.discussion.services import Discussion
from kb.discussion.targets import SectionKey, Target
from kb.members.audit import Audit
from kb.model import SectionKind, Visibility
from kb.proposals.model import ProposalState
from kb.store.tables import now
from tests.kb.proposals.parties import Parties

KM = "បុគ្គលណាដែលបានកាន់កាប់អចលនវត្ថុ អាចស្នើសុំប័ណ្ណសម្គាល់សិទ្ធិជាម្ចាស់អចលនវត្ថុនោះបាន ។"
EN = "Any person who possessed immovable property may request a title of ownership of it."
NEW = "ជនគ្រប់រូបមានសិទ្ធិដឹង ហើយរដ្ឋត្រូវផ្សព្វផ្សាយផែនទីដីធ្លីជាសាធារណៈ ។"


@pytest.fixture
def parties(empty: Path, tmp_path: Path) -> Iterator[Parties]:
    file = Path(shutil.copy(empty, tmp_path / "kb.sqlite3"))
    with Parties.started(file, {"km": KM, "en": EN}) as started:
        yield started


@pytest.fixture
def discussion(parties: Parties) -> Discussion:
    return Discussion(parties.database, Audit(parties.database, now), lambda: None)


def article(parties: Parties, number: str) -> Target:
    return Target.of_work(parties.target.id, SectionKey(SectionKind.ARTICLE, number))


def said(
    parties: Parties,
    discussion: Discussion,
    number: str,
    visibility: Visibility = Visibility.NETWORK,
) -> str:
    """Open a discussion on an article, without a quotation."""
    by, draft = parties.delegate("Forest"), Draft("Is it right?", "en")
    return discussion.threads.open(by, article(parties, number), number, visibility, draft).id


def number_of(parties: Parties, discussion: Discussion, thread_id: str) -> str:
    section = discussion.threads.get(parties.delegate("Forest"), thread_id).target.section
    assert section
    return section.number


def edition(parties: Parties, **options: object) -> str:
    """Keep an edition with a new article 30, so that the old 30 and 31 become 31 and 32."""
    values = {"key": "edition", "number": "31", "year": 2020, "text_before": NEW} | options
    return parties.keep("km", KM, **values)  # type: ignore[arg-type]


def test_all_follow_to_the_new_numbers_at_once(parties: Parties, discussion: Discussion) -> None:
    threads = [said(parties, discussion, number) for number in ("30", "31")]
    by = parties.delegate("Forest")
    discussion.positions.state(
        by, article(parties, "30"), Stance.SUPPORT, "", Visibility.NETWORK, Mandate()
    )
    typed = parties.typed({"km": f"{KM} ថ្មី"})
    made = parties.proposals.draft(by, parties.target, typed, Visibility.NETWORK)
    opened = parties.proposals.open(by, made.id, made.version)
    parties.proposals.withdraw(by, opened.id, opened.version, "No more")
    edition(parties)
    assert [number_of(parties, discussion, one) for one in threads] == ["31", "32"]
    (position,) = discussion.positions.on(by, [parties.target.id])
    assert position.target == article(parties, "31")
    ended = parties.proposals.proposal(by, made.id)
    assert (ended.state, ended.target) == (ProposalState.WITHDRAWN, article(parties, "31"))
    # the translation of the new edition finds them where they are
    parties.keep("en", EN, key="edition", number="31", year=2020, text_before="Everybody may know.")
    assert [number_of(parties, discussion, one) for one in threads] == ["31", "32"]


def test_a_corrected_number_is_followed(parties: Parties, discussion: Discussion) -> None:
    parties.keep("km", KM, key="edition", number="80", year=2020)
    thread = said(parties, discussion, "80")
    parties.keep("km", KM, key="edition", number="30", year=2020)
    assert number_of(parties, discussion, thread) == "30"


def test_an_article_that_is_gone_is_a_doubt_for_editors(
    parties: Parties, discussion: Discussion
) -> None:
    thread = said(parties, discussion, "30")
    editor = parties.member("River", Role.EDITOR)
    assert discussion.quotations.doubts(editor) == []
    newer = parties.keep("km", NEW, key="edition", year=2020)
    (doubt,) = discussion.quotations.doubts(editor)
    assert (doubt.standing.thread_id, doubt.standing.document_id) == (thread, newer)
    assert (doubt.quotation.exact, doubt.standing.state) == (KM, State.ORPHAN)
    assert number_of(parties, discussion, thread) == "30"


@pytest.mark.parametrize(
    "options", [{"year": 1999}, {"year": 2001}, {"visibility": Visibility.ORGANISATION}]
)
def test_texts_that_are_not_ahead_number_nothing_anew(
    parties: Parties, discussion: Discussion, options: dict[str, object]
) -> None:
    thread = said(parties, discussion, "30")
    edition(parties, **options)
    assert number_of(parties, discussion, thread) == "30"
    assert discussion.quotations.doubts(parties.member("River", Role.EDITOR)) == []
