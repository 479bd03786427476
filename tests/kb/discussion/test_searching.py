"""What is said is found like documents, by those who may read it, and gone as soon as it is."""

from __future__ import annotations

import pytest

from kb.access import Audience, Role
from kb.contributing import Contributing
from kb.discussion.contributions import Draft
from kb.discussion.model import Result, Thread
from kb.discussion.targets import Target, section_keys
from kb.errors import NotFound
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind, Visibility
from kb.search.results import SearchRequest
from tests.kb.conftest import article, keep
from tests.kb.people import join

ASKED = "តើសហគមន៍អាចប្រើប្រាស់ព្រៃនេះបានទេ?"
WORDS = "សហគមន៍ប្រើប្រាស់ព្រៃ"


@pytest.fixture
def law(knowledge_base: KnowledgeBase) -> str:
    return keep(knowledge_base, article("អត្ថបទ"), title="ច្បាប់ភូមិបាល")


@pytest.fixture
def sok(knowledge_base: KnowledgeBase) -> Audience:
    return audience(knowledge_base, "sok", Role.EDITOR, "Forest")


def audience(knowledge_base: KnowledgeBase, login: str, role: Role, owner: str) -> Audience:
    member_id = join(knowledge_base, login, role, owner)
    organisation = knowledge_base.store.organisation(owner)
    return Audience(True, frozenset({organisation}), role.rights, member_id)


def open_thread(
    knowledge_base: KnowledgeBase, by: Audience, law: str, visibility: Visibility
) -> Thread:
    document = knowledge_base.document(law, by)
    (key,) = section_keys(knowledge_base.sections(law, by)).values()
    return knowledge_base.discussion.threads.open(
        by, Target.of_work(document.work_id, key), "សំណួរ", visibility, Draft(ASKED, "km")
    )


def found(knowledge_base: KnowledgeBase, by: Audience, text: str = WORDS) -> list[str]:
    request = SearchRequest(text, filters={"kind": ("discussion",)}, facets=("kind",))
    result = knowledge_base.search(request, by)
    counts = {value.value: value.count for value in result.facets["kind"]}
    assert counts.get("discussion", 0) == result.total
    return [hit.section.id for hit in result.hits]


@pytest.mark.parametrize("visibility", [Visibility.NETWORK, Visibility.ORGANISATION])
def test_a_discussion_is_found_by_those_who_may_read_it(
    knowledge_base: KnowledgeBase, law: str, sok: Audience, visibility: Visibility
) -> None:
    thread = open_thread(knowledge_base, sok, law, visibility)
    dara = audience(knowledge_base, "dara", Role.READER, "River")
    (first,) = knowledge_base.discussion.threads.contributions(sok, thread.id)
    theirs = [first.id] if visibility is Visibility.NETWORK else []
    assert found(knowledge_base, sok) == [first.id]
    assert found(knowledge_base, dara) == theirs
    assert found(knowledge_base, Audience.visitor()) == []
    (hit,) = knowledge_base.search(SearchRequest(f"{WORDS} type:discussion"), sok).hits
    assert (hit.document.id, hit.document.kind) == (thread.id, DocumentKind.DISCUSSION)
    knowledge_base.indexer.rebuild()
    assert found(knowledge_base, dara) == theirs
    assert knowledge_base.check().faults == ()


def test_what_is_hidden_edited_removed_or_withdrawn_is_gone_at_once(
    knowledge_base: KnowledgeBase, law: str, sok: Audience
) -> None:
    thread = open_thread(knowledge_base, sok, law, Visibility.NETWORK)
    dara = audience(knowledge_base, "dara", Role.READER, "River")
    discussion, operator = knowledge_base.discussion, knowledge_base.operator
    (first,) = discussion.threads.contributions(sok, thread.id)
    discussion.moderation.hide(sok, first.id, "Why")
    assert found(knowledge_base, dara) == []
    discussion.moderation.restore(sok, first.id, "Why not")
    assert found(knowledge_base, dara) == [first.id]
    Contributing(knowledge_base).share(operator, law, Visibility.ORGANISATION)
    assert found(knowledge_base, dara) == []
    with pytest.raises(NotFound):
        discussion.threads.get(dara, thread.id)
    Contributing(knowledge_base).share(operator, law, Visibility.PUBLIC)
    assert found(knowledge_base, dara) == [first.id]
    discussion.contributions.edit(sok, first.id, "អ្វីផ្សេង", 1)
    assert found(knowledge_base, dara) == []
    discussion.closings.close(sok, thread.id, Result.AGREED, ASKED)
    assert len(found(knowledge_base, dara)) == 1
    discussion.closings.reopen(sok, thread.id, "Again")
    assert found(knowledge_base, dara) == []
    discussion.contributions.remove(sok, first.id)
    assert found(knowledge_base, sok, "") == []
    assert knowledge_base.check().faults == ()
