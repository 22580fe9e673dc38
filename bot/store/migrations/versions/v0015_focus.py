"""Each pipeline has one focus: every pinning is kept, with who and why."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_PINNED = sa.text("until IS NULL")


def upgrade() -> None:
    """From what is open already the next round chooses."""
    op.create_table(
        "focus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("cycle", sa.Date(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("by", sa.String(20), nullable=True),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.Column("rivals", sa.JSON(), nullable=False),
        sa.Column("above", sa.Integer(), nullable=True),
        sa.Column("stays", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus")),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_focus_incident_id_incidents"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_focus_pipeline"), "focus", ["pipeline"])
    op.create_index(op.f("ix_focus_incident_id"), "focus", ["incident_id"])
    op.create_index(
        "uq_focus_one", "focus", ["pipeline"], unique=True, sqlite_where=_PINNED, postgresql_where=_PINNED
    )


def downgrade() -> None:
    """What ranks highest is to be fixed first again."""
    op.drop_table("focus")
