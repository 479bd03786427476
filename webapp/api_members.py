"""The part of the JSON API that changes things: uploading in pieces, and sharing."""

from __future__ import annotations

from typing import Annotated, TypeVar

from flask import Blueprint, jsonify, request, url_for
from flask.wrappers import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kb.contributing import Contributing
from kb.errors import InvalidInput
from kb.incoming import Incoming, Upload
from kb.model import Visibility
from webapp.parameters import NoParameters, read
from webapp.services import knowledge_base
from webapp.sessions import member

blueprint = Blueprint("api_members", __name__, url_prefix="/api/v1")


class NewUpload(BaseModel):
    """Body that announces a file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1, max_length=1000)]
    size: int


class NewVisibility(BaseModel):
    """Body that says who sees a document."""

    model_config = ConfigDict(extra="forbid")

    visibility: Visibility


Body = TypeVar("Body", bound=BaseModel)


@blueprint.post("/uploads")
def begin_upload() -> tuple[Response, int, dict[str, str]]:
    """Announce a file."""
    by = member()
    body = json_body(NewUpload)
    made = Incoming(knowledge_base()).begin(by, body.name, body.size)
    told = _upload_to_json(made)
    return jsonify(told), 201, {"Location": str(told["url"])}


@blueprint.get("/uploads/<upload_id>")
def upload(upload_id: str) -> Response:
    """How much of a file has arrived, and what became of it."""
    read(NoParameters, request.args)
    return jsonify(_upload_to_json(Incoming(knowledge_base()).get(member(), upload_id)))


@blueprint.patch("/uploads/<upload_id>")
def append_to_upload(upload_id: str) -> Response:
    """Take the next piece of a file."""
    by = member()
    given = request.headers.get("Upload-Offset", "")
    if not (given.isascii() and given.isdigit()):
        raise InvalidInput("The header Upload-Offset is missing or no number.", "Give it.")
    made = Incoming(knowledge_base()).append(by, upload_id, int(given), request.stream)
    return jsonify(_upload_to_json(made))


@blueprint.put("/documents/<document_id>/visibility")
def set_visibility(document_id: str) -> Response:
    """Show a document to more people, or to fewer."""
    by = member()
    body = json_body(NewVisibility)
    shared = Contributing(knowledge_base()).share(by, document_id, body.visibility)
    return jsonify({"id": shared.id, "visibility": shared.visibility})


def json_body(model: type[Body]) -> Body:
    """Check the JSON body of the request.

    Raises:
        InvalidInput: A member is missing, unknown, or has a value it cannot have.
    """
    try:
        return model.model_validate_json(request.get_data(cache=False) or b"{}")
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "the body"
        raise InvalidInput(
            f"{name[:40]!r} cannot be used: {first['msg']}.",
            f"The members are: {', '.join(model.model_fields)}.",
        ) from error


def _upload_to_json(upload: Upload) -> dict[str, object]:
    outcome = upload.outcome
    if outcome is None:
        state = "arriving" if upload.received < upload.size else "waiting"
    else:
        state = "stored" if outcome.document_id else "refused"
    return {
        "id": upload.id,
        "name": upload.name,
        "size": upload.size,
        "received": upload.received,
        "state": state,
        "document": outcome.document_id or None if outcome else None,
        "code": outcome.code or None if outcome else None,
        "detail": outcome.message or None if outcome else None,
        "remedy": outcome.remedy or None if outcome else None,
        "url": url_for("api_members.upload", upload_id=upload.id, _external=True),
    }
