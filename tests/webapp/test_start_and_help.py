"""The start page, the help page, and the way to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "km"), ("en-GB,en;q=0.8", "en"), ("km-KH", "km"), ("th", "km"), ("fr, en;q=0.5", "en")],
)
def test_root_leads_to_the_language_of_the_reader(
    client: FlaskClient, accepted: str, language: str
) -> None:
    response = client.get("/", headers={"Accept-Language": accepted})
    assert response.status_code == 302
    assert response.location == f"/{language}/"
    assert "Accept-Language" in response.headers["Vary"]


def test_permalink_keeps_its_parameters(client: FlaskClient, ids: Mapping[str, str]) -> None:
    response = client.get(f"/documents/{ids['law']}?q=a+b&q=c", headers={"Accept-Language": "en"})
    assert response.location == f"/en/documents/{ids['law']}?q=a+b&q=c"


def test_permalink_parameters_cannot_steer_the_address(client: FlaskClient) -> None:
    response = client.get("/?_external=1&_scheme=javascript&interface=xx&_anchor=y")
    assert response.location.startswith("/km/?")


def test_start_counts_what_a_visitor_may_read(client: FlaskClient) -> None:
    page = client.get("/en/").text
    assert 'href="/en/documents?kind=code">Code <span class="count">1</span>' in page
    assert 'href="/en/documents?kind=law">Law <span class="count">4</span>' in page
    assert "Brief" not in page
    assert "Confidential" not in page
    assert "Minutes of the land network" in page


def test_start_in_khmer_has_khmer_digits(client: FlaskClient) -> None:
    page = client.get("/km/").text
    assert 'ច្បាប់ <span class="count">៤</span>' in page
    assert "៨ ធ្នូ ២០០៧" in page


@pytest.mark.parametrize("path", ["/km/", "/km/help", "/km/search?q=ដី&kind=law&page=1"])
def test_language_switch_keeps_the_page(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    other = path.replace("/km/", "/en/")
    expected = quote(other, safe="/?=&").replace("&", "&amp;")
    assert f'href="{expected}" hreflang="en" lang="en"' in page


def test_help_examples_are_all_answered(client: FlaskClient) -> None:
    links = re.findall(r'<td><a href="([^"]+)"', client.get("/en/help").text)
    assert len(links) == 10
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200
