"""What references name by its number, found without reading all documents."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the numbers of documents."""
    op.create_index("ix_documents_number", "documents", ["number"])
