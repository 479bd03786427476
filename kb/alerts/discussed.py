"""What is new in discussions that members follow: what others said there, and how they ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from kb.access import Audience
from kb.discussion.model import State, Thread
from kb.discussion.threads import Threads
from kb.store.database import Database
from kb.store.discussion_tables import closings, contributions

CONTRIBUTION = "contribution"
CLOSING = "closing"

_SAID = sa.union_all(
    sa.select(
        (sa.literal(f"{CONTRIBUTION}:") + contributions.c.id).label("name"),
        *(contributions.c[name] for name in ("thread_id", "member_id", "at")),
    ).where(contributions.c.state == State.VISIBLE),
    sa.select(
        sa.literal(f"{CLOSING}:") + sa.cast(closings.c.id, sa.Text),
        *(closings.c[name] for name in ("thread_id", "member_id", "at")),
    ),
).subquery()
"""Each contribution that can be read, and each closing and opening again."""


class Discussed:
    """Names what is new in discussions, and gives it to those who may see it."""

    def __init__(self, database: Database, threads: Threads) -> None:
        self._database = database
        self._threads = threads

    def since(self, thread_id: str, moment: dt.datetime, by: Audience) -> list[str]:
        """Name what others said in a discussion from a moment on, and how they closed or opened it.

        Returns:
            Such as "contribution:7dc4…", in the order of time; none for those who may not see it.
        """
        if not self._threads.among(by, [thread_id]):
            return []
        query = (
            sa.select(_SAID.c.name)
            .where(_SAID.c.thread_id == thread_id, _SAID.c.at >= moment)
            .where(_SAID.c.member_id != by.member_id)
            .order_by(_SAID.c.at, _SAID.c.name)
        )
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def threads_of(
        self, names: Collection[str], thread_ids: Collection[str], by: Audience
    ) -> dict[str, Thread]:
        """Give the discussions of what `since` named, but for what can be read no longer.

        Args:
            thread_ids: Of the discussions that these are of.
        """
        threads = {one.id: one for one in self._threads.among(by, thread_ids)}
        if not threads:
            return {}
        query = sa.select(_SAID.c.name, _SAID.c.thread_id).where(
            _SAID.c.thread_id.in_(threads), _SAID.c.name.in_(names)
        )
        with self._database.read() as connection:
            return {row.name: threads[row.thread_id] for row in connection.execute(query)}
