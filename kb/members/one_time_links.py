"""Links that set a password once: an invitation into the network, and a new password."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from kb.access import Audience
from kb.errors import NotFound
from kb.members import passwords
from kb.members.audit import Action, Audit
from kb.members.names import clean_name
from kb.members.rights import end_access
from kb.members.secrets import digest, new_secret
from kb.store.database import Database
from kb.store.member_tables import members, one_time_links
from kb.store.tables import organisations


class Purpose(StrEnum):
    """What a link is for."""

    INVITATION = "invitation"
    RESET = "reset"


LASTS = {Purpose.INVITATION: dt.timedelta(days=7), Purpose.RESET: dt.timedelta(hours=1)}
"""How long a link can be used (ASVS 6.4.1)."""


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """What a link opens; it is shown to whoever holds the link.

    Attributes:
        login: What the member signs in with.
        organisation: Name of the member's organisation.
    """

    purpose: Purpose
    member_id: str
    login: str
    name: str
    organisation: str


class OneTimeLinks:
    """Makes links, shows what they open, and uses them up."""

    def __init__(self, database: Database, audit: Audit, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock

    def make(self, connection: sa.Connection, member_id: str, purpose: Purpose) -> str:
        """Make a link of a member, in the place of those before.

        Returns:
            Its token; only the hash is kept.
        """
        token = new_secret()
        connection.execute(sa.delete(one_time_links).where(one_time_links.c.member_id == member_id))
        connection.execute(
            sa.insert(one_time_links).values(
                token_sha256=digest(token),
                purpose=purpose,
                member_id=member_id,
                expires_at=self._clock() + LASTS[purpose],
            )
        )
        return token

    def open(self, token: str) -> OneTimeLink:
        """Look at a link without using it up, as programs that check mails follow links.

        Raises:
            NotFound: It was used, has run out, or never was: one answer for all.
        """
        with self._database.read() as connection:
            return self._find(connection, token)

    def use(self, token: str, password: str, name: str) -> None:
        """Set the password and the shown name of the member; all other access ends.

        Args:
            name: Free; a pseudonym is fine.

        Raises:
            NotFound: As for `open`.
            InvalidInput: The password or the name cannot be used; the link can be used again.
        """
        link = self.open(token)
        name = clean_name(name)
        passwords.check(password, link.login, name, link.organisation)
        kept = passwords.hashed(password)
        with self._database.write("members") as connection:
            link = self._find(connection, token)  # somebody may have used it meanwhile
            this = members.c.id == link.member_id
            connection.execute(sa.update(members).where(this).values(password_hash=kept, name=name))
            end_access(connection, sa.select(members.c.id).where(this))
            organisation_id = connection.scalar(sa.select(members.c.organisation_id).where(this))
            action = Action.JOIN if link.purpose is Purpose.INVITATION else Action.PASSWORD
            who = Audience(member_id=link.member_id)
            self._audit.record(connection, who, action, link.member_id, organisation_id)

    def _find(self, connection: sa.Connection, token: str) -> OneTimeLink:
        row = connection.execute(
            sa.select(
                one_time_links.c.purpose,
                members.c.id,
                members.c.login,
                members.c.name,
                organisations.c.name.label("organisation"),
            )
            .join_from(one_time_links, members)
            .join(organisations)
            .where(one_time_links.c.token_sha256 == digest(token))
            .where(one_time_links.c.expires_at > self._clock())
            .where(members.c.locked_at.is_(None), members.c.closed_at.is_(None))
            .where(organisations.c.locked_at.is_(None))
        ).first()
        if row is None:
            raise NotFound(
                "This link was used, or has run out.",
                "Ask an admin of your organisation for a new one.",
                code="link-used",
            )
        return OneTimeLink(Purpose(row.purpose), row.id, row.login, row.name, row.organisation)
