"""The tables of dossiers: ordered items, each with the texts that it was added with."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from kb.store.tables import UtcDateTime, metadata

dossiers = Table(
    "dossiers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False, index=True),
    Column("visibility", Text, nullable=False),
    Column("version", Integer, nullable=False, comment="of what is said; checked at each save"),
    Column("created_at", UtcDateTime, nullable=False),
)

dossier_items = Table(
    "dossier_items",
    metadata,
    Column("id", Text, primary_key=True),
    Column(
        "dossier_id",
        Text,
        ForeignKey("dossiers.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("position", Integer, comment="NULL once it is taken out"),
    Column("kind", Text, nullable=False),
    Column("target_id", Text, nullable=False, comment="of what it is about; empty for own words"),
    Column(
        "document_id",
        Text,
        ForeignKey("documents.id", ondelete="CASCADE"),
        index=True,
        comment="that the target is or stands in",
    ),
    Column("note", Text, nullable=False),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("taken_out_at", UtcDateTime),
)

dossier_texts = Table(
    "dossier_texts",
    metadata,
    Column("item_id", Text, ForeignKey("dossier_items.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, comment="0 for what was added, then translations"),
    Column(
        "document_id",
        Text,
        ForeignKey("documents.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("revision", Text, nullable=False, comment="of the document when the text was kept"),
    Column("sha256", Text, nullable=False, comment="of the kept text"),
    Column("section_id", Text, comment="no foreign key: a new ingest writes sections anew"),
    Column("kind", Text),
    Column("number", Text),
    Column("heading", Text),
    Column("text", Text),
    Column("lang", Text),
)
