"""What people say of the fresh rows of a checkup."""

from dataclasses import replace
from datetime import datetime

from bot.domain.fresh_rows import Looked, Word
from bot.domain.intent import DigestUpdate
from bot.engine import write_down
from bot.store import checkups, fresh_rows, outbox
from bot.store.store import Store


class NoSuchRowError(LookupError):
    """The checkup has no such row."""


def answered(store: Store, checkup: int, row: int, who: str, said: Word, now: datetime, *, by: str) -> Looked:
    """Keep an answer; returns what is known by all of them, and so the digest says.

    Raises NoSuchCheckupError, NoSuchRowError.
    """
    with store.write() as connection:
        told = checkups.get(connection, checkup, to_change=True)
        if not 0 <= row < len(told.rows):
            raise NoSuchRowError(f"checkup {checkup} has no row {row}")
        fresh_rows.answer(connection, checkup, row, who, said, now, by=by)
        known = fresh_rows.so_far(connection, told.pipeline)
        checkups.save(connection, replace(told, looked=known))
        if channel := write_down.digest_channel_of(connection, checkup):
            edit = DigestUpdate(checkup=checkup, channel=channel, why=f"rows at {now.isoformat()}")
            outbox.put(connection, [edit], now)
        return known
