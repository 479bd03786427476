"""Compression, ETags, caches, static files, and the weight of pages."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from webapp.statics import StaticFiles

GZIP = {"Accept-Encoding": "gzip"}
KILOBYTE = 1000


def test_compressed_and_plain_are_the_same_page(client: FlaskClient) -> None:
    plain = client.get("/km/help")
    packed = client.get("/km/help", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/km/", headers=GZIP)
    assert not first.headers["ETag"].startswith("W/")
    again = client.get("/km/", headers={**GZIP, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["Cache-Control"] == "no-cache"


def test_static_files_are_kept_for_good(client: FlaskClient) -> None:
    page = client.get("/km/").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses) == 5  # two fonts, style sheet, icon, script
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_style_sheet_names_fonts_that_are_there(client: FlaskClient) -> None:
    (style,) = re.findall(r'href="(/static/app[^"]+)"', client.get("/km/").text)
    fonts = re.findall(r'url\("([^"]+)"\)', client.get(style).text)
    assert len(fonts) == 6
    for font in fonts:
        response = client.get(f"/static/{font}")
        assert response.mimetype == "font/woff2"
        assert response.data[:4] == b"wOF2"


def test_changed_file_has_a_new_address(tmp_path: Path) -> None:
    (tmp_path / "a.woff2").write_bytes(b"one")
    (tmp_path / "a.css").write_text('@font-face{src:url("a.woff2")}')
    before = StaticFiles.load(tmp_path)
    (tmp_path / "a.woff2").write_bytes(b"two")
    after = StaticFiles.load(tmp_path)
    assert before.addresses["a.woff2"] != after.addresses["a.woff2"]
    assert before.addresses["a.css"] != after.addresses["a.css"]
    assert after.addresses["a.woff2"].encode() in after.contents[after.addresses["a.css"]][1]


def test_licence_of_the_fonts_is_served_with_them() -> None:
    files = StaticFiles.packaged().contents.values()
    licences = [data for kind, data in files if kind == "text/plain"]
    assert len(licences) == 3
    assert all(b"SIL Open Font License, Version 1.1" in text for text in licences)


@pytest.mark.parametrize(
    ("address", "html_budget"),
    [("/km/", 15), ("/km/search?q=ម្ចាស់កម្មសិទ្ធិ", 15), ("/km/documents/{code}?part=2", 25),
     ("/km/documents/{code}/sections/162", 15), ("/km/help", 15), ("/km/provinces", 15),
     ("/km/topics/forests", 15), ("/km/acts/{work}", 15), ("/km/years", 15)],
)  # fmt: skip
def test_first_visit_weighs_little(
    client: FlaskClient, ids: Mapping[str, str], work: str, address: str, html_budget: int
) -> None:
    page = client.get(address.format(**ids, work=work), headers=GZIP)
    html = gzip.decompress(page.data).decode()
    others = [
        len(client.get(name, headers=GZIP).data)
        for name in re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', html)
    ]
    fonts = [len(client.get(name).data) for name in re.findall(r'"(/static/[^"]+\.woff2)"', html)]
    assert len(page.data) < html_budget * KILOBYTE
    assert len(page.data) + sum(others) < 60 * KILOBYTE
    assert len(page.data) + sum(others) + sum(fonts) < 110 * KILOBYTE
    assert max(others) < 6 * KILOBYTE
