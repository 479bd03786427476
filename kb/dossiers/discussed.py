"""Discussions and proposals in a dossier: looked up for each reader, never kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.access import Audience
from kb.citing import citations
from kb.discussion.model import Closing, Thread
from kb.discussion.targets import Target, TargetKind
from kb.dossiers.model import ItemKind, Said
from kb.store.dossiers import StoredItem

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

SAID = (ItemKind.DISCUSSION, ItemKind.PROPOSAL)


def said_in(kb: KnowledgeBase, stored: Sequence[StoredItem], audience: Audience) -> dict[str, Said]:
    """Look up the discussions and proposals among items.

    Returns:
        By id, those that the audience may see.
    """
    ids = {kind: [item.target_id for item in stored if item.kind is kind] for kind in SAID}
    found: dict[str, Said] = {}
    if ids[ItemKind.DISCUSSION]:
        for thread in kb.discussion.threads.among(audience, ids[ItemKind.DISCUSSION]):
            closing = _closing(kb, thread, audience)
            found[thread.id] = Said(thread, closing, _cited(kb, thread.target, audience))
    if ids[ItemKind.PROPOSAL]:
        for proposal in kb.proposals.among(audience, ids[ItemKind.PROPOSAL]):
            found[proposal.id] = Said(proposal, None, _cited(kb, proposal.target, audience))
    return found


def _closing(kb: KnowledgeBase, thread: Thread, audience: Audience) -> Closing | None:
    if not thread.closed:
        return None
    return next(iter(kb.discussion.closings.of(audience, thread.id)), None)


def _cited(kb: KnowledgeBase, target: Target, audience: Audience) -> tuple[tuple[str, str], ...]:
    if target.kind is TargetKind.DOSSIER:
        return ()
    first = {one.lang: one for one in reversed(kb.discussion.targets.places(target, audience))}
    cited: dict[str, str] = {}
    for place in sorted(first.values(), key=lambda one: one.lang != "km"):
        document = kb.document(place.document_id, audience)
        section = kb.section(place.section_id, audience) if place.section_id else None
        cited = {**dict(citations(document, section)), **cited}
    return tuple(sorted(cited.items(), key=lambda one: one[0] != "km"))
