"""What discussions quote, and where it stands in each text."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "anchors",
        sa.Column("thread_id", sa.Text(), nullable=False),
        sa.Column(
            "version_id",
            sa.Text(),
            nullable=False,
            comment="the text that is quoted; what is quoted goes with it",
        ),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False, comment="code points of that text"),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False, comment="never changed"),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_anchors_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["text_versions.id"],
            name=op.f("fk_anchors_version_id_text_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_anchors")),
    )
    op.create_index(op.f("ix_anchors_version_id"), "anchors", ["version_id"])
    op.create_table(
        "placements",
        sa.Column(
            "id",
            sa.Integer(),
            nullable=False,
            comment="the last one in a document is the current",
        ),
        sa.Column("thread_id", sa.Text(), nullable=False),
        sa.Column(
            "document_id",
            sa.Text(),
            nullable=False,
            comment="no foreign key: what is public outlives its document",
        ),
        sa.Column("version_id", sa.Text(), comment="NULL: the document has the section no longer"),
        sa.Column("start", sa.Integer(), comment="code points of that text; NULL: found nowhere"),
        sa.Column("end", sa.Integer()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column(
            "score",
            sa.Float(),
            nullable=False,
            comment="share of what was quoted that stands there",
        ),
        sa.Column("member_id", sa.Text(), comment="NULL: computed"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["anchors.thread_id"],
            name=op.f("fk_placements_thread_id_anchors"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["text_versions.id"],
            name=op.f("fk_placements_version_id_text_versions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_placements_member_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sqlite_autoincrement=True,
    )
    for column in ("thread_id", "document_id", "version_id"):
        op.create_index(op.f(f"ix_placements_{column}"), "placements", [column])
