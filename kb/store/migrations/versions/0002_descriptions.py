"""What documents are found by: titles, issuer, organisation, status, topics, places."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; documents that are there have nothing in them until taken in again."""
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "titles",
                sa.JSON(),
                nullable=False,
                server_default="{}",
                comment="language -> title",
            )
        )
        batch_op.add_column(sa.Column("issuer", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "organisation",
                sa.Text(),
                nullable=True,
                comment="whose paper it is; its owner is organisation_id",
            )
        )
        batch_op.add_column(sa.Column("status", sa.Text(), nullable=True))
        for name in ("topics", "places", "evidence"):
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
