"""Two texts of one act side by side: a translation, or what changed from one edition to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup, escape

from analyzers import displayed
from kb.alignment import Pair, align
from kb.comparison import compare
from kb.errors import NotFound
from kb.model import Document, Section
from webapp.i18n import PREFIX
from webapp.links import with_query
from webapp.parameters import BadParameter, DocumentParameters, read
from webapp.reading import SECTION_COST
from webapp.services import audience, knowledge_base
from webapp.text import paragraphs

PART_LENGTH = 30_000
"""Characters of both texts together on one page."""

blueprint = Blueprint("beside", __name__, url_prefix=PREFIX)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page: a section and its counterpart, ready to be shown.

    Attributes:
        left, right: The text of each, with its changes marked if both are in one language; None
            where there is no counterpart.
    """

    pair: Pair
    left: Markup | None
    right: Markup | None


@blueprint.get("/documents/<document_id>/beside/<other_id>")
def beside(document_id: str, other_id: str) -> str:
    """Two texts of one act, section by section."""
    parameters = read(DocumentParameters, request.args, strict=False)
    document = knowledge_base().document(document_id, audience())
    texts = {text.id: text for text in knowledge_base().texts(document_id, audience())}
    if other_id not in texts:
        raise NotFound("These are not texts of one act.", "Go back to the document.")
    other = texts[other_id]
    parts = _parts(
        align(
            knowledge_base().sections(document_id, audience()),
            knowledge_base().sections(other_id, audience()),
        )
    )
    if parameters.part > len(parts):
        raise BadParameter.value("part", str(parameters.part))
    changes = document.lang == other.lang
    return render_template(
        "beside.html",
        document=document,
        other=other,
        changes=changes,
        rows=[_row(pair, changes=changes) for pair in parts[parameters.part - 1]],
        part=parameters.part,
        parts=len(parts),
        address=_address(document, other),
        address_of_part=lambda number: with_query(
            _address(document, other), {"part": number if number > 1 else None}
        ),
        address_turned=_address(other, document),
    )


def _address(document: Document, other: Document) -> str:
    return url_for("beside.beside", document_id=document.id, other_id=other.id)


def _parts(pairs: Sequence[Pair]) -> list[list[Pair]]:
    parts: list[list[Pair]] = [[]]
    length = 0
    for pair in pairs:
        cost = sum(len(one.text) + SECTION_COST for one in (pair.left, pair.right) if one)
        if parts[-1] and length + cost > PART_LENGTH:
            parts.append([])
            length = 0
        parts[-1].append(pair)
        length += cost
    return parts


def _row(pair: Pair, *, changes: bool) -> Row:
    if changes and pair.left and pair.right:
        return Row(pair, *_marked(pair.left, pair.right))
    return Row(pair, _plain(pair.left), _plain(pair.right))


def _plain(section: Section | None) -> Markup | None:
    return paragraphs(displayed(section.text)) if section else None


def _marked(old: Section, new: Section) -> tuple[Markup, Markup]:
    """Both wordings, with the words that only one of them has marked."""
    before, after = [], []
    for change in compare(displayed(old.text), displayed(new.text)):
        if change.kept:
            before.append(escape(change.before))
            after.append(escape(change.after))
            continue
        if change.before:
            before.append(Markup("<del>{}</del>").format(change.before))
        if change.after:
            after.append(Markup("<ins>{}</ins>").format(change.after))
    return _lines(before), _lines(after)


def _lines(pieces: Sequence[Markup]) -> Markup:
    return Markup('<p class="lines">{}</p>').format(Markup("").join(pieces))
