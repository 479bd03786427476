"""The audit log: who did what to what, when. Append-only; ids, no texts, no addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from kb.access import Audience, Right, require
from kb.model import Visibility
from kb.store.database import Database
from kb.store.member_tables import audit, members

KEPT_DAYS = 365
"""After which an entry is deleted."""
_WIDTH = {Visibility.ORGANISATION: 0, Visibility.NETWORK: 1, Visibility.PUBLIC: 2}


class Action(StrEnum):
    """What somebody did."""

    SIGN_IN = "sign-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    SIGN_OUT = "sign-out"
    INVITE = "invite"
    JOIN = "join"
    RESET = "reset"
    PASSWORD = "password"  # noqa: S105
    ROLE = "role"
    MOVE = "move"
    LOCK = "lock"
    UNLOCK = "unlock"
    CLOSE = "close"
    ORGANISATION = "organisation"
    TOKEN = "token"  # noqa: S105
    TOKEN_REVOKED = "token-revoked"  # noqa: S105
    UPLOAD = "upload"
    EDIT = "edit"
    SHARE = "share"
    """Shown to more people than before."""
    WITHDRAW = "withdraw"
    """Shown to fewer people than before."""
    REMOVE = "remove"
    DISCUSSION_OPENED = "discussion-opened"
    DISCUSSION_CLOSED = "discussion-closed"
    DISCUSSION_REOPENED = "discussion-reopened"
    CONTRIBUTED = "contributed"
    CONTRIBUTION_EDITED = "contribution-edited"
    CONTRIBUTION_REMOVED = "contribution-removed"
    CONTRIBUTION_REPORTED = "contribution-reported"
    CONTRIBUTION_HIDDEN = "contribution-hidden"
    CONTRIBUTION_RESTORED = "contribution-restored"
    POSITION_STATED = "position-stated"
    PROPOSAL = "proposal"
    """Begun, opened, closed or opened again: the state it entered."""
    PROPOSAL_REVISED = "proposal-revised"
    PROPOSAL_ENDORSED = "proposal-endorsed"
    ENDORSEMENT_TAKEN_BACK = "endorsement-taken-back"
    EXPORT = "export"
    """Taken away as a file; what visitors take is not entered."""
    AUDIT_READ = "audit-read"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    Attributes:
        member_id: Who; "" for the command line and for strangers.
        name: The name that the member has now, "" where there is none or the account is closed.
        subject: Id of what it was done to.
        details: Codes and ids, such as a role or a visibility before and after.
    """

    at: dt.datetime
    member_id: str
    name: str
    organisation_id: str
    action: Action
    subject: str
    details: Mapping[str, str]


class Audit:
    """Writes the log within the transactions of those who act, and shows it to admins."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    def record(
        self,
        connection: sa.Connection,
        by: Audience,
        action: Action,
        subject: str,
        organisation_id: str | None,
        **details: str,
    ) -> None:
        """Enter what is done, within the transaction that does it.

        Args:
            subject: Id of what it is done to.
            organisation_id: Whose admins may read the entry.
        """
        at = self._clock()
        connection.execute(
            sa.insert(audit).values(
                at=at,
                member_id=by.member_id or None,
                organisation_id=organisation_id,
                action=action,
                subject=subject,
                details=details,
            )
        )
        old = at - dt.timedelta(days=KEPT_DAYS)
        connection.execute(sa.delete(audit).where(audit.c.at < old))

    def record_sharing(
        self,
        connection: sa.Connection,
        by: Audience,
        subject: str,
        organisation_id: str | None,
        before: Visibility,
        after: Visibility,
        **details: str,
    ) -> None:
        """Enter that something is shown to others than before; arguments as for `record`."""
        action = Action.WITHDRAW if _WIDTH[after] < _WIDTH[before] else Action.SHARE
        self.record(
            connection,
            by,
            action,
            subject,
            organisation_id,
            before=before,
            after=after,
            **details,
        )

    def entries(self, by: Audience, *, limit: int, offset: int = 0) -> list[Entry]:
        """Give the newest entries; reading them is itself entered.

        Raises:
            Forbidden: Who asks is no admin.
        """
        require(Right.ADMINISTER in by.rights)
        query = (
            sa.select(audit, members.c.name)
            .join(members, members.c.id == audit.c.member_id, isouter=True)
            .order_by(audit.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        if not by.everywhere:
            query = query.where(audit.c.organisation_id.in_(by.organisations))
        with self._database.write() as connection:
            rows = connection.execute(query).all()
            self.record(connection, by, Action.AUDIT_READ, "", by.own_organisation)
        return [
            Entry(
                row.at,
                row.member_id or "",
                row.name or "",
                row.organisation_id or "",
                Action(row.action),
                row.subject,
                row.details,
            )
            for row in rows
        ]
