"""Dossiers on the pages and in the API: adding, ordering, two editors at once, exports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from flask import Flask

from kb.access import Audience, Right, Role
from kb.knowledge_base import KnowledgeBase
from tests.webapp.people import Browser, join, signed_in

NAME = "Land titles"


@pytest.fixture(scope="module", autouse=True)
def members(knowledge_base: KnowledgeBase, ids: Mapping[str, str]) -> dict[str, str]:
    """Sign-in name -> id of a member: two of one organisation who contribute, a reader, another."""
    del ids
    return {
        "dossier-writer": join(
            knowledge_base, "dossier-writer", Role.CONTRIBUTOR, "Dossier Writers"
        ),
        "dossier-colleague": join(
            knowledge_base, "dossier-colleague", Role.CONTRIBUTOR, "Dossier Writers"
        ),
        "dossier-only-reads": join(
            knowledge_base, "dossier-only-reads", Role.READER, "Dossier Writers"
        ),
        "dossier-stranger": join(knowledge_base, "dossier-stranger", Role.CONTRIBUTOR, "Strangers"),
    }


@pytest.fixture
def browser(app: Flask, knowledge_base: KnowledgeBase) -> Iterator[Browser]:
    """A contributor's; all dossiers are gone afterwards."""
    yield signed_in(app, "dossier-writer")
    service = knowledge_base.dossiers
    for one in service.all(knowledge_base.operator):
        service.remove(knowledge_base.operator, one.id)


def make(browser: Browser, title: str = NAME) -> str:
    """Make a dossier; give the address of its page."""
    response = browser.post("/en/dossiers", "/en/dossiers", title=title, about="For the hearing")
    assert response.status_code == 303
    return str(response.headers["Location"].removesuffix("/edit"))


def items_of(page: str) -> list[str]:
    return re.findall(r'name="item" value="(\w+)"', page)


def version_of(page: str) -> str:
    (version,) = re.findall(r'name="version" value="(\d+)"', page)
    return str(version)


def section_of(page: str) -> str:
    (first, *_) = re.findall(r'name="section" value="(\w+)"', page)
    return str(first)


def test_an_article_is_added_from_the_results_in_one_click(browser: Browser) -> None:
    address = make(browser)
    found = browser.get("/en/search?q=forest&kind=law&lang=en")
    assert f"Add to “{NAME}”" in found.text
    here = re.findall(r'name="next" value="([^"]+)"', found.text)[0].replace("&amp;", "&")
    response = browser.post(
        "/en/search?q=forest&kind=law&lang=en",
        "/en/dossiers/add",
        dossier=address.rpartition("/")[2],
        section=section_of(found.text),
        next=here,
    )
    assert response.headers["Location"] == "/en/search?q=forest&kind=law&lang=en"
    assert f"In “{NAME}”" in browser.get(response.headers["Location"]).text
    page = browser.get(address).text.replace("<wbr>", "")
    assert "Law on community forestry 2003, art. 1" in page
    assert "This law governs forests" in page
    assert "គោលបំណងនៃច្បាប់នេះ" in page  # the same in Khmer, beside it


def test_the_first_one_goes_into_a_new_dossier(browser: Browser, ids: Mapping[str, str]) -> None:
    page = f"/en/documents/{ids['law']}"
    choose = f"/en/dossiers/add?document={ids['law']}&next={page}"
    assert "Add to a dossier" in browser.get(page).text
    assert "Law on community forestry" in browser.get(choose).text
    response = browser.post(choose, "/en/dossiers/add", document=ids["law"], title="", next=page)
    assert response.status_code == 422
    response = browser.post(choose, "/en/dossiers/add", document=ids["law"], title=NAME, next=page)
    assert response.headers["Location"] == page
    assert f"In “{NAME}”" in browser.get(page).text


def test_items_are_moved_by_buttons_and_nothing_typed_is_lost(browser: Browser) -> None:
    address = make(browser)
    for kind, words in (("heading", "First part"), ("note", "one"), ("note", "two")):
        response = browser.post(f"{address}/edit", f"{address}/items", kind=kind, words=words)
        assert response.status_code == 303
    page = browser.get(f"{address}/edit").text
    heading, one, two = items_of(page)
    response = browser.post(
        f"{address}/edit",
        f"{address}/edit",
        version=version_of(page),
        title="Another title",
        about="",
        item=[heading, one, two],
        note=["First part", "one, changed", "two"],
        press=f"up {two}",
    )
    assert response.status_code == 303
    page = browser.get(f"{address}/edit").text
    assert items_of(page) == [heading, two, one]
    assert "one, changed" in page
    assert "Another title" in page
    response = browser.post(
        f"{address}/edit",
        f"{address}/edit",
        version=version_of(page),
        title="Another title",
        item=[heading, two, one],
        note=["First part", "two", "one, changed"],
        press=f"out {one}",
    )
    page = browser.get(f"{address}/edit").text
    assert items_of(page) == [heading, two]
    assert "Put back" in page
    browser.post(f"{address}/edit", f"{address}/items/{one}/restore")
    assert items_of(browser.get(f"{address}/edit").text) == [heading, two, one]


def test_two_editors_at_once_see_both(browser: Browser, app: Flask) -> None:
    address = make(browser)
    browser.post(f"{address}/edit", f"{address}/items", kind="note", words="ours")
    page = browser.get(f"{address}/edit").text
    (ours,) = items_of(page)
    colleague = signed_in(app, "dossier-colleague")
    colleague.post(f"{address}/edit", f"{address}/items", kind="note", words="from a colleague")
    fields = {"title": "Mine", "about": "typed", "item": [ours], "note": ["ours, longer"]}
    response = browser.post(
        f"{address}/edit", f"{address}/edit", version=version_of(page), **fields
    )
    assert response.status_code == 409
    form, _, now = response.text.partition('id="now"')
    assert "ours, longer" in form
    assert "typed" in form
    assert "Somebody else added this meanwhile." in form
    assert "from a colleague" in now
    assert "ours, longer" not in now
    assert items_of(browser.get(f"{address}/edit").text)[0] == ours
    items = items_of(form)
    response = browser.post(
        f"{address}/edit",
        f"{address}/edit",
        version=version_of(form),
        title="Mine",
        item=items,
        note=["ours, longer", "from a colleague"],
    )
    assert response.status_code == 303
    page = browser.get(address).text
    assert "ours, longer" in page
    assert "from a colleague" in page


def test_what_cannot_be_saved_is_shown_again(browser: Browser) -> None:
    address = make(browser)
    page = browser.get(f"{address}/edit").text
    response = browser.post(
        f"{address}/edit", f"{address}/edit", version=version_of(page), title="", about="typed"
    )
    assert response.status_code == 422
    assert "typed" in response.text
    for item, note in ((["x"], []), (["x", "x"], ["1", "2"]), (["x"], ["of another"])):
        response = browser.post(
            f"{address}/edit",
            f"{address}/edit",
            version=version_of(page),
            title="T",
            item=item,
            note=note,
        )
        assert response.status_code == 422


def test_a_large_dossier_is_saved_whole(browser: Browser, knowledge_base: KnowledgeBase) -> None:
    address = make(browser)
    for _ in range(12):
        browser.post(f"{address}/edit", f"{address}/items", kind="note", words="x")
    page = browser.get(f"{address}/edit").text
    notes = ["ក" * 9_000] * 12  # some 300 kB
    response = browser.client.post(
        f"{address}/edit",
        base_url="https://localhost/",
        content_type="multipart/form-data",
        data={
            "form_token": re.findall(r'name="form_token" value="(\w+)"', page)[0],
            "version": version_of(page),
            "title": "T",
            "item": items_of(page),
            "note": notes,
        },
    )
    assert response.status_code == 303
    (found,) = knowledge_base.dossiers.all(knowledge_base.operator)
    items = knowledge_base.dossiers.items(found.id, knowledge_base.operator)
    assert [item.note for item in items] == notes


def test_only_those_who_may_edit_are_offered_it(browser: Browser, app: Flask) -> None:
    address = make(browser)
    browser.post(address, f"{address}/share", visibility="network")
    for login in ("dossier-only-reads", "dossier-stranger"):
        other = signed_in(app, login)
        page = other.get(address)
        assert page.status_code == 200
        assert "Edit the dossier" not in page.text
        assert other.get(f"{address}/edit").status_code == 403
        assert other.post("/en/help", f"{address}/remove").status_code == 403
    assert Browser(app).get(address).status_code == 404
    browser.post(address, f"{address}/share", visibility="public")
    assert Browser(app).get(address).status_code == 200
    assert browser.post(address, f"{address}/remove").status_code == 303
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("form", ["docx", "html", "pdf", "bib", "ris"])
def test_exports_are_files_to_keep(browser: Browser, ids: Mapping[str, str], form: str) -> None:
    address = make(browser)
    dossier = address.rpartition("/")[2]
    browser.post(address, "/en/dossiers/add", dossier=dossier, document=ids["law"])
    response = browser.get(f"{address}/export.{form}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert f"Land titles.{form}" in response.headers["Content-Disposition"]
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert browser.get(f"{address}/export.exe").status_code == 404


def test_the_api_does_it_all(
    app: Flask,
    browser: Browser,
    knowledge_base: KnowledgeBase,
    members: Mapping[str, str],
    ids: Mapping[str, str],
) -> None:
    _, token = knowledge_base.members.tokens.make(
        members["dossier-writer"], "script", [Right.UPLOAD, Right.SHARE], 9
    )
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    made = client.post("/api/v1/dossiers", json={"title": NAME})
    assert made.status_code == 201
    address = f"/api/v1/dossiers/{made.get_json()['id']}"
    section = knowledge_base.sections(ids["law"], Audience.visitor())[1].id
    for body in (
        {"kind": "section", "target": section, "note": "read this"},
        {"kind": "heading", "note": "Part"},
    ):
        assert client.post(f"{address}/items", json=body).status_code == 201
    whole = client.get(address).get_json()
    assert [item["kind"] for item in whole["items"]] == ["section", "heading"]
    assert whole["items"][0]["texts"][0]["cited"]["en"] == "Law on community forestry 2003, art. 1"
    assert whole["items"][0]["texts"][0]["state"] == "current"
    wanted = {
        "title": NAME,
        "version": whole["version"],
        "items": [{"id": item["id"], "note": item["note"]} for item in whole["items"][::-1]],
    }
    saved = client.put(address, json=wanted)
    assert [item["kind"] for item in saved.get_json()["items"]] == ["heading", "section"]
    stale = client.put(address, json=wanted)
    assert stale.status_code == 409
    assert stale.get_json()["code"] == "stale-dossier"
    renewed = client.post(f"{address}/items/{whole['items'][0]['id']}/renew")
    assert renewed.status_code == 200
    assert client.get("/api/v1/dossiers").get_json()["dossiers"][0]["visibility"] == "organisation"
    assert app.test_client().get("/api/v1/dossiers").json == {"dossiers": []}
    shared = client.put(f"{address}/visibility", json={"visibility": "public"})
    assert shared.get_json()["visibility"] == "public"
    seen = app.test_client().get(address).get_json()
    assert "version" not in seen
    assert app.test_client().get(f"{address}/export.pdf").data.startswith(b"%PDF")
    assert client.put(address, json={"title": 1}).status_code == 422
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
