"""Positions: the table of an act, the form of a delegate, the history of an organisation."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request, url_for

from kb.access import Audience, Right, require
from kb.discussion.model import Mandate, Position, Stance
from kb.discussion.table import PositionTable, position_table, to_csv
from kb.discussion.targets import Target
from kb.errors import KbError, NotFound
from kb.model import Document, Visibility
from webapp.discussion import Answer, answered
from webapp.discussion_forms import PositionForm, TargetParameters, day
from webapp.forms import fields
from webapp.i18n import PREFIX
from webapp.links import with_query
from webapp.names import STANCES
from webapp.parameters import NoParameters, read
from webapp.services import audience, knowledge_base
from webapp.sessions import member
from webapp.targets import decision_at, places_of

blueprint = Blueprint("positions", __name__, url_prefix=PREFIX)


@blueprint.get("/acts/<work_id>/positions")
def table(work_id: str) -> str:
    """The positions on an act: organisation by article."""
    read(NoParameters, request.args, strict=False)
    member()
    places = places_of(Target.of_work(work_id))
    if not places:
        raise NotFound("There is no such act.", "Search for its name or number.")
    found = _table(places[0].document)
    owners = {one.organisation_id for row in found.rows.values() for one in row if one}
    start = {owner: url_for("positions.history", organisation_id=owner) for owner in owners}
    return render_template(
        "positions.html",
        table=found,
        places=places,
        stances={stance: str(name) for stance, name in STANCES.items()},
        history_of=lambda one: with_query(start[one.organisation_id], {"target": one.target}),
    )


@blueprint.get("/acts/<work_id>/positions.csv")
def as_csv(work_id: str) -> Response:
    """The same as a file for a spreadsheet; it names no person."""
    read(NoParameters, request.args, strict=False)
    member()
    places = places_of(Target.of_work(work_id))
    if not places:
        raise NotFound("There is no such act.", "Search for its name or number.")
    response = Response(to_csv(_table(places[0].document)), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=positions.csv"
    return response


@blueprint.get("/positions/new")
def form() -> str:
    """The form of a delegate, with what the organisation holds now."""
    target = Target.parse(read(TargetParameters, request.args, strict=False).target)
    by = _delegate()
    own = by.own_organisation
    held = [
        one
        for one in knowledge_base().discussion.positions.about(by, target)
        if one.organisation_id == own
    ]
    return _form_page(_as_typed(target, held))


@blueprint.post("/positions/new")
def state() -> Answer:
    """State what the delegate's organisation holds."""
    by = _delegate()
    typed = read(PositionForm, fields())

    def make() -> Position:
        mandate = Mandate(typed.decided_by, day(typed.decided_on), decision_at(typed.decision))
        return knowledge_base().discussion.positions.state(
            by, Target.parse(typed.target), typed.stance, typed.reason, typed.visibility, mandate
        )

    return answered(
        make,
        lambda made: url_for("discussion.threads", target=typed.target),
        lambda problem: _form_page(typed, problem),
    )


@blueprint.get("/positions/<organisation_id>/history")
def history(organisation_id: str) -> str:
    """What an organisation held on a target, the newest first."""
    target = Target.parse(read(TargetParameters, request.args, strict=False).target)
    found = knowledge_base().discussion.positions.history(member(), target, organisation_id)
    if not found:
        raise NotFound("There is no such position.", "Look for it beside the article.")
    return render_template(
        "position_history.html",
        positions=[
            (one, places_of(one.mandate.decision) if one.mandate.decision else ()) for one in found
        ],
        places=places_of(target),
        target=target,
    )


def _table(document: Document) -> PositionTable:
    """The positions on the act that a document is a text of."""
    base = knowledge_base()
    held = base.discussion.positions.on(audience(), [document.work_id])
    return position_table(held, document, base.sections_of(document))


def _delegate() -> Audience:
    by = member()
    require(Right.STATE in by.rights)
    return by


def _as_typed(target: Target, held: Sequence[Position]) -> PositionForm:
    if not held:
        return PositionForm(target=str(target))
    now = held[0]
    return PositionForm(
        target=str(target),
        stance=now.stance,
        reason=now.reason,
        visibility=now.visibility,
        decided_by=now.mandate.decided_by,
        decided_on=now.mandate.decided_on.isoformat() if now.mandate.decided_on else "",
        decision=str(now.mandate.decision or ""),
    )


def _form_page(typed: PositionForm, problem: KbError | None = None) -> str:
    target = Target.parse(typed.target)
    by = member()
    most = knowledge_base().discussion.targets.widest(target, by.own_organisation or "")
    narrow = most is Visibility.ORGANISATION
    return render_template(
        "new_position.html",
        typed=typed,
        problem=problem,
        places=places_of(target),
        stances=list(Stance),
        visibilities=[Visibility.ORGANISATION]
        if narrow
        else [Visibility.NETWORK, Visibility.ORGANISATION],
    )
