"""The tables of people: members, how they sign in, and what they did."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from kb.store.tables import UtcDateTime, metadata

members = Table(
    "members",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, unique=True, comment="folded; NULL once the account is closed"),
    Column("name", Text, nullable=False, comment="shown; free; empty once closed"),
    Column("password_hash", Text, comment="argon2id; NULL until the invitation is taken"),
    Column("role", Text, nullable=False),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("locked_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("reference_sha256", Text, primary_key=True, comment="of what the cookie holds"),
    Column("id", Text, nullable=False, unique=True, comment="to end it by"),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False, index=True),
    Column("device", Text, nullable=False, comment="kind of browser, no more"),
    Column("at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False, comment="within five minutes"),
)

one_time_links = Table(
    "one_time_links",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False, index=True),
    Column("expires_at", UtcDateTime, nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("key", Text, primary_key=True, comment="keyed hash of an account or of a network"),
    Column("times", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True, comment="the last one"),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", Text, primary_key=True),
    Column("member_id", Text, ForeignKey("members.id"), nullable=False, index=True),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("name", Text, nullable=False, comment="of the file"),
    Column("size", BigInteger, nullable=False),
    Column("job_id", Text, comment="of reading it; NULL until all of it has arrived"),
    Column("at", UtcDateTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("member_id", Text, comment="who; NULL for the command line and for strangers"),
    Column("organisation_id", Text, comment="whose admins may read it"),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, comment="id of what it was done to"),
    Column("details", JSON, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_audit_organisation_id_id", audit.c.organisation_id, audit.c.id)
