"""Signing in and the pages of members: cookies, forms, rights, and what is told to whom."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask import Flask

from kb.access import Role
from kb.knowledge_base import KnowledgeBase
from kb.uploads import UPLOAD_JOB
from tests.webapp.people import PASSWORD, Browser, join, signed_in
from webapp.devices import device_of
from webapp.forms import safe_next

MEMBERS_PAGES = {
    "account.show": "/km/account",
    "editing.edit": "/km/documents/{law}/edit",
    "editing.history": "/en/documents/{law}/history",
    "alerts.index": "/km/alerts",
    "dossiers.choose": "/en/dossiers/add?document={law}",
    "dossier_editing.edit": "/km/dossiers/{dossier}/edit",
    "uploads.form": "/km/upload",
    "uploads.confirming": "/en/documents/{law}/confirm",
    "administration.organisations": "/en/administration",
    "administration.people": "/km/administration/{home}",
    "administration.audit": "/en/administration/audit",
    "administration.work": "/en/administration/work",
}
"""Route -> address of a page that is for members alone."""


@pytest.fixture(scope="module", autouse=True)
def members(knowledge_base: KnowledgeBase, ids: Mapping[str, str]) -> dict[str, str]:
    """Sign-in name -> id of a member: one of each role, and one of another organisation."""
    del ids
    made = {role.value: join(knowledge_base, role.value, role) for role in Role}
    made["theirs"] = join(knowledge_base, "theirs", Role.CONTRIBUTOR, "River Watch")
    made["their-admin"] = join(knowledge_base, "their-admin", Role.ADMIN, "River Watch")
    return made


@pytest.fixture(scope="module")
def home(knowledge_base: KnowledgeBase) -> str:
    return knowledge_base.home_organisation


def test_the_cookie_of_a_sign_in_is_guarded(app: Flask) -> None:
    browser = Browser(app)
    response = browser.sign_in("reader")
    (cookie,) = (one for one in response.headers.getlist("Set-Cookie") if "kb=" in one)
    assert re.fullmatch(r"__Host-kb=[\w-]{43}; Secure; HttpOnly; Path=/; SameSite=Lax", cookie)
    assert cookie not in Browser(app).sign_in("reader").headers.getlist("Set-Cookie")
    plain = Browser(app, "http://127.0.0.1/").sign_in("reader")
    (cookie,) = (one for one in plain.headers.getlist("Set-Cookie") if "kb=" in one)
    assert re.fullmatch(r"kb=[\w-]{43}; HttpOnly; Path=/; SameSite=Lax", cookie)


def test_no_password_is_taken_over_a_network_in_the_clear(app: Flask) -> None:
    app.config["TRUSTED_HOSTS"].append("kb.example")
    response = Browser(app, "http://kb.example/").sign_in("reader")
    app.config["TRUSTED_HOSTS"].remove("kb.example")
    assert response.status_code == 403
    assert "https://" in response.text


def test_a_member_finds_what_a_visitor_does_not(app: Flask, ids: Mapping[str, str]) -> None:
    visitor, member = Browser(app), signed_in(app, "reader")
    assert visitor.get(f"/en/documents/{ids['hidden']}").status_code == 404
    assert member.get(f"/en/documents/{ids['hidden']}").status_code == 200
    assert "Confidential" in member.get("/en/search?q=zyzzyva").text
    assert "Confidential" not in visitor.get("/en/search?q=zyzzyva").text
    assert member.get("/api/v1/search?q=zyzzyva").get_json()["total"] == 1


def test_what_a_member_sees_stays_out_of_caches(app: Flask, ids: Mapping[str, str]) -> None:
    member = signed_in(app, "reader")
    for address in ("/en/", f"/en/documents/{ids['law']}", "/api/v1/search?q=forest", "/nothing"):
        headers = member.get(address).headers
        assert headers["Cache-Control"] == "private, no-store"
        for public in (headers, Browser(app).get(address).headers):
            assert {"Cookie", "Authorization"} <= set(public["Vary"].split(", "))
    assert "public" in member.get("/static/" + style(app)).headers["Cache-Control"]
    assert "private" in member.get(f"/documents/{ids['law']}/original").headers["Cache-Control"]


def style(app: Flask) -> str:
    with app.test_request_context():
        address: str = app.jinja_env.globals["static_url"]("app.css")  # type: ignore[operator]
    return address.removeprefix("/static/")


def test_refusals_are_one_page(app: Flask) -> None:
    pages = set()
    for login, password in (("reader", "wrong"), ("nobody", PASSWORD), ("other", "")):
        response = Browser(app).sign_in(login, password)
        assert response.status_code == 422
        text = response.text.replace(f'value="{login}"', "")
        pages.add(re.sub(r'[0-9a-f]{64}|id="q".*', "", text))
    assert len(pages) == 1


def test_signing_out_ends_it_everywhere_in_the_browser(app: Flask) -> None:
    browser = signed_in(app, "reader")
    cookie = browser.client.get_cookie("__Host-kb", domain="localhost")
    assert cookie is not None
    response = browser.post("/en/", "/en/sign-out")
    assert response.headers["Location"] == "/en/"
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    browser.client.set_cookie("__Host-kb", cookie.value, domain="localhost", secure=True)
    assert "/sign-in?next=" in browser.get("/en/account").headers["Location"]


def test_leaving_shows_an_empty_page(app: Flask) -> None:
    browser = signed_in(app, "reader")
    response = browser.post("/km/", "/km/leave")
    left = browser.get(response.headers["Location"])
    assert "<body></body>" in left.text
    assert "Policy" not in left.text
    assert "/sign-in?next=" in browser.get("/en/account").headers["Location"]


@pytest.mark.parametrize("route", MEMBERS_PAGES)
def test_pages_of_members_lead_visitors_to_sign_in_and_back(
    app: Flask, home: str, dossier: str, ids: Mapping[str, str], route: str
) -> None:
    address = MEMBERS_PAGES[route].format(home=home, dossier=dossier, **ids)
    browser = Browser(app)
    response = browser.get(address)
    assert response.status_code == 303
    form = browser.get(response.headers["Location"])
    found = re.search(r'name="next" value="([^"]*)"', form.text)
    assert found is not None
    led = browser.post(
        response.headers["Location"],
        "/en/sign-in",
        login="admin",
        password=PASSWORD,
        next=found[1],
    )
    assert led.headers["Location"] == address
    page = browser.get(address)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil", "\n//evil", "x", ""],
)
def test_nobody_is_led_to_another_site(app: Flask, address: str) -> None:
    with app.test_request_context("/en/"):
        assert safe_next(address) == "/en/"
        assert safe_next("/en/account?x=//y") == "/en/account?x=//y"


def test_every_form_needs_its_token(app: Flask, knowledge_base: KnowledgeBase, home: str) -> None:
    browser, other = signed_in(app, "admin"), signed_in(app, "reader")
    values = {"organisation_id": home, "member_id": "x", "token": "x", "interface": "en"}
    values |= {"sign_in_id": "x", "token_id": "x", "document_id": "x", "upload_id": "x"}
    values |= {"placement_id": "1"}
    before = knowledge_base.members.audit.entries(knowledge_base.operator, limit=1)
    stolen = re.search(r'form_token" value="(\w+)"', other.get("/en/").text)
    assert stolen is not None
    rules = [rule for rule in app.url_map.iter_rules() if rule.methods and "POST" in rule.methods]
    # A mail program unsubscribes with one POST (RFC 8058); the address itself is signed.
    rules = [rule for rule in rules if rule.endpoint != "mails.stop"]
    assert len(rules) > 10
    for rule in rules:
        with app.test_request_context():
            names = {name: values.get(name, "lock") for name in rule.arguments}
            address = rule.build(names)
        assert address is not None
        for data in ({}, {"form_token": "x"}, {"form_token": "ដី"}, {"form_token": stolen[1]}):
            response = browser.client.post(address[1], base_url="https://localhost/", data=data)
            assert response.status_code == 400, rule
    after = knowledge_base.members.audit.entries(knowledge_base.operator, limit=2)
    assert before[0].at == after[1].at or after[1].action == "audit-read"


def test_an_invitation_leads_into_the_network_once(app: Flask) -> None:
    admin = signed_in(app, "their-admin")
    organisation = admin.get("/en/administration").headers["Location"]
    shown = admin.post(organisation, organisation, login="sokha", role="contributor")
    found = re.search(r"https://localhost(/join/[\w-]+)", shown.text)
    assert found is not None
    guest = Browser(app)
    page = guest.get(found[1]).headers["Location"]
    assert "River Watch" in guest.get(page).text
    assert guest.get(page).headers["Referrer-Policy"] == "no-referrer"
    short = guest.post(page, page, name="A pseudonym", password="short")
    assert short.status_code == 422
    assert 'value="A pseudonym"' in short.text  # nothing typed is lost
    assert "12" in short.text
    assert guest.post(page, page, name="A pseudonym", password=PASSWORD).status_code == 303
    assert guest.sign_in("sokha").status_code == 303
    for used in (Browser(app).get(page), Browser(app).get("/km/join/nonsense")):
        assert used.status_code == 404
    assert "A pseudonym" in guest.get("/en/account").text


def test_admins_see_their_own_organisation_alone(
    app: Flask, home: str, members: dict[str, str]
) -> None:
    admin = signed_in(app, "their-admin")
    assert admin.get(f"/en/administration/{home}").status_code == 403
    own = admin.get("/en/administration").headers["Location"]
    foreign = admin.post(own, f"{own}/members/{members['reader']}/lock")
    absent = admin.post(own, f"{own}/members/{'0' * 24}/lock")
    assert foreign.status_code == absent.status_code == 404
    number = re.compile(r"<code>\w+</code>|form_token\" value=\"\w+")
    assert number.sub("", foreign.text) == number.sub("", absent.text)
    assert signed_in(app, "admin").get("/en/administration").status_code == 200


@pytest.mark.parametrize("role", ["reader", "contributor", "delegate", "editor"])
def test_pages_of_admins_are_refused_to_others(app: Flask, home: str, role: str) -> None:
    browser = signed_in(app, role)
    for address in ("", f"/{home}", "/audit", "/work"):
        assert browser.get(f"/en/administration{address}").status_code == 403
    assert "/administration" not in browser.get("/en/").text


def test_admins_of_the_network_see_how_far_the_work_is(
    app: Flask, knowledge_base: KnowledgeBase
) -> None:
    def counts() -> list[int]:
        page = signed_in(app, "admin").get("/en/administration/work").text
        assert "The index shows all there is." in page
        row = page.partition("Files handed in</th>")[2].partition("</tr>")[0]
        return [int(count) for count in re.findall(r"<td>(\d+)</td>", row)]

    waiting, running, done, failed, parked = counts()
    job_id = knowledge_base.jobs.add(UPLOAD_JOB, "a file", {})
    assert counts() == [waiting + 1, running, done, failed, parked]
    knowledge_base.jobs.take(UPLOAD_JOB, "host/1/1", [job_id])
    knowledge_base.jobs.finish(job_id, "host/1/1", {}, failed=True)
    assert counts() == [waiting, running, done, failed + 1, parked]
    assert signed_in(app, "their-admin").get("/en/administration/work").status_code == 403


def test_admins_change_members_and_it_holds_at_once(
    app: Flask, knowledge_base: KnowledgeBase, home: str
) -> None:
    member = join(knowledge_base, "changing", Role.READER)
    admin, browser = signed_in(app, "admin"), signed_in(app, "changing")
    page = f"/en/administration/{home}"
    admin.post(page, f"{page}/members/{member}/role", role="admin")
    assert browser.get(page).status_code == 200
    admin.post(page, f"{page}/members/{member}/lock")
    assert browser.get(page).status_code == 303
    assert Browser(app).sign_in("changing").status_code == 422
    admin.post(page, f"{page}/members/{member}/unlock")
    assert "/join/" in admin.post(page, f"{page}/members/{member}/link").text
    admin.post(page, f"{page}/members/{member}/close")
    assert "changing" not in admin.get(page).text
    log = admin.get("/en/administration/audit").text
    assert "former or invited member" in log
    assert admin.post(page, f"{page}/members/{member}/role", role="king").status_code == 422


def test_an_account_is_its_members_own(app: Flask, knowledge_base: KnowledgeBase) -> None:
    join(knowledge_base, "dara", Role.CONTRIBUTOR)
    here, there = signed_in(app, "dara"), signed_in(app, "dara")
    page = "/en/account"
    here.post(page, f"{page}/name", name="Bopha")
    assert 'value="Bopha"' in here.get(page).text
    assert here.post(page, f"{page}/name", name="a\u202eb").status_code == 422
    found = re.search(r"/en/account/sign-ins/(\w{24})/end", here.get(page).text)
    assert found is not None
    here.post(page, found[0])
    assert there.get(page).status_code == 303
    made = here.post(
        page, f"{page}/tokens", name="script", old=PASSWORD, scope=["upload", "share"], days="30"
    )
    secret = re.search(r"kb_[\w-]{43}", made.text)
    assert secret is not None
    assert secret[0] not in here.get(page).text
    headers = {"Authorization": f"Bearer {secret[0]}"}
    asked = app.test_client().get("/api/v1/search?q=zyzzyva", headers=headers)
    assert asked.get_json()["total"] == 1
    assert asked.headers["Cache-Control"] == "private, no-store"
    found = re.search(r"/en/account/tokens/(\w{24})/revoke", here.get(page).text)
    assert found is not None
    here.post(page, found[0])
    refused = app.test_client().get("/api/v1/search?q=zyzzyva", headers=headers)
    assert refused.status_code == 401
    assert refused.mimetype == "application/problem+json"
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert here.post(page, f"{page}/password", old="x", password=PASSWORD + "!").status_code == 422
    assert (
        here.post(page, f"{page}/password", old=PASSWORD, password=PASSWORD + "!").status_code
        == 303
    )
    assert here.get(page).status_code == 303
    again = Browser(app)
    assert again.sign_in("dara", PASSWORD + "!").status_code == 303
    assert again.post(page, f"{page}/close", old=PASSWORD).status_code == 422
    assert again.post(page, f"{page}/close", old=PASSWORD + "!").status_code == 303
    assert Browser(app).sign_in("dara", PASSWORD + "!").status_code == 422


def test_all_sign_ins_end_at_once(app: Flask) -> None:
    here, there = signed_in(app, "delegate"), signed_in(app, "delegate")
    here.post("/km/account", "/km/account/sign-ins/end")
    assert there.get("/km/account").status_code == here.get("/km/account").status_code == 303


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer", "Bearer x", "bearer kb_ដី", "x" * 99])
def test_bad_tokens_are_refused(app: Flask, header: str) -> None:
    response = app.test_client().get(
        "/api/v1/search?q=x", headers={"Authorization": header.encode().decode("latin-1")}
    )
    assert response.status_code == 401
    assert response.get_json()["code"] == "sign-in-needed"


def test_a_token_opens_the_api_alone(app: Flask, knowledge_base: KnowledgeBase) -> None:
    member = join(knowledge_base, "robot", Role.READER)
    _, secret = knowledge_base.members.tokens.make(member, "script", [], 1)
    headers = {"Authorization": f"Bearer {secret}"}
    response = app.test_client().get("/en/account", headers=headers)
    assert "/sign-in?next=" in response.headers["Location"]


def test_repeated_and_unknown_fields_are_refused(app: Flask) -> None:
    browser = signed_in(app, "reader")
    page = "/en/account"
    assert browser.post(page, f"{page}/name", name=["a", "b"]).status_code == 422
    assert browser.post(page, f"{page}/name", name="a", role="admin").status_code == 422


def test_devices_are_known_by_their_kind_alone() -> None:
    chrome = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/99.1 Safari/537.36"
    assert device_of(chrome) == "Chrome, Android"
    assert device_of("curl/8") == ""
