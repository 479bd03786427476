"""What every route keeps to: headers, caches, cookies, hosts, methods and errors."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.errors import KbError, Unavailable
from tests.webapp.test_discussion import DISCUSSION_PAGES
from tests.webapp.test_members import MEMBERS_PAGES
from tests.webapp.test_proposals import PROPOSAL_PAGES
from webapp.security import CONTENT_SECURITY_POLICY, MAX_BODY

ADDRESSES = {
    "permalinks.start": "/",
    "permalinks.document": "/documents/{law}",
    "permalinks.section": "/documents/{law}/sections/1",
    "permalinks.page": "/documents/{scan}/pages/1",
    "permalinks.join": "/join/x",
    "permalinks.discussion": "/discussions/x",
    "permalinks.proposal": "/proposals/x",
    "sign_in.left": "/km/left",
    "pages.start": "/km/",
    "pages.help_page": "/en/help",
    "search.results": "/km/search?q=forest",
    "browse.documents": "/km/documents?kind=law",
    "browse.topics": "/en/topics",
    "browse.topic": "/km/topics/forests",
    "browse.provinces": "/km/provinces",
    "browse.province": "/en/provinces/10",
    "browse.organisations": "/en/organisations",
    "browse.organisation": "/km/organisations/land network",
    "browse.years": "/km/years",
    "acts.act": "/km/acts/{work}",
    "actions.actions": "/en/actions?due=past",
    "documents.document": "/km/documents/{law}",
    "documents.section": "/en/documents/{law}/sections/1",
    "beside.beside": "/en/documents/{law}/beside/{khmer_law}",
    "page_views.page": "/km/documents/{scan}/pages/1?q=ប្រយោជន៍",
    "page_views.review": "/en/review",
    "pictures.picture": "/documents/{scan}/pages/1/960.webp",
    "originals.original": "/documents/{law}/original",
    "appearance.appearance": "/km/appearance",
    "offline.saved": "/en/saved",
    "worker.script": "/worker.js",
    "permalinks.alerts": "/alerts",
    "feeds.search": "/en/search.atom?q=forest",
    "permalinks.dossier": "/dossiers/x",
    "dossiers.index": "/km/dossiers",
    "dossiers.dossier": "/en/dossiers/{dossier}",
    "dossier_exports.as_file": "/en/dossiers/{dossier}/export.html",
    "api_dossiers.dossiers": "/api/v1/dossiers",
    "api_dossiers.dossier": "/api/v1/dossiers/{dossier}",
    "api_dossiers.as_file": "/api/v1/dossiers/{dossier}/export.ris",
    "api.search": "/api/v1/search?q=forest",
    "api.suggest": "/api/v1/suggest?q=for",
    "api.documents": "/api/v1/documents?topic=forests",
    "api.topics": "/api/v1/topics",
    "api.provinces": "/api/v1/provinces",
    "api.organisations": "/api/v1/organisations",
    "api.document": "/api/v1/documents/{law}",
    "api.section": "/api/v1/sections/{section}",
    "static": "/static/{style}",
}
"""Route -> an address of it. A route that is not here fails the test below."""
TO_KEEP = ("originals.original", "dossier_exports.as_file", "api_dossiers.as_file")
"""Routes that send files, with a stricter policy."""
WRITING = {
    "dossiers.index": frozenset({"POST"}),
    "api_dossiers.dossiers": frozenset({"POST"}),
    "api_dossiers.dossier": frozenset({"PUT", "DELETE"}),
}
"""Route -> methods that its address takes beside reading."""
SECRET = (
    "api_members.upload",
    "api_alerts.alerts",
    "api_alerts.news",
    "feeds.own",
    "mails.stopping",
)
"""Routes that need a token, or have one in their address."""
FORMS = {"sign_in.form": "/km/sign-in", "sign_in.joining": "/en/join/x"}
"""Route -> address of a page that sets a cookie for its form."""
ERRORS = ["/nothing", "/km/nothing", "/en/search?page=x", "/api/v1/x", "/static/x", "/km/%00"]


@pytest.fixture(scope="module")
def addresses(app: Flask, ids: Mapping[str, str], work: str, dossier: str) -> dict[str, str]:
    """Route -> an address that is there."""
    with app.test_request_context():
        style = app.jinja_env.globals["static_url"]("app.css")  # type: ignore[operator]
    section = app.test_client().get(f"/api/v1/documents/{ids['law']}").get_json()["sections"][1]
    values = {
        **ids,
        "work": work,
        "dossier": dossier,
        "style": style.removeprefix("/static/"),
        "section": section["id"],
    }
    return {route: address.format(**values) for route, address in ADDRESSES.items()}


def test_every_route_is_listed(app: Flask) -> None:
    read = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert read == {
        *ADDRESSES,
        *FORMS,
        *MEMBERS_PAGES,
        *DISCUSSION_PAGES,
        *PROPOSAL_PAGES,
        *SECRET,
    }


@pytest.mark.parametrize("route", [*ADDRESSES, *ERRORS])
def test_headers_of_every_answer(
    client: FlaskClient, addresses: Mapping[str, str], route: str
) -> None:
    response = client.get(addresses.get(route, route), buffered=True)
    assert (response.status_code < 400) is (route in addresses)
    if route not in TO_KEEP:
        assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["Cache-Control"]
    assert response.headers["X-Request-Id"]
    assert "Set-Cookie" not in response.headers
    assert "Strict-Transport-Security" not in response.headers


@pytest.mark.parametrize("route", ADDRESSES)
def test_only_reading_is_allowed(
    client: FlaskClient, addresses: Mapping[str, str], route: str
) -> None:
    writing = WRITING.get(route, frozenset())
    for method in {"POST", "PUT", "PATCH", "DELETE", "TRACE"} - writing:
        response = client.open(addresses[route], method=method)
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", *writing}


@pytest.mark.parametrize("route", ADDRESSES)
def test_foreign_hosts_are_refused(
    client: FlaskClient, addresses: Mapping[str, str], route: str
) -> None:
    response = client.get(addresses[route], headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil" not in response.text


@pytest.mark.parametrize("route", ADDRESSES)
def test_head_is_get_without_the_body(
    client: FlaskClient, addresses: Mapping[str, str], route: str
) -> None:
    get = client.get(addresses[route], buffered=True)
    head = client.head(addresses[route], buffered=True)
    assert head.status_code == get.status_code
    assert head.data == b""
    assert head.headers.get("ETag") == get.headers.get("ETag")


def test_pages_have_nothing_inline(client: FlaskClient, addresses: Mapping[str, str]) -> None:
    for route in addresses.keys() - set(TO_KEEP):
        response = client.get(addresses[route], buffered=True)
        if response.mimetype == "text/html":
            assert " style=" not in response.text, route
            assert "<style" not in response.text, route
            assert "<script>" not in response.text, route
            assert " on" not in {name[:3] for name in response.text.split("<")}, route


def test_transport_is_strict_only_over_tls(client: FlaskClient) -> None:
    response = client.get("/km/", base_url="https://localhost/")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_large_body_is_refused(app: Flask) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] == MAX_BODY


@pytest.mark.parametrize(
    ("address", "language"),
    [("/km/nothing", "km"), ("/en/nothing", "en"), ("/nothing", "km"), ("/km/%00", "km")],
)
def test_error_pages_speak_the_language_of_the_path(
    client: FlaskClient, address: str, language: str
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert f'<html lang="{language}">' in response.text
    assert response.headers["X-Request-Id"] in response.text


def test_error_pages_outside_speak_the_language_of_the_reader(client: FlaskClient) -> None:
    response = client.get("/nothing", headers={"Accept-Language": "en"})
    assert '<html lang="en">' in response.text
    assert "Accept-Language" in response.headers["Vary"]


class Failing:
    """A knowledge base of which every service fails."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> object:
        raise self._error


@pytest.mark.parametrize(
    "address", ["/km/", "/en/search?q=x", "/api/v1/search?q=x", "/km/documents/x"]
)
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("marker-7f3"), 500),
        (KbError("marker-7f3"), 500),
        (Unavailable("The engine."), 503),
    ],
)
def test_failures_tell_nothing_of_the_inside(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    error: Exception,
    status: int,
) -> None:
    monkeypatch.setitem(app.extensions, "knowledge_base", Failing(error))
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert "Traceback" not in response.text
    assert response.headers["X-Request-Id"] in response.text
    assert ("Retry-After" in response.headers) is (status == 503)
    assert "marker-7f3" not in response.text


def test_failures_are_logged_with_their_number_and_without_the_query(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setitem(app.extensions, "knowledge_base", Failing(RuntimeError("inside")))
    response = client.get("/en/search?q=canary-word")
    assert response.headers["X-Request-Id"] in caplog.text
    assert "inside" in caplog.text
    assert "canary-word" not in caplog.text


def test_problem_is_json_that_a_program_reads(client: FlaskClient) -> None:
    assert json.loads(client.get("/api/v1/x").data)["code"] == "not-found"
