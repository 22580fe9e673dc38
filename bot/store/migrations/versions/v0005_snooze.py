"""Incidents that sleep: until when, and who said so."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Nothing that is known sleeps yet."""
    op.add_column("incidents", sa.Column("snoozed_until", sa.DateTime(timezone=True)))
    op.add_column("incidents", sa.Column("snoozed_by", sa.Text()))


def downgrade() -> None:
    """What sleeps is open again: an older version knows no such state."""
    op.execute("UPDATE incidents SET state = 'open' WHERE state = 'snoozed'")
    op.drop_column("incidents", "snoozed_by")
    op.drop_column("incidents", "snoozed_until")
