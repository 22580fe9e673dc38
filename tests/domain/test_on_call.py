"""Who is on call: turns, exceptions, hours, and both nights on which the clocks change."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.on_call import Rotas, Shift
from bot.domain.rota import Rota

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = ["maria", "jon", "ana"]


def rotas(**schedules: dict[str, Any]) -> Rotas:
    return Rotas({name: Rota.model_validate(each) for name, each in schedules.items()}, BERLIN)


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=BERLIN).astimezone(UTC)


def test_a_week_each_from_monday_morning() -> None:
    """Maria begins, Jon follows, and after the last the first comes again."""
    known = rotas(churn={"people": PEOPLE, "handover": "mon 09:00", "since": "2026-11-02"})
    days = [
        "2026-11-02 09:00",
        "2026-11-09 08:59",
        "2026-11-09 09:00",
        "2026-11-16 10:00",
        "2026-11-23 10:00",
    ]
    assert [known.on_call("churn", at(day)) for day in days] == ["maria", "maria", "jon", "ana", "maria"]
    assert known.on_call("maria", at(days[0])) == "maria"


def test_a_day_each() -> None:
    """The turn changes at the same time on the wall, also on the day after the clocks change."""
    known = rotas(churn={"rotation": "daily", "people": PEOPLE, "handover": "08:00", "since": "2026-10-24"})
    assert known.shift("churn", at("2026-10-24 12:00")) == Shift(
        "maria", at("2026-10-24 12:00"), at("2026-10-25 08:00")
    )
    assert known.on_call("churn", at("2026-10-25 07:59")) == "maria"
    assert known.on_call("churn", at("2026-10-25 08:00")) == "jon"


def test_two_weeks_each() -> None:
    """`every: 2` makes a turn of two weeks."""
    known = rotas(churn={"people": PEOPLE, "every": 2, "since": "2026-11-02"})
    found = [known.on_call("churn", at(f"2026-11-{day:02} 12:00")) for day in (2, 9, 16, 23, 30)]
    assert found == ["maria", "maria", "jon", "jon", "ana"]


def test_an_override_takes_the_place_of_whoever_would_be_on_call() -> None:
    """Jon has the evening; of two that overlap the later in the list counts."""
    evening = {"person": "jon", "from": "2026-12-24 17:00", "to": "2026-12-25 09:00"}
    later = {"person": "ana", "from": "2026-12-24 20:00", "to": "2026-12-24 22:00"}
    known = rotas(churn={"people": ["maria"], "overrides": [evening, later]})
    shifts = known.shifts("churn", at("2026-12-24 12:00"), at("2026-12-25 12:00"))
    assert [(each.person, each.ends) for each in shifts] == [
        ("maria", at("2026-12-24 17:00")),
        ("jon", at("2026-12-24 20:00")),
        ("ana", at("2026-12-24 22:00")),
        ("jon", at("2026-12-25 09:00")),
        ("maria", at("2026-12-25 12:00")),
    ]


@pytest.mark.parametrize("zone", [ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")])
def test_an_override_may_be_for_ever(zone: ZoneInfo) -> None:
    """Who writes the first or the last day that there is means always, wherever they live."""
    always = {"person": "ana", "from": "0001-01-01 00:00", "to": "9999-12-31 23:59"}
    rota = Rota.model_validate({"people": ["maria", "jon"], "overrides": [always]})
    known = Rotas({"churn": rota}, zone)
    assert known.on_call("churn", START) == "ana"
    assert known.shift("churn", START).person == "ana"


def test_outside_its_hours_somebody_else_has_it_and_where_nobody_does_it_is_a_gap() -> None:
    """Nights over midnight count as those of the day on which they begin."""
    day = {"people": ["maria"], "hours": {"days": "mon-fri", "from": "08:00", "to": "20:00"}}
    night = {"people": ["jon"], "hours": {"from": "20:00", "to": "08:00"}}
    known = rotas(day={**day, "otherwise": "night"}, night=night)
    assert known.on_call("day", at("2026-11-27 12:00")) == "maria"
    assert known.on_call("day", at("2026-11-28 03:00")) == "jon"
    weekend = known.gaps("day", at("2026-11-27 12:00"))[0]
    assert (weekend.starts, weekend.ends) == (at("2026-11-28 08:00"), at("2026-11-28 20:00"))
    assert not rotas(day={"people": ["maria"]}).gaps("day", START)


@given(
    minutes=st.integers(0, 366 * 24 * 60),
    rotation=st.sampled_from(["daily", "weekly"]),
    every=st.integers(1, 3),
    hour=st.integers(0, 23),
    minute=st.sampled_from([0, 30]),
    people=st.integers(1, 4),
    manned=st.booleans(),
)
def test_shifts_leave_no_moment_out_and_tell_what_a_single_moment_tells(
    minutes: int, rotation: str, every: int, hour: int, minute: int, people: int, manned: bool
) -> None:
    """Whatever the clocks do: each shift begins where the last ended, and holds from its first minute on."""
    names = [f"p{number}" for number in range(people)]
    hours = (
        {"hours": {"days": "sat-sun", "from": "02:30", "to": "03:30"}, "otherwise": "p9"} if manned else {}
    )
    schedule = {"rotation": rotation, "every": every, "handover": f"{hour:02}:{minute:02}", "people": names}
    known, begin = rotas(churn={**schedule, **hours}), START + timedelta(minutes=minutes)
    end = begin + timedelta(days=9)
    shifts = list(known.shifts("churn", begin, end))
    assert (shifts[0].starts, shifts[-1].ends) == (begin, end)
    for before, after in pairwise(shifts):
        assert before.ends == after.starts
        assert before.person != after.person
    for each in shifts:
        for moment in (
            each.starts,
            each.starts + (each.ends - each.starts) / 2,
            each.ends - timedelta(minutes=1),
        ):
            assert known.on_call("churn", max(each.starts, moment)) == each.person


@pytest.mark.parametrize("months", [("2026-03-29", 23), ("2026-10-25", 25)])
def test_the_turn_of_a_night_in_which_the_clocks_change_is_an_hour_shorter_or_longer(
    months: tuple[str, int],
) -> None:
    """Nobody is left out and nobody has it twice."""
    day, hours = months
    known = rotas(churn={"rotation": "daily", "people": ["maria", "jon"], "handover": "00:00"})
    shift = known.shift("churn", at(f"{day} 00:00"))
    assert shift.ends - shift.starts == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ({"people": []}, "at least 1"),
        ({"people": "maria"}, "a list is needed"),
        ({"people": ["maria"], "handover": "9 o'clock"}, "write one between 00:00 and 23:59"),
        ({"people": ["maria"], "rotation": "daily", "handover": "mon 09:00"}, "write handover as a time"),
        ({"people": ["maria"], "otherwise": "jon"}, "add hours"),
        (
            {
                "people": ["maria"],
                "overrides": [{"person": "jon", "from": "2026-12-24 17:00", "to": "2026-12-24 09:00"}],
            },
            "before it begins",
        ),
        (
            {
                "people": ["maria"],
                "overrides": [{"person": "jon", "from": "today", "to": "2026-12-24 09:00"}],
            },
            "write one like 2026-12-24 09:00",
        ),
    ],
)
def test_a_mistake_says_what_to_write(schedule: dict[str, Any], said: str) -> None:
    """What is wrong is told with what to write instead."""
    with pytest.raises(ValidationError, match=said):
        Rota.model_validate(schedule)
