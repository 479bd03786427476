"""Digests in the store: a run for each window, and in it a letter for each member."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from kb.alerts.model import Channel, Mail
from kb.store.alert_tables import alerts, deliveries, digests, letters
from kb.store.database import Database
from kb.store.tables import new_id, now


class LetterState(StrEnum):
    """What became of a letter."""

    WAITING = "waiting"
    SENT = "sent"
    EMPTY = "empty"
    """Nothing of it is for its member to read any more."""
    NOT_WANTED = "not-wanted"
    """The member has stopped mails, has no access or no address."""
    REFUSED = "refused"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one member.

    Attributes:
        attempts: How often it was tried.
        made_at: When its digest was made.
    """

    id: str
    member_id: str
    attempts: int
    made_at: dt.datetime


class DigestStore:
    """Makes runs and keeps what becomes of their letters."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, range_: Mail, day: dt.date, until: dt.datetime) -> bool:
        """Make the run of a window, with a letter for each member who has something to hear.

        Args:
            day: On whose morning the window ends; one run a range and day, however often asked.
            until: The end of the window.

        Returns:
            Whether it was not there yet.
        """
        with self._database.write("digests") as connection:
            known = sa.select(digests.c.id).where(digests.c.range == range_, digests.c.day == day)
            if connection.scalar(known) is not None:
                return False
            digest_id, made_at = new_id(), now()
            connection.execute(
                sa.insert(digests).values(id=digest_id, range=range_, day=day, made_at=made_at)
            )
            waiting = (
                deliveries.c.channel == Channel.MAIL,
                deliveries.c.letter_id.is_(None),
                deliveries.c.at < until,
                deliveries.c.alert_id.in_(sa.select(alerts.c.id).where(alerts.c.mail == range_)),
            )
            member_ids = connection.scalars(
                sa.select(deliveries.c.member_id).where(*waiting).distinct().order_by("member_id")
            ).all()
            for member_id in member_ids:
                letter_id = new_id()
                connection.execute(
                    sa.insert(letters).values(
                        id=letter_id,
                        digest_id=digest_id,
                        member_id=member_id,
                        state=LetterState.WAITING,
                        attempts=0,
                        next_try_at=made_at,
                        reason="",
                    )
                )
                connection.execute(
                    sa.update(deliveries)
                    .where(*waiting, deliveries.c.member_id == member_id)
                    .values(letter_id=letter_id)
                )
        return True

    def waiting(self) -> list[Letter]:
        """Give the letters that are to be tried now."""
        query = (
            sa.select(letters, digests.c.made_at)
            .join_from(letters, digests)
            .where(letters.c.state == LetterState.WAITING, letters.c.next_try_at <= now())
            .order_by(letters.c.next_try_at, letters.c.id)
        )
        with self._database.read() as connection:
            return [_to_letter(row) for row in connection.execute(query)]

    def end(self, letter_id: str, state: LetterState, reason: str = "") -> None:
        """Note what became of a letter, for good."""
        self._set(letter_id, state=state, reason=reason, processed_at=now())

    def put_off(self, letter_id: str, until: dt.datetime, reason: str) -> None:
        """Try a letter again later."""
        self._set(letter_id, next_try_at=until, reason=reason, attempts=letters.c.attempts + 1)

    def put_off_all(self, until: dt.datetime, reason: str) -> None:
        """Try all letters later, through no fault of theirs."""
        with self._database.write("letters") as connection:
            connection.execute(
                sa.update(letters)
                .where(letters.c.state == LetterState.WAITING, letters.c.next_try_at < until)
                .values(next_try_at=until, reason=reason)
            )

    def counts(self) -> dict[LetterState, int]:
        """Count the letters by what became of them."""
        query = sa.select(letters.c.state, sa.func.count()).group_by(letters.c.state)
        with self._database.read() as connection:
            return {LetterState(row[0]): row[1] for row in connection.execute(query)}

    def reason(self) -> str:
        """Why letters wait that were tried, "" if none does."""
        query = (
            sa.select(letters.c.reason)
            .where(letters.c.state == LetterState.WAITING, letters.c.reason != "")
            .order_by(letters.c.next_try_at.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            return connection.scalar(query) or ""

    def _set(self, letter_id: str, **values: object) -> None:
        with self._database.write("letters") as connection:
            connection.execute(sa.update(letters).where(letters.c.id == letter_id).values(**values))


def _to_letter(row: sa.Row[Any]) -> Letter:
    return Letter(row.id, row.member_id, row.attempts, row.made_at)
