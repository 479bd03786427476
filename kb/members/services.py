"""The services of members, put together over one store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kb.access import Audience
from kb.errors import NotFound
from kb.members.api_tokens import ApiTokens
from kb.members.audit import Audit
from kb.members.one_time_links import OneTimeLinks
from kb.members.organisations import Organisations
from kb.members.people import People
from kb.members.rights import audience_of
from kb.members.sign_ins import SignIns
from kb.members.throttle import Throttle
from kb.store.database import Database
from kb.store.tables import now


class Members:
    """All that concerns the people of one knowledge base.

    Args:
        key: Secret of the installation.
        home: Name of the organisation that runs the installation.
        clock: Gives the present moment.
    """

    def __init__(
        self, database: Database, key: str, home: str, clock: Callable[[], dt.datetime] = now
    ) -> None:
        self.audit = Audit(database, clock)
        self.organisations = Organisations(database, self.audit, clock)
        self.links = OneTimeLinks(database, self.audit, clock)
        self.people = People(database, self.audit, self.links, clock)
        self.throttle = Throttle(database, key, clock)
        self.sign_ins = SignIns(database, self.audit, self.throttle, home, clock)
        self.tokens = ApiTokens(database, self.audit, home, clock)
        self._database = database
        self._home = home

    def audience(self, member_id: str) -> Audience:
        """Give for whom a member acts, for the command line.

        Raises:
            NotFound: There is no such member who may come in.
        """
        found = self.find_audience(member_id)
        if found is None:
            raise NotFound("There is no such member.", "List them with: kb user list")
        return found

    def find_audience(self, member_id: str) -> Audience | None:
        """Give for whom a member acts at this moment; None if the member may not come in."""
        with self._database.read() as connection:
            return audience_of(connection, member_id, self._home)
