"""Pages of documents: picture and text beside each other, and the list of those to look at."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, render_template, request, send_file

from kb.model import Page
from webapp.i18n import PREFIX
from webapp.page_text import ShownLine, shown_lines
from webapp.parameters import ListParameters, SheetParameters, number_of_pages, read
from webapp.services import audience, knowledge_base

PAGE_SIZE = 25
MOST_SEARCHED = 20
"""Pages of a section in which the first match is looked for."""

blueprint = Blueprint("page_views", __name__, url_prefix=PREFIX)
pictures = Blueprint("pictures", __name__)


@blueprint.get("/documents/<document_id>/pages/<int:number>")
def page(document_id: str, number: int) -> str:
    """A page of a document: its picture with the matches of `q` drawn over, beside its text.

    With `to` the first page up to that one with a match is shown.
    """
    parameters = read(SheetParameters, request.args, strict=False)
    document = knowledge_base().document(document_id, audience())
    qualities = knowledge_base().page_qualities(document)
    last = min(parameters.to or number, number + MOST_SEARCHED)
    shown, lines = _sheet(document_id, number, parameters.q)
    for later in range(number + 1, last + 1):
        if any(line.matches for line in lines):
            break
        other, its_lines = _sheet(document_id, later, parameters.q)
        if any(line.matches for line in its_lines):
            shown, lines = other, its_lines
    return render_template(
        "page.html",
        document=document,
        page=shown,
        lines=lines,
        pages=len(qualities),
        parameters=parameters,
        is_doubtful=shown.score < knowledge_base().settings.doubtful_below,
    )


@blueprint.get("/review")
def review() -> str:
    """The pages that a person should compare with the original, the worst first."""
    parameters = read(ListParameters, request.args, strict=False)
    total, found = knowledge_base().doubtful_pages(
        audience(), limit=PAGE_SIZE, offset=(parameters.page - 1) * PAGE_SIZE
    )
    pages = number_of_pages(total, PAGE_SIZE, parameters.page)
    return render_template(
        "review.html", found=found, total=total, number_of_page=parameters.page, pages=pages
    )


@pictures.get("/documents/<document_id>/pages/<int:number>/<int:width>.webp")
def picture(document_id: str, number: int, width: int) -> Response:
    """The picture of a page; who may read the document may see it."""
    source = knowledge_base().document(document_id, audience()).source
    response = send_file(
        knowledge_base().page_image(document_id, number, width, audience()),
        mimetype="image/webp",
        etag=f"{source.sha256}-{number}-{width}",
    )
    del response.headers["Last-Modified"]  # it would tell when somebody looked at the page first
    return response


def _sheet(document_id: str, number: int, query: str) -> tuple[Page, tuple[ShownLine, ...]]:
    found = knowledge_base().page(document_id, number, audience())
    highlight = (
        partial(knowledge_base().highlights, query, audience=audience()) if query.strip() else None
    )
    return found, shown_lines(found, highlight)
