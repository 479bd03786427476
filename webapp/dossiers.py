"""Pages of dossiers: to read, to make, to share; and adding to one from any other page."""

from __future__ import annotations

from flask import (
    Blueprint,
    Flask,
    Response,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from analyzers import displayed
from kb.access import Right, require
from kb.citing import citations
from kb.dossiers.model import Dossier, ItemKind
from kb.errors import InvalidInput
from webapp.form_fields import AddForm, ChooseParameters, DossierForm, ShareForm
from webapp.forms import fault, fields, safe_next
from webapp.i18n import PREFIX, interface
from webapp.parameters import NoParameters, read
from webapp.services import audience, knowledge_base
from webapp.sessions import cookie_name, me, member

_COOKIE = "dossier"

blueprint = Blueprint("dossiers", __name__, url_prefix=PREFIX)


def install(app: Flask) -> None:
    """Give the templates the dossier that the member works on."""
    app.jinja_env.globals.update(dossier_at_hand=dossier_at_hand, in_dossier=in_dossier)


def dossier_at_hand() -> Dossier | None:
    """The dossier that the member added to or opened for editing last; None if there is none."""
    if "dossier_at_hand" not in g:
        chosen = request.cookies.get(cookie_name(_COOKIE), "")
        editable = knowledge_base().dossiers.editable(audience()) if chosen and me() else []
        g.dossier_at_hand = next((one for one in editable if one.id == chosen), None)
    found: Dossier | None = g.dossier_at_hand
    return found


def in_dossier(target_id: str) -> bool:
    """Whether something is in the dossier at hand."""
    at_hand = dossier_at_hand()
    if at_hand is None:
        return False
    if "in_dossier" not in g:
        g.in_dossier = knowledge_base().dossiers.targets(at_hand.id, audience())
    return target_id in g.in_dossier


def take_at_hand(response: Redirect | Response, dossier_id: str) -> None:
    """Remember which dossier the member works on, until the browser is closed."""
    response.set_cookie(
        cookie_name(_COOKIE),
        dossier_id,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


@blueprint.get("/dossiers")
def index() -> str:
    """The dossiers that the reader may see, and the form to make one."""
    read(NoParameters, request.args, strict=False)
    return _index()


@blueprint.post("/dossiers")
def make() -> Redirect | tuple[str, int]:
    """Make a dossier and open it for editing."""
    typed = read(DossierForm, fields())
    try:
        made = knowledge_base().dossiers.make(member(), typed.title, typed.about)
    except InvalidInput as error:
        return _index(typed, error), error.status
    response = redirect(url_for("dossier_editing.edit", dossier_id=made.id), 303)
    take_at_hand(response, made.id)
    return response


@blueprint.get("/dossiers/<dossier_id>")
def dossier(dossier_id: str) -> str:
    """A dossier as its readers see it."""
    read(NoParameters, request.args, strict=False)
    service = knowledge_base().dossiers
    found = service.dossier(dossier_id, audience())
    return render_template(
        "dossier.html", dossier=found, items=service.items(dossier_id, audience())
    )


@blueprint.get("/dossiers/add")
def choose() -> str:
    """In which dossier something is put, where none is at hand."""
    by = member()
    require(Right.UPLOAD in by.rights)
    chosen = read(ChooseParameters, request.args, strict=False)
    return _choose(chosen)


@blueprint.post("/dossiers/add")
def add() -> Response | tuple[str, int]:
    """Put something into a dossier, which may be a new one; go back."""
    by = member()
    typed = read(AddForm, fields())
    service = knowledge_base().dossiers
    _look_up(typed)  # before a dossier is made for it
    try:
        chosen = typed.dossier or service.make(by, typed.title).id
        service.add(by, chosen, *_target(typed))
    except InvalidInput as error:
        return _choose(typed, error), error.status
    response = make_response(redirect(safe_next(typed.next), 303))
    take_at_hand(response, chosen)
    return response


@blueprint.post("/dossiers/<dossier_id>/share")
def share(dossier_id: str) -> Redirect:
    """Show a dossier to more people, or to fewer."""
    typed = read(ShareForm, fields())
    knowledge_base().dossiers.share(member(), dossier_id, typed.visibility)
    return redirect(url_for("dossiers.dossier", dossier_id=dossier_id), 303)


@blueprint.post("/dossiers/<dossier_id>/remove")
def remove(dossier_id: str) -> Redirect:
    """Forget a dossier."""
    read(NoParameters, fields())
    knowledge_base().dossiers.remove(member(), dossier_id)
    return redirect(url_for("dossiers.index"), 303)


def _index(typed: DossierForm | None = None, error: InvalidInput | None = None) -> str:
    return render_template(
        "dossiers.html",
        dossiers=knowledge_base().dossiers.all(audience()),
        typed=typed or DossierForm(),
        problem=fault(error) if error else None,
    )


def _choose(chosen: ChooseParameters, error: InvalidInput | None = None) -> str:
    kind, target = _target(chosen)
    lang, name = _look_up(chosen)
    return render_template(
        "dossier_choose.html",
        kind=kind,
        target=target,
        lang=lang,
        name=name,
        chosen=chosen,
        dossiers=knowledge_base().dossiers.editable(audience()),
        problem=fault(error) if error else None,
    )


def _look_up(chosen: ChooseParameters) -> tuple[str, str]:
    """Give the language and the name of what is to be put into a dossier.

    Raises:
        NotFound: It is not there, or the member may not read it.
    """
    kind, target = _target(chosen)
    kb, reader = knowledge_base(), audience()
    match kind:
        case ItemKind.DISCUSSION:
            thread = kb.discussion.threads.get(reader, target)
            return thread.lang, thread.title
        case ItemKind.PROPOSAL:
            proposal = kb.proposals.proposal(reader, target)
            by = displayed(proposal.author.organisation)
            return interface(), _("Proposal of %(organisation)s", organisation=by)
        case ItemKind.SECTION:
            section = kb.section(target, reader)
            return citations(kb.document(section.document_id, reader), section)[0]
        case _:
            return citations(kb.document(target, reader))[0]


def _target(typed: ChooseParameters) -> tuple[ItemKind, str]:
    named = {
        ItemKind.SECTION: typed.section,
        ItemKind.DISCUSSION: typed.discussion,
        ItemKind.PROPOSAL: typed.proposal,
    }
    chosen = ((kind, target) for kind, target in named.items() if target)
    return next(chosen, (ItemKind.DOCUMENT, typed.document))
