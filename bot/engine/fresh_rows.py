"""What people say of the fresh rows of a checkup."""

from datetime import datetime

from bot.domain.fresh_rows import Looked, Word
from bot.store import checkups, fresh_rows
from bot.store.store import Store


class NoSuchRowError(LookupError):
    """The checkup has no such row."""


def answered(store: Store, checkup: int, row: int, who: str, said: Word, now: datetime, *, by: str) -> Looked:
    """Keep an answer; returns what is known by all of them. Raises NoSuchCheckupError, NoSuchRowError."""
    with store.write() as connection:
        told = checkups.get(connection, checkup)
        if not 0 <= row < len(told.rows):
            raise NoSuchRowError(f"checkup {checkup} has no row {row}")
        fresh_rows.answer(connection, checkup, row, who, said, now, by=by)
        return fresh_rows.so_far(connection, told.pipeline)
