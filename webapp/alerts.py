"""The page of alerts: what is new, what the member follows, and how the member hears of it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from analyzers import displayed
from kb.alerts.model import Mail, Query
from kb.alerts.writing import is_address
from kb.errors import InvalidInput
from kb.model import Document
from webapp.form_fields import AlertForm, AlertsParameters, FollowForm
from webapp.forms import fault, fields
from webapp.i18n import PREFIX
from webapp.links import contribution_address, with_query
from webapp.names import field_name, value_name
from webapp.parameters import NoParameters, read
from webapp.services import audience, knowledge_base
from webapp.sessions import member

SHOWN = 50
"""How much of what is new is listed."""

_NAMED_AS = {"topic": "topics", "province": "places"}
"""Facets whose names are those of a field of descriptions."""

blueprint = Blueprint("alerts", __name__, url_prefix=PREFIX)
mails = Blueprint("mails", __name__)
"""What mails lead to: addresses that take a post without being led elsewhere."""


@blueprint.get("/alerts")
def index() -> str:
    """What is new, and what the member follows."""
    parameters = read(AlertsParameters, request.args, strict=False)
    return _page(made=parameters.made)


@blueprint.post("/alerts")
def follow() -> Redirect | tuple[str, int]:
    """Follow a search, a topic, a province, an organisation, an act or a discussion."""
    by = member()
    typed = read(FollowForm, fields())
    try:
        made = knowledge_base().alerts.follow(by, typed.query(), typed.note, typed.mail)
    except InvalidInput as error:
        return _page(error), error.status
    return redirect(url_for("alerts.index", made=made.id, _anchor="followed"), 303)


@blueprint.post("/alerts/<alert_id>")
def change(alert_id: str) -> Redirect:
    """Choose how often mails come about something, and note why."""
    typed = read(AlertForm, fields())
    knowledge_base().alerts.change(member(), alert_id, typed.mail, typed.note)
    return redirect(url_for("alerts.index", _anchor="followed"), 303)


@blueprint.post("/alerts/<alert_id>/remove")
def unfollow(alert_id: str) -> Redirect:
    """Follow something no more."""
    read(NoParameters, fields())
    knowledge_base().alerts.unfollow(member(), alert_id)
    return redirect(url_for("alerts.index", _anchor="followed"), 303)


@blueprint.post("/alerts/feed")
def new_feed() -> str:
    """Make another secret address of the feed and show it, this once."""
    read(NoParameters, fields())
    secret = knowledge_base().alerts.new_feed(member())
    address = url_for("feeds.own", secret=secret, _external=True)
    return render_template("once.html", secret=address, name=_("Feed"), back="alerts.index")


@blueprint.post("/alerts/feed/off")
def switch_off_feed() -> Redirect:
    """Have no feed any more."""
    read(NoParameters, fields())
    knowledge_base().alerts.switch_off_feed(member())
    return redirect(url_for("alerts.index", _anchor="feed"), 303)


@blueprint.post("/alerts/mail")
def start_mail() -> Redirect:
    """Have mails again."""
    read(NoParameters, fields())
    knowledge_base().alerts.start_mail(member())
    return redirect(url_for("alerts.index", _anchor="mail"), 303)


@mails.get("/unsubscribe/<token>")
def stopping(token: str) -> str:
    """The button that stops mails: programs that check mails follow links, and stop nothing."""
    knowledge_base().alerts.member_of_stop(token)
    return render_template("unsubscribe.html", token=token, stopped=False)


@mails.post("/unsubscribe/<token>")
def stop(token: str) -> str:
    """Stop mails, from the page or from a mail program in one step (RFC 8058)."""
    knowledge_base().alerts.stop_mail(token)
    return render_template("unsubscribe.html", token=token, stopped=True)


def _page(error: InvalidInput | None = None, made: str = "") -> str:
    """Show what is new and what is followed.

    Args:
        made: Id of the alert of which it is said how much to expect: to count that is a search.
    """
    by = member()
    service = knowledge_base().alerts
    alerts = [(alert, *described(alert.query)) for alert in service.all(by)]
    return render_template(
        "alerts.html",
        news=service.news(by, SHOWN),
        address_of_said=contribution_address,
        alerts=alerts,
        named={alert.id: words for alert, words, _address in alerts},
        expected={
            alert.id: service.expected(by, alert.query)
            for alert, _words, _address in alerts
            if alert.id == made and not alert.query.discussion
        },
        mails=list(Mail),
        has_feed=service.has_feed(by),
        stopped=service.mail_stopped(by),
        has_address=is_address(knowledge_base().members.people.member(by.member_id).login),
        sends=bool(knowledge_base().settings.smtp.host),
        problem=fault(error) if error else None,
    )


def described(query: Query) -> tuple[str, str]:
    """Name what is followed, and give the address at which it is now."""
    if query.act:
        texts: list[Document] = knowledge_base().catalogue.texts(query.act, audience())
        if not texts:
            return _("An act that is not there any more"), url_for("pages.start")
        return texts[0].title, url_for("acts.act", work_id=query.act)
    if query.discussion:
        threads = knowledge_base().discussion.threads.among(audience(), [query.discussion])
        if not threads:
            return _("A discussion that is not there any more"), url_for("discussion.threads")
        address = url_for("discussion.thread", thread_id=query.discussion)
        return displayed(threads[0].title), address
    words = [f"“{query.text}”"] if query.text else []
    words += [
        f"{field_name(_NAMED_AS.get(name, name))}: "
        + ", ".join(value_name(value, name) for value in values)
        for name, values in query.filters.items()
    ]
    bounds = {"from": _day(query.date_from), "to": _day(query.date_to)}
    words += [f"{bounds['from'] or '…'} – {bounds['to'] or '…'}"] if any(bounds.values()) else []
    address = with_query(
        url_for("search.results"), {"q": query.text, **query.filters, **bounds, "sort": "date"}
    )
    return " · ".join(words), address


def _day(date: int | None) -> str:
    text = str(date or "")
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if text else ""
