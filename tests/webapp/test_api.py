"""The JSON API keeps its contract."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.search.results import MAX_OFFSET

PROBLEM = {"type", "title", "status", "code", "detail", "remedy", "request_id"}
QUERY = "អាជ្ញាយុកាល អចលនវត្ថុ"


def search(client: FlaskClient, **parameters: object) -> dict[str, Any]:
    response = client.get("/api/v1/search", query_string=parameters)
    assert response.status_code == 200, response.text
    return dict(response.get_json())


def problem(client: FlaskClient, address: str, status: int) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    body: dict[str, Any] = response.get_json()
    assert body.keys() - {"parameter"} == PROBLEM
    assert body["status"] == status
    assert body["type"].endswith(body["code"])
    assert body["request_id"] == response.headers["X-Request-Id"]
    return body


def test_answer_has_the_shape_of_the_contract(client: FlaskClient, ids: Mapping[str, str]) -> None:
    answer = search(client, q=QUERY)
    assert list(answer) == ["query", "total", "next", "hits", "facets"]
    assert answer["query"]["text"] == QUERY
    assert isinstance(answer["query"]["interpreted"], str)
    assert (answer["total"], answer["next"]) == (1, None)
    (hit,) = answer["hits"]
    assert list(hit) == ["document", "section", "score", "snippet"]
    section_id = hit["section"]["id"]
    address = f"http://localhost/documents/{ids['code']}"
    assert hit["document"] == {
        "id": ids["code"],
        "title": "ក្រមគំរូ",
        "lang": "km",
        "kind": "code",
        "number": None,
        "date": "2007-12-08",
        "titles": {"km": "ក្រមគំរូ"},
        "issuer": "parliament",
        "organisation": None,
        "status": "in-force",
        "topics": [],
        "places": [],
        "duplicate_of": None,
        "visibility": "public",
        "source": {
            "filename": "ក្រម.pdf",
            "sha256": "5694d08a2e53ffcae0c3103e5ad6f6076abd960eb1f8a56577040bc1028f702b",
            "media_type": "application/pdf",
        },
        "url": address,
    }
    assert hit["section"] == {
        "id": section_id,
        "kind": "article",
        "number": "162",
        "heading": "អាជ្ញាយុកាលនៃលទ្ធកម្មលើអចលនវត្ថុ",
        "page_from": 41,
        "page_to": 42,
        "task": None,
        "url": f"{address}/sections/{section_id}",
    }
    assert isinstance(hit["score"], float)
    assert answer["facets"] == {
        "kind": [{"value": "code", "count": 1, "selected": False}],
        "lang": [{"value": "km", "count": 1, "selected": False}],
        "year": [{"value": "2007", "count": 1, "selected": False}],
    }


def test_spans_and_html_say_the_same(client: FlaskClient) -> None:
    for query in (QUERY, "poison", "letter"):
        for hit in search(client, q=query)["hits"]:
            snippet = hit["snippet"]
            marked = [snippet["text"][start:end] for start, end in snippet["spans"]]
            assert marked
            assert [
                html.unescape(text) for text in re.findall("<mark>(.*?)</mark>", snippet["html"])
            ] == marked
            assert html.unescape(re.sub("</?mark>", "", snippet["html"])) == snippet["text"]
            assert not re.search("<(?!/?mark>)", snippet["html"])


def test_urls_lead_to_pages(client: FlaskClient) -> None:
    (hit,) = search(client, q=QUERY)["hits"]
    for address in (hit["document"]["url"], hit["section"]["url"]):
        assert client.get(address, follow_redirects=True).status_code == 200


def test_khmer_is_sent_as_it_is(client: FlaskClient) -> None:
    response = client.get("/api/v1/search", query_string={"q": QUERY})
    assert "ក្រមគំរូ".encode() in response.data
    assert response.mimetype == "application/json"


def test_time_taken_is_in_a_header(client: FlaskClient) -> None:
    header = client.get("/api/v1/search?q=forest").headers["Server-Timing"]
    assert re.fullmatch(r"search;dur=\d+\.\d", header)


def test_next_goes_through_all_hits_once(client: FlaskClient) -> None:
    seen: list[str] = []
    address: str | None = "/api/v1/search?q=ម្ចាស់កម្មសិទ្ធិ&limit=50&lang=km&facet=lang"
    while address:
        answer = client.get(address).get_json()
        assert answer["total"] == 180
        seen += [hit["section"]["id"] for hit in answer["hits"]]
        address = answer["next"]
        if address:
            parts = urlsplit(address)
            assert (parts.scheme, parts.netloc, parts.path) == (
                "http",
                "localhost",
                "/api/v1/search",
            )
    assert len(seen) == len(set(seen)) == 180


def test_limit_may_change_from_page_to_page(client: FlaskClient) -> None:
    address = search(client, q="ម្ចាស់កម្មសិទ្ធិ", limit=2)["next"]
    hits = client.get(address.replace("limit=2", "limit=7")).get_json()["hits"]
    assert len(hits) == 7


def test_cursor_serves_only_its_own_search(client: FlaskClient) -> None:
    address = search(client, q="ម្ចាស់កម្មសិទ្ធិ", limit=2)["next"]
    (cursor,) = parse_qs(urlsplit(address).query)["cursor"]
    for other in (f"q=forest&cursor={cursor}", f"q=ម្ចាស់កម្មសិទ្ធិ&kind=law&cursor={cursor}",
                  f"q=ម្ចាស់កម្មសិទ្ធិ&cursor={cursor[:-1]}", "cursor=WzEwLCJhIl0.x", "cursor=%00",
                  "cursor=" + "a" * 3000):  # fmt: skip
        body = problem(client, f"/api/v1/search?{other}", 422)
        assert body["parameter"] == "cursor"


def test_cursor_of_another_installation_is_refused(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = search(client, q="ម្ចាស់កម្មសិទ្ធិ", limit=2)["next"]
    monkeypatch.setattr(app.extensions["knowledge_base"], "secret_key", "another")
    assert problem(client, address, 422)["parameter"] == "cursor"


def test_no_next_behind_the_last_hit_that_can_be_asked_for(client: FlaskClient) -> None:
    assert MAX_OFFSET >= 1000
    assert search(client, q="ម្ចាស់កម្មសិទ្ធិ", limit=100)["next"]
    assert search(client, q="forest", limit=100)["next"] is None


def test_filters_repeat_or_stand_side_by_side(client: FlaskClient) -> None:
    repeated = search(client, q="forest", kind=["law", "minutes"])
    listed = search(client, q="forest", kind="law,minutes")
    assert repeated["hits"] == listed["hits"]
    assert {hit["document"]["kind"] for hit in repeated["hits"]} == {"law", "minutes"}
    assert {value["value"]: value["selected"] for value in repeated["facets"]["kind"]} == {
        "law": True,
        "minutes": True,
    }


def test_dates_bound_on_both_sides(client: FlaskClient) -> None:
    def kinds(**bounds: str) -> set[str]:
        return {hit["document"]["kind"] for hit in search(client, q="forest", **bounds)["hits"]}

    assert kinds(to="2003") == {"law"}
    assert kinds(**{"from": "2025-05-14"}) == {"minutes"}
    assert kinds(**{"from": "2025-05-15"}) == set()
    assert kinds(**{"from": "2003", "to": "2025-05-14"}) == {"law", "minutes"}


def test_sort_by_date(client: FlaskClient) -> None:
    hits = search(client, q="forest", sort="date")["hits"]
    dates = [hit["document"]["date"] or "" for hit in hits]
    assert dates == sorted(dates, reverse=True)


def test_a_section_tells_its_references(client: FlaskClient, ids: Mapping[str, str]) -> None:
    sections = client.get(f"/api/v1/documents/{ids['law']}").get_json()["sections"]
    section = client.get(f"/api/v1/sections/{sections[1]['id']}").get_json()
    words = [section["text"][one["start"] : one["end"]] for one in section["references"]]
    assert words == ["Article 12 bis", "Land Law"]
    first, second = section["references"]
    assert first["target"] == {"document": ids["law"], "section": sections[2]["id"]}
    assert second["target"] is None
    cited = client.get(f"/api/v1/sections/{sections[2]['id']}").get_json()
    assert cited["cited_by"] == [{"document": ids["law"], "section": section["id"]}]


def test_filters_take_codes_and_names(client: FlaskClient) -> None:
    by_code = search(client, q="forest", topic="forests", facet="topic,status,issuer")
    assert by_code["total"] == search(client, q="forest", topic="ព្រៃឈើ")["total"] > 0
    assert {"value": "forests", "count": by_code["total"], "selected": True} in by_code["facets"][
        "topic"
    ]
    assert by_code["facets"]["issuer"][0]["value"] == "parliament"
    assert search(client, q="forest", status="repealed")["total"] == 0
    wrong = client.get("/api/v1/search?q=forest&province=Atlantis")
    assert (wrong.status_code, wrong.get_json()["parameter"]) == (422, "province")


def test_only_asked_facets_are_counted(client: FlaskClient) -> None:
    assert list(search(client, q="forest", facet="year")["facets"]) == ["year"]
    assert set(search(client, q="forest", facet="kind,lang")["facets"]) == {"kind", "lang"}


def test_empty_parameters_of_the_contract_count_as_absent(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=forest&lang=&kind=&from=&to=&cursor=")
    assert response.get_json()["total"] == search(client, q="forest")["total"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("colour=red", "colour"), ("q=a&q=b", "q"), ("limit=0", "limit"), ("limit=101", "limit"),
     ("limit=1.5", "limit"), ("limit=x", "limit"), ("limit=5&limit=6", "limit"),
     ("sort=best", "sort"), ("kind=poem", "kind"), ("kind=law&kind=poem", "kind"),
     ("lang=KM", "lang"), ("lang=english", "lang"), ("from=20", "from"),
     ("from=2001-13-01", "from"),
     ("to=2001-02-29", "to"), ("to=0000", "to"), ("facet=colour", "facet"),
     ("q=" + "ក" * 513, "q"), ("page=2", "page"), ("expand=0", "expand")],
)  # fmt: skip
def test_unusable_parameter_is_named(client: FlaskClient, query: str, parameter: str) -> None:
    body = problem(client, f"/api/v1/search?{query}", 422)
    assert body["parameter"] == parameter
    assert body["code"] == "invalid-input"
    assert parameter in body["detail"]
    assert body["remedy"]


def test_long_wrong_values_are_not_repeated_whole(client: FlaskClient) -> None:
    body = problem(client, "/api/v1/search?sort=" + "a" * 2000, 422)
    assert len(body["detail"]) < 100


def test_document_lists_its_sections(client: FlaskClient, ids: Mapping[str, str]) -> None:
    document = client.get(f"/api/v1/documents/{ids['law']}").get_json()
    assert (document["id"], document["date"]) == (ids["law"], "2003")
    assert [section["number"] for section in document["sections"]] == [
        None,
        "1",
        "12 bis",
        "1",
        None,
    ]
    assert set(document["sections"][0]) == {
        *["id", "kind", "number", "heading", "level", "lang", "page_from", "page_to", "task"],
        *["url", "counterpart"],
    }


def test_section_has_its_text_and_document(client: FlaskClient, ids: Mapping[str, str]) -> None:
    listed = client.get(f"/api/v1/documents/{ids['law']}").get_json()["sections"][1]
    section = client.get(f"/api/v1/sections/{listed['id']}").get_json()
    assert section["text"] == "This law governs forests, as Article 12 bis and the Land Law say."
    assert section["document"]["id"] == ids["law"]
    assert listed.items() <= section.items()


def test_absent_and_hidden_are_one_answer(client: FlaskClient, ids: Mapping[str, str]) -> None:
    bodies = [
        problem(client, f"/api/v1/documents/{document_id}", 404)
        for document_id in (ids["hidden"], "0" * len(ids["hidden"]))
    ]
    for body in bodies:
        del body["request_id"]
    assert bodies[0] == bodies[1]
    assert search(client, q="zyzzyva")["total"] == 0


@pytest.mark.parametrize("address", ["documents/x?y=1", "sections/x?y=1"])
def test_other_addresses_take_no_parameters(client: FlaskClient, address: str) -> None:
    assert problem(client, f"/api/v1/{address}", 422)["parameter"] == "y"


def test_unknown_address_and_method_are_problems(client: FlaskClient) -> None:
    problem(client, "/api/v1/nothing", 404)
    response = client.post("/api/v1/search")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.get_json()["code"] == "method-not-allowed"


def test_suggestions(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggest?q=law%20on%20c&lang=en&limit=1")
    assert answer.get_json() == {
        "query": {"text": "law on c"},
        "suggestions": [
            {"text": "Law on community forestry", "kind": "name", "lang": "en"},
        ],
    }
    assert client.get("/api/v1/suggest").get_json()["suggestions"] == []
    assert "Confidential" not in client.get("/api/v1/suggest?q=conf").text
    for wrong in ("q=a&limit=0", "q=a&limit=101", "q=a&x=1", "q=a&lang=khmer", f"q={'a' * 513}"):
        assert client.get(f"/api/v1/suggest?{wrong}").status_code == 422
