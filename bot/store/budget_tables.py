"""The tables of the alert budget."""

from sqlalchemy import Column, Float, Integer, String, Table, Text

from bot.store.metadata import METADATA
from bot.store.types import Moment

outages = Table(
    "outages",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False, index=True),
    Column("table_name", Text),  # without it, all of the pipeline
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("why", Text, nullable=False),
    Column("by", String(20)),
)

tuned = Table(
    "tuned",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False, index=True),
    Column("table_name", Text),
    Column("check_name", Text),  # without both, the noise dial of the pipeline
    Column("before", Float, nullable=False),
    Column("after", Float, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("by", String(20)),
    Column("would", Text, nullable=False),
    Column("reverted_at", Moment),
    Column("reverted_by", Text),
)
