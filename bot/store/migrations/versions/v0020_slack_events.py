"""The events of Slack that were answered, so that no other process answers one that comes again."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """None is known yet."""
    op.create_table(
        "slack_events",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_slack_events")),
    )
    op.create_index(op.f("ix_slack_events_at"), "slack_events", ["at"])


def downgrade() -> None:
    """Each process knows its own again."""
    op.drop_table("slack_events")
