"""What was said by checks that people ran, under each of the settings."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Kept apart from the bot's own audits, by which health is told and the shadow counted."""
    op.create_table(
        "baselines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baselines")),
    )
    op.create_index("ix_baselines_newest", "baselines", ["pipeline", "as_of"])


def downgrade() -> None:
    """The bot's own audits stay."""
    op.drop_table("baselines")
