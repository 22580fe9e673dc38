"""Everything is broken at once: what is muted, and who brings it back; how much of a week is hand work."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Nothing is muted so, and nobody was asked."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "survivals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", moment, nullable=False),
        sa.Column("failing", sa.Integer(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("follow", sa.Integer(), nullable=False),
        sa.Column("watched", sa.JSON(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("over_at", moment, nullable=True),
        sa.Column("over_by", sa.Text(), nullable=True),
        sa.Column("calm_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_survivals_incident_id_incidents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survivals")),
        sa.UniqueConstraint("incident_id", name=op.f("uq_survivals_incident_id")),
    )
    standing = sa.text("over_at IS NULL")
    op.create_index(
        "uq_survivals_standing",
        "survivals",
        ["pipeline"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_table(
        "survival_items",
        sa.Column("survival_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("now", sa.String(20), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("brought_at", moment, nullable=True),
        sa.Column("brought_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["survival_id"],
            ["survivals.id"],
            name=op.f("fk_survival_items_survival_id_survivals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("survival_id", "table_name", name=op.f("pk_survival_items")),
    )
    op.create_table(
        "workload_answers",
        sa.Column("checkup_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["checkup_id"],
            ["checkups.id"],
            name=op.f("fk_workload_answers_checkup_id_checkups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("checkup_id", "who", name=op.f("pk_workload_answers")),
    )


def downgrade() -> None:
    """What was muted sleeps on until it is woken by hand, or its time is over."""
    op.drop_table("workload_answers")
    op.drop_table("survival_items")
    op.drop_table("survivals")
