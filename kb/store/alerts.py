"""Alerts and deliveries in the store: a member's own, and those that the jobs look after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kb.alerts.model import Alert, Channel, Mail, Query
from kb.errors import InvalidInput, NotFound
from kb.store.alert_tables import alerts, deliveries, feeds, mail_stops
from kb.store.database import Database
from kb.store.tables import changes, new_id, now

MOST_ALERTS = 100
"""Of one member."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """That a member is to hear of something.

    Attributes:
        subject: Such as "document:7dc4…" or "contribution:7dc4…".
    """

    subject: str
    alert: Alert
    at: dt.datetime


class AlertStore:
    """Reads and writes alerts; the caller has checked whose they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, member_id: str) -> list[Alert]:
        """Give what a member follows, the newest first."""
        query = (
            sa.select(alerts)
            .where(alerts.c.member_id == member_id)
            .order_by(alerts.c.created_at.desc(), alerts.c.id)
        )
        with self._database.read() as connection:
            return [_to_alert(row) for row in connection.execute(query)]

    def behind(self, position: int) -> list[Alert]:
        """Give the alerts for which the change log is not looked at up to a position."""
        query = sa.select(alerts).where(alerts.c.position < position).order_by(alerts.c.id)
        with self._database.read() as connection:
            return [_to_alert(row) for row in connection.execute(query)]

    def add(self, member_id: str, query: Query, note: str, mail: Mail, position: int) -> Alert:
        """Keep an alert.

        Raises:
            InvalidInput: The member follows this already, or too much.
        """
        made = Alert(new_id(), member_id, query, note, mail, position, now())
        with self._database.write("alerts of members") as connection:  # two may come at once
            kept = sa.select(alerts.c.query).where(alerts.c.member_id == member_id)
            known = [Query.from_json(one) for one in connection.scalars(kept)]
            if query in known:
                raise InvalidInput(
                    "You follow this already.", "Look at your list.", code="followed"
                )
            if len(known) >= MOST_ALERTS:
                raise InvalidInput(
                    f"Nobody can follow more than {MOST_ALERTS} things.",
                    "Stop following some.",
                    code="alerts-full",
                )
            connection.execute(
                sa.insert(alerts).values(
                    id=made.id,
                    member_id=member_id,
                    query=query.to_json(),
                    note=note,
                    mail=mail,
                    position=position,
                    created_at=made.created_at,
                )
            )
        return made

    def change(self, member_id: str, alert_id: str, mail: Mail, note: str) -> None:
        """Change how often a member hears of something, and why.

        Raises:
            NotFound: The member has no such alert.
        """
        self._own(member_id, alert_id, sa.update(alerts).values(mail=mail, note=note))

    def remove(self, member_id: str, alert_id: str) -> None:
        """Forget an alert and what it told.

        Raises:
            NotFound: The member has no such alert.
        """
        self._own(member_id, alert_id, sa.delete(alerts))

    def _own(self, member_id: str, alert_id: str, change: sa.Update | sa.Delete) -> None:
        own = change.where(alerts.c.id == alert_id, alerts.c.member_id == member_id)
        with self._database.write() as connection:
            if connection.execute(own).rowcount == 0:
                raise NotFound("There is no such alert.", "List them with: kb alert list")

    def deliver(
        self, member_id: str, found: Mapping[str, Alert], looked: Collection[Alert], position: int
    ) -> None:
        """Note what a member is to hear of and how far was looked, all or nothing.

        What the member was to hear of before, in the same channel, is not told again.

        Args:
            found: Subject -> the alert that it was found by.
            looked: The alerts that were looked at.
            position: How far.
        """
        with self._database.write("deliveries") as connection:
            known = {
                (row.channel, row.subject)
                for row in connection.execute(
                    sa.select(deliveries.c.channel, deliveries.c.subject).where(
                        deliveries.c.member_id == member_id,
                        deliveries.c.subject.in_(list(found)),
                    )
                )
            }
            rows = [
                {
                    "member_id": member_id,
                    "channel": channel,
                    "subject": subject,
                    "alert_id": alert.id,
                    "at": now(),
                }
                for subject, alert in found.items()
                for channel in Channel
                if (channel, subject) not in known
                and (channel is Channel.PAGE or alert.mail is not Mail.OFF)
            ]
            here = set(
                connection.scalars(
                    sa.select(alerts.c.id).where(alerts.c.id.in_([one.id for one in looked]))
                )
            )  # one may have been removed while it was looked at
            rows = [row for row in rows if row["alert_id"] in here]
            if rows:
                connection.execute(sa.insert(deliveries), rows)
            connection.execute(
                sa.update(alerts).where(alerts.c.id.in_(here)).values(position=position)
            )

    def news(self, member_id: str, limit: int) -> list[Delivery]:
        """Give what a member is told on the page, the newest first."""
        return self._deliveries(
            deliveries.c.member_id == member_id,
            deliveries.c.channel == Channel.PAGE,
            limit=limit,
        )

    def of_letter(self, letter_id: str) -> list[Delivery]:
        """Give what goes with a letter, the newest first."""
        return self._deliveries(deliveries.c.letter_id == letter_id)

    def _deliveries(
        self, *conditions: sa.ColumnElement[bool], limit: int | None = None
    ) -> list[Delivery]:
        query = (
            sa.select(alerts, deliveries.c.subject, deliveries.c.at)
            .join_from(deliveries, alerts)
            .where(*conditions)
            .order_by(deliveries.c.at.desc(), deliveries.c.subject)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [
                Delivery(row.subject, _to_alert(row), row.at) for row in connection.execute(query)
            ]

    def position_of(self, moment: dt.datetime) -> int:
        """Give the position that the change log had at a moment."""
        query = sa.select(sa.func.max(changes.c.position)).where(changes.c.at <= moment)
        with self._database.read() as connection:
            return connection.scalar(query) or 0

    # -- feeds and mails ---------------------------------------------------------------------

    def set_feed(self, member_id: str, token_sha256: str | None) -> None:
        """Give a member another secret address of the feed, or none."""
        with self._database.write("feeds") as connection:
            connection.execute(sa.delete(feeds).where(feeds.c.member_id == member_id))
            if token_sha256 is not None:
                connection.execute(
                    sa.insert(feeds).values(
                        member_id=member_id, token_sha256=token_sha256, created_at=now()
                    )
                )

    def has_feed(self, member_id: str) -> bool:
        """Whether a member has a secret address of the feed."""
        query = sa.select(feeds.c.member_id).where(feeds.c.member_id == member_id)
        with self._database.read() as connection:
            return connection.scalar(query) is not None

    def member_of_feed(self, token_sha256: str) -> str | None:
        """Give the member whose feed has this secret, None if nobody's has."""
        query = sa.select(feeds.c.member_id).where(feeds.c.token_sha256 == token_sha256)
        with self._database.read() as connection:
            return connection.scalar(query)

    def stop_mail(self, member_id: str, reason: str) -> None:
        """Write to a member no more; the row stays until the member asks for mails again."""
        with self._database.write("mail_stops") as connection:
            connection.execute(sa.delete(mail_stops).where(mail_stops.c.member_id == member_id))
            connection.execute(
                sa.insert(mail_stops).values(member_id=member_id, reason=reason, at=now())
            )

    def start_mail(self, member_id: str) -> None:
        """Write to a member again."""
        with self._database.write("mail_stops") as connection:
            connection.execute(sa.delete(mail_stops).where(mail_stops.c.member_id == member_id))

    def mail_stopped(self, member_id: str) -> str | None:
        """Why a member is not written to, None if nothing is in the way."""
        query = sa.select(mail_stops.c.reason).where(mail_stops.c.member_id == member_id)
        with self._database.read() as connection:
            return connection.scalar(query)


def _to_alert(row: sa.Row[Any]) -> Alert:
    return Alert(
        row.id,
        row.member_id,
        Query.from_json(row.query),
        row.note,
        Mail(row.mail),
        row.position,
        row.created_at,
    )
