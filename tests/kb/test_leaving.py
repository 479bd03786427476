"""Leaving: what a member wrote and uploaded stays, or goes, as the member chooses."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import pytest

from kb.access import Audience, Role
from kb.contributing import Contributing
from kb.discussion.contributions import Draft
from kb.discussion.targets import Target, TargetKind
from kb.errors import NotFound, SignInNeeded
from kb.incoming import Incoming
from kb.knowledge_base import KnowledgeBase
from kb.leaving import leave
from kb.members.rights import audience_of
from kb.model import Visibility
from kb.uploads import Uploads

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class Leaver:
    """A member with a document of the network, and a discussion of it with a reply."""

    by: Audience
    other: Audience
    document: str
    thread: str
    contribution: str


def member(knowledge_base: KnowledgeBase, login: str) -> Audience:
    members, home = knowledge_base.members, knowledge_base.home_organisation
    made, token = members.people.invite(knowledge_base.operator, login, Role.CONTRIBUTOR, home)
    members.links.use(token, PASSWORD, login)
    with knowledge_base.database.read() as connection:
        found = audience_of(connection, made.id, knowledge_base.settings.organisation)
    assert found is not None
    return found


@pytest.fixture
def leaver(knowledge_base: KnowledgeBase) -> Leaver:
    by, other = member(knowledge_base, "leaver"), member(knowledge_base, "other")
    incoming = Incoming(knowledge_base)
    text = b"Notes of the network\n\nThe network asks for a review.\n"
    begun = incoming.begin(by, "notes.txt", len(text))
    incoming.append(by, begun.id, 0, io.BytesIO(text))
    Uploads(knowledge_base).run()
    (document,) = incoming.document_ids(by)
    Contributing(knowledge_base).share(by, document, Visibility.NETWORK)
    discussion = knowledge_base.discussion
    thread = discussion.threads.open(
        by, Target(TargetKind.DOCUMENT, document), "Why", Visibility.NETWORK, Draft("quokka", "en")
    )
    (contribution,) = discussion.contributions.ids_of(by.member_id)
    return Leaver(by, other, document, thread.id, contribution)


def test_what_one_contributed_stays_unless_one_chooses(
    knowledge_base: KnowledgeBase, leaver: Leaver
) -> None:
    leave(knowledge_base, leaver.by, erase=False, withdraw=False)
    document = knowledge_base.document(leaver.document, knowledge_base.operator)
    assert document.visibility is Visibility.NETWORK
    written = knowledge_base.discussion.contributions.get(leaver.other, leaver.contribution)
    assert "quokka" in written.text
    with pytest.raises(SignInNeeded):
        knowledge_base.members.sign_ins.sign_in("leaver", PASSWORD, address="", device="")


def test_all_goes_that_one_chooses(knowledge_base: KnowledgeBase, leaver: Leaver) -> None:
    leave(knowledge_base, leaver.by, erase=True, withdraw=True)
    document = knowledge_base.document(leaver.document, knowledge_base.operator)
    assert document.visibility is Visibility.ORGANISATION
    assert knowledge_base.discussion.contributions.ids_of(leaver.by.member_id) == []
    with pytest.raises(NotFound):
        knowledge_base.discussion.contributions.get(leaver.other, leaver.contribution)


def test_what_was_written_in_another_organisation_goes_too(
    knowledge_base: KnowledgeBase, leaver: Leaver
) -> None:
    elsewhere = knowledge_base.store.organisation("Elsewhere")
    moved = replace(leaver.by, organisations=frozenset({elsewhere}))
    Contributing(knowledge_base).share(
        knowledge_base.operator, leaver.document, Visibility.ORGANISATION
    )
    leave(knowledge_base, moved, erase=True, withdraw=True)
    assert knowledge_base.discussion.contributions.ids_of(leaver.by.member_id) == []
