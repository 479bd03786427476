"""No index of the visibility of documents: three values lead to a third of all rows."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop it; SQLite took it before the primary key, and read every public document for one."""
    op.drop_index("ix_documents_visibility", table_name="documents")
