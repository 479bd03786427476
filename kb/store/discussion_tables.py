"""The tables of discussions and positions."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    false,
)

from kb.store.tables import UtcDateTime, is_last, last, metadata


def target_columns() -> tuple[Column[str], Column[str], Column[str], Column[str], Column[int]]:
    """The columns of a target (`kb.discussion.targets.Target`) in the row that hangs on it."""
    return (
        Column("target_kind", Text, nullable=False),
        Column("target_id", Text, nullable=False, comment="of the work, document or dossier"),
        Column("section_kind", Text, nullable=False, comment="empty: the whole of it"),
        Column("section_number", Text, nullable=False),
        Column("section_nth", Integer, nullable=False),
    )


threads = Table(
    "threads",
    metadata,
    Column("id", Text, primary_key=True),
    *target_columns(),
    Column("title", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("visibility", Text, nullable=False, comment="as chosen; what it hangs on narrows it"),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False, index=True),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False, index=True, comment="of its last contribution"),
    Column("closed", Boolean, nullable=False, server_default=false()),
    Column("part", Text, comment="of the index, as logged last; NULL: in none"),
)
Index("ix_threads_target_id", threads.c.target_id, threads.c.section_kind)

contributions = Table(
    "contributions",
    metadata,
    Column("id", Text, primary_key=True),
    Column(
        "thread_id",
        Text,
        ForeignKey("threads.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("parent_id", Text, ForeignKey("contributions.id", ondelete="CASCADE"), index=True),
    Column("kind", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False, index=True),
    Column("named", Boolean, nullable=False, comment="others see the member's name"),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, comment="why it is hidden"),
    Column("at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
)

contribution_versions = Table(
    "contribution_versions",
    metadata,
    Column(
        "contribution_id",
        Text,
        ForeignKey("contributions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False, comment="as typed"),
    Column("at", UtcDateTime, nullable=False),
)
LATEST_VERSION = last(contribution_versions.c.number, contribution_versions.c.contribution_id)
"""The number of the version of a contribution that counts."""

reports = Table(
    "reports",
    metadata,
    Column(
        "contribution_id",
        Text,
        ForeignKey("contributions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("member_id", Text, ForeignKey("members.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

moderation = Table(
    "moderation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("contribution_id", Text, nullable=False, index=True, comment="no foreign key: may go"),
    Column("member_id", Text, comment="who; NULL for the command line"),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

closings = Table(
    "closings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "thread_id",
        Text,
        ForeignKey("threads.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("result", Text, comment="NULL: opened again"),
    Column("summary", Text, nullable=False, comment="or why it was opened again"),
    Column("decision", Text, nullable=False, index=True, comment="a target, or empty"),
    Column("review_on", Date, index=True),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
LAST_CLOSING = last(closings.c.id, closings.c.thread_id)
"""The id of how a thread was last closed or opened again."""

positions = Table(
    "positions",
    metadata,
    Column("id", Integer, primary_key=True, comment="the last one of a target is the current one"),
    *target_columns(),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False, index=True),
    Column("stance", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("visibility", Text, nullable=False, comment="as chosen; what it hangs on narrows it"),
    Column("decided_by", Text, nullable=False, comment="board, meeting; or empty"),
    Column("decided_on", Date),
    Column("decision", Text, nullable=False, index=True, comment="of minutes: a target, or empty"),
    Column("texts", JSON, nullable=False, comment="section -> SHA-256 of its text then"),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False, comment="the delegate"),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
Index(
    "ix_positions_target_id",
    positions.c.target_id,
    positions.c.section_kind,
    positions.c.section_number,
    positions.c.section_nth,
    positions.c.organisation_id,
)
CURRENT_POSITION = is_last(
    positions,
    *(positions.c[column.name] for column in target_columns()),
    positions.c.organisation_id,
)
"""Holds for what an organisation holds on a target now, also if it is nothing any more."""
