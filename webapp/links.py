"""Addresses with parameters, and those that are the same in every language of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from flask import url_for

from kb.model import Document, Section


def with_query(
    address: str, parameters: Mapping[str, object] | Iterable[tuple[str, object]]
) -> str:
    """Append parameters to an address; None and "" are left out, lists are repeated.

    Parameters of a request go this way and never into `url_for`, whose own options they could set.
    """
    pairs = parameters.items() if isinstance(parameters, Mapping) else parameters
    query = urlencode([pair for pair in pairs if pair[1] not in (None, "")], doseq=True)
    return f"{address}?{query}" if query else address


def document_permalink(document: Document) -> str:
    """Full address of a document."""
    return url_for("permalinks.document", document_id=document.id, _external=True)


def section_permalink(section: Section) -> str:
    """Full address of a section."""
    return url_for(
        "permalinks.section",
        document_id=section.document_id,
        reference=section.id,
        _external=True,
    )
