"""Pages with their lines, what OCR recognised, and what people corrected.

Documents taken in before have no pages until `kb reread` reads their originals again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and move what documents knew of their pages out of them."""
    op.create_table(
        "pages",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("needs_ocr", sa.Boolean(), nullable=False),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_pages_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_pages")),
    )
    op.create_index(op.f("ix_pages_score"), "pages", ["score"])
    op.create_index(op.f("ix_pages_needs_ocr"), "pages", ["needs_ocr"])
    op.create_table(
        "recognitions",
        sa.Column(
            "key",
            sa.Text(),
            nullable=False,
            comment="hash of the picture and of how it was read",
        ),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_sha256"],
            ["files.sha256"],
            name=op.f("fk_recognitions_file_sha256_files"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_recognitions")),
    )
    op.create_index(op.f("ix_recognitions_file_sha256"), "recognitions", ["file_sha256"])
    op.create_table(
        "corrections",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column(
            "file_sha256", sa.Text(), nullable=False, comment="no foreign key: it may come back"
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_corrections_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "document_id", "file_sha256", "number", name=op.f("pk_corrections")
        ),
    )
    # Not in batch mode: it copies a table and drops the old one, and the sections go with it.
    op.add_column(
        "documents",
        sa.Column(
            "visibility_chosen",
            sa.Boolean(),
            nullable=False,
            server_default=sa.true(),
            comment="by a person, not by the kind",
        ),
    )
    op.add_column(
        "documents",
        sa.Column(
            "declared_title",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="by the format of the file",
        ),
    )
    op.drop_column("documents", "pages")
