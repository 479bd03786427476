"""Two texts of one act side by side: a translation, or what changed from one edition to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from analyzers import displayed
from kb.alignment import Pair, align
from kb.editions import align_editions
from kb.errors import NotFound
from kb.model import Document, Section
from webapp.i18n import PREFIX
from webapp.links import with_query
from webapp.parameters import BadParameter, DocumentParameters, read
from webapp.reading import SECTION_COST
from webapp.services import audience, knowledge_base
from webapp.text import paragraphs
from webapp.wording import Changes

PART_LENGTH = 30_000
"""Characters of both texts together on one page."""

blueprint = Blueprint("beside", __name__, url_prefix=PREFIX)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page: a section and its counterpart, ready to be shown.

    Attributes:
        left, right: The text of each, with its changes marked if both are in one language; None
            where there is no counterpart.
        spellings: What is only spelt otherwise, left and right.
    """

    pair: Pair
    left: Markup | None
    right: Markup | None
    spellings: Sequence[tuple[str, str]] = ()


@blueprint.get("/documents/<document_id>/beside/<other_id>")
def beside(document_id: str, other_id: str) -> str:
    """Two texts of one act, section by section."""
    parameters = read(DocumentParameters, request.args, strict=False)
    document = knowledge_base().document(document_id, audience())
    texts = {text.id: text for text in knowledge_base().texts(document, audience())}
    if other_id not in texts:
        raise NotFound("These are not texts of one act.", "Go back to the document.")
    other = texts[other_id]
    changes = document.lang == other.lang
    sections = [knowledge_base().sections_of(one) for one in (document, other)]
    parts = _parts(align_editions(*sections) if changes else align(*sections))
    if parameters.part > len(parts):
        raise BadParameter.value("part", str(parameters.part))
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
        found = Changes.between(pair.left.text, pair.right.text)
        return Row(pair, found.before, found.after, found.spellings)
    return Row(pair, _plain(pair.left), _plain(pair.right))


def _plain(section: Section | None) -> Markup | None:
    return paragraphs(displayed(section.text)) if section else None
