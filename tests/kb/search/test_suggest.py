"""Suggestions: what begins with what was typed, from what the asker may read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.access import Audience
from kb.contributing import Contributing
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.search.suggest import LONGEST_NAME, SuggestionKind
from kb.settings import Settings
from tests.kb.conftest import article, keep, started

VISITOR = Audience.visitor()
MEMBER = Audience.of_member(frozenset())
LAND_LAW = "land-law-2001"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    settings = Settings(data=tmp_path_factory.mktemp("suggest") / "data")
    with started(settings) as knowledge_base:
        keep(
            knowledge_base,
            article("សម្បទានដីសេដ្ឋកិច្ច", heading="ឱ្យដីជា\u200bសម្បទាន"),
            article("ដី", heading="កម្មសិទ្ធិ"),
            article("ដី", heading="កម្មសិទ្ធិ"),
            article("ដី", heading="កម្មករ"),
            title="ច្បាប់ភូមិបាល",
            register_key=LAND_LAW,
        )
        keep(
            knowledge_base,
            article("text", heading="Community land of villages", lang="en"),
            article("text", heading="x" * (LONGEST_NAME + 1), lang="en"),
            title="Guideline on\ncommunity forests",
        )
        keep(
            knowledge_base,
            article("text", heading="Community secrets", lang="en"),
            title="Community plans",
            visibility=Visibility.NETWORK,
        )
        yield knowledge_base


def texts(
    collection: KnowledgeBase, typed: str, audience: Audience = VISITOR, **options: object
) -> list[str]:
    return [one.text for one in collection.suggest(typed, audience, **options)]  # type: ignore[arg-type]


def test_headings_are_completed_those_of_most_sections_first(collection: KnowledgeBase) -> None:
    assert texts(collection, "កម្ម")[:2] == ["កម្មសិទ្ធិ", "កម្មករ"]


def test_khmer_is_completed_by_whole_clusters(collection: KnowledgeBase) -> None:
    assert "កម្មសិទ្ធិ" in texts(collection, "ក")
    assert "កម្មសិទ្ធិ" not in texts(collection, "កម"), "the second cluster is ម្ម, not ម"


@pytest.mark.parametrize("typed", ["ឱ្យដី", "ឲ្យដី", "អោយដី", "ឱ្យ\u200bដី", "ឱ្យ ដី"])
def test_every_spelling_is_completed(collection: KnowledgeBase, typed: str) -> None:
    assert texts(collection, typed) == ["ឱ្យដីជាសម្បទាន"]


def test_names_are_completed_from_any_word_and_come_first(collection: KnowledgeBase) -> None:
    first, *others = collection.suggest("commu", VISITOR)
    assert (first.text, first.kind) == ("Guideline on community forests", SuggestionKind.NAME)
    assert SuggestionKind.NAME not in {other.kind for other in others}
    assert "ច្បាប់ភូមិបាល" in texts(collection, "ភូមិ")


def test_an_act_is_completed_by_its_names_in_the_register(collection: KnowledgeBase) -> None:
    assert "Land Law" in texts(collection, "land l")


def test_terms_come_from_the_glossary_if_a_section_has_them(collection: KnowledgeBase) -> None:
    found = collection.suggest("សម្បទានដី", VISITOR)
    assert [(one.text, one.kind) for one in found] == [("សម្បទានដីសេដ្ឋកិច្ច", SuggestionKind.TERM)]


def test_an_unfinished_latin_word_is_completed_and_a_finished_one_is_not(
    collection: KnowledgeBase,
) -> None:
    assert texts(collection, "Community land o") == ["Community land of villages"]
    assert texts(collection, "community land o ") == []


def test_the_last_words_are_completed_where_the_whole_is_no_name(
    collection: KnowledgeBase,
) -> None:
    assert texts(collection, "dispute Community land o") == ["dispute Community land of villages"]


def test_languages_and_number_can_be_limited(collection: KnowledgeBase) -> None:
    assert texts(collection, "ក", langs=["en"]) == []
    assert len(texts(collection, "ក", langs=["km"], limit=1)) == 1


@pytest.mark.parametrize("typed", ["", " ", "។", '"', "\u200b", "a" * 1000, "ក" * 513])
def test_nothing_completes_nothing(collection: KnowledgeBase, typed: str) -> None:
    assert texts(collection, typed) == []


def test_suggestions_come_from_what_the_asker_may_read(collection: KnowledgeBase) -> None:
    assert not {"Community plans", "Community secrets"} & set(texts(collection, "commu"))
    assert {"Community plans", "Community secrets"} < set(texts(collection, "commu", MEMBER))


def test_suggestions_follow_removal_and_change_of_visibility(
    knowledge_base: KnowledgeBase,
) -> None:
    first = keep(knowledge_base, article("a", heading="Zyz place", lang="en"), title="First")
    second = keep(knowledge_base, article("a", heading="Zyz date", lang="en"), title="Second")
    keep(knowledge_base, article("a", heading="Zyz", lang="en"), title="Third")
    assert texts(knowledge_base, "zy") == ["Zyz", "Zyz date", "Zyz place"]
    Contributing(knowledge_base).share(knowledge_base.operator, first, Visibility.NETWORK)
    knowledge_base.indexer.catch_up()
    assert texts(knowledge_base, "zy") == ["Zyz", "Zyz date"]
    assert texts(knowledge_base, "zy", MEMBER) == ["Zyz", "Zyz date", "Zyz place"]
    knowledge_base.remove(second)
    assert texts(knowledge_base, "zy", MEMBER) == ["Zyz", "Zyz place"]
