"""No findings, tired people: the digest says when the trouble is the way of working."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.incident import Event, What
from bot.domain.tiredness import (
    Answer,
    Load,
    Page,
    Pulse,
    is_night,
    load_of,
    most_within,
    strains,
    trend,
    way_of_working,
)
from checks.verdict import Urgency

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)  # a Friday
MIDNIGHT = datetime(2026, 11, 18, 0, 30, tzinfo=UTC)
ZONES = {"churn": UTC}


def page(hours: float, incident: int = 1, person: str = "maria") -> Page:
    """So many hours after a Wednesday's midnight."""
    return Page(person=person, incident=incident, pipeline="churn", at=MIDNIGHT + timedelta(hours=hours))


def story(*said: tuple[float, What, str | None, str], number: int = 1, over: bool = True) -> Any:
    """An incident and what happened to it, in hours after that midnight."""
    incident = SimpleNamespace(id=number, pipeline="churn", urgency=Urgency.PAGE, is_resolved=over)
    events = [
        Event(at=MIDNIGHT + timedelta(hours=hours), kind=what.value, who=who, text=text)
        for hours, what, who, text in said
    ]
    return incident, events


def load(told: Any = (), pages: Any = (), shifts: Any = None) -> Load:
    """The load as of Friday."""
    return load_of(told, pages, ZONES, shifts or {}, NOW)


def test_a_page_by_three_routes_is_one() -> None:
    """At night it counts as a night; per shift where the schedule tells shifts."""
    said = load(pages=[page(0), page(0.01), page(12, 2)], shifts={"maria": 4})
    (maria,) = said.people
    assert (maria.pages, maria.nights, maria.weekends, maria.pages_a_shift) == (2, 1, 0, 0.5)


def test_who_takes_what_and_how_fast() -> None:
    """The median, and what was taken out of hours."""
    told = [
        story((0, What.OPENED, None, ""), (at, What.ACKNOWLEDGED, "jon", ""), (12, What.GONE, None, ""))
        for at in (0.5, 1, 10)
    ]
    (jon,) = load(told).people
    assert (jon.acknowledged, jon.out_of_hours, jon.to_acknowledge) == (3, 2, timedelta(hours=1))
    assert jon.pages_a_shift is None


def test_what_goes_round_belongs_to_nobody() -> None:
    """The first hand-off finds the owner; each one after it, and each giving back, is counted."""
    told = story(
        (0, What.OPENED, None, ""),
        (1, What.HANDED, "maria", "jon"),
        (2, What.TAKEN_BACK, "jon", ""),
        (3, What.HANDED, "maria", "ana"),
        (4, What.HANDED, "ana", "maria"),
        (5, What.RESOLVED, "maria", ""),
        number=7,
    )
    said = load([told])
    assert said.reassigned == {7: 3}
    assert said.handed == {("maria", "jon"): 1, ("maria", "ana"): 1, ("ana", "maria"): 1}
    assert strains(said) == ("incident 7 was passed on 3 times after its first hand-off (fewer than 3)",)


def test_what_nobody_has_for_hours_waits() -> None:
    """Also what is still open; what sleeps waits for nobody."""
    long = story((0, What.OPENED, None, ""), (5, What.ACKNOWLEDGED, "jon", ""), number=1)
    short = story((0, What.OPENED, None, ""), (3, What.ACKNOWLEDGED, "jon", ""), number=2)
    still = story((0, What.OPENED, None, ""), number=3, over=False)
    asleep = story((0, What.OPENED, None, ""), (1, What.SNOOZED, "jon", ""), number=4, over=False)
    found = load([long, short, still, asleep]).waits
    assert [number for number, _ in found] == [3, 1]


def test_few_findings_and_tired_people_are_told_with_the_figure() -> None:
    """Three incidents in a shift of twelve hours; with many findings open it is the pipeline."""
    said = load(pages=[page(9 + at, at) for at in range(3)])
    assert way_of_working(said, 1) == (
        "1 finding is open, and people are worn out: it is the way of working.",
        "maria was paged for 3 incidents within twelve hours (at most 2)",
    )
    assert way_of_working(said, 3) == ()
    assert way_of_working(load(pages=[page(9)]), 0) == ()


def test_more_than_one_night_a_week_is_too_much() -> None:
    """Four in four weeks are not."""
    nights = [page(-24 * back, back) for back in range(5)]
    assert strains(load(pages=nights[:4])) == ()
    assert "5 times at night" in strains(load(pages=nights))[0]


@pytest.mark.parametrize(("hour", "night"), [(21, False), (22, True), (3, True), (6, True), (7, False)])
def test_night_is_where_the_pipeline_is(hour: int, night: bool) -> None:
    """Ten in the evening in Berlin."""
    zone = ZoneInfo("Europe/Berlin")
    assert is_night(datetime(2026, 11, 18, hour, tzinfo=zone).astimezone(UTC), zone) is night


@given(st.lists(st.tuples(st.floats(-200, 60), st.integers(1, 9)), max_size=30))
def test_no_page_is_counted_twice_and_none_from_the_future(found: list[tuple[float, int]]) -> None:
    """Whatever the order in which they are read."""
    pages = [page(*each) for each in found]
    one, other = load(pages=pages), load(pages=pages[::-1])
    assert one == other
    assert sum(each.pages for each in one.people) <= len(pages)


@given(st.lists(st.tuples(st.integers(-40, 40), st.integers(1, 5)), max_size=20))
def test_the_worst_shift_begins_with_a_page(found: list[tuple[int, int]]) -> None:
    """Of all stretches of twelve hours, the one with the most incidents; an incident counts once in it."""
    pages, shift = [page(*each) for each in found], timedelta(hours=12)
    stretches = [
        {other.incident for other in pages if each.at <= other.at < each.at + shift} for each in pages
    ]
    assert most_within(pages, shift) == max(map(len, stretches), default=0)


def test_the_answers_at_sign_off_show_where_it_goes() -> None:
    """Of several who answered, the one who drowns counts."""
    said = [(Answer.QUARTER,), (Answer.ALMOST_NONE, Answer.HALF), (Answer.MOST,)]
    pulses = [
        Pulse(checkup=at, due_at=NOW + timedelta(weeks=at), answers=each) for at, each in enumerate(said)
    ]
    assert trend(pulses) == "a quarter → half → three quarters (it grows)"
    assert trend(()) == ""
