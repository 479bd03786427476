"""The JSON form of dossiers: one for the API and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb.access import Audience
from kb.citing import citations
from kb.discussion.wire import closing_to_json, thread_to_json
from kb.dossiers.exports.manuscript import address_of_said, permalink
from kb.dossiers.model import Dossier, Item, KeptText, Said
from kb.proposals.model import Proposal
from kb.proposals.wire import proposal_to_json


def dossier_to_json(dossier: Dossier, url: str, audience: Audience) -> dict[str, Any]:
    """Shape what is said of a dossier; its version is for those who may edit it."""
    shaped: dict[str, Any] = {
        "id": dossier.id,
        "title": dossier.title,
        "about": dossier.about,
        "organisation": dossier.organisation,
        "visibility": dossier.visibility.value,
        "created": dossier.created_on.isoformat(),
        "url": url,
    }
    if audience.may_upload(dossier.organisation_id):
        shaped["version"] = dossier.version
    return shaped


def items_to_json(items: Sequence[Item], address: str) -> dict[str, Any]:
    """Shape the items of a dossier.

    Args:
        address: Of the site, without a slash at its end; permanent addresses begin with it.

    Returns:
        `items`, each with `id`, `kind`, `note`, `target`, `added` and `texts`; a discussion or
        proposal has `said` as well.
    """
    return {
        "items": [
            {
                "id": item.id,
                "kind": item.kind.value,
                "note": item.note,
                "target": item.target_id or None,
                "added": {"on": item.added_on.isoformat(), "by": item.organisation},
                "texts": [_text_to_json(text, permalink(text, address)) for text in item.texts],
                **({"said": _said_to_json(item.said, address)} if item.said else {}),
            }
            for item in items
        ]
    }


def _said_to_json(said: Said, address: str) -> dict[str, Any]:
    link = address_of_said(said, address)
    if isinstance(said.subject, Proposal):
        return proposal_to_json(said.subject, link)
    closing = closing_to_json(said.closing) if said.closing else None
    return thread_to_json(said.subject, link) | {"closing": closing}


def _text_to_json(text: KeptText, url: str) -> dict[str, Any]:
    section = text.section
    return {
        "document": text.document.id,
        "section": section.id if section else None,
        "lang": section.lang if section else text.document.lang,
        "cited": dict(citations(text.document, section)),
        "number": section.number if section else None,
        "heading": section.heading if section else None,
        "text": section.text if section else None,
        "state": text.state.value,
        "url": url,
    }
