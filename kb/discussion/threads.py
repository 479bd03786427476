"""Discussions: opened, listed, read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import sqlalchemy as sa

from kb.access import Audience
from kb.discussion.anchoring import keep_anchor
from kb.discussion.contributions import Draft, insert_contribution
from kb.discussion.model import Contribution, ContributionPage, Thread
from kb.discussion.quotations import find_quotation
from kb.discussion.reading import (
    contribution_query,
    contributions_by_id,
    nested,
    reading_order,
    thread_query,
    thread_row,
    to_contribution,
    to_threads,
)
from kb.discussion.rules import places_of, require_audience, writer
from kb.discussion.targets import Target
from kb.discussion.writing import Writing
from kb.members.audit import Action
from kb.model import Visibility
from kb.store.discussion_tables import contributions, threads
from kb.store.tables import new_id
from kb.store.targets import counts_of_work, from_target, on_target, widest
from kb.typed import LONGEST_TITLE, clean_line

PAGE_LENGTH = 30
"""Contributions of a page, replies counted."""


class Threads(Writing):
    """Discussions on works, sections, documents and dossiers."""

    # -- reading -----------------------------------------------------------------------------

    def get(self, audience: Audience, thread_id: str) -> Thread:
        """Give one thread.

        Raises:
            NotFound: It is not there, or the audience may not see it.
        """
        with self._database.read() as connection:
            return to_threads(connection, [thread_row(connection, thread_id, audience)])[0]

    def contributions(self, audience: Audience, thread_id: str) -> list[Contribution]:
        """Give what was said in a thread, replies below what they answer, the oldest first.

        Raises:
            NotFound: The thread is not there, or the audience may not see it.
        """
        with self._database.read() as connection:
            thread_row(connection, thread_id, audience)
            rows = connection.execute(
                contribution_query().where(contributions.c.thread_id == thread_id)
            )
            return nested([to_contribution(row, audience) for row in rows])

    def page(
        self, audience: Audience, thread_id: str, number: int = 1, at: str = ""
    ) -> ContributionPage:
        """Give a page of what was said in a thread, in the order of `contributions`.

        Args:
            number: Of the page, from 1; where there are fewer, it is the last one.
            at: Id of a contribution: the page on which it stands, if it is in the thread.

        Raises:
            NotFound: The thread is not there, or the audience may not see it.
        """
        with self._database.read() as connection:
            thread_row(connection, thread_id, audience)
            parents = dict(
                connection.execute(
                    sa.select(contributions.c.id, contributions.c.parent_id)
                    .where(contributions.c.thread_id == thread_id)
                    .order_by(contributions.c.at, contributions.c.id)
                ).all()
            )
            order = reading_order(parents)
            pages = max(1, -(-len(order) // PAGE_LENGTH))
            number = order.index(at) // PAGE_LENGTH + 1 if at in parents else min(number, pages)
            ids = order[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
            answered = {parent for one in ids[:1] if (parent := parents[one])}
            rows = connection.execute(contributions_by_id(), {"ids": [*answered, *ids]})
            found = nested([to_contribution(row, audience) for row in rows])
        return ContributionPage(found, number, pages, bool(answered))

    def on(self, audience: Audience, target_ids: Collection[str]) -> list[Thread]:
        """Give the threads on works, documents and dossiers and on their sections.

        Args:
            target_ids: Ids of works, documents or dossiers.

        Returns:
            The last contributed to first.
        """
        return self._list(thread_query(audience).where(threads.c.target_id.in_(target_ids)))

    def among(self, audience: Audience, thread_ids: Collection[str]) -> list[Thread]:
        """Give those of these threads that the audience may see, the last contributed to first."""
        return self._list(thread_query(audience).where(threads.c.id.in_(thread_ids)))

    def about(self, audience: Audience, target: Target) -> list[Thread]:
        """Give the threads on one target, the last contributed to first."""
        return self._list(thread_query(audience).where(on_target(threads, target)))

    def counts(self, audience: Audience, work_id: str) -> Counter[Target]:
        """Count the threads on a work and on each of its sections."""
        with self._database.read() as connection:
            return counts_of_work(connection, threads, work_id, audience)

    def latest(
        self, audience: Audience, *, closed: bool | None = None, limit: int = 20, offset: int = 0
    ) -> list[Thread]:
        """Give the threads that were contributed to last.

        Args:
            closed: Only closed or only open ones; None: both.
        """
        query = thread_query(audience).limit(limit).offset(offset)
        return self._list(query if closed is None else query.where(threads.c.closed == closed))

    def _list(self, query: sa.Select[tuple[object, ...]]) -> list[Thread]:
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(threads.c.last_at.desc(), threads.c.id)).all()
            return to_threads(connection, rows)

    # -- writing -----------------------------------------------------------------------------

    def open(
        self,
        by: Audience,
        target: Target,
        title: str,
        visibility: Visibility,
        draft: Draft,
        quotation: str = "",
    ) -> Thread:
        """Open a discussion with its first contribution.

        Args:
            visibility: Who reads it: the network, or the member's organisation alone.
            quotation: The words of the section that it is about, "" for all of it.

        Raises:
            NotFound: There is no such target, or the member may not read it.
            Forbidden: The member may not discuss.
            InvalidInput: A text is empty or too long, the discussion would be wider than what it
                hangs on, or the quotation is not found in one place.
        """
        owner = writer(by)
        places = places_of(self._targets, target, by)
        title = clean_line(title, LONGEST_TITLE)
        at = self._clock()
        thread_id = new_id()
        with self._write() as connection:
            require_audience(widest(connection, target, owner), visibility)
            connection.execute(
                sa.insert(threads).values(
                    id=thread_id,
                    **from_target(target),
                    title=title,
                    lang=draft.lang,
                    visibility=visibility,
                    organisation_id=owner,
                    member_id=by.member_id,
                    opened_at=at,
                    last_at=at,
                )
            )
            if quotation.strip():
                keep_anchor(connection, thread_id, *find_quotation(connection, places, quotation))
            insert_contribution(connection, by, thread_id, draft, at)
            self._audit.record(connection, by, Action.DISCUSSION_OPENED, thread_id, owner)
        return self.get(by, thread_id)
