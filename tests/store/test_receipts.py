"""Where a thousand messages are is asked in a few questions, not in a thousand."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from bot.domain.intent import IncidentPost
from bot.store import outbox
from bot.store.receipts import receipts
from bot.store.store import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_thousand_receipts_are_two_questions(store: Store) -> None:
    """What has not gone out yet is left out."""
    posts = [IncidentPost(incident=number, channel=f"#c{number}") for number in range(1000)]
    with store.write() as connection:
        outbox.put(connection, posts, NOON)
        for _ in range(3):
            parcel = outbox.claim(connection, "slack", NOON, timedelta(minutes=1))
            assert parcel is not None
            outbox.delivered(connection, parcel, {"channel": "C1", "ts": str(parcel.id)}, NOON)
    asked: list[Any] = []
    with store.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *said: asked.append(said[2]))
        found = receipts(connection, [post.key for post in posts])
    assert set(found) == {"post/0", "post/1", "post/2"}
    assert found["post/0"]["channel"] == "C1"
    assert len(asked) == 2
