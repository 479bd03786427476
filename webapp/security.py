"""What every answer and every request must keep to (OWASP ASVS 5.0, chapters 3, 4 and 13)."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT_TRANSPORT_SECURITY = "max-age=31536000"
MAX_BODY = 64 * 1024
"""Bytes of a request body; nothing here reads one."""


def install(app: Flask) -> None:
    """Limit what is accepted, number the requests and put the headers on every answer."""
    app.config["TRUSTED_HOSTS"] = list(app.extensions["knowledge_base"].settings.hosts)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.before_request(_number_request)
    app.after_request(_add_headers)


def _number_request() -> None:
    g.request_id = secrets.token_hex(8)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:  # RFC 6797, 7.2: not over plain HTTP
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT_SECURITY
    response.headers["X-Request-Id"] = g.request_id
    return response
