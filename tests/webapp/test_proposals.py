"""The pages of proposals, used as members of two organisations use them, without scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

import pytest
from flask import Flask

from kb.access import Role
from kb.knowledge_base import KnowledgeBase
from tests.webapp.people import Browser, join, signed_in

PROPOSAL_PAGES = {
    "proposals.proposals": "/en/proposals",
    "proposals.form": "/en/proposals/new?target=work:x",
    "proposals.proposal": "/en/proposals/x",
    "proposals.revising": "/en/proposals/x/revise",
    "api_proposals.proposals": "/api/v1/proposals",
    "api_proposals.bases": "/api/v1/proposals/bases?target=work:x",
    "api_proposals.proposal": "/api/v1/proposals/x",
}
"""Route -> an address of it; all are for members alone."""
ARTICLE = "/en/documents/{law}/sections/1"
_HIDDEN = re.compile(r'name="(base_\w+|version|number|target)" value="([^"]*)"')
_TEXT = re.compile(r'<textarea[^>]* name="(text_\w+)"[^>]*>([^<]*)</textarea>')


@pytest.fixture(scope="module")
def people(app: Flask, knowledge_base: KnowledgeBase) -> dict[str, Browser]:
    """Browsers of members of two organisations."""
    made = {}
    for name, role, owner in (
        ("p-sok", Role.DELEGATE, "Forest Friends"),
        ("p-dara", Role.DELEGATE, "River Watch"),
        ("p-editor", Role.EDITOR, "River Watch"),
        ("p-reader", Role.READER, "River Watch"),
    ):
        join(knowledge_base, name, role, owner)
        made[name.removeprefix("p-")] = signed_in(app, name)
    return made


def form_of(browser: Browser, page: str) -> dict[str, str]:
    """What the form of a page holds."""
    text = browser.get(page).text
    found = {name: unescape(value) for name, value in _HIDDEN.findall(text)}
    return found | {name: unescape(value) for name, value in _TEXT.findall(text)}


def new_form(browser: Browser, ids: Mapping[str, str]) -> str:
    found = re.search(r'href="(/en/proposals/new[^"]*)"', browser.get(ARTICLE.format(**ids)).text)
    assert found
    return unescape(found[1])


def proposed(browser: Browser, ids: Mapping[str, str]) -> str:
    """Open a proposal for article 1; give its address."""
    page = new_form(browser, ids)
    fields = form_of(browser, page)
    fields["text_en"] = fields["text_en"].replace("forests", "forests and their communities", 1)
    response = browser.post(page, "/en/proposals/new", explanation="**Because.**", **fields)
    assert response.status_code == 303, response.text
    address = response.headers["Location"]
    opened = browser.post(address, f"{address}/open", version="1")
    assert opened.status_code == 303, opened.text
    return address


def withdraw(browser: Browser, address: str) -> None:
    version = form_of(browser, address)["version"]
    ended = browser.post(address, f"{address}/withdraw", version=version, reason="Done.")
    assert ended.status_code == 303, ended.text


def test_a_wording_is_proposed_revised_endorsed_and_closed(
    people: dict[str, Browser], ids: Mapping[str, str], knowledge_base: KnowledgeBase
) -> None:
    sok, dara, editor = people["sok"], people["dara"], people["editor"]
    address = proposed(sok, ids)
    page = dara.get(address).text
    assert re.search(r"<ins><span[^>]*>\[added: </span>and their communities<", page)
    assert "<strong>Because.</strong>" in page
    assert "Left as it is:" in page
    assert "Proposal of Forest Friends" in dara.get(ARTICLE.format(**ids)).text
    target = form_of(sok, new_form(sok, ids))["target"]
    assert "Proposal of Forest Friends" in dara.get(f"/en/discussions?target={target}").text
    assert dara.post(address, f"{address}/endorse", number="1").status_code == 303
    assert "River Watch" in sok.get(address).text
    revise = f"{address}/revise"
    fields = form_of(sok, revise)
    fields["text_en"] += " It applies at once."
    assert sok.post(revise, revise, **fields).headers["Location"] == address
    assert "endorsed the earlier wording" in dara.get(address).text
    late = dara.post(address, f"{address}/endorse", number="1")
    assert (late.status_code, "revised meanwhile" in late.text) == (409, True)
    dara.post(address, f"{address}/endorse", number="2")
    assert "endorsed the earlier wording" not in dara.get(address).text
    decision = decision_of(editor, ids)
    version = form_of(editor, address)["version"]
    closing = {"version": version, "result": "agreed", "reason": "All agree."}
    wrong = editor.post(address, f"{address}/close", decision="/en/nothing", **closing)
    assert (wrong.status_code, "All agree." in wrong.text) == (422, True)
    closed = editor.post(address, f"{address}/close", decision=decision, **closing)
    assert closed.status_code == 303, closed.text
    assert "Agreed" in sok.get(address).text
    assert "This decision closed the proposal:" in editor.get(decision).text
    assert "and their communities" not in sok.get(f"/en/documents/{ids['law']}/original").text


def decision_of(browser: Browser, ids: Mapping[str, str]) -> str:
    """The address of a decision in the minutes of the collection."""
    told = browser.get(f"/api/v1/documents/{ids['minutes']}").get_json()
    section = next(one["id"] for one in told["sections"] if one["kind"] == "decision")
    return f"/en/documents/{ids['minutes']}/sections/{section}"


def test_a_stale_save_keeps_what_was_typed(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    sok = people["sok"]
    address = proposed(sok, ids)
    revise = f"{address}/revise"
    one, other = form_of(sok, revise), form_of(sok, revise)
    one["text_en"] += " First."
    other["text_en"] += " Second."
    assert sok.post(revise, revise, **one).status_code == 303
    late = sok.post(revise, revise, **other)
    assert late.status_code == 409
    assert " Second." in late.text
    assert "changed this proposal meanwhile" in late.text
    nothing = form_of(sok, new_form(sok, ids))
    answer = sok.post(new_form(sok, ids), "/en/proposals/new", explanation="Kept.", **nothing)
    assert (answer.status_code, "Kept." in answer.text) == (422, True)
    withdraw(sok, address)


def test_what_collides_stands_side_by_side(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    sok, dara = people["sok"], people["dara"]
    one, other = proposed(sok, ids), None
    page = new_form(dara, ids)
    fields = form_of(dara, page)
    fields["text_en"] = fields["text_en"].replace("forests", "forests and rivers", 1)
    other = dara.post(page, "/en/proposals/new", **fields).headers["Location"]
    dara.post(other, f"{other}/open", version="1")
    text = sok.get(one).text
    assert "Other proposals for the same words" in text
    assert "and rivers" in text
    for browser, address in ((sok, one), (dara, other)):
        withdraw(browser, address)


def test_a_proposal_is_put_into_a_dossier_in_one_click(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    sok = people["sok"]
    address = proposed(sok, ids)
    chosen = re.search(r'href="(/en/dossiers/add[^"]*)"', sok.get(address).text)
    assert chosen
    page = unescape(chosen[1])
    assert "Proposal of Forest Friends" in sok.get(page).text
    proposal = address.rpartition("/")[2]
    added = sok.post(page, "/en/dossiers/add", proposal=proposal, title="Hearing", next=address)
    assert added.location == address
    dossier = re.search(r'href="(/en/dossiers/\w+)">In “Hearing”', sok.get(address).text)
    assert dossier
    shown = sok.get(dossier[1]).text
    assert "Proposal of Forest Friends" in shown
    assert "forests and their communities" in shown
    assert "Proposal of Forest Friends" in sok.get(f"{dossier[1]}/edit").text
    withdraw(sok, address)
    assert "Withdrawn" in sok.get(dossier[1]).text


def test_who_may_not_sees_no_button_and_is_refused(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    sok, reader = people["sok"], people["reader"]
    address = proposed(sok, ids)
    text = reader.get(address).text
    assert "Endorse this wording" not in text
    assert "What to do" not in text
    for action, field in (("endorse", "number"), ("withdraw", "version"), ("open", "version")):
        answer = reader.post("/en/account", f"{address}/{action}", **{field: "2"})
        assert answer.status_code == (409 if action == "open" else 403)
    withdraw(sok, address)


def test_the_api_proposes_too(
    people: dict[str, Browser], ids: Mapping[str, str], knowledge_base: KnowledgeBase, app: Flask
) -> None:
    sok = people["sok"]
    target = form_of(sok, new_form(sok, ids))["target"]
    told = sok.get(f"/api/v1/proposals/bases?target={target}").get_json()["bases"]
    assert {one["lang"] for one in told} >= {"en", "km"}
    address = proposed(sok, ids)
    found = sok.get(f"/api/v1/proposals/{address.rpartition('/')[2]}").get_json()
    assert found["state"] == "open"
    assert found["revisions"][0]["wordings"][0]["lang"] == "en"
    assert found["id"] in {
        one["id"] for one in sok.get("/api/v1/proposals").get_json()["proposals"]
    }
    withdraw(sok, address)
