"""The tables of proposals, and of the texts that they rest on."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from kb.store.discussion_tables import target_columns
from kb.store.tables import UtcDateTime, last, metadata

text_versions = Table(
    "text_versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column(
        "document_id",
        Text,
        nullable=False,
        index=True,
        comment="no foreign key: what is public outlives its document",
    ),
    Column("section_id", Text, nullable=False, comment="no foreign key: it may be gone"),
    Column("text", Text, nullable=False, comment="never changed"),
    Column("sha256", Text, nullable=False),
    Column("reason", Text, nullable=False, comment="why the section has this text"),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("section_id", "sha256"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Text, primary_key=True),
    *target_columns(),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False, index=True),
    Column("visibility", Text, nullable=False, comment="as chosen; what it hangs on narrows it"),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False, comment="grows with each change"),
    Column("at", UtcDateTime, nullable=False, comment="of its last change"),
)
Index("ix_proposals_target_id", proposals.c.target_id, proposals.c.section_kind)

revisions = Table(
    "revisions",
    metadata,
    Column("proposal_id", Text, ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("explanation", Text, nullable=False),
    Column("spelling_only", Boolean, nullable=False, comment="says the same as the one before"),
    Column("member_id", Text, ForeignKey("members.id"), comment="NULL: a new text carried it over"),
    Column("at", UtcDateTime, nullable=False),
)
LATEST_REVISION = last(revisions.c.number, revisions.c.proposal_id)
"""The number of the revision of a proposal that counts."""

wordings = Table(
    "wordings",
    metadata,
    Column("proposal_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("lang", Text, primary_key=True),
    Column(
        "version_id",
        Text,
        ForeignKey("text_versions.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="the text that it is to replace",
    ),
    Column("text", Text, nullable=False),
    ForeignKeyConstraint(
        ["proposal_id", "number"],
        ["revisions.proposal_id", "revisions.number"],
        name="fk_wordings_proposal_id_number_revisions",
        ondelete="CASCADE",
    ),
)

endorsements = Table(
    "endorsements",
    metadata,
    Column("proposal_id", Text, ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisations.id"), primary_key=True),
    Column("number", Integer, nullable=False, comment="of the revision"),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

proposal_events = Table(
    "proposal_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "proposal_id",
        Text,
        ForeignKey("proposals.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("state", Text, nullable=False, comment="that it entered"),
    Column("reason", Text, nullable=False),
    Column("decision", Text, nullable=False, index=True, comment="of minutes: a target, or empty"),
    Column("organisation_id", Text, ForeignKey("organisations.id"), comment="NULL: a new text"),
    Column("member_id", Text, ForeignKey("members.id")),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
LAST_EVENT = last(proposal_events.c.id, proposal_events.c.proposal_id)
"""The id of the state that a proposal entered last."""
