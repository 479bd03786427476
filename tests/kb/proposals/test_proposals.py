"""Proposals: written, revised, endorsed, closed; and what a new text of the law does to them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.access import Audience, Role
from kb.discussion.targets import SectionKey
from kb.errors import Conflict, Forbidden, InvalidInput, NotFound
from kb.model import SectionKind, Visibility
from kb.proposals.model import Proposal, ProposalState
from tests.kb.proposals.parties import Parties

KM = "បុគ្គលណាក៏ដោយ ដែលបានកាន់កាប់ដី រយៈពេល ៥ ឆ្នាំ មានសិទ្ធិស្នើសុំប័ណ្ណកម្មសិទ្ធិ ។"
KM_PROPOSED = KM.replace("បុគ្គលណាក៏ដោយ", "បុគ្គល ឬសហគមន៍ណាក៏ដោយ")
EN = "Any person who occupied land for five years may ask for a title."
EN_PROPOSED = EN.replace("Any person", "Any person or community")


@pytest.fixture
def parties(empty: Path, tmp_path: Path) -> Iterator[Parties]:
    file = Path(shutil.copy(empty, tmp_path / "kb.sqlite3"))
    with Parties.started(file, {"km": KM, "en": EN}) as parties:
        yield parties


def draft(parties: Parties, **texts: str) -> Proposal:
    return parties.proposals.draft(
        parties.delegate("Forest"),
        parties.target,
        parties.typed(texts or {"km": KM_PROPOSED}),
        Visibility.NETWORK,
    )


def opened(parties: Parties, **texts: str) -> Proposal:
    found = draft(parties, **texts)
    return parties.proposals.open(parties.delegate("Forest"), found.id, found.version)


def test_a_draft_is_its_organisations_alone(parties: Parties) -> None:
    found = draft(parties)
    assert found.state is ProposalState.DRAFT
    assert parties.proposals.proposal(parties.delegate("Forest"), found.id) == found
    with pytest.raises(NotFound):
        parties.proposals.proposal(parties.delegate("River"), found.id)
    assert parties.proposals.on(parties.delegate("River"), parties.target) == []


def test_an_open_proposal_is_the_networks_and_never_everybodys(parties: Parties) -> None:
    found = opened(parties)
    assert [one.id for one in parties.proposals.on(parties.reader("River"), parties.target)] == [
        found.id
    ]
    assert parties.proposals.on(Audience.visitor(), parties.target) == []


def test_it_tells_which_languages_it_leaves(parties: Parties) -> None:
    assert draft(parties).unchanged == ["en"]
    both = draft(parties, km=KM_PROPOSED, en=EN_PROPOSED)
    assert [one.lang for one in both.revision.wordings] == ["km", "en"]
    assert both.unchanged == []


@pytest.mark.parametrize(
    ("texts", "error"),
    [
        ({"km": KM}, InvalidInput),
        ({"km": KM.replace(" ", "")}, InvalidInput),
        ({"th": "x"}, InvalidInput),
        ({"km": "ក" * 20_000}, InvalidInput),
        ({"km": " \u200b"}, InvalidInput),
    ],
)
def test_a_proposal_of_nothing_is_refused(
    parties: Parties, texts: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        draft(parties, **texts)


def test_a_form_for_an_older_text_of_the_law_is_refused(parties: Parties) -> None:
    typed = parties.typed({"km": KM_PROPOSED})
    parties.keep("km", KM.replace("៥", "៣"))
    with pytest.raises(Conflict):
        parties.proposals.draft(
            parties.delegate("Forest"), parties.target, typed, Visibility.NETWORK
        )


def test_only_delegates_open_and_readers_write_nothing(parties: Parties) -> None:
    typed = parties.typed({"km": KM_PROPOSED})
    with pytest.raises(Forbidden):
        parties.proposals.draft(parties.reader("Forest"), parties.target, typed, Visibility.NETWORK)
    by = parties.member("Forest", Role.CONTRIBUTOR)
    found = parties.proposals.draft(by, parties.target, typed, Visibility.NETWORK)
    with pytest.raises(Forbidden):
        parties.proposals.open(by, found.id, found.version)


def test_an_organisation_has_one_open_proposal_for_a_section(parties: Parties) -> None:
    opened(parties)
    second = draft(parties)
    with pytest.raises(Conflict):
        parties.proposals.open(parties.delegate("Forest"), second.id, second.version)


def test_two_at_once_do_not_overwrite_each_other(parties: Parties) -> None:
    found = opened(parties)
    by, typed = parties.delegate("Forest"), parties.typed({"en": EN_PROPOSED})
    parties.proposals.revise(by, found.id, found.version, typed)
    with pytest.raises(Conflict) as error:
        parties.proposals.revise(by, found.id, found.version, parties.typed({"km": KM_PROPOSED}))
    assert error.value.code == "changed-meanwhile"
    assert parties.proposals.proposal(by, found.id).revision.wordings[0].text == EN_PROPOSED


def test_endorsements_belong_to_a_revision(parties: Parties) -> None:
    found = opened(parties)
    river, forest = parties.delegate("River"), parties.delegate("Forest")
    endorsed = parties.proposals.endorse(river, found.id, 1)
    assert [(one.author.organisation, one.current) for one in endorsed.endorsements] == [
        ("River", True)
    ]
    spelt = parties.typed({"km": KM_PROPOSED.replace("៥", "5")})
    same = parties.proposals.revise(forest, found.id, found.version, spelt)
    assert same.revision.spelling_only
    assert same.endorsements[0].current
    longer = parties.typed({"km": KM_PROPOSED.replace("៥", "៧")})
    revised = parties.proposals.revise(forest, found.id, same.version, longer)
    assert revised.revision.number == 3
    assert not revised.endorsements[0].current
    with pytest.raises(Conflict) as error:
        parties.proposals.endorse(river, found.id, 2)
    assert error.value.code == "revised-meanwhile"
    assert parties.proposals.endorse(river, found.id, 3).endorsements[0].current
    assert [one.number for one in parties.proposals.revisions(river, found.id)] == [3, 2, 1]


def test_an_endorsement_is_the_organisations(parties: Parties) -> None:
    found = opened(parties)
    parties.proposals.endorse(parties.delegate("River"), found.id, 1)
    another = parties.delegate("River", "another")
    assert parties.proposals.take_back(another, found.id).endorsements == []
    with pytest.raises(Conflict):
        parties.proposals.take_back(another, found.id)
    with pytest.raises(Forbidden):
        parties.proposals.endorse(parties.member("River", Role.EDITOR), found.id, 1)
    with pytest.raises(Forbidden):
        parties.proposals.endorse(parties.delegate("Forest"), found.id, 1)


def test_what_was_withdrawn_is_endorsed_no_more(parties: Parties) -> None:
    found = opened(parties)
    by = parties.delegate("Forest")
    ended = parties.proposals.withdraw(by, found.id, found.version, "We work on another one.")
    assert ended.state is ProposalState.WITHDRAWN
    with pytest.raises(Conflict) as error:
        parties.proposals.endorse(parties.delegate("River"), found.id, 1)
    assert error.value.code == "proposal-withdrawn"
    with pytest.raises(Conflict):
        parties.proposals.revise(by, found.id, ended.version, parties.typed({"en": EN_PROPOSED}))


def test_a_withdrawn_draft_is_gone(parties: Parties) -> None:
    found = draft(parties)
    parties.proposals.withdraw(parties.delegate("Forest"), found.id, found.version, "")
    with pytest.raises(NotFound):
        parties.proposals.proposal(parties.delegate("Forest"), found.id)


def test_editors_close_with_a_decision_and_open_again_with_a_reason(parties: Parties) -> None:
    found = opened(parties)
    editor = parties.member("River", Role.EDITOR)
    with pytest.raises(Forbidden):
        parties.proposals.close(
            parties.delegate("Forest"),
            found.id,
            found.version,
            ProposalState.AGREED,
            "",
            parties.decision,
        )
    with pytest.raises(InvalidInput):
        parties.proposals.close(
            editor, found.id, found.version, ProposalState.AGREED, "", parties.target
        )
    closed = parties.proposals.close(
        editor, found.id, found.version, ProposalState.NOT_AGREED, "Too wide.", parties.decision
    )
    assert closed.state is ProposalState.NOT_AGREED
    [event, *_] = parties.proposals.events(editor, found.id)
    assert (event.reason, event.decision) == ("Too wide.", parties.decision)
    assert parties.proposals.by_decision(editor, [parties.decision]) == {
        str(parties.decision): [closed]
    }
    again = parties.proposals.reopen(editor, found.id, closed.version, "New facts.")
    agreed = parties.proposals.close(
        editor, found.id, again.version, ProposalState.AGREED, "", parties.decision
    )
    with pytest.raises(Conflict):
        parties.proposals.reopen(editor, found.id, agreed.version, "Once more.")
    assert parties.text("km") == KM, "agreement never edits the law"


def test_who_may_not_read_the_decision_does_not_see_it(parties: Parties) -> None:
    found = opened(parties)
    secret = parties.keep_decision("River", Visibility.ORGANISATION)
    editor = parties.member("River", Role.EDITOR)
    parties.proposals.close(editor, found.id, found.version, ProposalState.AGREED, "", secret)
    assert parties.proposals.events(editor, found.id)[0].decision == secret
    assert parties.proposals.events(parties.delegate("Forest"), found.id)[0].decision is None


def test_a_decision_is_named_by_the_work_that_its_minutes_became_a_text_of(
    parties: Parties,
) -> None:
    found = opened(parties)
    editor = parties.member("River", Role.EDITOR)
    minutes = parties.keep_decision("River", Visibility.NETWORK)
    others = parties.keep_decision("Forest", Visibility.NETWORK)
    parties.proposals.close(
        editor, found.id, found.version, ProposalState.AGREED, "Agreed.", minutes
    )
    parties.link(others, minutes)
    assert parties.proposals.events(editor, found.id)[0].decision == others
    assert list(parties.proposals.by_decision(editor, [others])) == [str(others)]


def test_open_proposals_for_the_same_words_collide(parties: Parties) -> None:
    mine = opened(parties)
    river = parties.delegate("River")
    other = parties.proposals.draft(
        river,
        parties.target,
        parties.typed({"km": KM.replace("បុគ្គលណាក៏ដោយ", "សហគមន៍ណាក៏ដោយ")}),
        Visibility.NETWORK,
    )
    assert parties.proposals.rivals(river, mine) == []
    parties.proposals.open(river, other.id, other.version)
    [rival] = parties.proposals.rivals(parties.delegate("Forest"), mine)
    assert rival.proposal.id == other.id
    assert [lang for lang, _ in rival.collisions] == ["km"]


def test_a_text_that_changed_elsewhere_carries_a_proposal_over(parties: Parties) -> None:
    found = opened(parties)
    parties.proposals.endorse(parties.delegate("River"), found.id, 1)
    parties.keep("km", KM.replace("៥", "៣"))
    carried = parties.proposals.proposal(parties.delegate("Forest"), found.id)
    assert carried.revision.carried_over
    assert carried.revision.number == 2
    assert carried.revision.wordings[0].text == KM_PROPOSED.replace("៥", "៣")
    assert carried.behind == []
    assert not carried.endorsements[0].current
    assert (
        parties.proposals.revisions(parties.delegate("Forest"), found.id)[1].wordings[0].base == KM
    )


def test_a_better_reading_of_the_same_words_keeps_endorsements(parties: Parties) -> None:
    found = opened(parties)
    parties.proposals.endorse(parties.delegate("River"), found.id, 1)
    parties.keep("km", KM.replace("រយៈពេល ", "រយៈពេល"))
    carried = parties.proposals.proposal(parties.delegate("Forest"), found.id)
    assert carried.revision.carried_over
    assert carried.endorsements[0].current


def test_a_text_that_changed_there_needs_the_authors(parties: Parties) -> None:
    found = opened(parties)
    parties.keep("km", KM.replace("បុគ្គលណាក៏ដោយ", "ជនណាក៏ដោយ"))
    left = parties.proposals.proposal(parties.delegate("Forest"), found.id)
    assert (left.state, left.behind) == (ProposalState.OPEN, ["km"])
    assert left.revision.wordings[0].text == KM_PROPOSED


def test_a_text_that_says_so_now_overtakes_a_proposal(parties: Parties) -> None:
    found = opened(parties)
    parties.keep("km", KM_PROPOSED)
    assert parties.proposals.proposal(parties.reader("River"), found.id).state is (
        ProposalState.OVERTAKEN
    )
    assert parties.proposals.events(parties.reader("River"), found.id)[0].author is None


def test_a_newer_edition_takes_open_proposals_along_and_its_number(parties: Parties) -> None:
    found = opened(parties)
    parties.keep("km", KM, key="edition", number="31", year=2020, text_before="ថ្មី " * 9)
    carried = parties.proposals.proposal(parties.delegate("Forest"), found.id)
    assert carried.target.section == SectionKey(SectionKind.ARTICLE, "31")


def test_what_the_text_of_an_organisation_says_is_no_base_for_the_network(
    parties: Parties,
) -> None:
    parties.keep(
        "km", KM.replace("៥", "៩"), key="own", visibility=Visibility.ORGANISATION, year=2030
    )
    bases = {
        one.lang: one.text
        for one in parties.proposals.bases(parties.delegate("Forest"), parties.target)
    }
    assert bases["km"] == KM
