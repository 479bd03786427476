"""An index of the actions of minutes: to find them all sections were read."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it."""
    is_action = sa.text("kind = 'action' OR task IS NOT NULL")
    op.create_index(
        "ix_sections_actions",
        "sections",
        ["document_id", "position"],
        sqlite_where=is_action,
        postgresql_where=is_action,
    )
