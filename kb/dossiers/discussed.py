"""Discussions and proposals in a dossier: looked up for each reader, never kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kb.access import Audience
from kb.citing import citations
from kb.discussion.services import Discussion
from kb.discussion.targets import Target
from kb.dossiers.model import ItemKind, Said
from kb.library import Library
from kb.proposals.service import Proposals
from kb.store.dossiers import StoredItem

SAID = (ItemKind.DISCUSSION, ItemKind.PROPOSAL)

Cited = tuple[tuple[str, str], ...]
"""How to cite something: (language, citation), the Khmer one first."""


class SaidReader:
    """Looks up what is said, and how to cite what it is about."""

    def __init__(self, library: Library, discussion: Discussion, proposals: Proposals) -> None:
        self._library = library
        self._discussion = discussion
        self._proposals = proposals

    def require(self, kind: ItemKind, target_id: str, audience: Audience) -> None:
        """Refuse a discussion or proposal that an audience may not see.

        Raises:
            NotFound: It is not there for the audience.
        """
        if kind is ItemKind.DISCUSSION:
            self._discussion.threads.get(audience, target_id)
        elif kind is ItemKind.PROPOSAL:
            self._proposals.proposal(audience, target_id)

    def among(self, stored: Sequence[StoredItem], audience: Audience) -> dict[str, Said]:
        """Look up the discussions and proposals among items.

        Returns:
            By id, those that the audience may see.
        """
        if not any(item.kind in SAID for item in stored):
            return {}
        ids = {kind: [item.target_id for item in stored if item.kind is kind] for kind in SAID}
        threads = self._discussion.threads.among(audience, ids[ItemKind.DISCUSSION])
        proposals = self._proposals.among(audience, ids[ItemKind.PROPOSAL])
        closed = [thread.id for thread in threads if thread.closed]
        closings = self._discussion.closings.last(audience, closed)
        targets = {one.target for one in threads} | {one.target for one in proposals}
        cited = self._cited(targets, audience)
        return {one.id: Said(one, closings.get(one.id), cited[one.target]) for one in threads} | {
            one.id: Said(one, None, cited[one.target]) for one in proposals
        }

    def _cited(self, targets: Collection[Target], audience: Audience) -> dict[Target, Cited]:
        places = self._discussion.targets.places_of_all(targets, audience)
        every = [place for several in places.values() for place in several]
        documents = self._library.store.by_id({one.document_id for one in every}, audience)
        sections = self._library.sections_by_id(
            {one.section_id for one in every if one.section_id}, audience
        )
        cited: dict[Target, Cited] = {}
        for target, several in places.items():
            words: dict[str, str] = {}
            first = {place.lang: place for place in reversed(several)}
            for place in sorted(first.values(), key=lambda one: one.lang != "km"):
                if document := documents.get(place.document_id):
                    words = dict(citations(document, sections.get(place.section_id or ""))) | words
            cited[target] = tuple(sorted(words.items(), key=lambda one: one[0] != "km"))
        return cited
