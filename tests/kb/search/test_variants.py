"""Whatever way a word is encoded or spelled, a search for it finds the same sections."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.access import Audience
from kb.knowledge_base import KnowledgeBase
from kb.search.results import Hit, SearchRequest
from kb.settings import Settings
from tests.analyzers.variants import ENCODING, MIXED_SPELLINGS
from tests.kb.conftest import article, keep, started

VARIANTS = ENCODING + MIXED_SPELLINGS


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A section for each variant and each form, in the middle of a sentence."""
    settings = Settings(data=tmp_path_factory.mktemp("variants") / "data")
    with started(settings) as knowledge_base:
        texts = dict.fromkeys(text for pair in VARIANTS for text in pair)
        keep(knowledge_base, *(article(f"ពាក្យ {text} នោះ") for text in texts))
        yield knowledge_base


def find(collection: KnowledgeBase, query: str) -> tuple[Hit, ...]:
    return collection.search(SearchRequest(query, limit=100), Audience.visitor()).hits


@pytest.mark.parametrize(("variant", "form"), VARIANTS)
def test_variant_finds_what_its_form_finds(
    collection: KnowledgeBase, variant: str, form: str
) -> None:
    hits = find(collection, variant)
    assert [hit.section.id for hit in hits] == [hit.section.id for hit in find(collection, form)]
    marked = {hit.section.text: hit.snippet.spans for hit in hits}
    for text in (variant, form):
        assert marked.get(f"ពាក្យ {text} នោះ"), f"{text} is not found, or not marked"
