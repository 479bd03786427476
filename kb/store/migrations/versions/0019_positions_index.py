"""Which position is the last one of an organisation on a target, found without reading the rest."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index all that makes positions follow each other."""
    op.drop_index("ix_positions_target_id", "positions")
    op.create_index(
        "ix_positions_target_id",
        "positions",
        ["target_id", "section_kind", "section_number", "section_nth", "organisation_id"],
    )
