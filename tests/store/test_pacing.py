"""A channel gets a message a second, pages first; several edits of a message are one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.incident import What
from bot.domain.intent import IncidentNote, IncidentPage, IncidentPost, IncidentUpdate, Intent
from bot.domain.pace import SLACK
from bot.store import outbox, pacing
from bot.store.outbox import Parcel
from bot.store.store import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def post(number: int, channel: str = "#churn", *, urgent: bool = False) -> IncidentPost:
    """The message of an incident."""
    return IncidentPost(incident=number, channel=channel, urgent=urgent)


def edit(fence: int, number: int = 1) -> IncidentUpdate:
    """An edit of it."""
    return IncidentUpdate(incident=number, channel="#churn", fence=fence)


def put(store: Store, *intents: Intent, at: datetime = NOON) -> None:
    """Write intents down."""
    with store.write() as connection:
        outbox.put(connection, intents, at)


def claim(store: Store, at: datetime) -> Parcel | None:
    """Take the next message at Slack's pace."""
    with store.write() as connection:
        return outbox.claim(connection, "slack", at, timedelta(minutes=1), SLACK)


def send(store: Store, seconds: float = 0) -> Any:
    """Take the next message and deliver it; its key, or None where all rest."""
    at = NOON + seconds * SECOND
    parcel = claim(store, at)
    if parcel is None:
        return None
    with store.write() as connection:
        outbox.delivered(connection, parcel, {"channel": "C1", "ts": "1"}, at)
    return parcel.intent.key


def due(store: Store, seconds: float = 0) -> datetime | None:
    """When the next message may go."""
    with store.read() as connection:
        return outbox.next_due(connection, "slack", NOON + seconds * SECOND)


def test_a_channel_gets_one_message_a_second(store: Store) -> None:
    """Another channel does not wait for it, and whoever asks is told when to come again."""
    put(store, post(1), post(2), post(3, "#billing"))
    assert [send(store), send(store), send(store)] == ["post/1", "post/3", None]
    assert due(store) == NOON + SECOND
    assert send(store, 0.9) is None
    assert [send(store, 1), send(store, 1)] == ["post/2", None]


def test_after_the_rest_a_page_goes_first(store: Store) -> None:
    """However long the others have waited."""
    put(store, post(1), post(2))
    assert send(store) == "post/1"
    put(store, post(3, urgent=True))
    assert [send(store, 1), send(store, 2)] == ["post/3", "post/2"]


def test_a_button_changes_while_pages_go_out(store: Store) -> None:
    """Edits do not wait for the rest of the channel."""
    put(store, post(1), post(2))
    assert send(store) == "post/1"
    put(store, edit(1))
    assert [send(store), send(store)] == ["update/1/1", None]


def test_several_edits_of_a_message_are_one(store: Store) -> None:
    """The first goes at once, those of the next two seconds are one: it shows the state of its moment."""
    put(store, post(1))
    assert send(store) == "post/1"
    put(store, edit(1))
    assert send(store) == "update/1/1"
    for fence in (2, 3, 4):
        put(store, edit(fence))
    assert send(store, 1.9) is None
    assert [send(store, 2), send(store, 9)] == ["update/1/2", None]


def test_no_edit_begins_while_another_one_of_the_same_message_is_under_way(store: Store) -> None:
    """The older text could come last. One whose sender died holds up nothing for longer than its lease."""
    put(store, post(1))
    assert send(store) == "post/1"
    put(store, edit(1))
    assert claim(store, NOON) is not None
    put(store, edit(2))
    assert send(store, 30) is None
    assert send(store, 61) is not None


def test_what_is_not_sent_after_all_costs_no_rest(store: Store) -> None:
    """A page that nobody needs any more lets the next one go at once."""
    put(store, post(1), post(2))
    parcel = claim(store, NOON)
    assert parcel is not None
    with store.write() as connection:
        outbox.drop(connection, parcel, "it is over by now")
        pacing.give_back(connection, parcel.intent, NOON)
    assert send(store) == "post/2"


def test_a_page_in_a_busy_channel_is_not_taken_for_forgotten(store: Store) -> None:
    """It waits for its second, not for a sender that hangs; where nothing goes out it is told."""
    put(store, post(1, urgent=True), post(2, urgent=True))
    assert send(store, 60) == "post/1"
    with store.read() as connection:
        later = NOON + 62 * SECOND
        assert outbox.unclaimed_pages(connection, later, later - 5 * SECOND) == []
        assert outbox.unclaimed_pages(connection, later + timedelta(minutes=1), later + 55 * SECOND) != []


def test_private_messages_do_not_wait_for_the_channel(store: Store) -> None:
    """Nor the notes of one channel for those of another."""
    put(store, post(1))
    assert send(store) == "post/1"
    page = IncidentPage(incident=1, channel="#churn", round=1, hop=0, person="maria", to="dm")
    note = IncidentNote(
        incident=1, channel="#churn", fence=1, what=What.OPENED, who=None, at=NOON, text="it began"
    )
    put(store, note, page)
    assert [send(store), send(store)] == [page.key, None]
