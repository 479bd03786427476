"""The organisations of the network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kb.access import Audience, require
from kb.errors import InvalidInput, NotFound
from kb.members.audit import Action, Audit
from kb.members.names import clean_name
from kb.members.rights import end_access
from kb.store.database import Database
from kb.store.member_tables import members
from kb.store.tables import new_id, organisations


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation.

    Attributes:
        locked: Whether nobody of it can sign in.
    """

    id: str
    name: str
    locked: bool = False


class Organisations:
    """Makes, lists and locks organisations."""

    def __init__(self, database: Database, audit: Audit, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock

    def add(self, by: Audience, name: str) -> Organisation:
        """Make an organisation.

        Raises:
            Forbidden: Who asks is no admin of the network.
            InvalidInput: The name is taken or cannot be used.
        """
        require(by.may_administer_network)
        name = clean_name(name)
        with self._database.write("organisations") as connection:
            taken = sa.select(organisations.c.id).where(organisations.c.name == name)
            if connection.scalar(taken) is not None:
                raise InvalidInput(
                    f"There is an organisation {name!r} already.",
                    "Take another name.",
                    code="name-taken",
                )
            made = Organisation(new_id(), name)
            connection.execute(sa.insert(organisations).values(id=made.id, name=made.name))
            self._audit.record(connection, by, Action.ORGANISATION, made.id, made.id)
        return made

    def all(self) -> list[Organisation]:
        """Give all organisations by name; who is in the network is no secret."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(organisations).order_by(organisations.c.name))
            return [_organisation(row) for row in rows]

    def get(self, organisation_id: str) -> Organisation:
        """Give one organisation.

        Raises:
            NotFound: There is none of this id.
        """
        with self._database.read() as connection:
            row = connection.execute(
                sa.select(organisations).where(organisations.c.id == organisation_id)
            ).first()
        if row is None:
            raise NotFound("There is no such organisation.", "List them with: kb org list")
        return _organisation(row)

    def named(self, name: str) -> Organisation:
        """Give the organisation of a name, or of an id.

        Raises:
            NotFound: There is none.
        """
        for organisation in self.all():
            if name in (organisation.name, organisation.id):
                return organisation
        raise NotFound(f"There is no organisation {name!r}.", "List them with: kb org list")

    def lock(self, by: Audience, organisation_id: str, *, locked: bool = True) -> None:
        """Let nobody of an organisation in from now on, or let them in again.

        Raises:
            NotFound: There is none of this id.
            Forbidden: Who asks is no admin of it.
        """
        self.get(organisation_id)
        require(by.may_administer(organisation_id))
        with self._database.write() as connection:
            connection.execute(
                sa.update(organisations)
                .where(organisations.c.id == organisation_id)
                .values(locked_at=self._clock() if locked else None)
            )
            if locked:
                of_it = sa.select(members.c.id).where(members.c.organisation_id == organisation_id)
                end_access(connection, of_it)
            action = Action.LOCK if locked else Action.UNLOCK
            self._audit.record(connection, by, action, organisation_id, organisation_id)


def _organisation(row: sa.Row[Any]) -> Organisation:
    return Organisation(row.id, row.name, row.locked_at is not None)
