"""Editing the description of a document in a form, and who changed what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.wrappers import Response as Redirect

from kb.access import require
from kb.contributing import Contributing
from kb.model import DOCUMENT_KINDS, Document, Status
from kb.overrides import Overrides
from kb.places import gazetteer
from kb.vocabularies import issuers, topics
from webapp.forms import fields
from webapp.i18n import PREFIX
from webapp.names import field_name
from webapp.parameters import NoParameters, Parameters, read, shortened
from webapp.services import knowledge_base
from webapp.sessions import member

LANGUAGES = ("km", "en", "th", "lo", "vi", "fr")
"""Languages that the program analyses."""

blueprint = Blueprint("editing", __name__, url_prefix=PREFIX)

Typed = Mapping[str, str | tuple[str, ...]]
"""Field -> what stands in the form."""


class EditForm(Parameters):
    """The form, as it was typed."""

    revision: str = ""
    title: str = ""
    title_km: str = ""
    title_en: str = ""
    lang: str = ""
    kind: str = ""
    number: str = ""
    date: str = ""
    year: str = ""
    issuer: str = ""
    organisation: str = ""
    status: str = ""
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@blueprint.get("/documents/<document_id>/edit")
def edit(document_id: str) -> str:
    """The form, with what is said of the document now."""
    read(NoParameters, request.args, strict=False)
    document = _editable(document_id)
    return _page(document, _said(document))


@blueprint.post("/documents/<document_id>/edit")
def save(document_id: str) -> Redirect | tuple[str, int]:
    """Keep what was changed; where it cannot be kept, show again all that was typed."""
    document = _editable(document_id)
    form = read(EditForm, fields())
    typed: Typed = form.model_dump(exclude={"revision"})
    if form.revision != document.revision:
        return _page(document, typed, _("Somebody changed this document meanwhile.")), 409
    now = _said(document)
    try:
        said = Overrides.model_validate(
            {name: value for name, value in typed.items() if value != now[name]}
        )
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        value = typed[name]
        problem = _(
            "“%(name)s” cannot be “%(value)s”.",
            name=field_name(name),
            value=shortened(value if isinstance(value, str) else ", ".join(value)),
        )
        return _page(document, typed, problem, name), 422
    Contributing(knowledge_base()).describe(member(), document_id, said)
    return redirect(url_for("editing.history", document_id=document_id), 303)


@blueprint.get("/documents/<document_id>/history")
def history(document_id: str) -> str:
    """Who changed what in the description, the newest first."""
    read(NoParameters, request.args, strict=False)
    by = member()
    return render_template(
        "history.html",
        document=knowledge_base().document(document_id, by),
        edits=knowledge_base().history(document_id, by)[::-1],
    )


def _editable(document_id: str) -> Document:
    """Give a document that the member may edit.

    Raises:
        NotFound: It is not there, or the member may not read it.
        Forbidden: The member may read it only.
    """
    by = member()
    document = knowledge_base().document(document_id, by)
    require(by.may_edit(document.visibility, document.organisation_id))
    return document


def _said(document: Document) -> Typed:
    """What is said of a document now, as the form shows it."""
    return {
        "title": document.title,
        "title_km": document.titles.get("km", ""),
        "title_en": document.titles.get("en", ""),
        "lang": document.lang,
        "kind": document.kind.value,
        "number": document.number or "",
        "date": document.date.isoformat() if document.date else "",
        "year": str(document.year or ""),
        "issuer": document.issuer or "",
        "organisation": document.organisation or "",
        "status": document.status.value if document.status else "",
        "topics": document.topics,
        "places": document.places,
    }


def _page(document: Document, said: Typed, problem: str = "", wrong: str = "") -> str:
    """Show the form.

    Args:
        problem: What is the matter with what was typed, "" if nothing is.
        wrong: The field that is at fault.
    """
    options: dict[str, Any] = {
        "lang": sorted({*LANGUAGES, document.lang}),
        "kind": list(map(str, DOCUMENT_KINDS)),
        "issuer": ["", *issuers().entries],
        "status": ["", *map(str, Status)],
        "topics": list(topics().entries),
        "places": sorted({*document.places, *(place.code for place in gazetteer().provinces)}),
    }
    return render_template(
        "edit.html", document=document, said=said, options=options, problem=problem, wrong=wrong
    )
