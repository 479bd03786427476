"""What can be done with one contribution: edited, removed, reported, hidden, restored."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from kb.access import require
from kb.discussion.model import Contribution
from kb.errors import KbError
from webapp.discussion import Answer, answered
from webapp.discussion_forms import EditForm, ReasonForm
from webapp.forms import fields
from webapp.i18n import PREFIX
from webapp.links import contribution_address
from webapp.parameters import NoParameters, read
from webapp.services import knowledge_base
from webapp.sessions import member

blueprint = Blueprint("contributions", __name__, url_prefix=PREFIX)


@blueprint.get("/contributions/<contribution_id>/edit")
def edit(contribution_id: str) -> str:
    """The form with the text as it is."""
    read(NoParameters, request.args, strict=False)
    found = knowledge_base().discussion.contributions.get(member(), contribution_id)
    require(found.mine)
    return _edit_page(found, EditForm(text=found.text, version=found.version))


@blueprint.post("/contributions/<contribution_id>/edit")
def save(contribution_id: str) -> Answer:
    """Keep another wording."""
    by = member()
    typed = read(EditForm, fields())
    service = knowledge_base().discussion.contributions

    def again(problem: KbError) -> str:
        return _edit_page(service.get(by, contribution_id), typed, problem)

    return answered(
        lambda: service.edit(by, contribution_id, typed.text, typed.version), _place_of, again
    )


@blueprint.get("/contributions/<contribution_id>/versions")
def versions(contribution_id: str) -> str:
    """All wordings of a contribution."""
    read(NoParameters, request.args, strict=False)
    service = knowledge_base().discussion.contributions
    return render_template(
        "versions.html",
        one=service.get(member(), contribution_id),
        versions=service.versions(member(), contribution_id),
    )


@blueprint.post("/contributions/<contribution_id>/remove")
def remove(contribution_id: str) -> Redirect:
    """Erase a contribution."""
    by = member()
    read(NoParameters, fields())
    found = knowledge_base().discussion.contributions.get(by, contribution_id)
    target = knowledge_base().discussion.threads.get(by, found.thread_id).target
    knowledge_base().discussion.contributions.remove(by, contribution_id)
    return redirect(url_for("discussion.threads", target=str(target)), 303)


@blueprint.get("/contributions/<contribution_id>/report")
def reporting(contribution_id: str) -> str:
    """The form that asks a moderator to look at a contribution, or with which one decides."""
    read(NoParameters, request.args, strict=False)
    return _reason_page(contribution_id, ReasonForm())


@blueprint.post("/contributions/<contribution_id>/report")
def report(contribution_id: str) -> Answer:
    """Ask a moderator to look at a contribution."""
    by = member()
    typed = read(ReasonForm, fields())
    return answered(
        lambda: knowledge_base().discussion.moderation.report(by, contribution_id, typed.reason),
        lambda done: _place_of(knowledge_base().discussion.contributions.get(by, contribution_id)),
        lambda problem: _reason_page(contribution_id, typed, problem),
    )


@blueprint.post("/contributions/<contribution_id>/hide")
def hide(contribution_id: str) -> Answer:
    """Hide a contribution."""
    by = member()
    typed = read(ReasonForm, fields())
    return answered(
        lambda: knowledge_base().discussion.moderation.hide(by, contribution_id, typed.reason),
        lambda done: url_for("contributions.moderation"),
        lambda problem: _reason_page(contribution_id, typed, problem),
    )


@blueprint.post("/contributions/<contribution_id>/restore")
def restore(contribution_id: str) -> Answer:
    """Show a contribution again, or let it stand."""
    by = member()
    typed = read(ReasonForm, fields())
    return answered(
        lambda: knowledge_base().discussion.moderation.restore(by, contribution_id, typed.reason),
        lambda done: url_for("contributions.moderation"),
        lambda problem: _reason_page(contribution_id, typed, problem),
    )


@blueprint.get("/moderation")
def moderation() -> str:
    """What is reported or hidden."""
    read(NoParameters, request.args, strict=False)
    cases = knowledge_base().discussion.moderation.cases(member())
    return render_template("moderation.html", cases=cases)


def _place_of(one: Contribution) -> str:
    return contribution_address(one.thread_id, one.id)


def _edit_page(found: Contribution, typed: EditForm, problem: KbError | None = None) -> str:
    return render_template("edit_contribution.html", one=found, typed=typed, problem=problem)


def _reason_page(contribution_id: str, typed: ReasonForm, problem: KbError | None = None) -> str:
    by = member()
    found = knowledge_base().discussion.contributions.get(by, contribution_id)
    return render_template(
        "report.html",
        one=found,
        typed=typed,
        problem=problem,
        moderates="moderate" in by.rights,
    )
