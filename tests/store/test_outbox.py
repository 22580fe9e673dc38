"""The outbox: what goes first, what waits for what, what is said once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.incident import What
from bot.domain.intent import (
    DigestMail,
    DigestPost,
    IncidentNote,
    IncidentPage,
    IncidentPost,
    IncidentUpdate,
    Intent,
    answered,
)
from bot.domain.intent_record import from_json, to_json
from bot.store import outbox
from bot.store.outbox import Parcel
from bot.store.store import Store
from bot.store.undelivered import undelivered

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
POST = IncidentPost(incident=1, channel="#churn")
DIGEST = DigestPost(checkup=1, channel="#churn")


def page(to: str = "thread", incident: int = 1) -> IncidentPage:
    """The first hop of an incident."""
    return IncidentPage(incident=incident, channel="#churn", round=1, hop=0, person="maria", to=to)


def edit(fence: int) -> IncidentUpdate:
    """An edit of the first incident's message."""
    return IncidentUpdate(incident=1, channel="#churn", fence=fence)


NOTE = IncidentNote(
    incident=1, channel="#churn", fence=1, what=What.OPENED, who=None, at=NOON, text="it <broke>"
)


def put(store: Store, *intents: Intent, at: datetime = NOON) -> None:
    """Write intents down."""
    with store.write() as connection:
        outbox.put(connection, intents, at)


def claim(store: Store, at: datetime = NOON, route: str = "slack") -> Parcel | None:
    """Take the next message."""
    with store.write() as connection:
        return outbox.claim(connection, route, at, MINUTE)


def send(store: Store, at: datetime = NOON) -> Intent | None:
    """Take the next message and deliver it."""
    parcel = claim(store, at)
    if parcel is None:
        return None
    with store.write() as connection:
        assert outbox.delivered(connection, parcel, {"channel": "C1", "ts": str(parcel.id)}, at)
    return parcel.intent


INTENTS = [POST, edit(3), NOTE, page(), answered(page(), 2), DIGEST, DigestMail(checkup=1, person="jon")]


@pytest.mark.parametrize("intent", INTENTS)
def test_an_intent_survives_the_way_through_json(intent: Intent) -> None:
    """Every field, times with their zone."""
    assert from_json(intent.kind, to_json(intent)) == intent


def test_what_was_written_before_is_not_written_again(store: Store) -> None:
    """A step that is repeated says nothing twice, even after the first was sent."""
    put(store, POST, POST)
    assert send(store) == POST
    put(store, POST)
    assert send(store) is None


def test_pages_go_before_messages_before_edits_before_digests(store: Store) -> None:
    """Whatever the order they were written in."""
    put(store, DIGEST, POST)
    send(store)
    put(store, edit(1), NOTE, page())
    assert [send(store) for _ in range(4)] == [page(), NOTE, edit(1), DIGEST]


def test_nothing_goes_into_a_thread_that_does_not_exist_yet(store: Store) -> None:
    """A note, an edit and a mention wait for the post; a direct message does not."""
    put(store, POST)
    assert claim(store) is not None  # under way, not delivered
    put(store, NOTE, edit(1), page(), page("dm"))
    assert send(store) == page("dm")
    assert send(store) is None


def test_what_follows_a_post_knows_where_it_is(store: Store) -> None:
    """The receipt of the post comes with the note."""
    put(store, POST, NOTE)
    send(store)
    parcel = claim(store)
    assert parcel is not None
    assert parcel.root == {"channel": "C1", "ts": "1"}


def test_edits_that_still_wait_are_one(store: Store) -> None:
    """Ten changes in a minute are one edit, which shows the newest state."""
    put(store, POST)
    put(store, edit(1))  # the post itself will show it
    assert send(store) == POST
    assert send(store) is None
    put(store, edit(2))
    put(store, edit(3))
    assert send(store) == edit(2)
    put(store, edit(4))
    assert send(store) == edit(4)


def test_an_edit_under_way_does_not_swallow_the_next_one(store: Store) -> None:
    """What is being sent right now may show an older state."""
    put(store, POST)
    send(store)
    put(store, edit(2))
    first = claim(store)
    assert first is not None
    put(store, edit(3))
    assert claim(store) is None  # the older text must not come last
    with store.write() as connection:
        assert outbox.delivered(connection, first, {"channel": "C1", "ts": "1.000000"}, NOON)
    parcel = claim(store)
    assert parcel is not None
    assert parcel.intent == edit(3)


def test_a_claim_is_one_senders_until_its_lease_ends(store: Store) -> None:
    """Then it may be taken over, with the warning that it may be out already."""
    put(store, POST)
    first = claim(store)
    assert claim(store, NOON + MINUTE / 2) is None
    second = claim(store, NOON + MINUTE)
    assert first is not None
    assert second is not None
    assert (first.unsure, second.unsure) == (False, True)
    with store.write() as connection:
        assert not outbox.delivered(connection, first, {}, NOON + MINUTE)
        assert outbox.delivered(connection, second, {"ts": "2"}, NOON + MINUTE)


def test_a_rate_limit_holds_up_its_channel_only(store: Store) -> None:
    """What goes to another channel or to a person goes on."""
    other = IncidentPost(incident=2, channel="#other")
    put(store, POST, IncidentPost(incident=3, channel="#churn"), other, page("dm"))
    assert send(store) == page("dm")
    parcel = claim(store)
    assert parcel is not None
    with store.write() as connection:
        outbox.postpone(connection, parcel, NOON + MINUTE, "rate limited", unsure=False)
        outbox.hold_lane(connection, "slack", "#churn", NOON + MINUTE)
    assert send(store) == other
    assert send(store) is None
    with store.read() as connection:
        assert outbox.next_due(connection, "slack", NOON) == NOON + MINUTE
    assert send(store, NOON + MINUTE) == POST


def test_what_is_written_after_a_rate_limit_waits_as_well(store: Store) -> None:
    """The other side asked the channel to wait, not the messages that happened to be there."""
    put(store, POST)
    parcel = claim(store)
    assert parcel is not None
    with store.write() as connection:
        outbox.postpone(connection, parcel, NOON + MINUTE, "rate limited", unsure=False)
        outbox.hold_lane(connection, "slack", "#churn", NOON + MINUTE)
    put(store, DIGEST)
    assert send(store) is None
    with store.read() as connection:
        assert outbox.next_due(connection, "slack", NOON) == NOON + MINUTE
    assert [send(store, NOON + MINUTE), send(store, NOON + MINUTE)] == [POST, DIGEST]


def test_what_cannot_be_delivered_is_visible_and_gets_a_new_chance(store: Store) -> None:
    """When there is more to say of it, or when somebody asks for it after a restart."""
    put(store, POST)
    for revive in (lambda: put(store, NOTE), lambda: _retry(store)):
        parcel = claim(store)
        assert parcel is not None
        with store.write() as connection:
            outbox.give_up(connection, parcel, "channel_not_found: invite the bot to #churn")
        with store.read() as connection:
            (trouble,) = undelivered(connection)
        assert (trouble.intent, trouble.final) == (POST, True)
        assert "invite the bot" in trouble.error
        assert claim(store) is None
        revive()
    assert [send(store), send(store)] == [POST, NOTE]
    with store.read() as connection:
        assert undelivered(connection) == ()
        assert outbox.waiting(connection) == 0


def _retry(store: Store) -> None:
    with store.write() as connection:
        assert outbox.retry_failed(connection, NOON) == 1


def test_a_hop_is_told_when_its_first_message_arrives(store: Store) -> None:
    """The ladder's wait counts from there; a hop whose number begins alike is another hop."""
    put(store, POST, page("dm"))
    other = IncidentPage(incident=1, channel="#churn", round=1, hop=10, person="jon", to="dm")
    put(store, other, at=NOON - MINUTE)
    with store.read() as connection:
        before = outbox.told(connection, 1, 1, 0)
    assert before is not None
    assert (before.written, before.at, before.tried, before.failed) == (NOON, None, False, False)
    parcel = claim(store)
    assert parcel is not None
    with store.write() as connection:
        outbox.delivered(connection, parcel, {}, NOON + MINUTE)
        after = outbox.told(connection, 1, 1, 0)
        nobody = outbox.told(connection, 1, 2, 0)
    assert after is not None
    assert (after.at, after.tried) == (NOON + MINUTE, True)
    assert nobody is None


def test_a_hop_whose_thread_and_messages_fail_is_told_nobody(store: Store) -> None:
    """A mention that waits for a post that cannot be delivered counts as failed."""
    put(store, POST, page(), page("dm"))
    for _ in range(2):
        parcel = claim(store)
        assert parcel is not None
        with store.write() as connection:
            outbox.give_up(connection, parcel, "account_inactive")
    with store.read() as connection:
        told = outbox.told(connection, 1, 1, 0)
    assert told is not None
    assert told.failed
