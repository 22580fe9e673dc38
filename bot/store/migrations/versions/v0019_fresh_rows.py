"""What people say of fresh rows beside their source: who, when, and by which route."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Nobody has looked at a row yet."""
    op.create_table(
        "row_answers",
        sa.Column("checkup_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("by", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkup_id"],
            ["checkups.id"],
            name=op.f("fk_row_answers_checkup_id_checkups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("checkup_id", "row", "who", name=op.f("pk_row_answers")),
    )


def downgrade() -> None:
    """The bound begins anew."""
    op.drop_table("row_answers")
