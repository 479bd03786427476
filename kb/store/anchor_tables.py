"""The tables of what discussions quote, and of where it stands in each text."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, Table, Text

from kb.store.tables import UtcDateTime, is_last, metadata

anchors = Table(
    "anchors",
    metadata,
    Column("thread_id", Text, ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "version_id",
        Text,
        ForeignKey("text_versions.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="the text that is quoted; what is quoted goes with it",
    ),
    Column("lang", Text, nullable=False),
    Column("start", Integer, nullable=False, comment="code points of that text"),
    Column("end", Integer, nullable=False),
    Column("exact", Text, nullable=False, comment="never changed"),
    Column("prefix", Text, nullable=False),
    Column("suffix", Text, nullable=False),
)

placements = Table(
    "placements",
    metadata,
    Column("id", Integer, primary_key=True, comment="the last one in a document is the current"),
    Column(
        "thread_id",
        Text,
        ForeignKey("anchors.thread_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column(
        "document_id",
        Text,
        nullable=False,
        index=True,
        comment="no foreign key: what is public outlives its document",
    ),
    Column(
        "version_id",
        Text,
        ForeignKey("text_versions.id", ondelete="CASCADE"),
        index=True,
        comment="NULL: the document has the section no longer",
    ),
    Column("start", Integer, comment="code points of that text; NULL: found nowhere"),
    Column("end", Integer),
    Column("state", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("score", Float, nullable=False, comment="share of what was quoted that stands there"),
    Column("member_id", Text, ForeignKey("members.id"), comment="NULL: computed"),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
CURRENT_PLACEMENT = is_last(placements, placements.c.thread_id, placements.c.document_id)
"""Holds for the placement of an anchor that counts in a document."""
