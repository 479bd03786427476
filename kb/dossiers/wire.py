"""The JSON form of dossiers: one for the API and the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kb.access import Audience
from kb.citing import citations
from kb.dossiers.model import Dossier, Item, KeptText


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


def items_to_json(items: Sequence[Item], link: Callable[[KeptText], str]) -> dict[str, Any]:
    """Shape the items of a dossier.

    Args:
        link: Gives the address of a text.

    Returns:
        `items`, each with `id`, `kind`, `note`, `target`, `added` and `texts`.
    """
    return {
        "items": [
            {
                "id": item.id,
                "kind": item.kind.value,
                "note": item.note,
                "target": item.target_id or None,
                "added": {"on": item.added_on.isoformat(), "by": item.organisation},
                "texts": [_text_to_json(text, link(text)) for text in item.texts],
            }
            for item in items
        ]
    }


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
