"""What a search finds, in which order, and for whom."""

from __future__ import annotations

import pytest

from kb.access import Audience
from kb.errors import InvalidInput
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.search.results import MAX_QUERY_LENGTH, SearchRequest, SearchResult
from tests.kb.conftest import article, keep

PADDING = "ប្រជាពលរដ្ឋ ត្រូវ គោរព ច្បាប់ ទាំងអស់គ្នា "


def search(
    knowledge_base: KnowledgeBase, text: str, *, expand: bool = True, limit: int = 10
) -> SearchResult:
    request = SearchRequest(text, expand=expand, limit=limit)
    return knowledge_base.search(request, Audience.visitor())


def found(knowledge_base: KnowledgeBase, text: str, *, expand: bool = True) -> list[str]:
    result = search(knowledge_base, text, expand=expand)
    return [hit.section.text for hit in result.hits]


def test_a_word_is_found_inside_a_compound(knowledge_base: KnowledgeBase) -> None:
    keep(knowledge_base, article("កិច្ចសន្យាជួលដីធ្លី"), article("ព្រៃឈើ"))
    assert found(knowledge_base, "ដី", expand=False) == ["កិច្ចសន្យាជួលដីធ្លី"]


def test_a_translation_is_found_and_named(knowledge_base: KnowledgeBase) -> None:
    english = "The owner of an immovable property may lease it."
    keep(knowledge_base, article(english, lang="en"))
    result = search(knowledge_base, "អចលនវត្ថុ")
    assert [hit.section.text for hit in result.hits] == [english]
    assert "immovable property" in result.also_searched
    start, end = result.hits[0].snippet.spans[0]
    assert result.hits[0].snippet.text[start:end] == "immovable property"
    assert found(knowledge_base, "អចលនវត្ថុ", expand=False) == []


def test_no_fragment_of_a_word_is_marked(knowledge_base: KnowledgeBase) -> None:
    keep(knowledge_base, article("ការអនុវត្តលើអចលនវត្ថុ"))
    [hit] = search(knowledge_base, "អចលនវត្ថុ").hits
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.spans] == ["អចលនវត្ថុ"]


def test_the_parts_of_a_term_find_too(knowledge_base: KnowledgeBase) -> None:
    apart = "Land that is enclosed on all sides has a right to a way over other land."
    keep(knowledge_base, article(apart, lang="en"))
    assert found(knowledge_base, "ដីបិទជិត") == [apart]


def test_everyday_words_find_what_laws_write(knowledge_base: KnowledgeBase) -> None:
    law = "ភតិកៈត្រូវបង់ថ្លៃឈ្នួលជូនភតិបតី"
    keep(knowledge_base, article(law), article(PADDING))
    assert found(knowledge_base, "អ្នកជួលផ្ទះ")[0] == law


def test_question_words_are_no_words_of_the_answer(knowledge_base: KnowledgeBase) -> None:
    keep(knowledge_base, article("អាជ្ញាយុកាល មានរយៈពេលម្ភៃឆ្នាំ"), article("តើអ្វី ដូចម្តេច"))
    assert found(knowledge_base, "តើអាជ្ញាយុកាលមានរយៈពេលប៉ុន្មាន?")[0].startswith("អាជ្ញាយុកាល")


def test_the_heading_counts_more_than_the_text(knowledge_base: KnowledgeBase) -> None:
    keep(
        knowledge_base,
        article(f"{PADDING} ហ៊ីប៉ូតែក {PADDING}"),
        article(PADDING * 2, heading="ហ៊ីប៉ូតែក"),
    )
    result = search(knowledge_base, "ហ៊ីប៉ូតែក")
    assert [hit.section.heading for hit in result.hits] == ["ហ៊ីប៉ូតែក", ""]


def test_another_language_has_its_place_on_the_first_page(knowledge_base: KnowledgeBase) -> None:
    keep(knowledge_base, *(article(f"ហ៊ីប៉ូតែក ទី {n} {PADDING}") for n in range(12)))
    keep(knowledge_base, article("A mortgage is registered.", lang="en"), title="Other")
    languages = [hit.section.lang for hit in search(knowledge_base, "ហ៊ីប៉ូតែក").hits]
    assert languages[:3] == ["km", "km", "en"]


def test_pages_hold_every_hit_once(knowledge_base: KnowledgeBase) -> None:
    keep(knowledge_base, *(article(f"ហ៊ីប៉ូតែក ទី {n} {PADDING}") for n in range(9)))
    keep(
        knowledge_base,
        *(article(f"A mortgage, number {n}.", lang="en") for n in range(6)),
        title="Other",
    )
    request = [SearchRequest("ហ៊ីប៉ូតែក", offset=at, limit=4) for at in range(0, 16, 4)]
    pages = [knowledge_base.search(one, Audience.visitor()) for one in request]
    ids = [hit.section.id for page in pages for hit in page.hits]
    assert len(ids) == len(set(ids)) == pages[0].total == 15


def test_what_one_may_not_read_is_not_there(knowledge_base: KnowledgeBase) -> None:
    keep(knowledge_base, article("ដីព្រៃ"))
    before = search(knowledge_base, "ដីព្រៃ")
    keep(knowledge_base, article("ដីព្រៃសម្ងាត់"), title="Hidden", visibility=Visibility.ORGANISATION)
    assert search(knowledge_base, "ដីព្រៃ") == before


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        (SearchRequest("ដ" * (MAX_QUERY_LENGTH + 1)), "'q'"),
        (SearchRequest("x" * 100_000), "'q'"),
        (SearchRequest("ដី", limit=0), "'limit'"),
        (SearchRequest("ដី", limit=101), "'limit'"),
        (SearchRequest("ដី", offset=-1), "'offset'"),
    ],
)
def test_a_value_out_of_range_is_named(
    knowledge_base: KnowledgeBase, request_: SearchRequest, name: str
) -> None:
    with pytest.raises(InvalidInput, match=name):
        knowledge_base.search(request_, Audience.visitor())


def test_what_is_prepared_ahead_changes_no_answer(knowledge_base: KnowledgeBase) -> None:
    keep(knowledge_base, article("កិច្ចសន្យាជួលដីធ្លី"), article("The lease of land", lang="en"))
    before = search(knowledge_base, "ជួលដី")
    knowledge_base.prepare()
    assert search(knowledge_base, "ជួលដី") == before
    assert before.total == 2


def test_where_nothing_scores_documents_stay_whole_and_in_order(
    knowledge_base: KnowledgeBase,
) -> None:
    for title in ("First", "Second", "Third"):
        texts = [article(f"{title} {number}", lang="en") for number in (1, 2)]
        keep(knowledge_base, *texts, title=title)
    order = found(knowledge_base, "-forest")
    assert len(order) == 6
    assert all(order[at + 1] == order[at][:-1] + "2" for at in (0, 2, 4))
