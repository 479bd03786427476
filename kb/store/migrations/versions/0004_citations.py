"""References between sections."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; documents that are there cite nothing until taken in again."""
    op.create_table(
        "citations",
        sa.Column("section_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False, comment="code point in its text"),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("own_act", sa.Boolean(), nullable=False, comment="of the document it stands in"),
        sa.Column("register_key", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["sections.id"],
            name=op.f("fk_citations_section_id_sections"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("section_id", "start", name=op.f("pk_citations")),
    )
    with op.batch_alter_table("citations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_citations_register_key_article", ["register_key", "article"], unique=False
        )
        batch_op.create_index("ix_citations_kind_number", ["kind", "number"], unique=False)
