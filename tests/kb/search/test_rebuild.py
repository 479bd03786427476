"""An index that is built anew under search: no search fails, and none sees half of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.access import Audience
from kb.errors import Unavailable
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.search.results import SearchRequest
from kb.settings import ElasticsearchSettings, Settings
from kb.store.sections import SectionStore
from tests.kb.conftest import article, keep

from .search_load import search_load

DOCUMENTS = 6
WORDS = ("land", "forest", "water")
REBUILDS = 2
SEARCHES_AFTERWARDS = 20


@pytest.fixture(params=["embedded", "elasticsearch"])
def knowledge_base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """Documents in two parts of the index, which a rebuild takes two at a time."""
    settings = Settings(data=tmp_path / "data")
    if request.param == "elasticsearch":
        chosen: ElasticsearchSettings = request.getfixturevalue("elasticsearch")
        settings = settings.model_copy(update={"elasticsearch": chosen})
    KnowledgeBase.initialise(settings)
    with KnowledgeBase.open(settings) as knowledge_base:
        for number in range(DOCUMENTS):
            keep(
                knowledge_base,
                *(article(f"{word} {number}", lang="en") for word in WORDS),
                title=f"Document {number}",
                visibility=Visibility.NETWORK if number % 3 == 0 else Visibility.PUBLIC,
            )
        yield knowledge_base


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.search.indexer._CHANGES_AT_ONCE", 2)


def ask_as_member(knowledge_base: KnowledgeBase) -> Callable[[str], tuple[int, list[str]]]:
    def ask(word: str) -> tuple[int, list[str]]:
        found = knowledge_base.search(SearchRequest(word), Audience.of_member(frozenset()))
        return found.total, [hit.section.id for hit in found.hits]

    return ask


def test_searches_see_the_old_index_or_the_new_one_whole(knowledge_base: KnowledgeBase) -> None:
    ask = ask_as_member(knowledge_base)
    assert ask("land")[0] == DOCUMENTS
    with search_load(ask, WORDS) as seen:
        for _ in range(REBUILDS):
            knowledge_base.indexer.rebuild()
            seen.wait_for(SEARCHES_AFTERWARDS)
    assert seen.failed == []
    assert seen.wrong == []
    assert knowledge_base.check().faults == ()


def test_a_rebuild_that_fails_is_not_seen(
    knowledge_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SectionStore, "count_indexed", lambda _: DOCUMENTS * len(WORDS) + 1)
    with search_load(ask_as_member(knowledge_base), WORDS) as seen:
        with pytest.raises(Unavailable, match="it is not used"):
            knowledge_base.indexer.rebuild()
        seen.wait_for(SEARCHES_AFTERWARDS)
    assert seen.failed == []
    assert seen.wrong == []
    monkeypatch.undo()
    assert knowledge_base.check().faults == ()
