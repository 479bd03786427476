"""Discussions as one reader may see them: what is withheld is decided here and nowhere else."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa

from kb.access import Audience, Right
from kb.discussion.model import (
    Author,
    Contribution,
    ContributionKind,
    State,
    Thread,
)
from kb.errors import NotFound
from kb.model import Visibility
from kb.store.discussion_tables import (
    LATEST_VERSION,
    contribution_versions,
    contributions,
    threads,
)
from kb.store.member_tables import members
from kb.store.readable import READERS
from kb.store.tables import one_of, organisations
from kb.store.targets import effective, shown, to_target


def thread_query(audience: Audience) -> sa.Select[Any]:
    """Select the threads that an audience may see, as `to_threads` takes them."""
    return _threads(audience.reader)


@lru_cache(maxsize=READERS)
def _threads(reader: Audience) -> sa.Select[Any]:
    return (
        sa.select(
            threads,
            effective(threads).label("narrowed"),
            organisations.c.name.label("organisation"),
        )
        .join_from(threads, organisations)
        .where(shown(threads, reader))
    )


@lru_cache(maxsize=READERS)
def _thread(reader: Audience) -> sa.Select[Any]:
    return _threads(reader).where(threads.c.id == sa.bindparam("thread_id"))


def thread_row(connection: sa.Connection, thread_id: str, audience: Audience) -> sa.Row[Any]:
    """Read a thread.

    Raises:
        NotFound: It is not there, or the audience may not see it.
    """
    row = connection.execute(_thread(audience.reader), {"thread_id": thread_id}).first()
    if row is None:
        raise NotFound("There is no such discussion.", "Look for it beside the article.")
    return row


def to_threads(connection: sa.Connection, rows: Collection[sa.Row[Any]]) -> list[Thread]:
    """Make threads of rows of `thread_query`; hidden and removed contributions do not count."""
    counts, replies = _counts(connection, [row.id for row in rows])
    return [
        Thread(
            id=row.id,
            target=to_target(row),
            title=row.title,
            lang=row.lang,
            visibility=Visibility(row.narrowed),
            author=Author(row.organisation_id, row.organisation),
            opened_on=row.opened_at.date(),
            last_on=row.last_at.date(),
            closed=row.closed,
            counts=counts[row.id],
            replies=replies[row.id],
        )
        for row in rows
    ]


_IS_REPLY = contributions.c.parent_id.is_not(None)
_COUNTS = (
    sa.select(contributions.c.thread_id, contributions.c.kind, _IS_REPLY, sa.func.count())
    .where(one_of(contributions.c.thread_id, "ids"))
    .where(contributions.c.state == State.VISIBLE)
    .group_by(contributions.c.thread_id, contributions.c.kind, _IS_REPLY)
)


def _counts(
    connection: sa.Connection, thread_ids: Collection[str]
) -> tuple[Mapping[str, Mapping[ContributionKind, int]], Mapping[str, int]]:
    """Count what can be read: first-level contributions by thread and kind, replies by thread."""
    rows = connection.execute(_COUNTS, {"ids": list(thread_ids)})
    counts: defaultdict[str, dict[ContributionKind, int]] = defaultdict(dict)
    replies: defaultdict[str, int] = defaultdict(int)
    for thread_id, kind, of_replies, number in rows:
        if of_replies:
            replies[thread_id] += number
        else:
            counts[thread_id][ContributionKind(kind)] = number
    return counts, replies


def contribution_query() -> sa.Select[Any]:
    """Select contributions with their latest version, as `to_contribution` takes them."""
    version = contribution_versions
    return (
        sa.select(
            contributions,
            version.c.text,
            version.c.number,
            members.c.name,
            organisations.c.name.label("organisation"),
            organisations.c.locked_at,
        )
        .join(organisations, organisations.c.id == contributions.c.organisation_id)
        .join(members, members.c.id == contributions.c.member_id)
        .join(
            version,
            sa.and_(
                version.c.contribution_id == contributions.c.id, version.c.number == LATEST_VERSION
            ),
            isouter=True,
        )
        .order_by(contributions.c.at, contributions.c.id)
    )


@cache
def contributions_by_id() -> sa.Select[Any]:
    """Select the contributions with one of some `ids`, as `to_contribution` takes them."""
    return contribution_query().where(one_of(contributions.c.id, "ids"))


def contribution_row(
    connection: sa.Connection, contribution_id: str, audience: Audience
) -> sa.Row[Any]:
    """Read a contribution with its latest version.

    Raises:
        NotFound: It is not there, or the audience may not see its thread.
    """
    query = (
        contribution_query()
        .join(threads, threads.c.id == contributions.c.thread_id)
        .where(contributions.c.id == contribution_id, shown(threads, audience))
        .add_columns(threads.c.closed)
    )
    row = connection.execute(query).first()
    if row is None:
        raise absent()
    return row


def absent() -> NotFound:
    """The answer where there is no contribution for the asker."""
    return NotFound("There is no such contribution.", "Look for it in its discussion.")


def may_read_text(row: sa.Row[Any], audience: Audience) -> bool:
    """Whether an audience that sees the thread may read the text of a contribution.

    What is hidden is for its author and for moderators; what is removed, for nobody.
    """
    if row.state == State.VISIBLE:
        return True
    mine = row.member_id == audience.member_id
    return row.state != State.REMOVED and (mine or Right.MODERATE in audience.rights)


def to_contribution(row: sa.Row[Any], audience: Audience) -> Contribution:
    """Make a contribution of a row of `contribution_query`."""
    readable = may_read_text(row, audience)
    removed = row.state == State.REMOVED
    names = row.named and row.locked_at is None and not removed
    return Contribution(
        id=row.id,
        thread_id=row.thread_id,
        parent_id=row.parent_id,
        kind=ContributionKind(row.kind),
        lang=row.lang,
        text=row.text or "" if readable else "",
        version=row.number or 0,
        state=State(row.state),
        reason=row.reason if readable or removed else "",
        author=Author(
            "" if removed else row.organisation_id,
            "" if removed else row.organisation,
            row.name if names else "",
        ),
        at=day_or_time(row.removed_at or row.at, row.organisation_id, audience),
        mine=bool(audience.member_id) and row.member_id == audience.member_id,
        readable=readable,
    )


def day_or_time(at: dt.datetime, organisation_id: str, audience: Audience) -> dt.date:
    """A day, and the exact time for the organisation's own members."""
    return at if organisation_id in audience.organisations else at.date()


def nested(flat: Collection[Contribution]) -> list[Contribution]:
    """Put replies below what they answer; all in the order of time."""

    replies: defaultdict[str, list[Contribution]] = defaultdict(list)
    for one in flat:
        if one.parent_id is not None:
            replies[one.parent_id].append(one)
    return [
        dataclasses.replace(one, replies=tuple(replies[one.id]))
        for one in flat
        if one.parent_id is None
    ]


def reading_order(parents: Mapping[str, str | None]) -> list[str]:
    """Put contributions into the order in which `nested` shows them.

    Args:
        parents: Id of a contribution -> of what it answers, in the order of time.
    """
    replies: defaultdict[str | None, list[str]] = defaultdict(list)
    for one, parent in parents.items():
        replies[parent].append(one)
    return [one for first in replies[None] for one in (first, *replies[first])]
