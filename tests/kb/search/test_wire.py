"""The JSON form of what is found, without a web server."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.model import Document, DocumentKind, Section, SectionKind, Source, Visibility
from kb.search.results import Hit, SearchRequest, SearchResult, Snippet
from kb.search.wire import document_to_json, result_to_json


def document(date: dt.date | None = None, year: int | None = None) -> Document:
    return Document(
        id="d",
        work_id="w",
        title="Law",
        lang="en",
        kind=DocumentKind.LAW,
        visibility=Visibility.PUBLIC,
        organisation_id="o",
        source=Source("law.txt", "0" * 64, "text/plain", 1),
        revision="r",
        added_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        date=date,
        year=year,
    )


@pytest.mark.parametrize(
    ("date", "year", "written"),
    [(dt.date(2001, 8, 30), 2001, "2001-08-30"), (None, 2001, "2001"), (None, None, None)],
)
def test_date_is_as_precise_as_it_is_known(
    date: dt.date | None, year: int | None, written: str | None
) -> None:
    assert document_to_json(document(date, year), "url")["date"] == written


def test_html_of_a_snippet_is_escaped_within_and_between_marks() -> None:
    section = Section(
        SectionKind.ARTICLE, "", "162 bis", "Purpose", 0, "en", id="s", document_id="d", position=0
    )
    snippet = Snippet('a <b> & "c" <d>', ((2, 5), (8, 11)))
    result = SearchResult(
        SearchRequest("b"), "b", 1, (Hit(document(), section, 1.5, snippet),), {"kind": ()}
    )
    answer = result_to_json(result, lambda d: f"/{d.id}", lambda s: f"/{s.id}", "/next")
    assert answer["query"] == {"text": "b", "interpreted": "b", "did_you_mean": None}
    assert (answer["total"], answer["next"], answer["facets"]) == (1, "/next", {"kind": []})
    (hit,) = answer["hits"]
    assert (hit["document"]["url"], hit["section"]["url"]) == ("/d", "/s")
    assert (hit["section"]["number"], hit["score"]) == ("162 bis", 1.5)
    assert hit["snippet"] == {
        "text": 'a <b> & "c" <d>',
        "spans": [[2, 5], [8, 11]],
        "html": ("a <mark>&lt;b&gt;</mark> &amp; <mark>&quot;c&quot;</mark> &lt;d&gt;"),
    }
