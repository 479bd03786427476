"""Dossiers to download."""

from __future__ import annotations

import io

from flask import Blueprint, Response, request, send_file

from kb.dossiers.exports.formats import Format, export
from webapp.i18n import PREFIX
from webapp.parameters import NoParameters, read
from webapp.services import audience, knowledge_base

FORMATS = ",".join(Format)
"""For the rule of an address."""

blueprint = Blueprint("dossier_exports", __name__, url_prefix=PREFIX)


@blueprint.get(f"/dossiers/<dossier_id>/export.<any({FORMATS}):form>")
def as_file(dossier_id: str, form: str) -> Response:
    """A dossier as a file, with what its reader may see of it."""
    read(NoParameters, request.args, strict=False)
    return sent(dossier_id, Format(form))


def sent(dossier_id: str, form: Format) -> Response:
    """Send a dossier as a file: to keep, never for the browser to run."""
    service = knowledge_base().dossiers
    written = export(service, dossier_id, form, audience(), request.host_url.rstrip("/"))
    response = send_file(
        io.BytesIO(written.data),
        mimetype=written.media_type,
        as_attachment=True,
        download_name=written.name,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
