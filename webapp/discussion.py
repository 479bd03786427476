"""Discussions: listed, read, opened, contributed to, closed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Redirect

from kb.access import Right, require
from kb.discussion.contributions import Draft
from kb.discussion.markdown import Link, Markdown
from kb.discussion.model import Contribution, Thread
from kb.discussion.targets import Target
from kb.errors import Conflict, InvalidInput, KbError
from kb.model import Document, Visibility
from webapp.discussion_forms import (
    CloseForm,
    ContributionForm,
    ReasonForm,
    TargetParameters,
    ThreadForm,
    ThreadParameters,
    ThreadsParameters,
    day,
)
from webapp.forms import fields
from webapp.i18n import PREFIX, interface
from webapp.links import contribution_address, with_query
from webapp.parameters import NoParameters, read
from webapp.services import audience, knowledge_base
from webapp.sessions import member
from webapp.targets import decision_at, places_of, places_of_all
from webapp.text import inline

PAGE_SIZE = 20
LARGEST_BODY = 2 * 1024 * 1024
"""Bytes of a form with a text: so that one that is far too long comes back to its writer."""

_WRITING = (
    "discussion",
    "contributions",
    "positions",
    "proposals",
    "api_discussion",
    "api_proposals",
)
"""Blueprints that take long texts."""

blueprint = Blueprint("discussion", __name__, url_prefix=PREFIX)
Answer = Redirect | str | tuple[str, int]
Done = TypeVar("Done")


def install(app: Flask) -> None:
    """Let members send long texts; before anything reads the request."""
    app.before_request(_admit)
    app.jinja_env.globals["said_html"] = said_html


def _admit() -> None:
    if request.blueprint in _WRITING and audience().member:
        request.max_content_length = LARGEST_BODY
        request.max_form_memory_size = LARGEST_BODY


@blueprint.get("/discussions")
def threads() -> str:
    """The discussions of the network, or what is said of one text."""
    parameters = read(ThreadsParameters, request.args, strict=False)
    by = member()
    discussion = knowledge_base().discussion
    if parameters.target:
        target = Target.parse(parameters.target)
        return render_template(
            "about.html",
            target=target,
            places=places_of(target),
            threads=discussion.threads.about(by, target),
            positions=discussion.positions.about(by, target),
            proposals=knowledge_base().proposals.on(by, target),
        )
    found = listed(parameters, PAGE_SIZE + 1)
    return render_template(
        "discussions.html",
        threads=found[:PAGE_SIZE],
        more=len(found) > PAGE_SIZE,
        parameters=parameters,
        places=places_of_all({one.target for one in found[:PAGE_SIZE]}),
    )


def listed(parameters: ThreadsParameters, limit: int) -> list[Thread]:
    """A page of the list of discussions, or of those whose day to look again has come."""
    discussion = knowledge_base().discussion
    offset = (parameters.page - 1) * PAGE_SIZE
    if parameters.state == "due":
        return discussion.closings.due(member(), limit=limit, offset=offset)
    closed = {"open": False, "closed": True}.get(parameters.state)
    return discussion.threads.latest(member(), closed=closed, limit=limit, offset=offset)


@blueprint.get("/discussions/new")
def form() -> str:
    """The form for a new discussion."""
    target = read(TargetParameters, request.args, strict=False).target
    member()
    return _form_page(ThreadForm(target=target, lang=interface()))


@blueprint.post("/discussions/new")
def open_thread() -> Answer:
    """Open a discussion."""
    by = member()
    typed = read(ThreadForm, fields())

    def make() -> Thread:
        return knowledge_base().discussion.threads.open(
            by,
            Target.parse(typed.target),
            typed.title,
            typed.visibility,
            _draft(typed),
            typed.quotation,
        )

    return answered(make, _address_of, lambda problem: _form_page(typed, problem))


@blueprint.get("/discussions/<thread_id>")
def thread(thread_id: str) -> str:
    """A page of a discussion."""
    parameters = read(ThreadParameters, request.args, strict=False)
    member()
    return _thread_page(thread_id, parameters)


@blueprint.post("/discussions/<thread_id>")
def contribute(thread_id: str) -> Answer:
    """Say something in a discussion."""
    by = member()
    typed = read(ContributionForm, fields())

    def make() -> Contribution:
        return knowledge_base().discussion.contributions.add(
            by, thread_id, _draft(typed), typed.reply_to or None
        )

    return answered(
        make,
        lambda made: contribution_address(thread_id, made.id),
        lambda problem: _thread_page(
            thread_id, ThreadParameters(at=typed.reply_to), typed, problem
        ),
    )


@blueprint.get("/discussions/<thread_id>/close")
def closing(thread_id: str) -> str:
    """The form that closes a discussion, or says anew how it ended."""
    read(NoParameters, request.args, strict=False)
    last = next(iter(knowledge_base().discussion.closings.of(member(), thread_id)), None)
    if last is None or last.result is None:
        return _closing_page(thread_id, CloseForm())
    decision = str(last.decision or "")
    known = CloseForm(result=last.result, summary=last.summary, decision=decision)
    return _closing_page(thread_id, known)


@blueprint.post("/discussions/<thread_id>/close")
def close(thread_id: str) -> Answer:
    """Close a discussion."""
    by = member()
    typed = read(CloseForm, fields())

    def make() -> object:
        return knowledge_base().discussion.closings.close(
            by,
            thread_id,
            typed.result,
            typed.summary,
            decision_at(typed.decision),
            day(typed.review_on),
        )

    return answered(
        make,
        lambda made: url_for("discussion.thread", thread_id=thread_id),
        lambda problem: _closing_page(thread_id, typed, problem),
    )


@blueprint.post("/discussions/<thread_id>/reopen")
def reopen(thread_id: str) -> Answer:
    """Open a closed discussion again."""
    by = member()
    reason = read(ReasonForm, fields()).reason
    return answered(
        lambda: knowledge_base().discussion.closings.reopen(by, thread_id, reason),
        lambda made: url_for("discussion.thread", thread_id=thread_id),
        lambda problem: _thread_page(thread_id, ThreadParameters(), problem=problem),
    )


def answered(
    make: Callable[[], Done],
    address: Callable[[Done], str],
    again: Callable[[KbError], str],
) -> Answer:
    """Do what a form asks for and lead on; where that cannot be, show what was typed again."""
    try:
        made = make()
    except (InvalidInput, Conflict) as error:
        return again(error), error.status
    return redirect(address(made), 303)


def said_html(text: str, lang: str, about: Document | None = None) -> Markup:
    """Write what somebody said as HTML, with what it cites as links.

    Args:
        about: The text that it is about.
    """
    return all_said_html([(text, lang)], about)[text, lang]


def all_said_html(
    texts: Collection[tuple[str, str]], about: Document | None = None
) -> dict[tuple[str, str], Markup]:
    """Write what was said as HTML; what all of it cites is looked up in one go.

    Args:
        texts: Each with its language.
        about: The text that they are about.
    """
    parsed = {(text, lang): Markdown(text) for text, lang in texts}
    pieces = list({(piece, lang) for (_, lang), one in parsed.items() for piece in one.pieces})
    found = knowledge_base().cited(pieces, audience(), about)
    links: dict[tuple[str, str], list[Link]] = {
        piece: [
            (citation.start, citation.end, _cited_address(target.document_id, target.section_id))
            for citation, target in cited
            if target is not None
        ]
        for piece, cited in zip(pieces, found, strict=True)
    }

    def html_of(text: Markdown, lang: str) -> Markup:
        written = text.html(lambda piece: links[piece, lang], inline)
        return Markup(written)  # noqa: S704 (it escapes)

    return {(text, lang): html_of(one, lang) for (text, lang), one in parsed.items()}


def _cited_address(document_id: str, section_id: str | None) -> str:
    if section_id is None:
        return url_for("documents.document", document_id=document_id)
    return url_for("documents.section", document_id=document_id, reference=section_id)


def _draft(typed: ContributionForm) -> Draft:
    return Draft(typed.text, typed.lang, typed.kind, typed.named == "yes")


def _address_of(made: Thread) -> str:
    return url_for("discussion.thread", thread_id=made.id)


def _form_page(typed: ThreadForm, problem: KbError | None = None) -> str:
    target = Target.parse(typed.target)
    by = member()
    most = knowledge_base().discussion.targets.widest(target, by.own_organisation or "")
    narrow = most is Visibility.ORGANISATION
    return render_template(
        "new_discussion.html",
        typed=typed,
        problem=problem,
        places=places_of(target),
        visibilities=[Visibility.ORGANISATION]
        if narrow
        else [Visibility.NETWORK, Visibility.ORGANISATION],
    )


def _thread_page(
    thread_id: str,
    parameters: ThreadParameters,
    typed: ContributionForm | None = None,
    problem: KbError | None = None,
) -> str:
    by = member()
    discussion = knowledge_base().discussion
    found = discussion.threads.get(by, thread_id)
    page = discussion.threads.page(by, thread_id, parameters.page, parameters.at)
    closings = discussion.closings.of(by, thread_id) if page.number == 1 else []
    decisions = {one.decision for one in closings if one.decision}
    places = places_of_all({found.target, *decisions})
    hung_on = places[found.target]
    every = [one for first in page.contributions for one in (first, *first.replies)]
    texts = {(one.text, one.lang) for one in every if one.readable}
    texts |= {(one.summary, found.lang) for one in closings}
    return render_template(
        "discussion.html",
        thread=found,
        page=page,
        address_of_page=lambda number: with_query(
            url_for("discussion.thread", thread_id=thread_id),
            {"page": number if number > 1 else None},
        ),
        html=all_said_html(texts, hung_on[0].document if hung_on else None),
        closings=[(one, places[one.decision] if one.decision else ()) for one in closings],
        places=hung_on,
        quotation=discussion.quotations.of(by, [thread_id]).get(thread_id),
        typed=typed,
        empty=ContributionForm(lang=interface()),
        problem=problem,
        may_write=Right.DISCUSS in by.rights,
        may_close=_may_close(found),
    )


def _may_close(thread: Thread) -> bool:
    by = member()
    own = by.own_organisation == thread.author.organisation_id
    return (own and Right.DISCUSS in by.rights) or Right.MODERATE in by.rights


def _closing_page(thread_id: str, typed: CloseForm, problem: KbError | None = None) -> str:
    found = knowledge_base().discussion.threads.get(member(), thread_id)
    require(_may_close(found))
    return render_template("close_discussion.html", thread=found, typed=typed, problem=problem)
