"""Uploading: several files at once, what was recognised in each to be confirmed, then sharing."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from kb.access import Right, require
from kb.contributing import Contributing
from kb.errors import FileRejected, InvalidInput
from kb.incoming import Incoming, Upload
from kb.intake import failed
from kb.model import DOCUMENT_KINDS, Document, Visibility
from kb.overrides import Overrides, from_pairs
from kb.places import gazetteer
from kb.vocabularies import topics
from webapp.form_fields import ConfirmForm, ShareForm
from webapp.forms import fields
from webapp.i18n import PREFIX
from webapp.parameters import NoParameters, read
from webapp.services import audience, knowledge_base
from webapp.sessions import member

SHOWN = 50
"""How many of the member's uploads are listed."""
AT_ONCE = 50
"""Files in one form; what is more is sent with the next one."""

blueprint = Blueprint("uploads", __name__, url_prefix=PREFIX)


def install(app: Flask) -> None:
    """Let those send large requests who may upload; before anything reads the request."""
    app.before_request(_admit)


def _admit() -> None:
    large = request.endpoint in ("uploads.send", "api_members.append_to_upload")
    if large and Right.UPLOAD in audience().rights:
        files = AT_ONCE if request.endpoint == "uploads.send" else 1
        request.max_content_length = files * Incoming(knowledge_base()).largest


@blueprint.get("/upload")
def form() -> str:
    """The form, and what became of the member's uploads."""
    by = member()
    require(Right.UPLOAD in by.rights)
    return _page(Incoming(knowledge_base()).of(by, limit=SHOWN))


@blueprint.post("/upload")
def send() -> Redirect | tuple[str, int]:
    """Take the files of the form."""
    by = member()
    require(Right.UPLOAD in by.rights)
    read(NoParameters, fields())
    incoming = Incoming(knowledge_base())
    files = [file for file in request.files.getlist("files") if file.filename]
    refused = []
    for file in files:
        size = file.seek(0, 2)
        file.seek(0)
        try:
            begun = incoming.begin(by, file.filename or "", size)
            incoming.append(by, begun.id, 0, file.stream)
        except FileRejected as error:
            name = file.filename or ""
            refused.append(Upload("", name, size, 0, failed(name, error)))
    if refused or not files:
        return _page([*refused, *incoming.of(by, limit=SHOWN)], nothing=not files), 422
    return redirect(url_for("uploads.form"), 303)


@blueprint.get("/documents/<document_id>/confirm")
def confirming(document_id: str) -> str:
    """What was recognised in a document, to be put right, and who sees it."""
    member()
    return _confirm_page(knowledge_base().document(document_id, audience()))


@blueprint.post("/documents/<document_id>/confirm")
def confirm(document_id: str) -> Redirect | tuple[str, int]:
    """Keep what the member said of the document, and share it."""
    by = member()
    found = knowledge_base().document(document_id, by)
    typed = read(ConfirmForm, fields())
    contributing = Contributing(knowledge_base())
    try:
        contributing.describe(by, document_id, _changes(found, typed))
    except InvalidInput as error:
        return _confirm_page(found, typed, wrong=True), error.status
    if by.may_share(found.organisation_id):
        if typed.hide_authors is not found.hides_authors:  # before anybody else may download it
            contributing.hide_authors(by, document_id, hidden=typed.hide_authors)
        if typed.visibility is not None and typed.visibility is not found.visibility:
            contributing.share(by, document_id, typed.visibility)
    return redirect(url_for("documents.document", document_id=document_id), 303)


@blueprint.post("/documents/<document_id>/share")
def share(document_id: str) -> Redirect:
    """Show a document to more people, or to fewer."""
    typed = read(ShareForm, fields())
    Contributing(knowledge_base()).share(member(), document_id, typed.visibility)
    return redirect(url_for("documents.document", document_id=document_id), 303)


@blueprint.post("/documents/<document_id>/remove")
def remove(document_id: str) -> Redirect:
    """Forget a document."""
    read(NoParameters, fields())
    Contributing(knowledge_base()).remove(member(), document_id)
    return redirect(url_for("uploads.form"), 303)


def _page(uploads: list[Upload], *, nothing: bool = False) -> str:
    return render_template(
        "upload.html",
        uploads=uploads,
        nothing=nothing,
        most=AT_ONCE,
        largest=Incoming(knowledge_base()).largest,
        waiting=any(one.outcome is None for one in uploads),
    )


def _confirm_page(
    document: Document, typed: ConfirmForm | None = None, *, wrong: bool = False
) -> str:
    by = member()
    require(by.may_edit(document.visibility, document.organisation_id))
    return render_template(
        "confirm.html",
        document=document,
        said=typed or _recognised(document),
        wrong=wrong,
        kinds=DOCUMENT_KINDS,
        topics=topics().entries.values(),
        places=sorted({*document.places, *(place.code for place in gazetteer().provinces)}),
        visibilities=list(Visibility) if by.may_share(document.organisation_id) else [],
    )


def _recognised(document: Document) -> ConfirmForm:
    """What is said of a document now, as the form shows it."""
    return ConfirmForm(
        title=document.title,
        kind=document.kind,
        date=document.date.isoformat() if document.date else str(document.year or ""),
        organisation=document.organisation or "",
        topics=document.topics,
        places=document.places,
        visibility=document.visibility,
        hide_authors=document.hides_authors,
    )


def _changes(document: Document, typed: ConfirmForm) -> Overrides:
    """Give the fields that the member changed.

    Raises:
        InvalidInput: One of them cannot have this value.
    """
    before = _recognised(document)
    pairs = {
        name: ", ".join(value) if isinstance(value, tuple) else str(value or "")
        for name, value in typed.model_dump(exclude={"visibility", "hide_authors"}).items()
        if value != getattr(before, name)
    }
    if "date" in pairs and pairs["date"].isdecimal():
        pairs["year"] = pairs.pop("date")
    return from_pairs([f"{name}={value}" for name, value in pairs.items()])
