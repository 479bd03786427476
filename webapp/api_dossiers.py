"""The part of the JSON API for dossiers."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, jsonify, request, url_for
from pydantic import BaseModel, ConfigDict, Field

from kb.dossiers.exports.formats import Format
from kb.dossiers.model import Dossier, Draft, ItemKind
from kb.dossiers.wire import dossier_to_json, items_to_json
from kb.typed import LONGEST_TEXT
from webapp.api_members import NewVisibility, json_body
from webapp.dossier_exports import FORMATS, sent
from webapp.parameters import NoParameters, read
from webapp.services import audience, knowledge_base
from webapp.sessions import member

blueprint = Blueprint("api_dossiers", __name__, url_prefix="/api/v1")

Words = Annotated[str, Field(max_length=LONGEST_TEXT)]


class NewDossier(BaseModel):
    """Body that makes a dossier."""

    model_config = ConfigDict(extra="forbid")

    title: Words
    about: Words = ""


class NewItem(BaseModel):
    """Body that puts something at the end of a dossier."""

    model_config = ConfigDict(extra="forbid")

    kind: ItemKind
    target: str = ""
    note: Words = ""


class KeptItem(BaseModel):
    """An item in the wanted order."""

    model_config = ConfigDict(extra="forbid")

    id: str
    note: Words = ""


class ChangedDossier(NewDossier):
    """Body that makes a dossier what is wanted; items that are not named are taken out."""

    version: int
    items: tuple[KeptItem, ...]


@blueprint.get("/dossiers")
def dossiers() -> Response:
    """The dossiers that the asker may read, by title."""
    read(NoParameters, request.args)
    found = knowledge_base().dossiers.all(audience())
    return jsonify({"dossiers": [_shaped(one) for one in found]})


@blueprint.post("/dossiers")
def make() -> tuple[Response, int, dict[str, str]]:
    """Make a dossier."""
    by = member()
    body = json_body(NewDossier)
    told = _shaped(knowledge_base().dossiers.make(by, body.title, body.about))
    return jsonify(told), 201, {"Location": str(told["url"])}


@blueprint.get("/dossiers/<dossier_id>")
def dossier(dossier_id: str) -> Response:
    """A dossier with its items."""
    read(NoParameters, request.args)
    return _whole(dossier_id)


@blueprint.put("/dossiers/<dossier_id>")
def save(dossier_id: str) -> Response:
    """Make a dossier what is wanted, unless somebody was quicker."""
    by = member()
    body = json_body(ChangedDossier)
    items = tuple((item.id, item.note) for item in body.items)
    draft = Draft(body.title, body.about, items)
    knowledge_base().dossiers.save(by, dossier_id, body.version, draft)
    return _whole(dossier_id)


@blueprint.delete("/dossiers/<dossier_id>")
def remove(dossier_id: str) -> tuple[str, int]:
    """Forget a dossier."""
    knowledge_base().dossiers.remove(member(), dossier_id)
    return "", 204


@blueprint.post("/dossiers/<dossier_id>/items")
def add(dossier_id: str) -> tuple[Response, int]:
    """Put something at the end of a dossier."""
    by = member()
    body = json_body(NewItem)
    made = knowledge_base().dossiers.add(by, dossier_id, body.kind, body.target, body.note)
    return jsonify({"id": made}), 201


@blueprint.post("/dossiers/<dossier_id>/items/<item_id>/renew")
def renew(dossier_id: str, item_id: str) -> Response:
    """Keep the newer text of an item."""
    knowledge_base().dossiers.renew(member(), dossier_id, item_id)
    return _whole(dossier_id)


@blueprint.put("/dossiers/<dossier_id>/visibility")
def share(dossier_id: str) -> Response:
    """Show a dossier to more people, or to fewer."""
    by = member()
    body = json_body(NewVisibility)
    return jsonify(_shaped(knowledge_base().dossiers.share(by, dossier_id, body.visibility)))


@blueprint.get(f"/dossiers/<dossier_id>/export.<any({FORMATS}):form>")
def as_file(dossier_id: str, form: str) -> Response:
    """A dossier as a file."""
    read(NoParameters, request.args)
    return sent(dossier_id, Format(form))


def _whole(dossier_id: str) -> Response:
    service = knowledge_base().dossiers
    address = request.host_url.rstrip("/")
    items = items_to_json(service.items(dossier_id, audience()), address)
    return jsonify(_shaped(service.dossier(dossier_id, audience())) | items)


def _shaped(dossier: Dossier) -> dict[str, object]:
    url = url_for("permalinks.dossier", dossier_id=dossier.id, _external=True)
    return dossier_to_json(dossier, url, audience())
