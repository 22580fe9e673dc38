"""What comes and goes is held open: an incident knows when it was back, and since when it is in order.

A person may ask for a rollback, as often as they like."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ROUND = ["incident_id", "round"]
LADDERS = sa.text("asked_by IS NULL")


def upgrade() -> None:
    """Nothing has come back yet; all rollbacks were asked for by ladders."""
    op.add_column("incidents", sa.Column("came_back", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("incidents", sa.Column("calm_since", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("rollbacks") as rollbacks:
        rollbacks.add_column(sa.Column("asked_by", sa.Text(), nullable=True))
        rollbacks.drop_constraint("uq_rollbacks_round", type_="unique")
    op.create_index(
        "uq_rollbacks_round",
        "rollbacks",
        ROUND,
        unique=True,
        sqlite_where=LADDERS,
        postgresql_where=LADDERS,
    )


def downgrade() -> None:
    """What is held open stays open until the next checks.

    What a person asked for is kept, since what was rolled back once is never again. It is of no round of its
    incident any more, so that what is not begun yet is stopped.
    """
    op.drop_index("uq_rollbacks_round", "rollbacks")
    op.execute("UPDATE rollbacks SET round = -id WHERE asked_by IS NOT NULL")
    with op.batch_alter_table("rollbacks") as rollbacks:
        rollbacks.drop_column("asked_by")
        rollbacks.create_unique_constraint("uq_rollbacks_round", ROUND)
    op.drop_column("incidents", "calm_since")
    op.drop_column("incidents", "came_back")
