"""A thread is in order, although something in it could not be sent at first."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.domain.incident import What
from bot.domain.intent import IncidentNote, IncidentPage, IncidentPost, IncidentUpdate, Intent
from bot.store import outbox
from bot.store.outbox import Parcel
from bot.store.store import Store
from bot.store.turns import KEPT_FOR

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
POST = IncidentPost(incident=1, channel="#churn")
EDIT = IncidentUpdate(incident=1, channel="#churn", fence=9)


def note(what: What, incident: int = 1) -> IncidentNote:
    """A line of a thread."""
    return IncidentNote(incident=incident, channel="#churn", fence=1, what=what, who=None, at=NOON, text="")


def page(to: Literal["thread", "dm"], hop: int = 0) -> IncidentPage:
    """A step of the ladder."""
    return IncidentPage(incident=1, channel="#churn", round=1, hop=hop, person="maria", to=to)


def put(store: Store, *intents: Intent) -> None:
    """Write intents down at noon."""
    with store.write() as connection:
        outbox.put(connection, intents, NOON)


def claim(store: Store, at: datetime = NOON) -> Parcel | None:
    """Take the next message."""
    with store.write() as connection:
        return outbox.claim(connection, "slack", at, MINUTE)


def send(store: Store, at: datetime = NOON) -> Intent | None:
    """Take the next message and deliver it."""
    parcel = claim(store, at)
    if parcel is None:
        return None
    with store.write() as connection:
        assert outbox.delivered(connection, parcel, {"channel": "C1", "ts": str(parcel.id)}, at)
    return parcel.intent


def fail(store: Store, at: datetime, until: datetime) -> Intent:
    """Take the next message, and have to try it again at `until`."""
    parcel = claim(store, at)
    assert parcel is not None
    with store.write() as connection:
        assert outbox.postpone(connection, parcel, until, "HTTP 500", unsure=False)
    return parcel.intent


def test_what_comes_after_it_waits_and_then_comes_in_order(store: Store) -> None:
    """Another thread does not wait, nor does an edit, which shows the newest state anyway."""
    first, then = note(What.OPENED), note(What.ACKNOWLEDGED)
    put(store, POST)
    send(store)
    put(store, first, then, EDIT)
    assert fail(store, NOON, NOON + MINUTE) == first
    assert send(store) == EDIT
    assert send(store) is None
    with store.read() as connection:
        assert outbox.next_due(connection, "slack", NOON) == NOON + MINUTE
    assert [send(store, NOON + MINUTE) for _ in range(3)] == [first, then, None]


def test_while_one_process_sends_a_line_no_other_sends_the_next(store: Store) -> None:
    """It would overtake it."""
    put(store, POST)
    send(store)
    put(store, note(What.OPENED), note(What.ACKNOWLEDGED))
    assert claim(store) is not None
    assert claim(store) is None


def test_a_page_waits_for_the_page_before_it_and_for_no_line(store: Store) -> None:
    """A direct message waits for nothing; a page that waits for its turn is not overdue."""
    put(store, POST)
    send(store)
    put(store, note(What.OPENED))
    fail(store, NOON, NOON + 9 * MINUTE)
    put(store, page("thread"), page("dm"), page("thread", hop=1), page("dm", hop=1))
    assert fail(store, NOON, NOON + 5 * MINUTE) == page("thread")
    assert [send(store) for _ in range(3)] == [page("dm"), page("dm", hop=1), None]
    with store.read() as connection:
        assert outbox.unclaimed_pages(connection, NOON + 3 * MINUTE, NOON + MINUTE) == []
    later = NOON + 5 * MINUTE
    assert [send(store, later) for _ in range(3)] == [page("thread"), page("thread", hop=1), None]


def test_what_never_gets_through_silences_a_thread_for_an_hour_only(store: Store) -> None:
    """Then the others go without it."""
    put(store, POST)
    send(store)
    put(store, note(What.OPENED), note(What.ACKNOWLEDGED))
    fail(store, NOON, NOON + 2 * KEPT_FOR)
    assert send(store, NOON + KEPT_FOR - MINUTE) is None
    assert send(store, NOON + KEPT_FOR) == note(What.ACKNOWLEDGED)


def test_a_note_that_was_refused_for_good_has_a_new_chance_when_there_is_more_to_say(store: Store) -> None:
    """It comes before the newer one; a page of an earlier step does not come back."""
    put(store, POST)
    send(store)
    put(store, note(What.OPENED), page("thread"))
    for _ in range(2):
        parcel = claim(store)
        assert parcel is not None
        with store.write() as connection:
            outbox.give_up(connection, parcel, "restricted_action_thread_locked")
    assert send(store) is None
    put(store, note(What.ACKNOWLEDGED))
    assert [send(store), send(store), send(store)] == [note(What.OPENED), note(What.ACKNOWLEDGED), None]
