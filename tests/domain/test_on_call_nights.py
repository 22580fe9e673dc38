"""Who is on call in the nights when clocks change, by an oracle that only looks at clocks."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.on_call import Rotas
from bot.domain.rota import Rota

NIGHTS = int(os.environ.get("OAKUM_NIGHTS", "60"))
"""In three seconds; a few thousand before a release."""
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",  # half an hour beside the hour
    "America/Santiago",  # at midnight, in the southern spring
    "Australia/Adelaide",  # both
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Auckland",
    "Asia/Kolkata",  # never
]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Spec = Mapping[str, Any]


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """The moments in 2026 at which the clocks of a zone change."""
    at = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) / 2 for hour in range(2 * 365 * 24)]
    offsets = [each.astimezone(ZoneInfo(zone)).utcoffset() for each in at]
    return tuple(at[n + 1] for n, (before, after) in enumerate(pairwise(offsets)) if before != after)


@cache
def reads(zone: str, wall: datetime) -> datetime:
    """The first moment at which the clock on the wall reads this; where it never does, as much later as the
    clocks were put forward."""
    noon = datetime.combine(wall.date(), time(12), UTC)
    steps = [noon + QUARTER * n for n in range(-26 * 4 - 48, 26 * 4 + 48)]
    found = [each for each in steps if each.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall]
    if found:
        return found[0]
    before, after = (noon + DAY * n for n in (-2, 2))
    forward = after.astimezone(ZoneInfo(zone)).utcoffset() - before.astimezone(ZoneInfo(zone)).utcoffset()
    return reads(zone, wall + forward)


def oracle(specs: Mapping[str, Spec], name: str, moment: datetime) -> str | None:
    """Who it is, by looking at every turn, every exception and all hours."""
    spec = specs.get(name)
    if spec is None:
        return name
    zone = spec["timezone"]
    for each in reversed(spec["overrides"]):
        if reads(zone, _wall(each["from"])) <= moment < reads(zone, _wall(each["to"])):
            return oracle(specs, each["person"], moment)
    if "hours" in spec and not any(starts <= moment < ends for starts, ends in _manned(spec, moment)):
        return oracle(specs, spec["otherwise"], moment) if "otherwise" in spec else None
    turn = max(number for number, begins in _turns(spec, moment) if begins <= moment)
    return oracle(specs, spec["people"][turn % len(spec["people"])], moment)


def _wall(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _manned(spec: Spec, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    first, last = spec["hours"]["days"].split("-")
    days = range(WEEKDAYS.index(first), WEEKDAYS.index(last) + 1)
    starts, ends = (time.fromisoformat(spec["hours"][each]) for each in ("from", "to"))
    for day in (moment.date() + DAY * n for n in range(-3, 3)):
        if day.weekday() in days:
            until = day if ends > starts else day + DAY
            yield (
                reads(spec["timezone"], datetime.combine(day, starts)),
                reads(spec["timezone"], datetime.combine(until, ends)),
            )


def _turns(spec: Spec, moment: datetime) -> Iterator[tuple[int, datetime]]:
    """Each turn near a moment: its number, and when it begins."""
    weekly = spec["rotation"] == "weekly"
    weekday, _, at = spec["handover"].rpartition(" ")
    first = date.fromisoformat(spec["since"]) if "since" in spec else date(1970, 1, 5)
    while weekly and first.weekday() != WEEKDAYS.index(weekday):
        first += DAY if "since" not in spec else -DAY
    length = spec["every"] * (7 if weekly else 1)
    near = (moment.date() - first).days // length
    for number in range(near - 3, near + 4):
        wall = datetime.combine(first + DAY * length * number, time.fromisoformat(at))
        yield number, reads(spec["timezone"], wall)


TIMES = st.builds("{:02}:{:02}".format, st.sampled_from([0, 1, 2, 3, 9, 23]), st.sampled_from([0, 15, 30]))


@st.composite
def schedules(draw: st.DrawFn, zone: str, around: date, others: list[str]) -> dict[str, Any]:
    """A schedule, with the exceptions of some days; its people may be other schedules."""
    rotation = draw(st.sampled_from(["daily", "weekly"]))
    who = st.sampled_from(["maria", "jon", "ana", *others])
    weekday = f"{draw(st.sampled_from(WEEKDAYS))} " if rotation == "weekly" else ""
    spec: dict[str, Any] = {
        "timezone": zone,
        "rotation": rotation,
        "every": draw(st.integers(1, 3)),
        "handover": f"{weekday}{draw(TIMES)}",
        "people": draw(st.lists(who, min_size=1, max_size=4)),
        "overrides": [draw(_override(around, who)) for _ in range(draw(st.integers(0, 2)))],
    }
    if draw(st.booleans()):
        spec["since"] = str(around + DAY * draw(st.integers(-400, 30)))
    if draw(st.booleans()):
        spec["hours"] = {
            "days": draw(st.sampled_from(["mon-fri", "sat-sun", "mon-sun"])),
            "from": draw(TIMES),
        }
        spec["hours"]["to"] = draw(TIMES)
        if draw(st.booleans()):
            spec["otherwise"] = draw(who)
    return spec


@st.composite
def _override(draw: st.DrawFn, around: date, who: st.SearchStrategy[str]) -> dict[str, str]:
    starts = datetime.combine(around + DAY * draw(st.integers(-2, 1)), time.fromisoformat(draw(TIMES)))
    ends = starts + QUARTER * draw(st.integers(1, 200))
    return {"person": draw(who), "from": f"{starts:%Y-%m-%d %H:%M}", "to": f"{ends:%Y-%m-%d %H:%M}"}


@st.composite
def nights(draw: st.DrawFn) -> tuple[dict[str, dict[str, Any]], datetime]:
    """Two schedules, the first of which may name the second, and a moment: mostly near a change of clocks."""
    zone, other = draw(st.sampled_from(ZONES)), draw(st.sampled_from(ZONES))
    near = [*changes(zone), *changes(other), datetime(2026, 6, 1, tzinfo=UTC)]
    moment = draw(st.sampled_from(near)) + QUARTER * draw(st.integers(-200, 200))
    inner = draw(schedules(other, moment.date(), []))
    return {"outer": draw(schedules(zone, moment.date(), ["inner"])), "inner": inner}, moment


@given(night=nights())
@settings(max_examples=NIGHTS)
def test_every_quarter_of_an_hour_is_whose_the_clocks_on_the_wall_say(
    night: tuple[dict[str, dict[str, Any]], datetime],
) -> None:
    """Daily, weekly and longer turns, from a day on, exceptions, hours, schedules in schedules."""
    specs, begin = night
    known = Rotas({name: Rota.model_validate(each) for name, each in specs.items()}, UTC)
    end = begin + DAY
    shifts = list(known.shifts("outer", begin, end))
    assert (shifts[0].starts, shifts[-1].ends) == (begin, end)
    for before, after in pairwise(shifts):
        assert before.ends == after.starts
    for moment in (begin + QUARTER * n for n in range(4 * 24)):
        (shift,) = [each for each in shifts if each.starts <= moment < each.ends]
        assert known.on_call("outer", moment) == shift.person == oracle(specs, "outer", moment), moment


def test_the_clocks_of_all_these_zones_change_as_often_as_they_do() -> None:
    """Otherwise the nights were not looked at."""
    assert [len(changes(zone)) for zone in ZONES] == [2] * 7 + [0]
