"""Words learned from translations, and the texts that taught them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; they are filled in the background."""
    op.create_table(
        "learned",
        sa.Column("km", sa.Text(), nullable=False, comment="folded"),
        sa.Column("stem", sa.Text(), nullable=False, comment="of the English word"),
        sa.Column("en", sa.Text(), nullable=False, comment="as texts spell it most often"),
        sa.PrimaryKeyConstraint("km", name=op.f("pk_learned")),
        sa.UniqueConstraint("stem", name=op.f("uq_learned_stem")),
    )
    op.create_table(
        "learned_from",
        sa.Column(
            "document_id",
            sa.Text(),
            nullable=False,
            comment="what changes or goes takes it all away",
        ),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_learned_from")),
    )
