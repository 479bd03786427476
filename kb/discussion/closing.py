"""How discussions end: a summary, a result, the decision of minutes, a day to look again.

A closing is a version: another one, or opening the discussion again, leaves it where it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from kb.access import Audience, Right, require
from kb.discussion.model import Author, Closing, Result, Thread
from kb.discussion.reading import thread_query, thread_row, to_threads
from kb.discussion.targets import Target
from kb.discussion.writing import Writing
from kb.errors import Conflict, InvalidInput, NotFound
from kb.members.audit import Action
from kb.model import SectionKind
from kb.store.discussion_tables import LAST_CLOSING, closings, threads
from kb.store.tables import organisations
from kb.store.targets import TargetStore
from kb.store.threads import log_thread
from kb.typed import LONGEST_SUMMARY, clean_text

_CLOSINGS = sa.select(closings, organisations.c.name.label("organisation")).join_from(
    closings, organisations
)


class Closings(Writing):
    """Closes discussions and opens them again."""

    def close(
        self,
        by: Audience,
        thread_id: str,
        result: Result,
        summary: str,
        decision: Target | None = None,
        review_on: dt.date | None = None,
    ) -> Closing:
        """Close a discussion, or say anew how it was closed; all of it or nothing.

        Args:
            decision: Of minutes, that the member may read.
            review_on: The day on which to look at it again.

        Raises:
            NotFound: The discussion or the decision is not there for the member.
            Forbidden: The member is neither of the organisation that opened it, nor a moderator.
            InvalidInput: The summary is empty or too long, the day is past, or the decision is
                none.
        """
        summary = clean_text(summary, LONGEST_SUMMARY)
        if review_on is not None and review_on <= self._clock().date():
            raise InvalidInput(
                "The day to look again is past.", "Give a later day.", code="review-past"
            )
        require_decision(self._targets, by, decision)
        self._keep(by, thread_id, result, summary, decision, review_on)
        return self.of(by, thread_id)[0]

    def reopen(self, by: Audience, thread_id: str, reason: str) -> None:
        """Open a closed discussion again.

        Raises:
            NotFound, Forbidden: As for `close`.
            InvalidInput: The reason is empty or too long.
            Conflict: It is open.
        """
        self._keep(by, thread_id, None, clean_text(reason, LONGEST_SUMMARY), None, None)

    def of(self, audience: Audience, thread_id: str) -> list[Closing]:
        """Give how a discussion was closed and opened again, the newest first.

        Raises:
            NotFound: It is not there for the audience.
        """
        with self._database.read() as connection:
            thread_row(connection, thread_id, audience)
            rows = connection.execute(
                _CLOSINGS.where(closings.c.thread_id == thread_id).order_by(closings.c.id.desc())
            ).all()
        return self._to_closings(rows, audience)

    def last(self, audience: Audience, thread_ids: Collection[str]) -> dict[str, Closing]:
        """Give how discussions were closed or opened again last, by their ids.

        Args:
            thread_ids: Of discussions that the audience may see.
        """
        with self._database.read() as connection:
            rows = connection.execute(
                _CLOSINGS.join(threads, threads.c.id == closings.c.thread_id).where(
                    threads.c.id.in_(thread_ids), closings.c.id == LAST_CLOSING
                )
            ).all()
        return {one.thread_id: one for one in self._to_closings(rows, audience)}

    def due(self, by: Audience, *, limit: int = 20, offset: int = 0) -> list[Thread]:
        """Give closed discussions whose day to look again has come, to those who may close them.

        Returns:
            The earliest day first; none for whom there is nothing to close.
        """
        moderates = Right.MODERATE in by.rights
        if not moderates and Right.DISCUSS not in by.rights:
            return []
        query = (
            thread_query(by)
            .join(closings, closings.c.id == LAST_CLOSING)
            .where(closings.c.review_on <= self._clock().date())
            .where(sa.true() if moderates else threads.c.organisation_id == by.own_organisation)
            .order_by(closings.c.review_on, threads.c.id)
        )
        with self._database.read() as connection:
            rows = connection.execute(query.limit(limit).offset(offset)).all()
            return to_threads(connection, rows)

    def by_decision(
        self, audience: Audience, decisions: Collection[Target]
    ) -> dict[str, list[Thread]]:
        """Give the discussions that decisions of minutes closed, by the written form of each.

        Args:
            decisions: That the audience may read.
        """
        query = (
            thread_query(audience)
            .join(closings, closings.c.id == LAST_CLOSING)
            .where(closings.c.decision.in_([str(one) for one in decisions]))
            .add_columns(closings.c.decision)
            .order_by(closings.c.id.desc())
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            found = to_threads(connection, rows)
        closed: dict[str, list[Thread]] = {}
        for row, thread in zip(rows, found, strict=True):
            closed.setdefault(row.decision, []).append(thread)
        return closed

    def _keep(
        self,
        by: Audience,
        thread_id: str,
        result: Result | None,
        text: str,
        decision: Target | None,
        review_on: dt.date | None,
    ) -> None:
        with self._write() as connection:
            row = thread_row(connection, thread_id, by)
            own = by.own_organisation
            opened_it = Right.DISCUSS in by.rights and own == row.organisation_id
            require(own is not None and (opened_it or Right.MODERATE in by.rights))
            if result is None and not row.closed:
                raise Conflict("The discussion is open.", "Go on with it.", code="thread-open")
            connection.execute(
                sa.insert(closings).values(
                    thread_id=thread_id,
                    result=result,
                    summary=text,
                    decision=str(decision or ""),
                    review_on=review_on,
                    organisation_id=own,
                    member_id=by.member_id,
                    at=self._clock(),
                )
            )
            connection.execute(
                sa.update(threads)
                .where(threads.c.id == thread_id)
                .values(closed=result is not None)
            )
            log_thread(connection, thread_id)
            action = Action.DISCUSSION_CLOSED if result else Action.DISCUSSION_REOPENED
            self._audit.record(connection, by, action, thread_id, own)

    def _to_closings(self, rows: Collection[sa.Row[Any]], audience: Audience) -> list[Closing]:
        decisions = readable_decisions(self._targets, audience, {row.decision for row in rows})
        return [
            Closing(
                id=row.id,
                thread_id=row.thread_id,
                result=Result(row.result) if row.result else None,
                summary=row.summary,
                decision=decisions.get(row.decision),
                review_on=row.review_on,
                author=Author(row.organisation_id, row.organisation),
                on=row.at.date(),
            )
            for row in rows
        ]


def require_decision(targets: TargetStore, by: Audience, decision: Target | None) -> None:
    """Refuse what is no decision of minutes that a member may read.

    Raises:
        NotFound: It is not there for the member.
        InvalidInput: It is something else.
    """
    if decision is None:
        return
    if decision.section is None or decision.section.kind is not SectionKind.DECISION:
        raise InvalidInput(
            "This is no decision of minutes.", "Give the address of one.", code="no-decision"
        )
    if not any(place.section_id for place in targets.places(decision, by)):
        raise NotFound("There is no such decision.", "Look for it in its minutes.")


def readable_decisions(
    targets: TargetStore, audience: Audience, written: Collection[str]
) -> dict[str, Target]:
    """Give those decisions that the audience may read, by their written forms; "" is none."""
    decisions = {one: Target.parse(one) for one in written if one}
    places = targets.places_of_all(decisions.values(), audience) if decisions else {}
    return {one: decision for one, decision in decisions.items() if places[decision]}
