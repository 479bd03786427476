"""Addresses with parameters, and those that are the same in every language of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from flask import url_for

from kb.model import Document, DocumentKind, Section, SectionKind


def with_query(
    address: str, parameters: Mapping[str, object] | Iterable[tuple[str, object]]
) -> str:
    """Append parameters to an address; None and "" are left out, lists are repeated.

    Parameters of a request go this way and never into `url_for`, whose own options they could set.
    """
    pairs = parameters.items() if isinstance(parameters, Mapping) else parameters
    query = urlencode([pair for pair in pairs if pair[1] not in (None, "")], doseq=True)
    return f"{address}?{query}" if query else address


def hit_address(document: Document, section: Section | None = None, query: str = "") -> str:
    """Address of what a search found: a document, a discussion, or a section of either.

    Args:
        query: What was searched, to be marked there.
    """
    if document.kind is DocumentKind.DISCUSSION:
        if section is None:
            return url_for("discussion.thread", thread_id=document.id)
        return contribution_address(document.id, section.id)
    if section is None:
        address = url_for("documents.document", document_id=document.id)
    else:
        address = url_for("documents.section", document_id=document.id, reference=section.id)
    return with_query(address, {"q": query})


def contribution_address(thread_id: str, contribution_id: str) -> str:
    """Address of a contribution, on whichever page of its discussion it stands."""
    return url_for(
        "discussion.thread",
        thread_id=thread_id,
        at=contribution_id,
        _anchor=f"c-{contribution_id}",
    )


def document_permalink(document: Document) -> str:
    """Full address of a document, or of a discussion that was found like one."""
    if document.kind is DocumentKind.DISCUSSION:
        return url_for("permalinks.discussion", thread_id=document.id, _external=True)
    return url_for("permalinks.document", document_id=document.id, _external=True)


def section_permalink(section: Section) -> str:
    """Full address of a section, or of a contribution that was found like one."""
    if section.kind is SectionKind.CONTRIBUTION:
        return url_for(
            "permalinks.discussion",
            thread_id=section.document_id,
            at=section.id,
            _anchor=f"c-{section.id}",
            _external=True,
        )
    return url_for(
        "permalinks.section",
        document_id=section.document_id,
        reference=section.id,
        _external=True,
    )
