"""What comes and goes is held open: an incident knows when it was back, and since when it is in order."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Nothing has come back yet."""
    op.add_column("incidents", sa.Column("came_back", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("incidents", sa.Column("calm_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """What is held open stays open until the next checks."""
    op.drop_column("incidents", "calm_since")
    op.drop_column("incidents", "came_back")
