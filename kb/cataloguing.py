"""What the knowledge base adds to a document that was read: its work, description and citations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from kb.description import describe
from kb.model import Citation, Description, ParsedDocument
from kb.references import references_of
from kb.works import match_work


class Catalogued(TypedDict):
    """Arguments of `DocumentStore.save` and `save_text`, which explain them."""

    register_key: str | None
    description: Description
    citations: Sequence[tuple[int, Citation]]


def catalogued(parsed: ParsedDocument) -> Catalogued:
    """Match a document with the register of acts, describe it, and find what it refers to."""
    work = match_work(parsed.title, parsed.number, parsed.year, parsed.kind)
    key = work.key if work else None
    return Catalogued(
        register_key=key,
        description=describe(parsed, work),
        citations=references_of(parsed.sections, parsed.kind, parsed.year, key),
    )
