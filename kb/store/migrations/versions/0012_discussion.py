"""Discussions and positions; sections found by kind and number, as these hang on them.

Of moderation no entry is ever changed, and none deleted within a year.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_SQLITE = (
    """CREATE TRIGGER moderation_unchanged BEFORE UPDATE ON moderation
    BEGIN SELECT RAISE(ABORT, 'the log of moderation is append-only'); END""",
    """CREATE TRIGGER moderation_kept BEFORE DELETE ON moderation
    WHEN old.at > datetime('now', '-364 days')
    BEGIN SELECT RAISE(ABORT, 'the log of moderation is append-only'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION moderation_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log of moderation is append-only'; END $$""",
    """CREATE TRIGGER moderation_unchanged BEFORE UPDATE OR TRUNCATE ON moderation
    EXECUTE FUNCTION moderation_refuse()""",
    """CREATE TRIGGER moderation_kept BEFORE DELETE ON moderation FOR EACH ROW
    WHEN (old.at > now() - interval '364 days') EXECUTE FUNCTION moderation_refuse()""",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_index(
        "ix_sections_document_id_kind_number", "sections", ["document_id", "kind", "number"]
    )
    _threads()
    _contributions()
    _moderation()
    _closings()
    _positions()
    dialect = op.get_bind().dialect.name
    for statement in _SQLITE if dialect == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def _threads() -> None:
    op.create_table(
        "threads",
        sa.Column("id", sa.Text(), nullable=False),
        *_target(),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column(
            "visibility",
            sa.Text(),
            nullable=False,
            comment="as chosen; what it hangs on narrows it",
        ),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False, comment="of its last contribution"),
        sa.Column("closed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column(
            "part", sa.Text(), nullable=True, comment="of the index, as logged last; NULL: in none"
        ),
        _key("threads", "organisation_id", "organisations"),
        _key("threads", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
    )
    op.create_index(op.f("ix_threads_organisation_id"), "threads", ["organisation_id"])
    op.create_index(op.f("ix_threads_last_at"), "threads", ["last_at"])
    op.create_index("ix_threads_target_id", "threads", ["target_id", "section_kind"])


def _contributions() -> None:
    op.create_table(
        "contributions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("thread_id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False, comment="others see the member's name"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="why it is hidden"),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("removed_at", _MOMENT, nullable=True),
        _key("contributions", "thread_id", "threads", ondelete="CASCADE"),
        _key("contributions", "parent_id", "contributions", ondelete="CASCADE"),
        _key("contributions", "organisation_id", "organisations"),
        _key("contributions", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
    )
    for column in ("thread_id", "parent_id", "member_id"):
        op.create_index(op.f(f"ix_contributions_{column}"), "contributions", [column])
    op.create_table(
        "contribution_versions",
        sa.Column("contribution_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="as typed"),
        sa.Column("at", _MOMENT, nullable=False),
        _key("contribution_versions", "contribution_id", "contributions", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contribution_id", "number", name=op.f("pk_contribution_versions")),
    )


def _moderation() -> None:
    op.create_table(
        "reports",
        sa.Column("contribution_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        _key("reports", "contribution_id", "contributions", ondelete="CASCADE"),
        _key("reports", "member_id", "members"),
        sa.PrimaryKeyConstraint("contribution_id", "member_id", name=op.f("pk_reports")),
    )
    op.create_table(
        "moderation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Text(), nullable=False, comment="no foreign key: may go"),
        sa.Column("member_id", sa.Text(), nullable=True, comment="who; NULL for the command line"),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_moderation_contribution_id"), "moderation", ["contribution_id"])


def _closings() -> None:
    op.create_table(
        "closings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True, comment="NULL: opened again"),
        sa.Column("summary", sa.Text(), nullable=False, comment="or why it was opened again"),
        sa.Column("decision", sa.Text(), nullable=False, comment="a target, or empty"),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        _key("closings", "thread_id", "threads", ondelete="CASCADE"),
        _key("closings", "organisation_id", "organisations"),
        _key("closings", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closings")),
        sqlite_autoincrement=True,
    )
    for column in ("thread_id", "decision", "review_on"):
        op.create_index(op.f(f"ix_closings_{column}"), "closings", [column])


def _positions() -> None:
    op.create_table(
        "positions",
        sa.Column(
            "id",
            sa.Integer(),
            nullable=False,
            comment="the last one of a target is the current one",
        ),
        *_target(),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "visibility",
            sa.Text(),
            nullable=False,
            comment="as chosen; what it hangs on narrows it",
        ),
        sa.Column("decided_by", sa.Text(), nullable=False, comment="board, meeting; or empty"),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False, comment="of minutes: a target, or empty"),
        sa.Column(
            "texts",
            sa.JSON(),
            nullable=False,
            comment="section -> SHA-256 of its text then",
        ),
        sa.Column("member_id", sa.Text(), nullable=False, comment="the delegate"),
        sa.Column("at", _MOMENT, nullable=False),
        _key("positions", "organisation_id", "organisations"),
        _key("positions", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sqlite_autoincrement=True,
    )
    for column in ("organisation_id", "decision"):
        op.create_index(op.f(f"ix_positions_{column}"), "positions", [column])
    op.create_index("ix_positions_target_id", "positions", ["target_id", "section_kind"])


def _target() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column(
            "target_id", sa.Text(), nullable=False, comment="of the work, document or dossier"
        ),
        sa.Column("section_kind", sa.Text(), nullable=False, comment="empty: the whole of it"),
        sa.Column("section_number", sa.Text(), nullable=False),
        sa.Column("section_nth", sa.Integer(), nullable=False),
    )


def _key(table: str, column: str, of: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"), ondelete=ondelete
    )
