"""Members of the knowledge base that is tested, and browsers that they are signed in with."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.kb.people import PASSWORD, join

__all__ = ["PASSWORD", "Browser", "join", "signed_in"]

_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


class Browser:
    """A browser without scripts: keeps cookies, and sends forms with the token of their page."""

    def __init__(self, app: Flask, base_url: str = "https://localhost/") -> None:
        self.client: FlaskClient = app.test_client()
        self._base_url = base_url

    def get(self, address: str, **options: object) -> TestResponse:
        """Open a page."""
        return self.client.get(address, base_url=self._base_url, buffered=True, **options)

    def post(self, page: str, address: str, **fields: object) -> TestResponse:
        """Send a form that stands on a page."""
        found = _TOKEN.search(self.get(page).text)
        assert found, f"{page} has no form"
        return self.client.post(
            address, base_url=self._base_url, data={"form_token": found[1], **fields}
        )

    def sign_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        """Sign in by the form."""
        return self.post("/en/sign-in", "/en/sign-in", login=login, password=password)


def signed_in(app: Flask, login: str) -> Browser:
    """A browser that a member is signed in with."""
    browser = Browser(app)
    assert browser.sign_in(login).status_code == 303
    return browser
