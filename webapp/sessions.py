"""Who asks: from the cookie of a sign-in, or from a token for the API (OWASP ASVS 5.0, 3.3, 7)."""

from __future__ import annotations

from flask import Flask, Response, g, request

from kb.access import Audience
from kb.errors import Forbidden, SignInNeeded
from webapp.services import audience, knowledge_base

_COOKIE = "kb"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_VARY = ("Cookie", "Authorization")


def install(app: Flask) -> None:
    """Find out who asks before each request, and keep what members see out of caches."""
    app.before_request(_recognise)
    app.after_request(_keep_private)
    app.jinja_env.globals["me"] = me


def me() -> Audience | None:
    """The signed-in member who asks, None for visitors."""
    found: Audience = g.get("audience", Audience.visitor())
    return found if found.member else None


def member() -> Audience:
    """The signed-in member who asks.

    Raises:
        SignInNeeded: Nobody is signed in.
    """
    found = audience()
    if not found.member:
        raise SignInNeeded("This is for members.", "Sign in.")
    return found


def cookie_name(name: str) -> str:
    """Name a cookie so that no other host can set it; over plain HTTP, which is for this machine
    alone, browsers know no such names.
    """
    return f"__Host-{name}" if request.is_secure else name


def reference() -> str:
    """The reference in the cookie of the request, "" if there is none."""
    return request.cookies.get(cookie_name(_COOKIE), "")


def has_token() -> bool:
    """Whether the request brings a token; a page of another site cannot make a browser do so."""
    return request.path.startswith("/api/") and "Authorization" in request.headers


def require_safe_transport() -> None:
    """Refuse to take a password over a network in the clear.

    Raises:
        Forbidden: It is plain HTTP, and not from this machine to itself.
    """
    name = request.host if request.host.endswith("]") else request.host.rsplit(":", 1)[0]
    if not request.is_secure and name not in _LOOPBACK:
        raise Forbidden("Signing in needs HTTPS.", "Open the page with https://.", code="transport")


def remember(response: Response, reference: str) -> None:
    """Put a sign-in into a cookie that lasts until the browser is closed."""
    response.set_cookie(
        cookie_name(_COOKIE),
        reference,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def forget(response: Response) -> None:
    """Take the cookie away, and with it what the browser kept of the site."""
    response.delete_cookie(
        cookie_name(_COOKIE), secure=request.is_secure, httponly=True, samesite="Lax", path="/"
    )
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'


def _recognise() -> None:
    if request.endpoint == "static":
        g.audience = Audience.visitor()
    elif has_token():
        scheme, _, token = request.headers["Authorization"].partition(" ")
        if scheme.lower() != "bearer":
            raise SignInNeeded("Only bearer tokens are taken.", "Send: Authorization: Bearer kb_…")
        g.audience = knowledge_base().members.tokens.audience(token.strip())
    elif reference():
        found = knowledge_base().members.sign_ins.audience(reference())
        g.audience = found or Audience.visitor()
    else:
        g.audience = Audience.visitor()


def _keep_private(response: Response) -> Response:
    if request.endpoint == "static":
        return response
    response.vary.update(_VARY)
    if reference() or "Authorization" in request.headers:
        response.headers["Cache-Control"] = "private, no-store"
    return response
