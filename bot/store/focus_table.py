"""The table of what was ever pinned; `bot.store.tables` lists it with the others."""

from sqlalchemy import JSON, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.metadata import METADATA
from bot.store.types import Moment

focus = Table(
    "focus",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False, index=True),
    Column("incident_id", ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("until", Moment),
    Column("since", Date, nullable=False),
    Column("cycle", Date),
    Column("name", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("why", Text, nullable=False),
    Column("who", Text),
    Column("by", String(20)),
    Column("instead", Text, nullable=False),
    Column("rivals", JSON, nullable=False),
    Column("above", Integer),
    Column("stays", Text, nullable=False),
)
Index(
    "uq_focus_one",
    focus.c.pipeline,
    unique=True,
    sqlite_where=text("until IS NULL"),
    postgresql_where=text("until IS NULL"),
)
