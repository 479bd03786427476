"""Discussions and proposals in dossiers: shown as they are, to those who may see them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from kb.access import Audience, Role
from kb.discussion.contributions import Draft
from kb.discussion.model import Result
from kb.discussion.targets import Target, section_keys
from kb.dossiers.exports.formats import Format, export
from kb.dossiers.model import Item, ItemKind
from kb.errors import NotFound
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.proposals.revising import Typed
from kb.store.member_tables import members
from kb.store.tables import now
from tests.kb.dossiers.dossier import KHMER, contributor, keep_law

CLOSING = "យើងយល់ព្រម / We agree to ask for it."
WORDING = f"{KHMER} សហគមន៍ ក៏អាចស្នើសុំបានដែរ ។"


@pytest.fixture
def by(knowledge_base: KnowledgeBase) -> Audience:
    found = replace(contributor(knowledge_base), rights=frozenset(Role.DELEGATE.rights))
    with knowledge_base.database.write() as connection:
        connection.execute(
            sa.insert(members).values(
                id=found.member_id,
                login="writer",
                name="Writer",
                role=Role.DELEGATE,
                organisation_id=found.own_organisation,
                created_at=now(),
            )
        )
    return found


@pytest.fixture
def other(knowledge_base: KnowledgeBase) -> Audience:
    return contributor(knowledge_base, "River")


@pytest.fixture
def article(knowledge_base: KnowledgeBase) -> Target:
    law = knowledge_base.document(keep_law(knowledge_base)["km"], knowledge_base.operator)
    section = knowledge_base.sections(law.id, knowledge_base.operator)[0]
    keys = section_keys(knowledge_base.sections(law.id, knowledge_base.operator))
    return Target.of_work(law.work_id, keys[section.id])


def discuss(kb: KnowledgeBase, by: Audience, article: Target, visibility: Visibility) -> str:
    draft = Draft("ខ្ញុំយល់ព្រម ។", "km")
    return kb.discussion.threads.open(by, article, "សិទ្ធិរបស់សហគមន៍", visibility, draft).id


def propose(kb: KnowledgeBase, by: Audience, article: Target) -> str:
    (base,) = (one for one in kb.proposals.bases(by, article) if one.lang == "km")
    typed = Typed({"km": WORDING}, {"km": base.sha256}, "*Because.*")
    return kb.proposals.draft(by, article, typed, Visibility.NETWORK).id


def shared(kb: KnowledgeBase, by: Audience, *added: tuple[ItemKind, str]) -> str:
    """A dossier that everybody may read."""
    service = kb.dossiers
    made = service.make(by, "For the hearing").id
    for kind, target in added:
        service.add(by, made, kind, target, "See this")
    service.share(kb.operator, made, Visibility.PUBLIC)
    return made


def seen(kb: KnowledgeBase, dossier_id: str, audience: Audience) -> list[Item]:
    return kb.dossiers.items(dossier_id, audience)


def as_html(kb: KnowledgeBase, dossier_id: str, audience: Audience) -> str:
    """The export as HTML, without its places to break lines at."""
    written = export(kb.dossiers, dossier_id, Format.HTML, audience, "https://kb.example")
    return written.data.decode().replace("<wbr>", "")


def test_a_discussion_says_how_it_was_closed(
    knowledge_base: KnowledgeBase, by: Audience, article: Target
) -> None:
    thread = discuss(knowledge_base, by, article, Visibility.NETWORK)
    dossier = shared(knowledge_base, by, (ItemKind.DISCUSSION, thread))
    (item,) = seen(knowledge_base, dossier, by)
    assert item.said
    assert item.said.closing is None
    knowledge_base.discussion.closings.close(by, thread, Result.AGREED, CLOSING)
    (item,) = seen(knowledge_base, dossier, by)
    assert item.said
    assert item.said.closing
    assert item.said.closing.summary == CLOSING
    assert dict(item.said.cited)["km"].startswith("មាត្រា ១")
    html = as_html(knowledge_base, dossier, by)
    for words in ("See this", "យើងយល់ព្រម", "Agreed", f"https://kb.example/discussions/{thread}"):
        assert words in html


def test_a_proposal_shows_its_latest_wording_and_state(
    knowledge_base: KnowledgeBase, by: Audience, other: Audience, article: Target
) -> None:
    proposals = knowledge_base.proposals
    proposal = propose(knowledge_base, by, article)
    dossier = shared(knowledge_base, by, (ItemKind.PROPOSAL, proposal))
    assert seen(knowledge_base, dossier, by)
    assert not seen(knowledge_base, dossier, other)  # a draft is its organisation's
    proposals.open(by, proposal, 1)
    assert [item.target_id for item in seen(knowledge_base, dossier, other)] == [proposal]
    for form in Format:
        assert export(knowledge_base.dossiers, dossier, form, by, "").data is not None
    html = as_html(knowledge_base, dossier, by)
    for words in ("ក៏អាចស្នើសុំបានដែរ", "Revision 1", "Open", ">Because.<"):
        assert words in html
    version = proposals.proposal(by, proposal).version
    proposals.withdraw(by, proposal, version, "No more")
    html = as_html(knowledge_base, dossier, by)
    assert "Withdrawn" in html


def test_bibliographies_name_what_is_said(
    knowledge_base: KnowledgeBase, by: Audience, article: Target
) -> None:
    thread = discuss(knowledge_base, by, article, Visibility.NETWORK)
    proposal = propose(knowledge_base, by, article)
    added = ((ItemKind.DISCUSSION, thread), (ItemKind.PROPOSAL, proposal))
    dossier = shared(knowledge_base, by, *added)

    def written(form: Format, audience: Audience) -> str:
        found = export(knowledge_base.dossiers, dossier, form, audience, "https://kb.example")
        return found.data.decode()

    bibtex = written(Format.BIBTEX, by)
    assert "title = {សិទ្ធិរបស់សហគមន៍}," in bibtex
    assert f"url = {{https://kb.example/discussions/{thread}}}," in bibtex
    assert f"url = {{https://kb.example/proposals/{proposal}}}," in bibtex
    assert bibtex.count("author = {{") == bibtex.count("មាត្រា ១ ") - 1 == 2  # and in one title
    assert [line for line in written(Format.RIS, by).split("\r\n") if line.startswith("TY")] == [
        "TY  - ICOMM",
        "TY  - UNPB",
    ]
    assert written(Format.RIS, Audience.visitor()) == ""


def test_what_a_reader_may_not_see_is_left_out(
    knowledge_base: KnowledgeBase, by: Audience, other: Audience, article: Target
) -> None:
    own = discuss(knowledge_base, by, article, Visibility.ORGANISATION)
    common = discuss(knowledge_base, by, article, Visibility.NETWORK)
    dossier = shared(knowledge_base, by, (ItemKind.DISCUSSION, own), (ItemKind.DISCUSSION, common))
    targets: dict[str, Any] = {
        "own": [item.target_id for item in seen(knowledge_base, dossier, by)],
        "other": [item.target_id for item in seen(knowledge_base, dossier, other)],
        "anonymous": [item.target_id for item in seen(knowledge_base, dossier, Audience.visitor())],
    }
    assert targets == {"own": [own, common], "other": [common], "anonymous": []}
    assert knowledge_base.dossiers.targets(dossier, other) == {common}


def test_nobody_adds_what_they_may_not_see(
    knowledge_base: KnowledgeBase, by: Audience, other: Audience, article: Target
) -> None:
    own = discuss(knowledge_base, by, article, Visibility.ORGANISATION)
    draft = propose(knowledge_base, by, article)
    service = knowledge_base.dossiers
    theirs = service.make(other, "Ours").id
    for kind, target in ((ItemKind.DISCUSSION, own), (ItemKind.PROPOSAL, draft)):
        with pytest.raises(NotFound):
            service.add(other, theirs, kind, target)
    assert not seen(knowledge_base, theirs, other)
