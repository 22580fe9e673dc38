"""The table of what people chose for themselves."""

from sqlalchemy import Column, String, Table, Text

from bot.store.metadata import METADATA
from bot.store.types import Moment

wishes = Table(
    "wishes",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("timezone", Text),
    Column("reach", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(20), nullable=False),
)
