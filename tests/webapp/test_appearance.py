"""Light and dark, how a text is cited, and which documents can be saved."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from kb.access import Audience
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_colours_are_kept_until_the_device_decides_again(client: FlaskClient, colours: str) -> None:
    response = client.get(f"/en/appearance?colours={colours}")
    assert response.status_code == 303
    assert response.location == "/en/appearance"
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    page = client.get("/km/help")
    assert f'data-colours="{colours}"' in page.text
    assert f'<meta name="color-scheme" content="{colours}">' in page.text
    assert "Cookie" in page.headers["Vary"]
    client.get("/en/appearance?colours=device")
    assert "data-colours" not in client.get("/km/help").text


@pytest.mark.parametrize("cookie", ["", "DARK", '"><script>', "device"])
def test_unknown_choice_is_none(client: FlaskClient, cookie: str) -> None:
    client.set_cookie("colours", cookie)
    page = client.get("/en/help").text
    assert "data-colours" not in page
    assert '<meta name="color-scheme" content="light dark">' in page


def test_wrong_choice_is_named(client: FlaskClient) -> None:
    response = client.get("/en/appearance?colours=pink")
    assert response.status_code == 422
    assert "device, light or dark" in response.text


def cited(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<span class="copied" lang="(\w+)">([^<]+)</span>', page)


def test_article_is_cited_in_the_language_of_the_document(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    address = f"http://localhost/documents/{ids['law']}"
    page = client.get(f"/km/documents/{ids['law']}/sections/12-bis").text
    assert cited(page) == [
        ("en", f"Law on community forestry 2003, art. 12 bis, {address}/sections/12-bis")
    ]
    whole = client.get(f"/km/documents/{ids['khmer_law']}").text
    assert cited(whole)[0][1].startswith("ច្បាប់លេខ ១៩ ២០០៣, http")


def test_act_with_two_titles_is_cited_in_both_languages(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    page = client.get(f"/en/documents/{ids['scan']}/sections/9").text
    words = dict(cited(page))
    assert words["km"].startswith("មាត្រា ៩ ច្បាប់ស្តីពីធនធានទឹក ២០១០, ")


def test_all_parts_of_public_documents_can_be_saved_and_no_others(
    client: FlaskClient,
    ids: Mapping[str, str],
    knowledge_base: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = client.get(f"/en/documents/{ids['code']}").text
    (pages,) = re.findall(r'data-pages="([^"]+)"', page)
    assert f"/en/documents/{ids['code']}?part=2" in pages
    assert pages.count(ids["code"]) > 2
    member = Audience.of_member(frozenset())
    assert knowledge_base.document(ids["hidden"], member).visibility is Visibility.NETWORK
    monkeypatch.setattr("webapp.documents.audience", lambda: member)
    page = client.get(f"/en/documents/{ids['hidden']}").text
    assert "zyzzyva" in page
    assert "data-pages" not in page


def test_service_worker_is_always_asked_for_anew(client: FlaskClient) -> None:
    response = client.get("/worker.js")
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
