"""Moderation: members report, moderators hide and restore; every step is kept in a log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from kb.access import Audience, Right, require
from kb.discussion.model import Contribution, State
from kb.discussion.reading import (
    absent,
    contribution_query,
    contribution_row,
    may_read_text,
    to_contribution,
)
from kb.discussion.writing import Writing
from kb.errors import InvalidInput
from kb.members.audit import Action
from kb.store.discussion_tables import contributions, moderation, reports, threads
from kb.store.targets import shown
from kb.store.threads import log_thread
from kb.typed import LONGEST_REASON, clean_text


@dataclass(frozen=True, slots=True)
class Case:
    """A contribution that a moderator is to look at, or has hidden.

    Attributes:
        thread_title: Of its discussion.
        reports: Why members reported it; who did is told to nobody.
    """

    contribution: Contribution
    thread_title: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the log of moderation."""

    contribution_id: str
    before: State
    after: State
    reason: str
    on: dt.date


class Moderation(Writing):
    """Reports, hides and restores contributions, within what the member may read."""

    def report(self, by: Audience, contribution_id: str, reason: str) -> None:
        """Ask a moderator to look at a contribution; twice is once, with the later reason.

        Raises:
            NotFound: It is not there for the member.
            Forbidden: Nobody is signed in.
            InvalidInput: The reason is empty or too long.
        """
        require(bool(by.member_id))
        reason = clean_text(reason, LONGEST_REASON)
        with self._database.write("documents") as connection:
            row = contribution_row(connection, contribution_id, by)
            if not may_read_text(row, by):
                raise absent()
            same = sa.and_(
                reports.c.contribution_id == contribution_id, reports.c.member_id == by.member_id
            )
            connection.execute(sa.delete(reports).where(same))
            connection.execute(
                sa.insert(reports).values(
                    contribution_id=contribution_id,
                    member_id=by.member_id,
                    reason=reason,
                    at=self._clock(),
                )
            )
            self._audit.record(
                connection,
                by,
                Action.CONTRIBUTION_REPORTED,
                contribution_id,
                by.own_organisation,
            )

    def cases(self, by: Audience) -> list[Case]:
        """Give what is reported, edited while hidden, or hidden, in this order.

        Raises:
            Forbidden: Who asks is no moderator.
        """
        require(Right.MODERATE in by.rights)
        is_reported = sa.exists().where(reports.c.contribution_id == contributions.c.id)
        query = (
            contribution_query()
            .join(threads, threads.c.id == contributions.c.thread_id)
            .where(shown(threads, by))
            .where(is_reported | contributions.c.state.in_((State.PENDING, State.HIDDEN)))
            .add_columns(threads.c.title)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            told: dict[str, list[str]] = {row.id: [] for row in rows}
            for one in connection.execute(
                sa.select(reports.c.contribution_id, reports.c.reason)
                .where(reports.c.contribution_id.in_(told))
                .order_by(reports.c.at)
            ):
                told[one.contribution_id].append(one.reason)
        cases = [Case(to_contribution(row, by), row.title, tuple(told[row.id])) for row in rows]
        order = {State.PENDING: 1, State.HIDDEN: 2}
        return sorted(cases, key=lambda case: order.get(case.contribution.state, 0))

    def hide(self, by: Audience, contribution_id: str, reason: str) -> None:
        """Hide a contribution from all but its author and moderators; its replies stay.

        Raises:
            NotFound: It is not there for the moderator.
            Forbidden: Who asks is no moderator.
            InvalidInput: The reason is empty or too long.
        """
        self._decide(by, contribution_id, State.HIDDEN, clean_text(reason, LONGEST_REASON))

    def restore(self, by: Audience, contribution_id: str, reason: str) -> None:
        """Show a contribution again, or let it stand although it was reported.

        Raises:
            NotFound, Forbidden, InvalidInput: As for `hide`.
        """
        self._decide(by, contribution_id, State.VISIBLE, clean_text(reason, LONGEST_REASON))

    def log(self, by: Audience, contribution_id: str) -> list[Step]:
        """Give what moderators did with a contribution, the oldest first.

        Raises:
            NotFound: It is not there for who asks.
            Forbidden: Who asks is neither its author nor a moderator.
        """
        with self._database.read() as connection:
            row = contribution_row(connection, contribution_id, by)
            require(Right.MODERATE in by.rights or row.member_id == by.member_id)
            steps = connection.execute(
                sa.select(moderation)
                .where(moderation.c.contribution_id == contribution_id)
                .order_by(moderation.c.id)
            )
            return [
                Step(
                    one.contribution_id,
                    State(one.before),
                    State(one.after),
                    one.reason,
                    one.at.date(),
                )
                for one in steps
            ]

    def _decide(self, by: Audience, contribution_id: str, after: State, reason: str) -> None:
        """Change a state, settle the reports, and keep both in the log, all or nothing."""
        require(Right.MODERATE in by.rights)
        with self._write() as connection:
            row = contribution_row(connection, contribution_id, by)
            if row.state == State.REMOVED:
                raise InvalidInput("It was removed already.", "There is nothing left to do.")
            hidden = after is State.HIDDEN
            connection.execute(
                sa.update(contributions)
                .where(contributions.c.id == contribution_id)
                .values(state=after, reason=reason if hidden else "")
            )
            connection.execute(
                sa.delete(reports).where(reports.c.contribution_id == contribution_id)
            )
            connection.execute(
                sa.insert(moderation).values(
                    contribution_id=contribution_id,
                    member_id=by.member_id or None,
                    before=row.state,
                    after=after,
                    reason=reason,
                    at=self._clock(),
                )
            )
            log_thread(connection, row.thread_id)
            action = Action.CONTRIBUTION_HIDDEN if hidden else Action.CONTRIBUTION_RESTORED
            self._audit.record(connection, by, action, contribution_id, row.organisation_id)
