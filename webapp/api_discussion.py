"""The part of the JSON API that discusses: threads, contributions, moderation, positions."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, jsonify, request, url_for
from flask.wrappers import Response
from pydantic import BaseModel, ConfigDict

from kb.discussion import wire
from kb.discussion.contributions import Draft
from kb.discussion.model import ContributionKind, Mandate, Result, Stance, State, Thread
from kb.discussion.targets import Target
from kb.errors import InvalidInput
from kb.model import Visibility
from webapp.api_members import json_body
from webapp.discussion import PAGE_SIZE, listed
from webapp.discussion_forms import TargetParameters, ThreadsParameters
from webapp.parameters import NoParameters, read
from webapp.services import knowledge_base
from webapp.sessions import member

blueprint = Blueprint("api_discussion", __name__, url_prefix="/api/v1")


class Body(BaseModel):
    """A JSON body; a member that is not known is an error."""

    model_config = ConfigDict(extra="forbid")


class NewContribution(Body):
    """What somebody says."""

    text: str
    lang: str
    kind: ContributionKind = ContributionKind.COMMENT
    named: bool = True
    reply_to: str | None = None


class NewThread(Body):
    """A discussion with its first contribution."""

    target: str
    title: str
    text: str
    lang: str
    kind: ContributionKind = ContributionKind.COMMENT
    named: bool = True
    visibility: Visibility = Visibility.NETWORK
    quotation: str = ""


class NewWording(Body):
    """Another wording of a contribution, made from a version."""

    text: str
    version: int


class NewReason(Body):
    """A reason alone."""

    reason: str


class NewState(Body):
    """What a moderator decides."""

    state: State
    reason: str


class NewClosing(Body):
    """How a discussion ends."""

    result: Result
    summary: str
    decision: str | None = None
    review_on: dt.date | None = None


class NewPosition(Body):
    """What the organisation of a delegate holds."""

    target: str
    stance: Stance
    reason: str = ""
    visibility: Visibility = Visibility.NETWORK
    decided_by: str = ""
    decided_on: dt.date | None = None
    decision: str | None = None


@blueprint.get("/discussions")
def threads() -> Response:
    """Discussions, those contributed to last first; or all of one target."""
    parameters = read(ThreadsParameters, request.args)
    by = member()
    if parameters.target:
        target = Target.parse(parameters.target)
        found = knowledge_base().discussion.threads.about(by, target)
    else:
        found = listed(parameters, PAGE_SIZE)
    return jsonify({"discussions": [wire.thread_to_json(one, _permalink(one.id)) for one in found]})


@blueprint.post("/discussions")
def open_thread() -> tuple[Response, int, dict[str, str]]:
    """Open a discussion."""
    by = member()
    body = json_body(NewThread)
    draft = Draft(body.text, body.lang, body.kind, body.named)
    made = knowledge_base().discussion.threads.open(
        by, Target.parse(body.target), body.title, body.visibility, draft, body.quotation
    )
    return jsonify(_told(made)), 201, {"Location": _permalink(made.id)}


@blueprint.get("/discussions/<thread_id>")
def thread(thread_id: str) -> Response:
    """A discussion with all that was said in it."""
    read(NoParameters, request.args)
    return jsonify(_told(knowledge_base().discussion.threads.get(member(), thread_id)))


@blueprint.post("/discussions/<thread_id>/contributions")
def contribute(thread_id: str) -> tuple[Response, int]:
    """Say something in a discussion."""
    by = member()
    body = json_body(NewContribution)
    draft = Draft(body.text, body.lang, body.kind, body.named)
    made = knowledge_base().discussion.contributions.add(by, thread_id, draft, body.reply_to)
    return jsonify(wire.contribution_to_json(made)), 201


@blueprint.put("/discussions/<thread_id>/closing")
def close(thread_id: str) -> Response:
    """Close a discussion."""
    by = member()
    body = json_body(NewClosing)
    decision = Target.parse(body.decision) if body.decision else None
    closing = knowledge_base().discussion.closings.close(
        by, thread_id, body.result, body.summary, decision, body.review_on
    )
    return jsonify(wire.closing_to_json(closing))


@blueprint.post("/discussions/<thread_id>/reopening")
def reopen(thread_id: str) -> Response:
    """Open a closed discussion again."""
    by = member()
    knowledge_base().discussion.closings.reopen(by, thread_id, json_body(NewReason).reason)
    return jsonify(_told(knowledge_base().discussion.threads.get(by, thread_id)))


@blueprint.patch("/contributions/<contribution_id>")
def edit(contribution_id: str) -> Response:
    """Change the text of one's own contribution."""
    by = member()
    body = json_body(NewWording)
    made = knowledge_base().discussion.contributions.edit(
        by, contribution_id, body.text, body.version
    )
    return jsonify(wire.contribution_to_json(made))


@blueprint.delete("/contributions/<contribution_id>")
def remove(contribution_id: str) -> tuple[str, int]:
    """Erase a contribution."""
    knowledge_base().discussion.contributions.remove(member(), contribution_id)
    return "", 204


@blueprint.get("/contributions/<contribution_id>/versions")
def versions(contribution_id: str) -> Response:
    """All wordings of a contribution, the newest first."""
    read(NoParameters, request.args)
    found = knowledge_base().discussion.contributions.versions(member(), contribution_id)
    return jsonify({"versions": [wire.version_to_json(one) for one in found]})


@blueprint.post("/contributions/<contribution_id>/reports")
def report(contribution_id: str) -> tuple[str, int]:
    """Ask a moderator to look at a contribution."""
    by = member()
    knowledge_base().discussion.moderation.report(by, contribution_id, json_body(NewReason).reason)
    return "", 204


@blueprint.put("/contributions/<contribution_id>/state")
def moderate(contribution_id: str) -> Response:
    """Hide a contribution, or show it again."""
    by = member()
    body = json_body(NewState)
    service = knowledge_base().discussion.moderation
    decide = {State.HIDDEN: service.hide, State.VISIBLE: service.restore}.get(body.state)
    if decide is None:
        raise InvalidInput("A moderator hides or shows.", "Give the state hidden or visible.")
    decide(by, contribution_id, body.reason)
    made = knowledge_base().discussion.contributions.get(by, contribution_id)
    return jsonify(wire.contribution_to_json(made))


@blueprint.get("/positions")
def positions() -> Response:
    """The current positions on a target, and for a work also those on its articles."""
    target = Target.parse(read(TargetParameters, request.args).target)
    found = knowledge_base().discussion.positions.on(member(), [target.id])
    return jsonify(
        {
            "positions": [
                wire.position_to_json(one)
                for one in found
                if target.section is None or one.target == target
            ]
        }
    )


@blueprint.put("/positions")
def state() -> Response:
    """State what the delegate's organisation holds."""
    by = member()
    body = json_body(NewPosition)
    decision = Target.parse(body.decision) if body.decision else None
    made = knowledge_base().discussion.positions.state(
        by,
        Target.parse(body.target),
        body.stance,
        body.reason,
        body.visibility,
        Mandate(body.decided_by, body.decided_on, decision),
    )
    return jsonify(wire.position_to_json(made))


def _permalink(thread_id: str) -> str:
    return url_for("permalinks.discussion", thread_id=thread_id, _external=True)


def _told(thread: Thread) -> dict[str, object]:
    by = member()
    discussion = knowledge_base().discussion
    return wire.thread_with_all(
        thread,
        _permalink(thread.id),
        discussion.threads.contributions(by, thread.id),
        discussion.closings.of(by, thread.id),
        discussion.quotations.of(by, [thread.id]).get(thread.id),
    )
