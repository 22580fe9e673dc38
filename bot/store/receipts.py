"""Where many messages are, asked for together: a thousand questions take long."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from bot.store.tables import outbox

TOGETHER = 500
"""Keys in one question: databases take a limited number of them."""


def receipts(connection: Connection, keys: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """The receipts by key; of messages that have not gone out there is none."""
    found: dict[str, Mapping[str, str]] = {}
    for first in range(0, len(keys), TOGETHER):
        some = outbox.c.key.in_(keys[first : first + TOGETHER]) & outbox.c.receipt.is_not(None)
        rows = connection.execute(select(outbox.c.key, outbox.c.receipt).where(some))
        found |= {row.key: row.receipt for row in rows}
    return found
