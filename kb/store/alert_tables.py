"""The tables of alerts: what members follow, what they were told, and the mails about it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from kb.store.tables import UtcDateTime, metadata

alerts = Table(
    "alerts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False, index=True),
    Column("query", JSON, nullable=False, comment="what is searched for, or the id of an act"),
    Column("note", Text, nullable=False, comment="why the member follows it"),
    Column("mail", Text, nullable=False),
    Column("position", Integer, nullable=False, index=True, comment="looked at in the change log"),
    Column("created_at", UtcDateTime, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("member_id", Text, ForeignKey("members.id"), primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("subject", Text, primary_key=True, comment="kind and id of what is new; no text"),
    Column("alert_id", Text, ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("letter_id", Text, comment="that it goes with; NULL until its digest is made"),
)
Index(
    "ix_deliveries_member_id_channel_at",
    deliveries.c.member_id,
    deliveries.c.channel,
    deliveries.c.at,
)
Index("ix_deliveries_alert_id", deliveries.c.alert_id)
Index("ix_deliveries_letter_id", deliveries.c.letter_id)

digests = Table(
    "digests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("range", Text, nullable=False),
    Column("day", Date, nullable=False, comment="on whose morning its window ends"),
    Column("made_at", UtcDateTime, nullable=False),
    UniqueConstraint("range", "day"),
)

letters = Table(
    "letters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest_id", Text, ForeignKey("digests.id"), nullable=False),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False, comment="why it was not sent"),
    Column("processed_at", UtcDateTime),
    UniqueConstraint("digest_id", "member_id"),
)
Index("ix_letters_state_next_try_at", letters.c.state, letters.c.next_try_at)

mail_stops = Table(
    "mail_stops",
    metadata,
    Column("member_id", Text, ForeignKey("members.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("member_id", Text, ForeignKey("members.id"), primary_key=True),
    Column("token_sha256", Text, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)
