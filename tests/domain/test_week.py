"""Who was paged in a week, and that a checkup keeps it."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.health import Status
from bot.domain.record import plain
from bot.domain.tiredness import Page
from bot.domain.week import Neighbour, Paged, Week, from_json, paged

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _page(person: str, at: datetime, incident: int = 1) -> Page:
    return Page(person=person, incident=incident, pipeline="churn", at=at)


def test_people_are_counted_with_their_nights_the_most_often_paged_first() -> None:
    """By Slack and by mail within a minute it is one page; night is the pipeline's."""
    rung = [
        _page("jon", NOON),
        _page("maria", NOON),
        _page("maria", NOON + timedelta(minutes=1)),  # the same by mail
        _page("maria", NOON + timedelta(hours=4)),
    ]
    assert paged(rung, UTC) == (Paged(person="maria", times=2), Paged(person="jon", times=1))
    tokyo = paged(rung, ZoneInfo("Asia/Tokyo"))  # 21:00, and one in the morning
    assert tokyo[0] == Paged(person="maria", times=2, nights=1)


def test_it_survives_the_way_through_json() -> None:
    """And a checkup from before there was a week has an empty one."""
    week = Week(
        before=Status.DEGRADED,
        paged=(Paged(person="maria", times=3, nights=1),),
        new=frozenset({"a", "b"}),
        beside=(Neighbour(pipeline="ads", health=Status.UNKNOWN, findings=0),),
    )
    assert from_json(plain(asdict(week))) == week
    assert from_json(plain(asdict(Week()))) == from_json(None) == Week()
