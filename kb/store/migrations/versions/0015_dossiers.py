"""Dossiers with their items and the texts that these were added with."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "dossiers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="of what is said; checked at each save"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_dossiers_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers")),
    )
    op.create_index(op.f("ix_dossiers_organisation_id"), "dossiers", ["organisation_id"])
    op.create_table(
        "dossier_items",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True, comment="NULL once it is taken out"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "target_id",
            sa.Text(),
            nullable=False,
            comment="of what it is about; empty for own words",
        ),
        sa.Column(
            "document_id", sa.Text(), nullable=True, comment="that the target is or stands in"
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("fk_dossier_items_dossier_id_dossiers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_dossier_items_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_dossier_items_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_items")),
    )
    op.create_index(op.f("ix_dossier_items_dossier_id"), "dossier_items", ["dossier_id"])
    op.create_index(op.f("ix_dossier_items_document_id"), "dossier_items", ["document_id"])
    op.create_table(
        "dossier_texts",
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column(
            "place",
            sa.Integer(),
            nullable=False,
            comment="0 for what was added, then translations",
        ),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column(
            "revision", sa.Text(), nullable=False, comment="of the document when the text was kept"
        ),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the kept text"),
        sa.Column(
            "section_id",
            sa.Text(),
            nullable=True,
            comment="no foreign key: a new ingest writes sections anew",
        ),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["dossier_items.id"],
            name=op.f("fk_dossier_texts_item_id_dossier_items"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_dossier_texts_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "place", name=op.f("pk_dossier_texts")),
    )
    op.create_index(op.f("ix_dossier_texts_document_id"), "dossier_texts", ["document_id"])
