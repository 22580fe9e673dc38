"""The tables of what is muted when everything is broken at once, and of how people's weeks are. A change here
needs a migration, as in `bot.store.tables`."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.tables import METADATA
from bot.store.types import Moment

survivals = Table(
    "survivals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False),
    Column("incident_id", ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("begun_at", Moment, nullable=False),
    Column("failing", Integer, nullable=False),
    Column("checks", Integer, nullable=False),
    Column("follow", Integer, nullable=False),
    Column("watched", JSON, nullable=False),
    Column("because", Text, nullable=False),
    Column("over_at", Moment),
    Column("over_by", Text),
    Column("calm_at", Moment),
)

# Two engines that see it at once: the second one's insert fails, and its round is repeated.
Index(
    "uq_survivals_standing",
    survivals.c.pipeline,
    unique=True,
    sqlite_where=text("over_at IS NULL"),
    postgresql_where=text("over_at IS NULL"),
)

survival_items = Table(
    "survival_items",
    METADATA,
    Column("survival_id", ForeignKey("survivals.id", ondelete="CASCADE"), primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("now", String(20), nullable=False),
    Column("since", Moment, nullable=False),
    Column("brought_at", Moment),
    Column("brought_by", Text),
)

workload_answers = Table(
    "workload_answers",
    METADATA,
    Column("checkup_id", ForeignKey("checkups.id", ondelete="CASCADE"), primary_key=True),
    Column("who", Text, primary_key=True),
    Column("answer", String(20), nullable=False),
    Column("at", Moment, nullable=False),
)
