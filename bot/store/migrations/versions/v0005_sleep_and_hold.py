"""Incidents that sleep, and since when whoever has one has it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENTS = ("held_since", "asked_at", "snoozed_until")


def upgrade() -> None:
    """Nothing sleeps yet; what somebody has they have since they took it."""
    for name in MOMENTS:
        op.add_column("incidents", sa.Column(name, sa.DateTime(timezone=True)))
    op.add_column("incidents", sa.Column("snoozed_by", sa.Text()))
    op.execute("UPDATE incidents SET held_since = acknowledged_at WHERE state = 'acknowledged'")


def downgrade() -> None:
    """What sleeps is open again: an older version knows no such state."""
    op.execute("UPDATE incidents SET state = 'open' WHERE state = 'snoozed'")
    for name in (*MOMENTS, "snoozed_by"):
        op.drop_column("incidents", name)
