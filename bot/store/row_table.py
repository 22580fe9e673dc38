"""The table of what people say of fresh rows. A change here needs a migration, as in `bot.store.tables`."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from bot.store.metadata import METADATA
from bot.store.types import Moment

row_answers = Table(
    "row_answers",
    METADATA,
    Column("checkup_id", ForeignKey("checkups.id", ondelete="CASCADE"), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("who", Text, primary_key=True),
    Column("answer", String(20), nullable=False),
    Column("by", String(20), nullable=False),
    Column("at", Moment, nullable=False),
)
