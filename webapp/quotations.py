"""What discussions quote and a new text may have changed: for editors to settle."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from kb.discussion.quotations import Verdict
from webapp.forms import fields
from webapp.i18n import PREFIX
from webapp.parameters import NoParameters, Parameters, read
from webapp.services import knowledge_base
from webapp.sessions import member

blueprint = Blueprint("quotations", __name__, url_prefix=PREFIX)


class VerdictForm(Parameters):
    """What an editor says."""

    verdict: Verdict


@blueprint.get("/quotations")
def doubts() -> str:
    """Quotations that are doubtful or lost in a text, with the old and the new one."""
    read(NoParameters, request.args, strict=False)
    found = knowledge_base().discussion.quotations.doubts(member())
    return render_template("quotations.html", doubts=found)


@blueprint.post("/quotations/<int:placement_id>")
def settle(placement_id: int) -> Redirect:
    """Say whether a quotation stands where it was placed."""
    by = member()
    verdict = read(VerdictForm, fields()).verdict
    knowledge_base().discussion.quotations.settle(by, placement_id, verdict)
    return redirect(url_for("quotations.doubts"), 303)
