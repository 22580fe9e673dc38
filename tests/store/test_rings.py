"""Which incident a thread is about, and what rang somebody last; what people chose: on either database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update

from bot.domain.intent import IncidentMail, IncidentPage, IncidentPost
from bot.domain.wishes import Reach, Wishes
from bot.store import outbox, rings, tables, wishes
from bot.store.store import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def said(store: Store) -> None:
    """An incident was posted, and Maria was paged by Slack, then by mail."""
    page = IncidentPage(incident=1, channel="#churn", round=1, hop=0, person="maria", to="dm")
    mail = IncidentMail(incident=1, round=1, hop=1, person="maria")
    with store.write() as connection:
        facts = {"pipeline": "churn", "group_key": "g", "opened_at": NOON, "findings": []}
        connection.execute(insert(tables.incidents).values(state="open", hop=0, round=1, fence=0, **facts))
        outbox.put(connection, [IncidentPost(incident=1, channel="#churn"), page, mail], NOON)
        for number, row in enumerate((1, 2, 3)):
            sent = {"state": "sent", "sent_at": NOON + timedelta(minutes=number)}
            sent["receipt"] = {"channel": "C1", "ts": f"17.{row}"}
            connection.execute(update(tables.outbox).where(tables.outbox.c.id == row).values(**sent))


def test_a_thread_is_about_the_incident_whose_message_begins_it(store: Store) -> None:
    """A page in private begins none, nor does the same time stamp in another channel."""
    said(store)
    with store.read() as connection:
        assert rings.incident_of(connection, "C1", "17.1") == 1
        assert rings.incident_of(connection, "C2", "17.1") is None
        assert rings.incident_of(connection, "C1", "17.2") is None


def test_the_newest_page_of_somebody_is_found_by_whatever_route(store: Store) -> None:
    """Of the pipelines that are asked about."""
    said(store)
    with store.read() as connection:
        found = rings.newest(connection, "maria", ["churn"])
        assert found == rings.Ring(incident=1, round=1, hop=1, route="email", at=NOON + timedelta(minutes=2))
        assert rings.newest(connection, "maria", ["ads"]) is None
        assert rings.newest(connection, "jon", ["churn"]) is None


def test_what_somebody_chose_last_counts(store: Store) -> None:
    """A zone that no longer exists is as none."""
    tokyo = Wishes(timezone=ZoneInfo("Asia/Tokyo"), reach=Reach.DM)
    with store.write() as connection:
        assert wishes.of(connection, "maria") == Wishes()
        wishes.keep(connection, "maria", Wishes(reach=Reach.CHANNEL), NOON, "slack")
        wishes.keep(connection, "maria", tokyo, NOON, "slack")
        assert wishes.of(connection, "maria") == tokyo
        connection.execute(update(tables.wishes).values(timezone="Mars/Olympus"))
        assert wishes.of(connection, "maria") == Wishes(reach=Reach.DM)
