"""Signing in and out, leaving at once, and the page that an invitation opens."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from kb.errors import InvalidInput, SignInNeeded, TooManyRequests
from webapp.devices import device_of
from webapp.form_fields import JoinForm, SignInForm, SignInParameters
from webapp.forms import fault, fields, safe_next
from webapp.i18n import PREFIX
from webapp.parameters import read
from webapp.services import knowledge_base
from webapp.sessions import forget, me, reference, remember, require_safe_transport

blueprint = Blueprint("sign_in", __name__, url_prefix=PREFIX)


@blueprint.get("/sign-in")
def form() -> str | Redirect:
    """The form to sign in."""
    parameters = read(SignInParameters, request.args, strict=False)
    if me():
        return redirect(safe_next(parameters.next))
    return render_template("sign_in.html", login="", next=parameters.next)


@blueprint.post("/sign-in")
def sign_in() -> Response | tuple[str, int, dict[str, str]] | Redirect:
    """Let a member in."""
    require_safe_transport()
    typed = read(SignInForm, fields())
    try:
        made = knowledge_base().members.sign_ins.sign_in(
            typed.login,
            typed.password,
            address=request.remote_addr or "",
            device=device_of(request.user_agent.string),
        )
    except (SignInNeeded, TooManyRequests) as error:
        headers = {}
        if isinstance(error, TooManyRequests):
            headers["Retry-After"] = str(error.seconds)
        page = render_template(
            "sign_in.html", login=typed.login, next=typed.next, problem=fault(error)
        )
        return page, 422 if isinstance(error, SignInNeeded) else error.status, headers
    response = make_response(redirect(safe_next(typed.next), 303))
    remember(response, made)
    return response


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """Let a member out."""
    return _out("pages.start")


@blueprint.post("/leave")
def leave() -> Response:
    """Let a member out at once, onto a page that shows nothing of this site."""
    return _out("sign_in.left")


@blueprint.get("/left")
def left() -> str:
    """An empty page."""
    return render_template("left.html")


@blueprint.get("/join/<token>")
def joining(token: str) -> str:
    """What a link opens; looking at it does not use it up."""
    return render_template("join.html", link=knowledge_base().members.links.open(token), name="")


@blueprint.post("/join/<token>")
def join(token: str) -> Redirect | tuple[str, int]:
    """Set the password by a link, and go on to sign in with it."""
    require_safe_transport()
    link = knowledge_base().members.links.open(token)
    typed = read(JoinForm, fields())
    try:
        knowledge_base().members.links.use(token, typed.password, typed.name or link.name)
    except InvalidInput as error:
        page = render_template("join.html", link=link, name=typed.name, problem=fault(error))
        return page, error.status
    return redirect(url_for("sign_in.form"), 303)


def _out(endpoint: str) -> Response:
    knowledge_base().members.sign_ins.sign_out(reference())
    response = make_response(redirect(url_for(endpoint), 303))
    forget(response)
    return response
