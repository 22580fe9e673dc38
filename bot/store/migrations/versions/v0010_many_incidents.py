"""Thousands of open incidents: what is due, and what was said of one, is found without reading all."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Messages know their incident: those that are there say so in what they hold."""
    op.add_column("outbox", sa.Column("incident", sa.Integer(), nullable=True))
    outbox = sa.table(
        "outbox", *(sa.column(name) for name in ("id", "incident")), sa.column("payload", sa.JSON)
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(outbox.c.id, outbox.c.payload))
    known = [{"at": id_, "of": payload["incident"]} for id_, payload in rows if "incident" in payload]
    if known:
        of_row = sa.update(outbox).where(outbox.c.id == sa.bindparam("at"))
        connection.execute(of_row.values(incident=sa.bindparam("of")), known)
    op.create_index(op.f("ix_outbox_incident"), "outbox", ["incident"])
    op.create_index(op.f("ix_outbox_root"), "outbox", ["root"])
    op.create_index("ix_outbox_state", "outbox", ["state", "incident"])
    op.create_index("ix_incidents_due", "incidents", ["state", "next_hop_at"])


def downgrade() -> None:
    """All is found as before, slower."""
    op.drop_index("ix_incidents_due", "incidents")
    op.drop_index("ix_outbox_state", "outbox")
    op.drop_index(op.f("ix_outbox_root"), "outbox")
    op.drop_index(op.f("ix_outbox_incident"), "outbox")
    op.drop_column("outbox", "incident")
