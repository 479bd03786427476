"""Members who have joined."""

from __future__ import annotations

from kb.access import Role
from kb.knowledge_base import KnowledgeBase

PASSWORD = "correct horse battery staple"


def join(
    knowledge_base: KnowledgeBase, login: str, role: Role, organisation: str | None = None
) -> str:
    """Make a member who has joined; the organisation is made if need be. Give the id."""
    members = knowledge_base.members
    owner = (
        knowledge_base.store.organisation(organisation)
        if organisation
        else knowledge_base.home_organisation
    )
    member, token = members.people.invite(knowledge_base.operator, login, role, owner)
    members.links.use(token, PASSWORD, login.title())
    return member.id
