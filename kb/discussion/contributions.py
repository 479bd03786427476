"""Contributions to discussions: made, edited, removed; what was said before stays to be read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from kb.access import Audience, Right, require
from kb.discussion.model import Contribution, ContributionKind, State, Version
from kb.discussion.reading import (
    absent,
    contribution_row,
    day_or_time,
    may_read_text,
    thread_row,
    to_contribution,
)
from kb.discussion.rules import require_open, writer
from kb.discussion.writing import Writing
from kb.errors import Conflict, InvalidInput
from kb.members.audit import Action
from kb.store.discussion_tables import contribution_versions, contributions, reports, threads
from kb.store.tables import new_id
from kb.store.threads import forget_thread, log_thread
from kb.typed import LONGEST_TEXT, clean_text

FREE_TO_EDIT = dt.timedelta(minutes=5)
"""How long a contribution that nobody answered can be edited without a version being kept."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A contribution as typed.

    Attributes:
        named: Whether others see the member's name, or the organisation alone; fixed afterwards.
    """

    text: str
    lang: str
    kind: ContributionKind = ContributionKind.COMMENT
    named: bool = True


class Contributions(Writing):
    """What members say in discussions."""

    def get(self, audience: Audience, contribution_id: str) -> Contribution:
        """Give one contribution, without its replies.

        Raises:
            NotFound: It is not there, or the audience may not see its thread.
        """
        with self._database.read() as connection:
            row = contribution_row(connection, contribution_id, audience)
            return to_contribution(row, audience)

    def versions(self, audience: Audience, contribution_id: str) -> list[Version]:
        """Give all wordings of a contribution, the newest first.

        Raises:
            NotFound: It is not there, or the audience may not read its text.
        """
        with self._database.read() as connection:
            row = contribution_row(connection, contribution_id, audience)
            if not may_read_text(row, audience):
                raise absent()
            version = contribution_versions.c
            found = connection.execute(
                sa.select(version.number, version.text, version.at)
                .where(version.contribution_id == contribution_id)
                .order_by(version.number.desc())
            )
            return [
                Version(one.number, one.text, day_or_time(one.at, row.organisation_id, audience))
                for one in found
            ]

    def add(
        self, by: Audience, thread_id: str, draft: Draft, reply_to: str | None = None
    ) -> Contribution:
        """Say something in a discussion.

        Args:
            reply_to: Id of the first-level contribution that is answered.

        Raises:
            NotFound: The thread or what is answered is not there for the member.
            Forbidden: The member may not discuss.
            InvalidInput: The text is empty or too long, or a reply is answered.
            Conflict: The discussion is closed.
        """
        owner = writer(by)
        with self._write() as connection:
            require_open(thread_row(connection, thread_id, by).closed)
            if reply_to is not None:
                _require_first_level(connection, by, thread_id, reply_to)
            made = insert_contribution(connection, by, thread_id, draft, self._clock(), reply_to)
            self._audit.record(connection, by, Action.CONTRIBUTED, made, owner, thread=thread_id)
        return self.get(by, made)

    def edit(self, by: Audience, contribution_id: str, text: str, version: int) -> Contribution:
        """Change the text of one's own contribution.

        Within `FREE_TO_EDIT`, and unless somebody answered, the old wording is forgotten; later it
        stays as a version. What was hidden waits for a moderator then.

        Args:
            version: Number of the version that the change was made from.

        Raises:
            NotFound: It is not there for the member.
            Forbidden: It is not the member's own.
            InvalidInput: The text is empty or too long.
            Conflict: The discussion is closed, or there is a newer version.
        """
        writer(by)
        text = clean_text(text, LONGEST_TEXT)
        at = self._clock()
        with self._write() as connection:
            row = contribution_row(connection, contribution_id, by)
            require(row.member_id == by.member_id and row.state != State.REMOVED)
            require_open(row.closed)
            if version != row.number:
                raise Conflict(
                    "The contribution was changed meanwhile.",
                    "Compare both wordings, then save again.",
                    code="contribution-changed",
                )
            free = (
                row.state == State.VISIBLE
                and at - row.at <= FREE_TO_EDIT
                and not _is_answered(connection, row)
            )
            if free:
                latest = sa.and_(
                    contribution_versions.c.contribution_id == contribution_id,
                    contribution_versions.c.number == version,
                )
                change = sa.update(contribution_versions).where(latest).values(text=text, at=at)
                connection.execute(change)
            else:
                _insert_version(connection, contribution_id, version + 1, text, at)
            if row.state == State.HIDDEN:
                connection.execute(
                    sa.update(contributions)
                    .where(contributions.c.id == contribution_id)
                    .values(state=State.PENDING)
                )
            log_thread(connection, row.thread_id)
            self._audit.record(
                connection, by, Action.CONTRIBUTION_EDITED, contribution_id, row.organisation_id
            )
        return self.get(by, contribution_id)

    def ids_of(self, member_id: str) -> list[str]:
        """Give what a member wrote and nobody erased, the newest first: replies before texts."""
        with self._database.read() as connection:
            return list(
                connection.scalars(
                    sa.select(contributions.c.id)
                    .where(contributions.c.member_id == member_id)
                    .where(contributions.c.state != State.REMOVED)
                    .order_by(contributions.c.at.desc(), contributions.c.id)
                )
            )

    def remove(self, by: Audience, contribution_id: str) -> None:
        """Erase the text of a contribution and all its versions.

        With replies its place stays, without a name; a thread in which nothing is left goes, too.

        Args:
            by: Its author, or a moderator.

        Raises:
            NotFound: It is not there for the member.
            Forbidden: The member is neither.
        """
        with self._write() as connection:
            row = contribution_row(connection, contribution_id, by)
            mine = row.member_id == by.member_id
            require((mine or Right.MODERATE in by.rights) and row.state != State.REMOVED)
            this = contributions.c.id == contribution_id
            for table in (contribution_versions, reports):
                connection.execute(
                    sa.delete(table).where(table.c.contribution_id == contribution_id)
                )
            if _has_replies(connection, contribution_id):
                connection.execute(
                    sa.update(contributions)
                    .where(this)
                    .values(
                        state=State.REMOVED,
                        reason="author" if mine else "moderator",
                        removed_at=self._clock(),
                    )
                )
            else:
                connection.execute(sa.delete(contributions).where(this))
                _forget_tombstone(connection, row.parent_id)
            _forget_or_log(connection, row.thread_id)
            self._audit.record(
                connection, by, Action.CONTRIBUTION_REMOVED, contribution_id, row.organisation_id
            )


def insert_contribution(
    connection: sa.Connection,
    by: Audience,
    thread_id: str,
    draft: Draft,
    at: dt.datetime,
    reply_to: str | None = None,
) -> str:
    """Keep a contribution and log the change of its thread, within the caller's transaction.

    Returns:
        Its id.

    Raises:
        Forbidden: The member may not discuss.
        InvalidInput: The text is empty or too long.
    """
    made, text = new_id(), clean_text(draft.text, LONGEST_TEXT)
    connection.execute(
        sa.insert(contributions).values(
            id=made,
            thread_id=thread_id,
            parent_id=reply_to,
            kind=ContributionKind.COMMENT if reply_to else draft.kind,
            lang=draft.lang,
            organisation_id=writer(by),
            member_id=by.member_id,
            named=draft.named,
            state=State.VISIBLE,
            reason="",
            at=at,
        )
    )
    _insert_version(connection, made, 1, text, at)
    connection.execute(sa.update(threads).where(threads.c.id == thread_id).values(last_at=at))
    log_thread(connection, thread_id)
    return made


def _require_first_level(
    connection: sa.Connection, by: Audience, thread_id: str, parent: str
) -> None:
    row = contribution_row(connection, parent, by)
    if row.thread_id != thread_id or not may_read_text(row, by):
        raise absent()
    if row.parent_id is not None:
        raise InvalidInput(
            "A reply cannot be answered.", "Answer what it replies to.", code="reply-to-reply"
        )


def _is_answered(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> bool:
    """Whether somebody replied to a contribution, or after a reply to the same."""
    this = row._mapping
    after = sa.and_(contributions.c.parent_id == this["parent_id"], contributions.c.at > this["at"])
    answers = contributions.c.parent_id == this["id"]
    return bool(connection.scalar(sa.select(sa.exists().where(answers | after))))


def _has_replies(connection: sa.Connection, contribution_id: str) -> bool:
    replies = sa.exists().where(contributions.c.parent_id == contribution_id)
    return bool(connection.scalar(sa.select(replies)))


def _forget_tombstone(connection: sa.Connection, contribution_id: str | None) -> None:
    """Delete a removed contribution whose last reply went."""
    if contribution_id is not None and not _has_replies(connection, contribution_id):
        connection.execute(
            sa.delete(contributions).where(
                contributions.c.id == contribution_id, contributions.c.state == State.REMOVED
            )
        )


def _forget_or_log(connection: sa.Connection, thread_id: str) -> None:
    left = sa.exists().where(contributions.c.thread_id == thread_id)
    if connection.scalar(sa.select(left)):
        log_thread(connection, thread_id)
    else:
        forget_thread(connection, thread_id)


def _insert_version(
    connection: sa.Connection, contribution_id: str, number: int, text: str, at: dt.datetime
) -> None:
    connection.execute(
        sa.insert(contribution_versions).values(
            contribution_id=contribution_id, number=number, text=text, at=at
        )
    )
