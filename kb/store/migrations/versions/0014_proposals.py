"""Proposals, and the texts that they rest on."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _text_versions()
    _proposals()
    _revisions()
    _endorsements()
    _events()


def _text_versions() -> None:
    op.create_table(
        "text_versions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "document_id",
            sa.Text(),
            nullable=False,
            comment="no foreign key: what is public outlives its document",
        ),
        sa.Column(
            "section_id", sa.Text(), nullable=False, comment="no foreign key: it may be gone"
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="never changed"),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="why the section has this text"),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_versions")),
        sa.UniqueConstraint(
            "section_id", "sha256", name=op.f("uq_text_versions_section_id_sha256")
        ),
    )
    op.create_index(op.f("ix_text_versions_document_id"), "text_versions", ["document_id"])


def _proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column(
            "target_id", sa.Text(), nullable=False, comment="of the work, document or dossier"
        ),
        sa.Column("section_kind", sa.Text(), nullable=False, comment="empty: the whole of it"),
        sa.Column("section_number", sa.Text(), nullable=False),
        sa.Column("section_nth", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column(
            "visibility",
            sa.Text(),
            nullable=False,
            comment="as chosen; what it hangs on narrows it",
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="grows with each change"),
        sa.Column("at", _MOMENT, nullable=False, comment="of its last change"),
        _key("proposals", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_organisation_id"), "proposals", ["organisation_id"])
    op.create_index("ix_proposals_target_id", "proposals", ["target_id", "section_kind"])


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("proposal_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column(
            "spelling_only", sa.Boolean(), nullable=False, comment="says the same as the one before"
        ),
        sa.Column(
            "member_id", sa.Text(), nullable=True, comment="NULL: a new text carried it over"
        ),
        sa.Column("at", _MOMENT, nullable=False),
        _key("revisions", "proposal_id", "proposals", ondelete="CASCADE"),
        _key("revisions", "member_id", "members"),
        sa.PrimaryKeyConstraint("proposal_id", "number", name=op.f("pk_revisions")),
    )
    op.create_table(
        "wordings",
        sa.Column("proposal_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column(
            "version_id", sa.Text(), nullable=False, comment="the text that it is to replace"
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id", "number"],
            ["revisions.proposal_id", "revisions.number"],
            name=op.f("fk_wordings_proposal_id_number_revisions"),
            ondelete="CASCADE",
        ),
        _key("wordings", "version_id", "text_versions", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("proposal_id", "number", "lang", name=op.f("pk_wordings")),
    )
    op.create_index(op.f("ix_wordings_version_id"), "wordings", ["version_id"])


def _endorsements() -> None:
    op.create_table(
        "endorsements",
        sa.Column("proposal_id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="of the revision"),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        _key("endorsements", "proposal_id", "proposals", ondelete="CASCADE"),
        _key("endorsements", "organisation_id", "organisations"),
        _key("endorsements", "member_id", "members"),
        sa.PrimaryKeyConstraint("proposal_id", "organisation_id", name=op.f("pk_endorsements")),
    )


def _events() -> None:
    op.create_table(
        "proposal_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="that it entered"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False, comment="of minutes: a target, or empty"),
        sa.Column("organisation_id", sa.Text(), nullable=True, comment="NULL: a new text"),
        sa.Column("member_id", sa.Text(), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        _key("proposal_events", "proposal_id", "proposals", ondelete="CASCADE"),
        _key("proposal_events", "organisation_id", "organisations"),
        _key("proposal_events", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_events")),
        sqlite_autoincrement=True,
    )
    for column in ("proposal_id", "decision"):
        op.create_index(op.f(f"ix_proposal_events_{column}"), "proposal_events", [column])


def _key(table: str, column: str, of: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"), ondelete=ondelete
    )
