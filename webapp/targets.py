"""What something hangs on, as pages name it and link to it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from flask import url_for

from analyzers import displayed
from kb.discussion.targets import Target, section_keys
from kb.errors import InvalidInput, NotFound
from kb.labels import heading_of
from kb.model import Document, Section
from webapp.i18n import interface
from webapp.reading import Reading
from webapp.services import audience, knowledge_base

_SECTION = re.compile(r"(?:/(?:km|en))?/documents/([0-9a-f]+)/sections/([\w.-]+)/?")


@dataclass(frozen=True, slots=True)
class Place:
    """A text of a target.

    Attributes:
        section: None for the whole text.
    """

    document: Document
    section: Section | None

    @property
    def address(self) -> str:
        """Of its page."""
        if self.section is None:
            return url_for("documents.document", document_id=self.document.id)
        return url_for("documents.section", document_id=self.document.id, reference=self.section.id)

    @property
    def name(self) -> str:
        """Of the section, "" for a whole text."""
        if self.section is None:
            return ""
        return heading_of(self.section) or displayed(self.section.text[:60])


def places_of(target: Target) -> list[Place]:
    """Give the texts of a target that the reader may read, those in the reader's language first."""
    return places_of_all([target])[target]


def places_of_all(targets: Collection[Target]) -> dict[Target, list[Place]]:
    """Give the texts of each of some targets, as `places_of` does."""
    base = knowledge_base()
    found = base.discussion.targets.places_of_all(targets, audience())
    every = [place for places in found.values() for place in places]
    documents = base.store.by_id({place.document_id for place in every}, audience())
    sections = base.sections_by_id(
        {place.section_id for place in every if place.section_id}, audience()
    )
    lang = interface()
    return {
        target: sorted(
            (
                Place(
                    documents[place.document_id],
                    sections[place.section_id] if place.section_id else None,
                )
                for place in places
                if place.document_id in documents
                and (not place.section_id or place.section_id in sections)
            ),
            key=lambda place: (place.section or place.document).lang != lang,
        )
        for target, places in found.items()
    }


def decision_at(address: str) -> Target | None:
    """Give the decision that stands at an address of this site, or at a written target.

    Returns:
        None where nothing was typed.

    Raises:
        InvalidInput: There is no section at the address.
    """
    address = address.strip()
    if not address:
        return None
    try:
        if address.startswith("section:"):
            return Target.parse(address)
        match = _SECTION.fullmatch(unquote(urlsplit(address).path))
        if match is not None:
            return target_of(match[1], match[2])
    except (ValueError, NotFound) as error:
        raise _no_decision() from error
    raise _no_decision()


def target_of(document_id: str, reference: str) -> Target:
    """Give the target of a section.

    Args:
        reference: Its id, or the last part of its address.

    Raises:
        NotFound: There is none for the reader.
    """
    document = knowledge_base().document(document_id, audience())
    sections = knowledge_base().sections_of(document)
    section = Reading(sections).find(reference)
    if section is None:
        raise NotFound("This document has no such section.", "Look for it in the contents.")
    return Target.of_work(document.work_id, section_keys(sections)[section.id])


def _no_decision() -> InvalidInput:
    return InvalidInput(
        "There is no decision at this address.",
        "Open the decision and copy the address of its page.",
        code="no-decision",
    )
