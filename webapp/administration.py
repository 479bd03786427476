"""Pages of admins: organisations, their members, invitations, and the audit log."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as Redirect

from kb.access import Right, Role, require
from kb.errors import InvalidInput
from kb.progress import progress_of
from webapp.form_fields import AuditParameters, InviteForm, NameForm, RoleForm
from webapp.forms import fault, fields
from webapp.i18n import PREFIX
from webapp.parameters import NoParameters, read
from webapp.services import knowledge_base
from webapp.sessions import member

ENTRIES = 50
"""Entries of the audit log on one page."""

JOB_KINDS = {
    "ingest": lazy_gettext("Files of the server"),
    "upload": lazy_gettext("Files handed in"),
    "ocr": lazy_gettext("Scanned documents"),
}
JOB_STATES = {
    "queued": lazy_gettext("waiting"),
    "running": lazy_gettext("being read"),
    "done": lazy_gettext("done"),
    "failed": lazy_gettext("failed"),
    "parked": lazy_gettext("given up"),
}

blueprint = Blueprint("administration", __name__, url_prefix=f"{PREFIX}/administration")


@blueprint.get("")
def organisations() -> str | Redirect:
    """All organisations for admins of the network; any other admin is led to the own one."""
    by = member()
    require(Right.ADMINISTER in by.rights)
    if not by.may_administer_network:
        return redirect(url_for("administration.people", organisation_id=by.own_organisation))
    return _organisations()


@blueprint.post("")
def add_organisation() -> Redirect | tuple[str, int]:
    """Add an organisation."""
    typed = read(NameForm, fields())
    try:
        made = knowledge_base().members.organisations.add(member(), typed.name)
    except InvalidInput as error:
        return _organisations(typed.name, error), error.status
    return redirect(url_for("administration.people", organisation_id=made.id), 303)


@blueprint.get("/audit")
def audit() -> str:
    """The audit log, newest first."""
    parameters = read(AuditParameters, request.args, strict=False)
    offset = (parameters.page - 1) * ENTRIES
    entries = knowledge_base().members.audit.entries(member(), limit=ENTRIES + 1, offset=offset)
    return render_template(
        "audit.html",
        entries=entries[:ENTRIES],
        page=parameters.page,
        has_more=len(entries) > ENTRIES,
    )


@blueprint.get("/work")
def work() -> str:
    """How far jobs and index are, for admins of the network: the numbers are of all documents."""
    require(member().may_administer_network)
    progress = progress_of(knowledge_base())
    return render_template(
        "work.html",
        progress=progress,
        pages=sum(progress.pages_waiting.values()),
        kinds=JOB_KINDS,
        states=JOB_STATES,
    )


@blueprint.get("/<organisation_id>")
def people(organisation_id: str) -> str:
    """The members of an organisation."""
    return _people(organisation_id)


@blueprint.post("/<organisation_id>")
def invite(organisation_id: str) -> str | tuple[str, int]:
    """Invite a member and show the invitation, this once."""
    members = knowledge_base().members
    members.organisations.get(organisation_id)
    typed = read(InviteForm, fields())
    try:
        invited, token = members.people.invite(member(), typed.login, typed.role, organisation_id)
    except InvalidInput as error:
        return _people(organisation_id, typed.login, error), error.status
    return _link(invited.login, token, organisation_id)


@blueprint.post("/<organisation_id>/<any(lock, unlock):action>")
def lock_organisation(organisation_id: str, action: str) -> Redirect:
    """Let nobody of an organisation in, or let them in again."""
    read(NoParameters, fields())
    knowledge_base().members.organisations.lock(member(), organisation_id, locked=action == "lock")
    return redirect(url_for("administration.people", organisation_id=organisation_id), 303)


@blueprint.post("/<organisation_id>/members/<member_id>/<any(lock, unlock, close):action>")
def change_member(organisation_id: str, member_id: str, action: str) -> Redirect:
    """Lock, unlock or close an account."""
    read(NoParameters, fields())
    people = knowledge_base().members.people
    if action == "close":
        people.close(member(), member_id)
    else:
        people.lock(member(), member_id, locked=action == "lock")
    return redirect(url_for("administration.people", organisation_id=organisation_id), 303)


@blueprint.post("/<organisation_id>/members/<member_id>/link")
def new_link(organisation_id: str, member_id: str) -> str:
    """Make a link for a new password, or a new invitation, and show it, this once."""
    read(NoParameters, fields())
    people = knowledge_base().members.people
    token = people.new_link(member(), member_id)
    return _link(people.member(member_id).login, token, organisation_id)


@blueprint.post("/<organisation_id>/members/<member_id>/role")
def set_role(organisation_id: str, member_id: str) -> Redirect:
    """Give a member another role."""
    typed = read(RoleForm, fields())
    knowledge_base().members.people.set_role(member(), member_id, typed.role)
    return redirect(url_for("administration.people", organisation_id=organisation_id), 303)


def _organisations(name: str = "", error: InvalidInput | None = None) -> str:
    return render_template(
        "organisations.html",
        organisations=knowledge_base().members.organisations.all(),
        name=name,
        problem=fault(error) if error else None,
    )


def _people(organisation_id: str, login: str = "", error: InvalidInput | None = None) -> str:
    members = knowledge_base().members
    organisation = members.organisations.get(organisation_id)
    return render_template(
        "people.html",
        organisation=organisation,
        members=members.people.members(member(), organisation_id),
        roles=list(Role),
        login=login,
        problem=fault(error) if error else None,
    )


def _link(login: str, token: str, organisation_id: str) -> str:
    return render_template(
        "once.html",
        secret=url_for("permalinks.join", token=token, _external=True),
        name=login,
        back="administration.people",
        organisation_id=organisation_id,
    )
