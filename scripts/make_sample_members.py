"""Give the sample collection three organisations with members of each role, for `make run`.

All are invented. Each member's password is made here and printed this once; a knowledge base that
has members, as every real one, is left alone.
"""

from __future__ import annotations

import secrets

from kb.access import Role
from kb.contributing import Contributing
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.settings import load_settings

ORGANISATIONS = {
    None: {"admin": Role.ADMIN, "editor": Role.EDITOR},
    "River Watch (sample)": {
        "river-contributor": Role.CONTRIBUTOR,
        "river-delegate": Role.DELEGATE,
        "river-admin": Role.ADMIN,
    },
    "Forest Friends (sample)": {"forest-reader": Role.READER, "forest-delegate": Role.DELEGATE},
}
"""Name of an organisation, None for the one that runs the installation -> its members."""
OWNED = {
    "indigenous-land-working-group-minutes.en.docx": "River Watch (sample)",
    "community-forest-committee-minutes.km.txt": "Forest Friends (sample)",
}
"""Files of the collection that an organisation keeps to itself."""


def make_members(knowledge_base: KnowledgeBase) -> dict[str, str]:
    """Make the members; give sign-in name -> password."""
    members, operator = knowledge_base.members, knowledge_base.operator
    passwords = {}
    for name, people in ORGANISATIONS.items():
        owner = (
            members.organisations.add(operator, name).id
            if name
            else knowledge_base.home_organisation
        )
        for login, role in people.items():
            passwords[login] = secrets.token_urlsafe(12)
            _, token = members.people.invite(operator, login, role, owner)
            members.links.use(token, passwords[login], login.replace("-", " ").title())
    return passwords


def share(knowledge_base: KnowledgeBase) -> None:
    """Let two documents belong to the sample organisations alone."""
    operator = knowledge_base.operator
    for document in knowledge_base.store.documents(operator):
        if name := OWNED.get(document.source.filename):
            owner = knowledge_base.members.organisations.named(name).id
            Contributing(knowledge_base).share(
                operator, document.id, Visibility.ORGANISATION, owner
            )


def main() -> None:
    """Make the members of the data folder that `KB_DATA` names, if it has none."""
    with KnowledgeBase.open(load_settings()) as knowledge_base:
        operator = knowledge_base.operator
        organisations = knowledge_base.members.organisations.all()
        people = knowledge_base.members.people
        if any(people.members(operator, one.id) for one in organisations):
            return
        passwords = make_members(knowledge_base)
        share(knowledge_base)
    print("Sample members (invented); their passwords are shown this once:")
    for login, password in passwords.items():
        print(f"  {login:<20}{password}")


if __name__ == "__main__":
    main()
