"""Whom the file of a document names as those who made it, and whether downloads leave them out."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; what is there tells nobody until it is read again."""
    # Not in batch mode: it copies a table and drops the old one, and the sections go with it.
    op.add_column(
        "documents",
        sa.Column(
            "authors", sa.JSON(), nullable=False, server_default="[]", comment="that the file names"
        ),
    )
    op.add_column(
        "documents",
        sa.Column(
            "hides_authors",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="others than the owners get a copy of the file without them",
        ),
    )
