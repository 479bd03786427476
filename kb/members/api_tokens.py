"""Tokens for programs: a person's rights or less, for a time; shown once, kept as a hash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

import sqlalchemy as sa

from kb.access import Audience, Right
from kb.errors import InvalidInput, NotFound, SignInNeeded
from kb.members.audit import Action, Audit
from kb.members.names import clean_name
from kb.members.rights import audience_of
from kb.members.secrets import digest, new_secret
from kb.store.database import Database
from kb.store.member_tables import api_tokens
from kb.store.tables import new_id

PREFIX = "kb_"
"""So that a token is recognised where it must not be: in a log, in a public repository."""
SCOPES = (Right.UPLOAD, Right.SHARE, Right.EDIT, Right.DISCUSS, Right.STATE, Right.MODERATE)
"""What a token may allow beside reading; programs do not administer."""
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class ApiToken:
    """One token, without its secret."""

    id: str
    member_id: str
    name: str
    scopes: tuple[Right, ...]
    created_at: dt.datetime
    expires_at: dt.datetime


class ApiTokens:
    """Makes, lists, checks and revokes tokens.

    Args:
        home: Name of the organisation that runs the installation.
    """

    def __init__(
        self, database: Database, audit: Audit, home: str, clock: Callable[[], dt.datetime]
    ) -> None:
        self._database = database
        self._audit = audit
        self._home = home
        self._clock = clock

    def make(
        self, member_id: str, name: str, scopes: Collection[Right], days: int
    ) -> tuple[ApiToken, str]:
        """Make a token of a member.

        Args:
            name: What it is for, for the member's own list.
            scopes: What it allows beside reading, as far as the member may do it.
            days: How long it is good.

        Returns:
            The token, and its secret, which is not kept.

        Raises:
            NotFound: There is no such member who may come in.
            InvalidInput: The name, a scope or the number of days cannot be used.
        """
        if not 1 <= days <= LONGEST_DAYS:
            raise InvalidInput(
                "A token cannot be good so long.", f"Give 1 to {LONGEST_DAYS} days.", code="days"
            )
        if not set(scopes) <= set(SCOPES):
            raise InvalidInput(
                "A token cannot have this scope.", f"Give some of: {', '.join(SCOPES)}."
            )
        secret = PREFIX + new_secret()
        now = self._clock()
        token = ApiToken(
            new_id(),
            member_id,
            clean_name(name),
            tuple(sorted(set(scopes))),
            now,
            now + dt.timedelta(days=days),
        )
        with self._database.write() as connection:
            by = audience_of(connection, member_id, self._home)
            if by is None:
                raise NotFound("There is no such member.", "List them with: kb user list")
            connection.execute(
                sa.insert(api_tokens).values(
                    token_sha256=digest(secret),
                    id=token.id,
                    member_id=member_id,
                    name=token.name,
                    scopes=list(token.scopes),
                    created_at=token.created_at,
                    expires_at=token.expires_at,
                )
            )
            self._audit.record(
                connection,
                by,
                Action.TOKEN,
                token.id,
                by.own_organisation,
                scopes=" ".join(token.scopes),
            )
        return token, secret

    def of(self, member_id: str) -> list[ApiToken]:
        """Give the tokens of a member that have not run out, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(api_tokens)
                .where(api_tokens.c.member_id == member_id)
                .where(api_tokens.c.expires_at > self._clock())
                .order_by(api_tokens.c.created_at.desc(), api_tokens.c.id)
            )
            return [
                ApiToken(
                    row.id,
                    row.member_id,
                    row.name,
                    tuple(map(Right, row.scopes)),
                    row.created_at,
                    row.expires_at,
                )
                for row in rows
            ]

    def revoke(self, by: Audience, member_id: str, token_id: str) -> None:
        """End a token of a member at once.

        Args:
            by: The member, or whoever runs the installation.

        Raises:
            NotFound: The member has no such token.
        """
        with self._database.write() as connection:
            gone = connection.execute(
                sa.delete(api_tokens).where(
                    api_tokens.c.member_id == member_id, api_tokens.c.id == token_id
                )
            )
            if not gone.rowcount:
                raise NotFound("There is no such token.", "List them with: kb token list")
            self._audit.record(connection, by, Action.TOKEN_REVOKED, token_id, by.own_organisation)

    def audience(self, secret: str) -> Audience:
        """Give for whom a request with this token is answered.

        Raises:
            SignInNeeded: It is not, or no longer, good.
        """
        with self._database.read() as connection:
            row = connection.execute(
                sa.select(api_tokens.c.member_id, api_tokens.c.scopes)
                .where(api_tokens.c.token_sha256 == digest(secret))
                .where(api_tokens.c.expires_at > self._clock())
            ).first()
            who = audience_of(connection, row.member_id, self._home) if row else None
        if row is None or who is None:
            raise SignInNeeded(
                "The token is not good, or no longer.", "Make a new one on your account page."
            )
        return who.limited_to([Right(scope) for scope in row.scopes])
