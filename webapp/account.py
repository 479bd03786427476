"""The account of a member: name, password, sign-ins, tokens, and its end."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirect

from kb.errors import InvalidInput, TooManyRequests
from kb.leaving import leave
from kb.members.api_tokens import SCOPES
from webapp.form_fields import CloseForm, NameForm, PasswordForm, TokenForm
from webapp.forms import fault, fields
from webapp.i18n import PREFIX
from webapp.parameters import NoParameters, read
from webapp.services import knowledge_base
from webapp.sessions import forget, member, reference

blueprint = Blueprint("account", __name__, url_prefix=f"{PREFIX}/account")


@blueprint.get("")
def show() -> str:
    """The account."""
    return _page()


@blueprint.post("/name")
def rename() -> Redirect | tuple[str, int]:
    """Take another shown name."""
    typed = read(NameForm, fields())
    try:
        knowledge_base().members.people.rename(member(), typed.name)
    except InvalidInput as error:
        return _page("name", error), error.status
    return redirect(url_for("account.show"), 303)


@blueprint.post("/password")
def change_password() -> Response | tuple[str, int]:
    """Take another password, and sign in with it."""
    by = member()
    typed = read(PasswordForm, fields())
    try:
        knowledge_base().members.sign_ins.change_password(by, typed.old, typed.password)
    except (InvalidInput, TooManyRequests) as error:
        return _page("password", error), error.status
    return _signed_out()


@blueprint.post("/sign-ins/end")
def end_all() -> Response:
    """End all sign-ins, this one too."""
    read(NoParameters, fields())
    knowledge_base().members.sign_ins.end_all(member().member_id)
    return _signed_out()


@blueprint.post("/sign-ins/<sign_in_id>/end")
def end(sign_in_id: str) -> Redirect:
    """End one sign-in."""
    read(NoParameters, fields())
    knowledge_base().members.sign_ins.end(member().member_id, sign_in_id)
    return redirect(url_for("account.show"), 303)


@blueprint.post("/tokens")
def make_token() -> str | tuple[str, int]:
    """Make a token and show it, this once."""
    by = member()
    typed = read(TokenForm, fields())
    members = knowledge_base().members
    try:
        members.sign_ins.confirm(by.member_id, typed.old)
        made, secret = members.tokens.make(by.member_id, typed.name, typed.scope, typed.days)
    except (InvalidInput, TooManyRequests) as error:
        return _page("token", error), error.status
    return render_template("once.html", secret=secret, name=made.name, back="account.show")


@blueprint.post("/tokens/<token_id>/revoke")
def revoke(token_id: str) -> Redirect:
    """End a token."""
    read(NoParameters, fields())
    by = member()
    knowledge_base().members.tokens.revoke(by, by.member_id, token_id)
    return redirect(url_for("account.show"), 303)


@blueprint.post("/close")
def close() -> Response | tuple[str, int]:
    """Close the account for good."""
    by = member()
    typed = read(CloseForm, fields())
    try:
        knowledge_base().members.sign_ins.confirm(by.member_id, typed.old)
    except (InvalidInput, TooManyRequests) as error:
        return _page("close", error), error.status
    leave(knowledge_base(), by, erase=typed.erase, withdraw=typed.withdraw)
    return _signed_out("pages.start")


def _page(form: str = "", error: InvalidInput | TooManyRequests | None = None) -> str:
    """The page of the account, with what is wrong with one of its forms."""
    by = member()
    members = knowledge_base().members
    me = members.people.member(by.member_id)
    return render_template(
        "account.html",
        member=me,
        organisation=members.organisations.get(me.organisation_id),
        sign_ins=members.sign_ins.of(by.member_id, reference()),
        tokens=members.tokens.of(by.member_id),
        scopes=[scope for scope in SCOPES if scope in by.rights],
        form=form,
        problem=fault(error) if error else None,
    )


def _signed_out(endpoint: str = "sign_in.form") -> Response:
    response = make_response(redirect(url_for(endpoint), 303))
    forget(response)
    return response
