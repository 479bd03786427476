"""What minutes tell of their meeting and ask to be done; the same in another language."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; documents that are there have nothing in them until taken in again."""
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "meeting",
                sa.JSON(none_as_null=True),
                nullable=True,
                comment="what minutes tell of their meeting",
            )
        )
    with op.batch_alter_table("sections", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "task",
                sa.JSON(none_as_null=True),
                nullable=True,
                comment="of an action of minutes",
            )
        )
        batch_op.add_column(
            sa.Column(
                "counterpart",
                sa.Integer(),
                nullable=True,
                comment="position of the same in another language",
            )
        )
