"""Thousands of messages wait: the next one of a route is found without sorting all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

UNSENT = sa.text("state IN ('waiting', 'claimed')")


def upgrade() -> None:
    """In the order in which they are sent."""
    op.create_index(
        "ix_outbox_next",
        "outbox",
        ["route", "priority", "id"],
        sqlite_where=UNSENT,
        postgresql_where=UNSENT,
    )


def downgrade() -> None:
    """All is found as before, slower."""
    op.drop_index("ix_outbox_next", "outbox")
