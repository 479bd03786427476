"""Members, how they sign in, and the audit log, of which entries are never changed.

An entry can be deleted a year after it was made, not before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)

_SQLITE = (
    """CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
    """CREATE TRIGGER audit_kept BEFORE DELETE ON audit
    WHEN old.at > datetime('now', '-364 days')
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$""",
    """CREATE TRIGGER audit_unchanged BEFORE UPDATE OR TRUNCATE ON audit
    EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_kept BEFORE DELETE ON audit FOR EACH ROW
    WHEN (old.at > now() - interval '364 days') EXECUTE FUNCTION audit_refuse()""",
)


def upgrade() -> None:
    """Make the tables."""
    op.add_column(
        "organisations",
        sa.Column("locked_at", _MOMENT, nullable=True, comment="nobody of it can sign in"),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "login", sa.Text(), nullable=True, comment="folded; NULL once the account is closed"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="shown; free; empty once closed"),
        sa.Column(
            "password_hash",
            sa.Text(),
            nullable=True,
            comment="argon2id; NULL until the invitation is taken",
        ),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("locked_at", _MOMENT, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_members_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("login", name=op.f("uq_members_login")),
    )
    op.create_index(op.f("ix_members_organisation_id"), "members", ["organisation_id"])
    op.create_table(
        "sign_ins",
        sa.Column(
            "reference_sha256", sa.Text(), nullable=False, comment="of what the cookie holds"
        ),
        sa.Column("id", sa.Text(), nullable=False, comment="to end it by"),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False, comment="kind of browser, no more"),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT, nullable=False, comment="within five minutes"),
        _of_member("sign_ins"),
        sa.PrimaryKeyConstraint("reference_sha256", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("id", name=op.f("uq_sign_ins_id")),
    )
    op.create_index(op.f("ix_sign_ins_member_id"), "sign_ins", ["member_id"])
    op.create_table(
        "one_time_links",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        _of_member("one_time_links"),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_one_time_links")),
    )
    op.create_index(op.f("ix_one_time_links_member_id"), "one_time_links", ["member_id"])
    op.create_table(
        "api_tokens",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        _of_member("api_tokens"),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("id", name=op.f("uq_api_tokens_id")),
    )
    op.create_index(op.f("ix_api_tokens_member_id"), "api_tokens", ["member_id"])
    op.create_table(
        "failures",
        sa.Column(
            "key",
            sa.Text(),
            nullable=False,
            comment="keyed hash of an account or of a network",
        ),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False, comment="the last one"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failures")),
    )
    op.create_index(op.f("ix_failures_at"), "failures", ["at"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column(
            "member_id",
            sa.Text(),
            nullable=True,
            comment="who; NULL for the command line and for strangers",
        ),
        sa.Column("organisation_id", sa.Text(), nullable=True, comment="whose admins may read it"),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="id of what it was done to"),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_index(op.f("ix_audit_organisation_id_id"), "audit", ["organisation_id", "id"])
    dialect = op.get_bind().dialect.name
    for statement in _SQLITE if dialect == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def _of_member(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["member_id"], ["members.id"], name=op.f(f"fk_{table}_member_id_members")
    )
