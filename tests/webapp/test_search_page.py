"""The search page: results, filters, pages of results, and what it does with odd parameters."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.access import Audience
from kb.knowledge_base import KnowledgeBase
from kb.search.results import SearchRequest, SearchResult
from tests.webapp.collection import IMAGE, SCRIPT

QUERY = "អាជ្ញាយុកាល អចលនវត្ថុ"


def links_with(page: str, text: str) -> list[str]:
    """Targets of the links whose text holds this text."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>((?:(?!</a>).)*)</a>', page, re.DOTALL)
    return [target.replace("&amp;", "&") for target, inner in found if text in inner]


def test_result_names_document_article_and_page(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    page = client.get("/km/search", query_string={"q": QUERY}).text
    assert "ក្រមគំរូ" in page
    assert "ទំព័រ ៤១–៤២" in page
    (target,) = links_with(page, "មាត្រា ១៦២ <mark>អាជ្ញាយុកាល</mark>នៃលទ្ធកម្មលើ<mark>អចលនវត្ថុ</mark>")
    assert target.startswith(f"/km/documents/{ids['code']}/sections/")
    article = client.get(target).text
    assert "<mark>អាជ្ញាយុកាល</mark>" in article.replace("<wbr>", "")


def test_snippet_marks_exactly_the_words(client: FlaskClient) -> None:
    page = client.get("/km/search", query_string={"q": QUERY}).text
    assert set(re.findall("<mark>(.*?)</mark>", page)) == {"អាជ្ញាយុកាល", "អចលនវត្ថុ"}


def test_query_stays_in_the_box(client: FlaskClient) -> None:
    page = client.get("/en/search", query_string={"q": 'forest "a b"'}).text
    assert 'value="forest &#34;a b&#34;"' in page


def test_every_piece_names_its_language(client: FlaskClient) -> None:
    page = client.get("/en/search", query_string={"q": QUERY}).text
    assert '<h2 lang="km">' in page
    assert '<p lang="km">' in page


def test_facets_narrow_and_chips_widen(client: FlaskClient) -> None:
    page = client.get("/en/search?q=forest").text
    (law,) = [link for link in links_with(page, "Law") if "kind=law" in link]
    narrowed = client.get(law).text
    assert "Minutes of the land network" not in narrowed
    assert 'aria-current="true">Law' in narrowed
    (without,) = links_with(narrowed, "Remove the filter:")
    assert without == "/en/search?q=forest"


def test_facets_are_named_in_the_language_of_the_page(client: FlaskClient) -> None:
    for page, topic, status in (
        (client.get("/en/search?q=forest").text, "Forests", "In force, as far as is known"),
        (client.get("/km/search?q=forest").text, "ព្រៃឈើ", "នៅជាធរមាន តាមដែលដឹង"),
    ):
        (address,) = [link for link in links_with(page, topic) if "topic=forests" in link]
        assert "Minutes of the land network" not in client.get(address).text
        assert [link for link in links_with(page, status) if "status=in-force" in link]


def test_filters_of_one_field_add_up(client: FlaskClient) -> None:
    page = client.get("/en/search?q=forest&kind=law&kind=minutes").text
    assert "Law on community forestry" in page
    assert "Minutes of the land network" in page


def test_year_facet_sets_both_bounds(client: FlaskClient) -> None:
    page = client.get("/en/search?q=forest").text
    (target,) = [link for link in links_with(page, "2003") if "from=" in link]
    assert target == "/en/search?q=forest&from=2003&to=2003"
    narrowed = client.get(target).text
    assert "Law on community forestry" in narrowed
    assert "Minutes of the land network" not in narrowed


def test_khmer_digits_are_years(client: FlaskClient) -> None:
    page = client.get("/km/search?q=forest&from=២០០៣&to=២០០៣").text
    assert "Law on community forestry" in page
    assert "Minutes of the land network" not in page


def test_sorts_by_date(client: FlaskClient) -> None:
    page = client.get("/en/search?q=forest&sort=date").text
    assert page.index("Minutes of the land network") < page.index("Law on community forestry")


def test_pages_of_results_hold_every_hit_once(client: FlaskClient) -> None:
    seen: list[str] = []
    target: str | None = "/en/search?q=ម្ចាស់កម្មសិទ្ធិ&kind=code"
    while target:
        page = client.get(target).text
        seen += re.findall(r"<h3><a [^>]*>(.*?)</a>", page)
        following = re.search(r'rel="next" href="([^"]*)"', page)
        target = following[1].replace("&amp;", "&") if following else None
    articles = {name.split()[1] for name in seen if name.startswith("មាត្រា")}
    assert len(seen) == len(set(seen))
    assert len(articles) == 180  # the one with a text of its own has what the law writes for it


def test_page_behind_the_last_leads_back(client: FlaskClient) -> None:
    page = client.get("/en/search?q=forest&page=500").text
    assert "/en/search?q=forest" in links_with(page, "Go to the first page")


def test_nothing_found_says_what_to_do(client: FlaskClient) -> None:
    response = client.get("/en/search?q=qqqzzzqqq&kind=law")
    assert response.status_code == 200
    assert "Nothing found" in response.text
    assert "/en/search?q=qqqzzzqqq" in links_with(response.text, "Search without filters")


def test_hidden_documents_are_not_there(client: FlaskClient) -> None:
    response = client.get("/en/search?q=zyzzyva")
    assert "Nothing found" in response.text
    assert "Confidential" not in response.text


def test_markup_in_documents_and_queries_is_text(client: FlaskClient) -> None:
    page = client.get("/en/search", query_string={"q": f"poison {SCRIPT}{IMAGE}"}).text
    assert "Report &lt;script&gt;" in page
    assert SCRIPT not in page
    assert "<img" not in page


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "page=99999999999999999999", "from=last+year", "to=2001-02-30",
     "kind=poem", "lang=klingon", "sort=best", "expand=perhaps", "from=1&from=2",
     "q=" + "a" * 513],
)  # fmt: skip
@pytest.mark.parametrize("language", ["km", "en"])
def test_unusable_parameter_is_named_beside_the_box(
    client: FlaskClient, language: str, query: str
) -> None:
    response = client.get(f"/{language}/search?{query}")
    assert response.status_code == 422
    assert f"“{query.partition('=')[0]}”" in response.text
    assert 'type="search"' in response.text


def test_foreign_parameters_of_shared_links_are_passed_over(client: FlaskClient) -> None:
    response = client.get("/en/search?q=forest&fbclid=abc")
    assert response.status_code == 200
    assert "fbclid=abc" not in "".join(links_with(response.text, "Law"))


def test_empty_parameters_count_as_absent(client: FlaskClient) -> None:
    assert client.get("/en/search?q=forest&from=&to=&kind=&page=").status_code == 200


class Answer:
    """A knowledge base that adds to its answers what only rare queries bring."""

    def __init__(self, knowledge_base: KnowledgeBase) -> None:
        self._knowledge_base = knowledge_base

    def __getattr__(self, name: str) -> object:
        return getattr(self._knowledge_base, name)

    def search(self, request: SearchRequest, audience: Audience) -> SearchResult:
        return dataclasses.replace(
            self._knowledge_base.search(request, audience),
            interpreted="art:5",
            also_searched=("forêt", "<b>") if request.expand else (),
            did_you_mean="forests & land",
        )


def test_says_what_was_understood_added_and_proposed(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "knowledge_base", Answer(app.extensions["knowledge_base"]))
    page = client.get("/en/search?q=forest&page=2").text
    assert "Understood as: <bdi>art:5</bdi>" in page
    assert "<bdi>forêt</bdi>, <bdi>&lt;b&gt;</bdi>" in page
    assert links_with(page, "forests &amp; land") == ["/en/search?q=forests+%26+land"]
    (plain,) = links_with(page, "Only what I typed")
    assert plain == "/en/search?q=forest&expand=0"
    assert links_with(client.get(plain).text, "Also search the other language") == [
        "/en/search?q=forest"
    ]
