"""How an answer travels: compressed, with a strong ETag, and with its rule for caches.

The language is in the path, so a page is the same for all who ask for its address. Pages are
always asked for again, and the ETag makes the second answer empty if nothing changed.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

COMPRESSED = frozenset(
    {
        "application/json",
        "application/problem+json",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
        "text/plain",
    }
)
MIN_SIZE = 600
"""Bytes; below it compression gains nothing over the length of a network packet."""
LEVEL = 6


def install(app: Flask) -> None:
    """Prepare every answer for its way."""
    app.after_request(_deliver)


def _deliver(response: Response) -> Response:
    if not response.headers.get("Cache-Control"):
        response.headers["Cache-Control"] = "no-cache" if response.status_code < 400 else "no-store"
    if response.direct_passthrough:  # a file, which `send_file` delivers by its own rules
        return response
    _compress(response)
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        response.add_etag()
        response.make_conditional(request)
    return response


def _compress(response: Response) -> None:
    if response.mimetype not in COMPRESSED:
        return
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) < MIN_SIZE or not request.accept_encodings["gzip"]:
        return
    # Without a time stamp the same text gives the same bytes, and so the same ETag.
    response.set_data(gzip.compress(body, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
