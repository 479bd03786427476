"""Leaving the network: what becomes of an account, and of what its member wrote and uploaded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kb.access import Audience
from kb.contributing import Contributing
from kb.incoming import Incoming
from kb.model import Visibility

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase


def leave(knowledge_base: KnowledgeBase, by: Audience, *, erase: bool, withdraw: bool) -> None:
    """Close a member's own account for good; what is not chosen stays as it is.

    Documents belong to the organisation, so they are never removed. The account is closed last:
    after a failure the member can still come in, and choose again.

    Args:
        erase: Whether what the member wrote in discussions is erased; else it is a former member's.
        withdraw: Whether what the member uploaded is shown to the organisation alone from now on,
            as far as the member may still share it.
    """
    if withdraw:
        contributing = Contributing(knowledge_base)
        uploaded = Incoming(knowledge_base).document_ids(by)
        for document in knowledge_base.store.by_id(uploaded, by).values():
            is_shared = document.visibility is not Visibility.ORGANISATION
            if is_shared and by.may_share(document.organisation_id):
                contributing.share(by, document.id, Visibility.ORGANISATION)
    if erase:
        # It may stand where the member may read no more: in an organisation of before.
        everywhere = replace(by, organisations=knowledge_base.store.organisation_ids())
        written = knowledge_base.discussion.contributions
        for contribution_id in written.ids_of(by.member_id):
            written.remove(everywhere, contribution_id)
    knowledge_base.members.people.close(by, by.member_id)
