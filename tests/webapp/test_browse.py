"""Pages to browse by: what they count and list, where they lead, and what they do not tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from html import unescape
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kb.access import Role
from kb.knowledge_base import KnowledgeBase
from kb.places import gazetteer
from tests.webapp.people import join, signed_in
from webapp import actions
from webapp.charts import MOST_BARS, STEPS, bars, tiles

HIDDEN = ("Confidential", "Oxfam", "អុកស្វាម")
"""What only the document for members would show."""


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', page)]


def one_line(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_start_leads_to_every_way_of_browsing(client: FlaskClient) -> None:
    page = client.get("/en/").text
    for path in ("provinces", "years", "organisations", "documents", "topics/forests"):
        assert f"/en/{path}" in links(page)
    assert 'Forests <span class="count">2</span>' in page


@pytest.mark.parametrize(
    "path",
    ["topics", "provinces", "organisations", "years", "documents", "actions", "provinces/07"],
)
def test_what_visitors_may_not_read_is_nowhere(client: FlaskClient, path: str) -> None:
    page = client.get(f"/en/{path}").text
    assert not [word for word in HIDDEN if word in page]
    if path == "documents":
        assert "7 documents" in page
    if path == "provinces/07":
        assert "0 documents" in page


@pytest.mark.parametrize(
    "path", ["topics/none", "provinces/99", "provinces/1001", "organisations/Oxfam", "acts/none"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404


def test_an_act_of_which_nothing_may_be_read_is_not_there(
    client: FlaskClient, hidden_work: str
) -> None:
    absent = "0" * len(hidden_work)
    nothing = client.get(f"/en/acts/{absent}")
    hidden = client.get(f"/en/acts/{hidden_work}")
    assert hidden.status_code == nothing.status_code == 404
    number = nothing.headers["X-Request-Id"], hidden.headers["X-Request-Id"]
    assert hidden.text.replace(hidden_work, absent) == nothing.text.replace(*number)


def test_map_names_all_provinces_and_leads_into_search(client: FlaskClient) -> None:
    page = client.get("/en/provinces").text
    assert 'aria-label="Kratie: 1 document"' in page
    assert 'aria-label="Kampot: 0 documents"' in page
    found = links(page)
    for place in gazetteer().provinces:
        assert f"/en/search?province={place.code}" in found
        assert f"/en/provinces/{place.code}" in found


def test_years_lead_into_search(client: FlaskClient) -> None:
    page = client.get("/km/years").text
    assert "/km/search?to=2003&from=2003" in links(page)
    assert '២០០៣ <span class="count">២</span>' in page


def test_shelf_narrows_and_leads_into_search(client: FlaskClient) -> None:
    page = client.get("/en/topics/forests").text
    assert "2 documents" in page
    assert "/en/search?topic=forests" in links(page)
    assert "/en/topics/forests?lang=th" in links(page)
    narrowed = client.get("/en/topics/forests?lang=th").text
    assert "1 document<" in narrowed
    assert "/en/topics/forests" in links(narrowed)  # the filter taken off
    assert "/en/search?lang=th&topic=forests" in links(narrowed)


def test_organisation_page(client: FlaskClient) -> None:
    assert "/en/organisations/land%20network" in links(client.get("/en/organisations").text)
    page = client.get("/en/organisations/land%20network").text
    assert "Minutes of the land network" in page
    assert "/en/search?organisation=land+network" in links(page)


@pytest.mark.parametrize("query", ["page=2", "page=0", "kind=x", "province=x", "year=99999"])
def test_wrong_parameters_are_named(client: FlaskClient, query: str) -> None:
    response = client.get(f"/en/documents?{query}")
    assert response.status_code == 422
    assert query.partition("=")[0] in response.text


def test_act_shows_texts_contents_and_who_cites_it(
    client: FlaskClient, ids: Mapping[str, str], work: str
) -> None:
    page = client.get(f"/en/acts/{work}").text
    assert f"/en/documents/{ids['law']}" in links(page)
    assert f"/en/documents/{ids['law']}/beside/{ids['khmer_law']}" in links(page)
    assert f"/en/documents/{ids['law']}#art-12-bis" in links(page)
    assert "Law on community forestry" in re.findall(r"<h1[^>]*>(.*?)</h1>", page)
    khmer = client.get(f"/km/acts/{work}").text
    assert "ច្បាប់លេខ ១៩" in re.findall(r"<h1[^>]*>(.*?)</h1>", khmer)
    assert f"/en/acts/{work}" in links(client.get(f"/en/documents/{ids['law']}").text)


def test_home_of_a_member_shows_what_their_organisation_has(
    app: Flask, knowledge_base: KnowledgeBase
) -> None:
    join(knowledge_base, "at-home", Role.READER)
    page = signed_in(app, "at-home").get("/en/").text
    own, new = page.index("New from my organisation"), page.index("New in the network")
    assert "Confidential brief of Oxfam" in page[own:new]
    join(knowledge_base, "elsewhere", Role.READER, "Somewhere Else")
    other = signed_in(app, "elsewhere").get("/en/").text
    assert "New from my organisation" not in other
    assert "Confidential brief of Oxfam" in other  # which is for the whole network


def test_actions_by_their_day(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "today", lambda: dt.date(2025, 5, 30))
    coming = one_line(client.get("/en/actions").text)
    assert "Write to the ministry By when : 30 May 2025 Who : Ms A." in coming.replace(":", " :")
    monkeypatch.setattr(actions, "today", lambda: dt.date(2025, 5, 31))
    assert "There are none." in client.get("/en/actions").text
    assert "Write to the ministry" in client.get("/en/actions?due=past").text


def test_api_lists_documents_with_cursors(client: FlaskClient) -> None:
    first = client.get("/api/v1/documents?limit=4").get_json()
    second = client.get(first["next"]).get_json()
    assert first["total"] == second["total"] == 7
    found = [one["id"] for one in (*first["documents"], *second["documents"])]
    assert len(set(found)) == 7
    assert second["next"] is None
    cursor = first["next"].partition("cursor=")[2]
    assert client.get(f"/api/v1/documents?topic=forests&cursor={cursor}").status_code == 422
    assert client.get(f"/api/v1/search?q=&cursor={cursor}").status_code == 422


def test_api_counts_topics_and_provinces(client: FlaskClient) -> None:
    topics = client.get("/api/v1/topics").get_json()["topics"]
    assert {"code": "forests", "km": "ព្រៃឈើ", "en": "Forests", "documents": 2} in topics
    written = client.get("/api/v1/organisations").get_json()["organisations"]
    assert {"name": "land network", "km": None, "documents": 1} in written
    assert "Oxfam" not in {one["name"] for one in written}  # of a paper for members alone
    provinces = client.get("/api/v1/provinces").get_json()["provinces"]
    assert {one["code"]: one["documents"] for one in provinces if one["documents"]} == {"10": 1}
    assert len(provinces) == 25


def test_tiles_hold_every_province_once() -> None:
    drawn = tiles({"12": 100, "10": 1})
    assert sorted(tile.code for tile in drawn) == [place.code for place in gazetteer().provinces]
    assert len({(tile.column, tile.row) for tile in drawn}) == len(drawn)
    steps = {tile.code: tile.step for tile in drawn}
    assert (steps["12"], steps["10"], steps["01"]) == (STEPS, 1, 0)


@given(st.dictionaries(st.integers(1000, 2999), st.integers(1, 10**6), min_size=1))
def test_bars_lose_no_document(counts: dict[int, int]) -> None:
    drawn = bars(counts)
    assert sum(bar.count for bar in drawn) == sum(counts.values())
    assert len(drawn) <= MOST_BARS
    assert max(bar.share for bar in drawn) == 1
    assert all(one.last + 1 == other.first for one, other in pairwise(drawn))
    assert drawn[0].first <= min(counts) <= drawn[0].last
    assert drawn[-1].first <= max(counts) <= drawn[-1].last
