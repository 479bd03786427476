"""The page of an act: its texts in all languages and editions, its articles, and who cites it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from kb.errors import NotFound
from kb.model import Document
from webapp.documents import Addresses
from webapp.i18n import PREFIX, interface
from webapp.parameters import NoParameters, read
from webapp.reading import Reading
from webapp.services import audience, knowledge_base

blueprint = Blueprint("acts", __name__, url_prefix=PREFIX)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of an act, and those that it can be put beside: first those in its language."""

    document: Document
    others: tuple[Document, ...]


@blueprint.get("/acts/<work_id>")
def act(work_id: str) -> str:
    """An act or paper as such; one of which nothing may be read is not there."""
    read(NoParameters, request.args, strict=False)
    texts = _in_order(knowledge_base().catalogue.texts(work_id, audience()))
    if not texts:
        raise NotFound("There is no such act.", "Search for its name or number.")
    reading = Reading(knowledge_base().sections_of(texts[0]))
    citing = knowledge_base().citing_act(texts, audience())
    return render_template(
        "act.html",
        main=texts[0],
        texts=[Text(text, _others(text, texts)) for text in texts],
        reading=reading,
        address=Addresses(texts[0], reading),
        acts=[(one, number) for one, number in citing if one.kind.is_law],
        papers=[(one, number) for one, number in citing if not one.kind.is_law],
    )


def _in_order(texts: Sequence[Document]) -> list[Document]:
    """The newest text in the language of the interface first, then the other texts likewise."""
    return sorted(
        texts,
        key=lambda text: (text.lang != interface(), text.lang, -(text.year or 0), text.id),
    )


def _others(text: Document, texts: Sequence[Document]) -> tuple[Document, ...]:
    others = [other for other in texts if other.id != text.id]
    return tuple(sorted(others, key=lambda other: other.lang != text.lang))
