"""The part of the JSON API for alerts."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, jsonify, request, url_for
from pydantic import BaseModel, ConfigDict, Field

from kb.alerts.model import Alert, Mail, News, Query
from kb.discussion.wire import thread_to_json
from kb.search.results import MAX_QUERY_LENGTH
from kb.search.wire import document_to_json
from kb.typed import LONGEST_REASON
from webapp.api_members import json_body
from webapp.links import document_permalink
from webapp.parameters import FILTERS, BadParameter, NoParameters, read
from webapp.services import knowledge_base
from webapp.sessions import member

blueprint = Blueprint("api_alerts", __name__, url_prefix="/api/v1")

SHOWN = 100


class NewAlert(BaseModel):
    """Body that follows something."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(max_length=MAX_QUERY_LENGTH)] = ""
    filters: dict[str, tuple[str, ...]] = {}
    act: str = ""
    discussion: str = ""
    note: Annotated[str, Field(max_length=LONGEST_REASON)] = ""
    mail: Mail = Mail.WEEKLY


@blueprint.get("/alerts")
def alerts() -> Response:
    """What the member follows, the newest first."""
    read(NoParameters, request.args)
    return jsonify({"alerts": [_shaped(one) for one in knowledge_base().alerts.all(member())]})


@blueprint.post("/alerts")
def follow() -> tuple[Response, int]:
    """Follow something."""
    by = member()
    body = json_body(NewAlert)
    for name in body.filters:
        if name not in FILTERS:
            raise BadParameter.value("filters", name)
    query = Query(body.q, body.filters, act=body.act, discussion=body.discussion)
    made = knowledge_base().alerts.follow(by, query, body.note, body.mail)
    return jsonify(_shaped(made)), 201


@blueprint.delete("/alerts/<alert_id>")
def unfollow(alert_id: str) -> tuple[str, int]:
    """Follow something no more."""
    knowledge_base().alerts.unfollow(member(), alert_id)
    return "", 204


@blueprint.get("/news")
def news() -> Response:
    """What is new for the member, the newest first."""
    read(NoParameters, request.args)
    found = knowledge_base().alerts.news(member(), SHOWN)
    return jsonify(
        {
            "news": [_new(one) for one in found],
            "url": url_for("permalinks.alerts", _external=True),
        }
    )


def _new(one: News) -> dict[str, object]:
    shaped: dict[str, object] = {"at": one.at.isoformat(), "alert": one.alert.id}
    if document := one.document:
        return shaped | {"document": document_to_json(document, document_permalink(document))}
    assert one.thread
    address = url_for("permalinks.discussion", thread_id=one.thread.id, _external=True)
    return shaped | {"discussion": thread_to_json(one.thread, address), "number": one.number}


def _shaped(alert: Alert) -> dict[str, object]:
    return {
        "id": alert.id,
        "q": alert.query.text,
        "filters": {name: list(values) for name, values in alert.query.filters.items()},
        "act": alert.query.act or None,
        "discussion": alert.query.discussion or None,
        "note": alert.note,
        "mail": alert.mail.value,
        "created": alert.created_at.date().isoformat(),
    }
