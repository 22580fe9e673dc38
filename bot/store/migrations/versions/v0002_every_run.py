"""A run that is repeated is kept beside the first one, and how it ended in words."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Runs by the moment they began. Nothing has written any before."""
    _anew(["started"], sa.Column("said", sa.Text(), nullable=False))


def downgrade() -> None:
    """One run of each source, as it was; those that are known are forgotten."""
    _anew([])


def _anew(unique: list[str], *columns: sa.Column[str]) -> None:
    op.drop_table("runs")
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("partition", sa.Date(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        *columns,
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("pipeline", "table_name", "partition", "source", *unique, name="uq_runs_one"),
    )
