"""Documents for reading without a connection: those that the reader chose, as visitors see them.

The pages are kept in the browser. They are fetched without cookies, so nothing that only a member
may read is ever among them.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from kb.access import Audience
from kb.model import Document
from webapp.i18n import PREFIX
from webapp.links import with_query
from webapp.parameters import NoParameters, read
from webapp.reading import Reading
from webapp.statics import packaged_file

blueprint = Blueprint("offline", __name__, url_prefix=PREFIX)
worker = Blueprint("worker", __name__)


@blueprint.get("/saved")
def saved() -> str:
    """The list of what the browser keeps, which only the browser knows."""
    read(NoParameters, request.args, strict=False)
    return render_template("saved.html")


@worker.get("/worker.js")
def script() -> Response:
    """The service worker; its address stands above all pages, and it is always asked for anew."""
    response = Response(packaged_file("worker.js"), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def pages_to_save(document: Document, reading: Reading) -> list[str]:
    """Addresses of all pages of a document; none if not everybody may read it."""
    if not Audience.visitor().may_read(document.visibility, document.organisation_id):
        return []
    start = url_for("documents.document", document_id=document.id)
    return [
        with_query(start, {"part": part.number if part.number > 1 else None})
        for part in reading.parts
    ]
