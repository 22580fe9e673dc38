"""The timeline tells by which route a person did it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Of what happened before nobody knows."""
    with op.batch_alter_table("timeline") as timeline:
        timeline.add_column(sa.Column("by", sa.String(20)))


def downgrade() -> None:
    """Who did it is still told."""
    with op.batch_alter_table("timeline") as timeline:
        timeline.drop_column("by")
