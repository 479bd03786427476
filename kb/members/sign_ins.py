"""Signing in: throttled, telling nothing about who exists; each sign-in can be ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.errors import InvalidInput, SignInNeeded
from kb.members import passwords
from kb.members.audit import Action, Audit
from kb.members.names import clean_login
from kb.members.rights import MAY_COME_IN, audience_of, end_access
from kb.members.secrets import digest, new_secret
from kb.members.throttle import Throttle
from kb.store.database import Database
from kb.store.member_tables import api_tokens, members, sign_ins
from kb.store.tables import new_id, organisations

LONGEST = dt.timedelta(hours=12)
"""How long a sign-in lasts, and how long it may lie unused."""
UNUSED = dt.timedelta(hours=8)
_NOTED_EVERY = dt.timedelta(minutes=5)

_GOOD = (
    sa.select(sign_ins.c.member_id, sign_ins.c.used_at)
    .where(sign_ins.c.reference_sha256 == sa.bindparam("reference"))
    .where(sign_ins.c.at > sa.bindparam("begun"), sign_ins.c.used_at > sa.bindparam("used"))
)
"""Every request of a member asks it; to put it together takes as long as to answer it."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in of a member, for the member's own eyes.

    Attributes:
        device: Kind of browser and system.
    """

    id: str
    day: dt.date
    device: str
    is_this: bool


class SignIns:
    """Lets members in and out.

    Args:
        home: Name of the organisation that runs the installation.
    """

    def __init__(
        self,
        database: Database,
        audit: Audit,
        throttle: Throttle,
        home: str,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database = database
        self._audit = audit
        self._throttle = throttle
        self._home = home
        self._clock = clock

    def sign_in(self, login: str, password: str, *, address: str, device: str) -> str:
        """Let a member in.

        Args:
            address: Of the client, for the throttle alone; "" if not known.
            device: Kind of browser and system, for the member's list of sign-ins.

        Returns:
            The reference that the cookie holds; only its hash is kept.

        Raises:
            SignInNeeded: Name or password is wrong, or the account is invited, locked or closed:
                one answer for all.
            TooManyRequests: Too many failed before.
        """
        account = _folded(login)
        self._throttle.begin(account, address)
        row = self._row(account)
        right = passwords.verified(row.password_hash if row else None, password)
        reference = new_secret()
        with self._database.write() as connection:
            who = audience_of(connection, row.id, self._home) if row and right else None
            if row is None or who is None:
                self._audit.record(
                    connection,
                    Audience.visitor(),
                    Action.SIGN_IN_REFUSED,
                    row.id if row else "",
                    row.organisation_id if row else None,
                )
            else:
                self._throttle.succeed(connection, account, address)
                self._keep(connection, row, password, reference, device)
                self._audit.record(connection, who, Action.SIGN_IN, row.id, row.organisation_id)
        if who is None:
            raise SignInNeeded(
                "The sign-in name or the password is not right.",
                "Type both again, or ask an admin of your organisation for a new password.",
                code="sign-in-refused",
            )
        return reference

    def audience(self, reference: str) -> Audience | None:
        """Give for whom a request with this reference is answered; None if it is no longer good."""
        now = self._clock()
        kept = digest(reference)
        with self._database.read() as connection:
            row = connection.execute(
                _GOOD, {"reference": kept, "begun": now - LONGEST, "used": now - UNUSED}
            ).first()
            who = audience_of(connection, row.member_id, self._home) if row else None
        if row is not None and who is not None and row.used_at < now - _NOTED_EVERY:
            with self._database.write() as connection:
                connection.execute(
                    sa.update(sign_ins)
                    .where(sign_ins.c.reference_sha256 == kept)
                    .values(used_at=now)
                )
        return who

    def sign_out(self, reference: str) -> None:
        """End a sign-in by its reference; one that is not there is no error."""
        by = self.audience(reference)
        with self._database.write() as connection:
            connection.execute(
                sa.delete(sign_ins).where(sign_ins.c.reference_sha256 == digest(reference))
            )
            if by is not None:
                self._audit.record(
                    connection, by, Action.SIGN_OUT, by.member_id, by.own_organisation
                )

    def of(self, member_id: str, reference: str) -> list[SignIn]:
        """Give the sign-ins of a member, newest first.

        Args:
            reference: Of the one that asks.
        """
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(sign_ins)
                .where(sign_ins.c.member_id == member_id)
                .where(sign_ins.c.at > self._clock() - LONGEST)
                .order_by(sign_ins.c.at.desc(), sign_ins.c.id)
            )
            this = digest(reference)
            return [
                SignIn(row.id, row.at.date(), row.device, row.reference_sha256 == this)
                for row in rows
            ]

    def end(self, member_id: str, sign_in_id: str) -> None:
        """End one of a member's own sign-ins; another's is passed over."""
        with self._database.write() as connection:
            connection.execute(
                sa.delete(sign_ins).where(
                    sign_ins.c.member_id == member_id, sign_ins.c.id == sign_in_id
                )
            )

    def end_all(self, member_id: str) -> None:
        """End all sign-ins of a member."""
        with self._database.write() as connection:
            connection.execute(sa.delete(sign_ins).where(sign_ins.c.member_id == member_id))

    def confirm(self, member_id: str, password: str) -> None:
        """Ask for the password again before something that must not be done by a passer-by.

        Raises:
            InvalidInput: It is not the member's.
            TooManyRequests: Too many failed before.
        """
        self._throttle.begin(member_id, "")
        with self._database.read() as connection:
            kept = connection.scalar(
                sa.select(members.c.password_hash).where(members.c.id == member_id)
            )
        if not passwords.verified(kept, password):
            raise InvalidInput(
                "This is not your password.", "Type it again.", code="password-wrong"
            )
        with self._database.write() as connection:
            self._throttle.succeed(connection, member_id, "")

    def change_password(self, by: Audience, old: str, new: str) -> None:
        """Change a member's own password; all sign-ins and tokens end.

        Raises:
            InvalidInput: The old one is not right, or the new one cannot be used.
            TooManyRequests: Too many failed before.
        """
        self.confirm(by.member_id, old)
        with self._database.read() as connection:
            row = connection.execute(
                sa.select(members.c.login, members.c.name, organisations.c.name.label("of"))
                .join_from(members, organisations)
                .where(members.c.id == by.member_id)
            ).one()
        passwords.check(new, row.login, row.name, row.of)
        kept = passwords.hashed(new)
        with self._database.write() as connection:
            this = members.c.id == by.member_id
            connection.execute(sa.update(members).where(this).values(password_hash=kept))
            end_access(connection, sa.select(members.c.id).where(this))
            self._audit.record(connection, by, Action.PASSWORD, by.member_id, by.own_organisation)

    def _row(self, account: str) -> Any:
        with self._database.read() as connection:
            return connection.execute(
                sa.select(members.c.id, members.c.password_hash, members.c.organisation_id)
                .join_from(members, organisations)
                .where(members.c.login == account)
                .where(MAY_COME_IN)
            ).first()

    def _keep(
        self,
        connection: sa.Connection,
        row: sa.Row[Any],
        password: str,
        reference: str,
        device: str,
    ) -> None:
        now = self._clock()
        connection.execute(sa.delete(sign_ins).where(sign_ins.c.at < now - LONGEST))
        connection.execute(sa.delete(api_tokens).where(api_tokens.c.expires_at < now))
        if passwords.is_outdated(row.password_hash):
            connection.execute(
                sa.update(members)
                .where(members.c.id == row.id)
                .values(password_hash=passwords.hashed(password))
            )
        connection.execute(
            sa.insert(sign_ins).values(
                reference_sha256=digest(reference),
                id=new_id(),
                member_id=row.id,
                device=device,
                at=now,
                used_at=now,
            )
        )


def _folded(login: str) -> str:
    try:
        return clean_login(login)
    except InvalidInput:
        return ""  # nobody's
