"""What discussions quote: found, placed in each new text, settled by editors."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.access import Audience, Role
from kb.discussion.contributions import Draft
from kb.discussion.model import Thread
from kb.discussion.placement import State
from kb.discussion.quotations import NearPassage, Quotation, Quotations, Standing, Verdict
from kb.discussion.services import Discussion
from kb.errors import Forbidden, InvalidInput, NotFound
from kb.members.audit import Audit
from kb.model import Visibility
from kb.store.tables import now
from tests.kb.proposals.parties import Parties

QUOTED = "បានកាន់កាប់អចលនវត្ថុដោយសុខដុមក្នុងរយៈពេល ៥ ឆ្នាំ"
KM = f"បុគ្គលណាដែល{QUOTED} អាចស្នើសុំប័ណ្ណសម្គាល់សិទ្ធិជាម្ចាស់អចលនវត្ថុនោះបាន ។"
LOST = "រដ្ឋមន្ត្រីក្រសួងមហាផ្ទៃកំណត់ដោយប្រកាស ។ អាចស្នើសុំប័ណ្ណសម្គាល់សិទ្ធិជាម្ចាស់អចលនវត្ថុនោះបាន ។"
"""The article without what is quoted."""


@pytest.fixture
def parties(empty: Path, tmp_path: Path) -> Iterator[Parties]:
    file = Path(shutil.copy(empty, tmp_path / "kb.sqlite3"))
    with Parties.started(file, {"km": KM}) as started:
        yield started


def discussion(parties: Parties) -> Discussion:
    return Discussion(parties.database, Audit(parties.database, now), lambda: None)


def opened(parties: Parties, quotation: str = QUOTED) -> Thread:
    return discussion(parties).threads.open(
        parties.delegate("Forest"),
        parties.target,
        "Title",
        Visibility.NETWORK,
        Draft("Is this right?", "en"),
        quotation,
    )


def quotation(parties: Parties, thread: Thread, by: Audience | None = None) -> Quotation:
    reader = by or parties.reader("River")
    return Quotations(parties.database).of(reader, [thread.id])[thread.id]


def standing(parties: Parties, thread: Thread, document_id: str = "") -> Standing:
    return quotation(parties, thread).standings[document_id or parties.texts["km"]]


def editor(parties: Parties) -> Audience:
    return parties.member("River", Role.EDITOR)


def quoted_text(one: Standing) -> str:
    assert one.span is not None
    return one.text[slice(*one.span)]


def test_a_quotation_is_found_however_it_is_spaced(parties: Parties) -> None:
    thread = opened(parties, QUOTED.replace(" ", ""))
    found = quotation(parties, thread)
    assert (found.exact, found.lang) == (QUOTED, "km")
    assert standing(parties, thread).state is State.SURE
    assert quoted_text(standing(parties, thread)) == QUOTED


def test_a_discussion_need_not_quote(parties: Parties) -> None:
    thread = opened(parties, " \n")
    assert Quotations(parties.database).of(parties.reader("River"), [thread.id]) == {}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("the moon is made of cheese", "quotation-absent"),
        ("អចលនវត្ថុ", "quotation-many"),
        ("\u200b", "quotation-unusable"),
        ("ក" * 3_000, "quotation-unusable"),
    ],
)
def test_a_quotation_that_cannot_be_placed_is_refused(
    parties: Parties, typed: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as error:
        opened(parties, typed)
    assert error.value.code == code
    by = parties.delegate("Forest")
    assert discussion(parties).threads.about(by, parties.target) == []


def test_what_is_nearly_quoted_is_offered(parties: Parties) -> None:
    with pytest.raises(NearPassage) as error:
        opened(parties, QUOTED.replace("៥", "៣"))
    assert error.value.passage in KM
    assert opened(parties, error.value.passage)


def test_it_is_placed_in_a_corrected_text(parties: Parties) -> None:
    thread = opened(parties)
    parties.keep("km", "ជំពូកទី ៤ " + KM)
    assert standing(parties, thread).state is State.SURE
    assert quoted_text(standing(parties, thread)) == QUOTED
    assert quotation(parties, thread).text == KM  # where it was quoted


def test_it_stays_with_its_section_when_it_is_gone_and_is_found_again(parties: Parties) -> None:
    thread = opened(parties)
    parties.keep("km", LOST)
    gone = standing(parties, thread)
    assert (gone.state, gone.span, gone.text) == (State.ORPHAN, None, LOST)
    assert quotation(parties, thread).exact == QUOTED
    parties.keep("km", KM)
    back = standing(parties, thread)
    assert back.state is State.DOUBTFUL
    assert quoted_text(back) == QUOTED


def test_a_new_edition_has_a_place_of_its_own_under_another_number(parties: Parties) -> None:
    thread = opened(parties)
    before = standing(parties, thread)
    edition = parties.keep("km", "ត្រូវ " + KM, key="law-2015", number="32", year=2015)
    assert standing(parties, thread) == before
    after = standing(parties, thread, edition)
    assert (after.state, quoted_text(after)) == (State.SURE, QUOTED)
    assert after.section_id != before.section_id


def test_saving_the_same_text_again_changes_nothing(parties: Parties) -> None:
    thread = opened(parties)
    before = standing(parties, thread)
    parties.keep("km", KM)
    assert standing(parties, thread) == before


def test_what_a_person_said_of_a_text_holds_when_it_comes_back(parties: Parties) -> None:
    thread = opened(parties)
    quotations = Quotations(parties.database)
    parties.keep("km", LOST)
    [doubt] = quotations.doubts(editor(parties))
    assert doubt.title == "Title"
    quotations.settle(editor(parties), doubt.standing.id, Verdict.SECTION)
    assert quotations.doubts(editor(parties)) == []
    parties.keep("km", KM)
    [doubt] = quotations.doubts(editor(parties))
    quotations.settle(editor(parties), doubt.standing.id, Verdict.RIGHT)
    assert standing(parties, thread).state is State.SURE
    parties.keep("km", LOST)
    assert quotations.doubts(editor(parties)) == []
    parties.keep("km", KM)
    assert standing(parties, thread).state is State.SURE


def test_only_editors_settle_and_only_once(parties: Parties) -> None:
    opened(parties)
    quotations = Quotations(parties.database)
    parties.keep("km", LOST)
    [doubt] = quotations.doubts(editor(parties))
    for act in (
        quotations.doubts,
        lambda by: quotations.settle(by, doubt.standing.id, Verdict.SECTION),
    ):
        with pytest.raises(Forbidden):
            act(parties.delegate("River"))
    with pytest.raises(InvalidInput):
        quotations.settle(editor(parties), doubt.standing.id, Verdict.RIGHT)
    quotations.settle(editor(parties), doubt.standing.id, Verdict.SECTION)
    with pytest.raises(NotFound):
        quotations.settle(editor(parties), doubt.standing.id, Verdict.SECTION)


def test_words_of_a_text_that_is_withdrawn_are_shown_to_its_readers_alone(
    parties: Parties,
) -> None:
    parties.keep("en", "Any person may possess land.", key="law-en")  # the article stays readable
    thread = opened(parties)
    parties.keep("km", KM, visibility=Visibility.ORGANISATION)
    assert quotation(parties, thread, parties.reader("Forest")).exact == QUOTED
    assert Quotations(parties.database).of(parties.reader("River"), [thread.id]) == {}
    parties.keep("km", LOST, visibility=Visibility.ORGANISATION)
    assert Quotations(parties.database).doubts(editor(parties)) == []
