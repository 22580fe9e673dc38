"""What people choose for themselves: a time zone, and where Slack rings them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Nobody has chosen anything before."""
    op.create_table(
        "wishes",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text()),
        sa.Column("reach", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_wishes"),
    )


def downgrade() -> None:
    """Everybody is rung everywhere, as before."""
    op.drop_table("wishes")
