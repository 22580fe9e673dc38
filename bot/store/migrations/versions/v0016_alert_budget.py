"""The alert budget: outages that people reported, and thresholds that they accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Nothing was reported or accepted before."""
    op.create_table(
        "outages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text()),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_outages"),
    )
    op.create_index("ix_outages_pipeline", "outages", ["pipeline"])
    op.create_table(
        "tuned",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text()),
        sa.Column("check_name", sa.Text()),
        sa.Column("before", sa.Float(), nullable=False),
        sa.Column("after", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("by", sa.String(20)),
        sa.Column("would", sa.Text(), nullable=False),
        sa.Column("reverted_at", sa.DateTime(timezone=True)),
        sa.Column("reverted_by", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_tuned"),
    )
    op.create_index("ix_tuned_pipeline", "tuned", ["pipeline"])


def downgrade() -> None:
    """All is as loud as its check says."""
    op.drop_table("tuned")
    op.drop_table("outages")
