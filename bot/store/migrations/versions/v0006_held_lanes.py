"""Channels that the other side asked us to leave alone for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """None is held up: what waits has its own time."""
    op.create_table(
        "held_lanes",
        sa.Column("route", sa.String(20), primary_key=True),
        sa.Column("lane", sa.Text(), primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Whoever asked for patience asks again."""
    op.drop_table("held_lanes")
