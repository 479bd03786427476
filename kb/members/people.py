"""Members: invited, given a role, moved, locked, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from kb.access import Audience, Role, require
from kb.errors import Forbidden, InvalidInput, NotFound
from kb.members.audit import Action, Audit
from kb.members.names import clean_login, clean_name
from kb.members.one_time_links import OneTimeLinks, Purpose
from kb.members.rights import end_access
from kb.store.database import Database
from kb.store.member_tables import members
from kb.store.tables import new_id


class Standing(StrEnum):
    """Whether a member can sign in."""

    INVITED = "invited"
    ACTIVE = "active"
    LOCKED = "locked"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Member:
    """One member, for the member's own eyes and those of the organisation's admins.

    Attributes:
        login: What the member signs in with, often an e-mail address; "" once closed.
        name: As shown to others; "" until the invitation is taken and once closed.
    """

    id: str
    login: str
    name: str
    role: Role
    organisation_id: str
    standing: Standing


class People:
    """The members of all organisations."""

    def __init__(
        self,
        database: Database,
        audit: Audit,
        links: OneTimeLinks,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database = database
        self._audit = audit
        self._links = links
        self._clock = clock

    def invite(
        self, by: Audience, login: str, role: Role, organisation_id: str
    ) -> tuple[Member, str]:
        """Make an account that its member opens by an invitation.

        Returns:
            The member, and the token of the invitation.

        Raises:
            Forbidden: Who asks is no admin of the organisation.
            InvalidInput: The sign-in name is taken or cannot be used.
        """
        require(by.may_administer(organisation_id))
        login = clean_login(login)
        with self._database.write("members") as connection:
            taken = sa.select(members.c.id).where(members.c.login == login)
            if connection.scalar(taken) is not None:
                raise InvalidInput(
                    "There is a member of this sign-in name already.",
                    "Take another one, or make a new link for the member who is there.",
                    code="name-taken",
                )
            member = Member(new_id(), login, "", role, organisation_id, Standing.INVITED)
            connection.execute(
                sa.insert(members).values(
                    id=member.id,
                    login=login,
                    name="",
                    role=role,
                    organisation_id=organisation_id,
                    created_at=self._clock(),
                )
            )
            token = self._links.make(connection, member.id, Purpose.INVITATION)
            self._audit.record(connection, by, Action.INVITE, member.id, organisation_id, role=role)
        return member, token

    def new_link(self, by: Audience, member_id: str) -> str:
        """Make a link by which a member sets a new password, or joins at last.

        Returns:
            Its token.

        Raises:
            NotFound, Forbidden: There is no such member, or not for who asks.
        """
        with self._database.write("members") as connection:
            member = self._administered(connection, by, member_id)
            invited = member.standing is Standing.INVITED
            purpose = Purpose.INVITATION if invited else Purpose.RESET
            token = self._links.make(connection, member_id, purpose)
            self._audit.record(connection, by, Action.RESET, member_id, member.organisation_id)
        return token

    def members(self, by: Audience, organisation_id: str) -> list[Member]:
        """Give the members of an organisation, for its admins.

        Raises:
            Forbidden: Who asks is no admin of it: nobody else sees a list of members.
        """
        require(by.may_administer(organisation_id))
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(members)
                .where(members.c.organisation_id == organisation_id)
                .where(members.c.closed_at.is_(None))
                .order_by(members.c.created_at, members.c.id)
            )
            return [_member(row) for row in rows]

    def member(self, member_id: str) -> Member:
        """Give one member, for the member's own eyes.

        Raises:
            NotFound: There is no such member.
        """
        with self._database.read() as connection:
            return _find(connection, members.c.id == member_id)

    def signing_in_with(self, login: str) -> Member:
        """Give the member of a sign-in name or id, for the command line.

        Raises:
            NotFound: There is none.
        """
        folded = clean_login(login)
        with self._database.read() as connection:
            return _find(connection, (members.c.login == folded) | (members.c.id == login))

    def rename(self, by: Audience, name: str) -> None:
        """Change a member's own shown name.

        Raises:
            InvalidInput: The name cannot be used.
        """
        self._set(by.member_id, name=clean_name(name))

    def set_role(self, by: Audience, member_id: str, role: Role) -> None:
        """Give a member another role; it holds from the next request on.

        Raises:
            NotFound, Forbidden: There is no such member, or not for who asks.
        """
        with self._database.write("members") as connection:
            member = self._administered(connection, by, member_id)
            connection.execute(
                sa.update(members).where(members.c.id == member_id).values(role=role)
            )
            self._audit.record(
                connection,
                by,
                Action.ROLE,
                member_id,
                member.organisation_id,
                before=member.role,
                after=role,
            )

    def move(self, by: Audience, member_id: str, organisation_id: str) -> None:
        """Put a member into another organisation; it holds from the next request on.

        Raises:
            NotFound, Forbidden: There is no such member, or who asks is no admin of both.
        """
        require(by.may_administer(organisation_id))
        with self._database.write("members") as connection:
            member = self._administered(connection, by, member_id)
            connection.execute(
                sa.update(members)
                .where(members.c.id == member_id)
                .values(organisation_id=organisation_id)
            )
            self._audit.record(
                connection,
                by,
                Action.MOVE,
                member_id,
                organisation_id,
                before=member.organisation_id,
            )

    def lock(self, by: Audience, member_id: str, *, locked: bool = True) -> None:
        """Let a member not in from now on, or let in again; all access ends at once.

        Raises:
            NotFound, Forbidden: There is no such member, or not for who asks.
        """
        with self._database.write("members") as connection:
            member = self._administered(connection, by, member_id)
            this = members.c.id == member_id
            at = self._clock() if locked else None
            connection.execute(sa.update(members).where(this).values(locked_at=at))
            if locked:
                end_access(connection, sa.select(members.c.id).where(this))
            action = Action.LOCK if locked else Action.UNLOCK
            self._audit.record(connection, by, action, member_id, member.organisation_id)

    def close(self, by: Audience, member_id: str) -> None:
        """Close an account for good: name, sign-in name and password are forgotten.

        What the member contributed stays, as a former member's.

        Args:
            by: The member, or an admin of the organisation.

        Raises:
            NotFound, Forbidden: There is no such member, or not for who asks.
        """
        with self._database.write("members") as connection:
            this = members.c.id == member_id
            if by.member_id == member_id:
                member = _find(connection, this)
            else:
                member = self._administered(connection, by, member_id)
            connection.execute(
                sa.update(members)
                .where(this)
                .values(login=None, name="", password_hash=None, closed_at=self._clock())
            )
            end_access(connection, sa.select(members.c.id).where(this))
            self._audit.record(connection, by, Action.CLOSE, member_id, member.organisation_id)

    def _administered(self, connection: sa.Connection, by: Audience, member_id: str) -> Member:
        """Give a member to an admin; another organisation's is as if absent."""
        member = _find(connection, members.c.id == member_id)
        if member.standing is Standing.CLOSED or not by.may_administer(member.organisation_id):
            raise _absent()
        if member_id == by.member_id:
            raise Forbidden(
                "Nobody changes the own role or locks the own account.",
                "Ask another admin.",
            )
        return member

    def _set(self, member_id: str, **values: object) -> None:
        with self._database.write("members") as connection:
            connection.execute(sa.update(members).where(members.c.id == member_id).values(**values))


def _find(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Member:
    row = connection.execute(sa.select(members).where(condition)).first()
    if row is None:
        raise _absent()
    return _member(row)


def _absent() -> NotFound:
    return NotFound("There is no such member.", "List them with: kb user list")


def _member(row: sa.Row[Any]) -> Member:
    if row.closed_at is not None:
        standing = Standing.CLOSED
    elif row.locked_at is not None:
        standing = Standing.LOCKED
    else:
        standing = Standing.ACTIVE if row.password_hash else Standing.INVITED
    return Member(row.id, row.login or "", row.name, Role(row.role), row.organisation_id, standing)
