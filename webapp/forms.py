"""Forms: each carries a token that no other site can know; where they lead on to is checked.

The token is a keyed hash of the sign-in, or of a cookie of its own for those not signed in
(the signed double-submit cookie of the OWASP cheat sheet on cross-site request forgery).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from http import HTTPStatus

from flask import Flask, Response, g, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from kb.errors import KbError
from webapp.discussion_forms import FAULTS as DISCUSSION_FAULTS
from webapp.proposal_forms import FAULTS as PROPOSAL_FAULTS
from webapp.services import knowledge_base
from webapp.sessions import cookie_name, has_token, reference

FIELD = "form_token"
_COOKIE = "form"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = frozenset({"mails.stop"})
"""Routes whose address is itself a secret, which mail programs post to without a form."""
_WITHIN = re.compile(r"/(?![/\\])")

FAULTS = {
    "sign-in-refused": (
        _("The sign-in name or the password is not right."),
        _("Type both again, or ask an admin of your organisation for a link."),
    ),
    "too-many-requests": (
        _("There were too many attempts."),
        _("Wait some minutes, then try again."),
    ),
    "link-used": (
        _("This link was used already, or has run out."),
        _("Ask an admin of your organisation for a new one."),
    ),
    "password-short": (
        _("The password is shorter than 12 characters."),
        _("Take four or more words that have nothing to do with each other."),
    ),
    "password-long": (
        _("The password is longer than 128 characters."),
        _("Take a shorter one."),
    ),
    "password-common": (
        _("The password is one that is guessed soon."),
        _("Take four or more words that have nothing to do with each other."),
    ),
    "password-wrong": (_("This is not your password."), _("Type it again.")),
    "name-taken": (_("This name is taken."), _("Take another one.")),
    "name-unusable": (
        _("This name cannot be used."),
        _("Take at most 120 characters, none of them invisible; a sign-in name has no spaces."),
    ),
    "days": (_("A token is good for 1 to 366 days."), _("Give fewer or more days.")),
    "stale-dossier": (
        _("Somebody changed the dossier meanwhile; nothing was saved yet."),
        _("What you typed stands in the form; below it is the dossier as it is now. Save again."),
    ),
    "dossier-full": (_("The dossier is full."), _("Begin another one.")),
    **DISCUSSION_FAULTS,
    **PROPOSAL_FAULTS,
    "matches-everything": (
        _("This matches everything."),
        _("Follow a search with words, or a topic, a law, a province or an organisation."),
    ),
    "followed": (_("You follow this already."), _("It stands in your list.")),
    "alerts-full": (
        _("Nobody can follow more than 100 things."),
        _("Stop following some."),
    ),
    "transport": (
        _("Signing in needs a safe connection."),
        _("Open this page with https:// in front."),
    ),
}
"""What is wrong with what was typed, and what to do, by the code of the error."""


class StaleForm(KbError):
    """The form is of another sign-in, or another site made the browser send it."""

    code = "stale-form"
    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "The form is stale, or not of this site.",
            "Open the page again and send it once more; programs send a token of the API.",
        )


def install(app: Flask) -> None:
    """Refuse what another site made a browser send."""
    app.before_request(_check_token)
    app.after_request(_keep_seed)
    app.jinja_env.globals["form_token"] = form_token
    app.jinja_env.filters["fault"] = fault


def form_token() -> str:
    """The token that the forms of the current page carry."""
    if "form_token" not in g:
        seed = reference() or request.cookies.get(cookie_name(_COOKIE), "")
        if not seed:
            seed = g.form_seed = secrets.token_urlsafe(32)
        g.form_token = _token(seed)
    return str(g.form_token)


def fields() -> MultiDict[str, str]:
    """What the form of the request holds, without its token."""
    return MultiDict(
        [(name, value) for name, value in request.form.items(multi=True) if name != FIELD]
    )


def fault(error: KbError) -> tuple[str, str]:
    """What is wrong and what to do, in the language of the interface.

    Raises:
        KbError: It is not the fault of what was typed.
    """
    if error.code not in FAULTS:
        raise error
    sentence, remedy = FAULTS[error.code]
    return str(sentence), str(remedy)


def safe_next(address: str) -> str:
    """Give an address within this site; the start page for any other (ASVS 3.7.2)."""
    plain = "".join(c for c in address if unicodedata.category(c)[0] != "C").strip()
    return plain if _WITHIN.match(plain) else url_for("pages.start")


def _check_token() -> None:
    is_open = request.method in _SAFE or request.endpoint in _OPEN
    if is_open or has_token() or request.routing_exception is not None:
        return
    seed = reference() or request.cookies.get(cookie_name(_COOKIE), "")
    given = request.form.get(FIELD, "") or request.headers.get("X-Form-Token", "")
    if not seed or not hmac.compare_digest(_token(seed).encode(), given.encode()):
        raise StaleForm


def _keep_seed(response: Response) -> Response:
    if "form_seed" in g:
        response.set_cookie(
            cookie_name(_COOKIE),
            g.form_seed,
            secure=request.is_secure,
            httponly=True,
            samesite="Strict",
            path="/",
        )
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _token(seed: str) -> str:
    key = knowledge_base().secret_key.encode()
    return hmac.new(key, f"form {seed}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
