"""What members follow, what they were told, and the mails about it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _of_member(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["member_id"], ["members.id"], name=op.f(f"fk_{table}_member_id_members")
    )


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "alerts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column(
            "query",
            sa.JSON(),
            nullable=False,
            comment="what is searched for, or the id of an act",
        ),
        sa.Column("note", sa.Text(), nullable=False, comment="why the member follows it"),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="looked at in the change log"),
        sa.Column("created_at", _MOMENT, nullable=False),
        _of_member("alerts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index(op.f("ix_alerts_member_id"), "alerts", ["member_id"])
    op.create_index(op.f("ix_alerts_position"), "alerts", ["position"])
    op.create_table(
        "deliveries",
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column(
            "subject", sa.Text(), nullable=False, comment="kind and id of what is new; no text"
        ),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column(
            "letter_id",
            sa.Text(),
            nullable=True,
            comment="that it goes with; NULL until its digest is made",
        ),
        _of_member("deliveries"),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alerts.id"],
            name=op.f("fk_deliveries_alert_id_alerts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "channel", "subject", name=op.f("pk_deliveries")),
    )
    op.create_index(
        "ix_deliveries_member_id_channel_at", "deliveries", ["member_id", "channel", "at"]
    )
    op.create_index("ix_deliveries_alert_id", "deliveries", ["alert_id"])
    op.create_index("ix_deliveries_letter_id", "deliveries", ["letter_id"])
    op.create_table(
        "digests",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("range", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="on whose morning its window ends"),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("range", "day", name=op.f("uq_digests_range_day")),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("digest_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", _MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="why it was not sent"),
        sa.Column("processed_at", _MOMENT, nullable=True),
        _of_member("letters"),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digests.id"], name=op.f("fk_letters_digest_id_digests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("digest_id", "member_id", name=op.f("uq_letters_digest_id_member_id")),
    )
    op.create_index(op.f("ix_letters_member_id"), "letters", ["member_id"])
    op.create_index("ix_letters_state_next_try_at", "letters", ["state", "next_try_at"])
    op.create_table(
        "mail_stops",
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        _of_member("mail_stops"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_mail_stops")),
    )
    op.create_table(
        "feeds",
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        _of_member("feeds"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_feeds_token_sha256")),
    )
