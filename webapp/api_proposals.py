"""The part of the JSON API that proposes wordings."""

from __future__ import annotations

from flask import Blueprint, jsonify, request, url_for
from flask.wrappers import Response

from kb.discussion.targets import Target
from kb.model import Visibility
from kb.proposals import wire
from kb.proposals.model import Proposal, ProposalState
from kb.proposals.revising import Typed
from webapp.api_discussion import Body
from webapp.api_members import json_body
from webapp.discussion_forms import TargetParameters
from webapp.parameters import NoParameters, read
from webapp.proposal_forms import ProposalsParameters
from webapp.proposals import PAGE_SIZE
from webapp.services import knowledge_base
from webapp.sessions import member

blueprint = Blueprint("api_proposals", __name__, url_prefix="/api/v1")


class Wordings(Body):
    """Language -> wording, and language -> SHA-256 of the text that it is to replace."""

    texts: dict[str, str]
    bases: dict[str, str]
    explanation: str = ""

    def typed(self) -> Typed:
        """The same for the service."""
        return Typed(self.texts, self.bases, self.explanation)


class NewProposal(Wordings):
    """A draft."""

    target: str
    visibility: Visibility = Visibility.NETWORK


class NewRevision(Wordings):
    """Another wording, for a version of the proposal."""

    version: int


class NewEndorsement(Body):
    """The revision that is endorsed."""

    revision: int


class NewProposalState(Body):
    """What becomes of a proposal: open (also again), agreed, not-agreed or withdrawn."""

    state: ProposalState
    version: int
    reason: str = ""
    decision: str = ""


@blueprint.get("/proposals")
def proposals() -> Response:
    """Proposals, those that changed last first; or all for one section."""
    parameters = read(ProposalsParameters, request.args)
    by = member()
    service = knowledge_base().proposals
    if parameters.target:
        found = service.on(by, Target.parse(parameters.target))
    else:
        offset = (parameters.page - 1) * PAGE_SIZE
        found = service.newest(by, limit=PAGE_SIZE, offset=offset)
    told = [wire.proposal_to_json(one, _permalink(one)) for one in found]
    return jsonify({"proposals": told})


@blueprint.get("/proposals/bases")
def bases() -> Response:
    """The texts of a section that a proposal may replace, one a language."""
    target = Target.parse(read(TargetParameters, request.args).target)
    found = knowledge_base().proposals.bases(member(), target)
    return jsonify(
        {"bases": [{"lang": one.lang, "text": one.text, "sha256": one.sha256} for one in found]}
    )


@blueprint.post("/proposals")
def draft() -> tuple[Response, int, dict[str, str]]:
    """Keep a draft."""
    by = member()
    body = json_body(NewProposal)
    made = knowledge_base().proposals.draft(
        by, Target.parse(body.target), body.typed(), body.visibility
    )
    return _told(made), 201, {"Location": _permalink(made)}


@blueprint.get("/proposals/<proposal_id>")
def proposal(proposal_id: str) -> Response:
    """A proposal with its history."""
    read(NoParameters, request.args)
    by = member()
    return _told(knowledge_base().proposals.proposal(by, proposal_id))


@blueprint.post("/proposals/<proposal_id>/revisions")
def revise(proposal_id: str) -> tuple[Response, int]:
    """Keep another wording."""
    by = member()
    body = json_body(NewRevision)
    made = knowledge_base().proposals.revise(by, proposal_id, body.version, body.typed())
    return _told(made), 201


@blueprint.put("/proposals/<proposal_id>/endorsement")
def endorse(proposal_id: str) -> Response:
    """Stand behind a revision."""
    by = member()
    number = json_body(NewEndorsement).revision
    return _told(knowledge_base().proposals.endorse(by, proposal_id, number))


@blueprint.delete("/proposals/<proposal_id>/endorsement")
def take_back(proposal_id: str) -> tuple[str, int]:
    """Stand behind it no longer."""
    knowledge_base().proposals.take_back(member(), proposal_id)
    return "", 204


@blueprint.put("/proposals/<proposal_id>/state")
def set_state(proposal_id: str) -> Response:
    """Open, withdraw, close or reopen a proposal."""
    by = member()
    body = json_body(NewProposalState)
    service = knowledge_base().proposals
    if body.state is ProposalState.WITHDRAWN:
        return _told(service.withdraw(by, proposal_id, body.version, body.reason))
    if body.state is ProposalState.OPEN:
        found = service.proposal(by, proposal_id)
        if found.state is ProposalState.DRAFT:
            return _told(service.open(by, proposal_id, body.version))
        return _told(service.reopen(by, proposal_id, body.version, body.reason))
    decision = Target.parse(body.decision)
    return _told(service.close(by, proposal_id, body.version, body.state, body.reason, decision))


def _permalink(made: Proposal) -> str:
    return url_for("permalinks.proposal", proposal_id=made.id, _external=True)


def _told(made: Proposal) -> Response:
    by = member()
    service = knowledge_base().proposals
    if made.state is ProposalState.DRAFT:
        return jsonify(wire.proposal_to_json(made, _permalink(made)))
    return jsonify(
        wire.proposal_with_all(
            made,
            _permalink(made),
            service.revisions(by, made.id),
            service.events(by, made.id),
            service.rivals(by, made),
        )
    )
