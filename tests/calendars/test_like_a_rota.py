"""A calendar written from a rota says what the rota says, also in the nights in which the clocks change."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars.events import events_in
from bot.domain.declared import Person
from bot.domain.duty import Copy, Names, copied
from bot.domain.on_call import Rotas
from bot.domain.rota import Rota

BERLIN = ZoneInfo("Europe/Berlin")
PEOPLE = ["maria", "jon", "ana"]
NIGHTS = [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]


def written(rota: dict[str, Any], turn: timedelta) -> bytes:
    """A recurring event for each person, in local time, as somebody would type it into a calendar."""
    first = datetime.fromisoformat(f"{rota['since']}T{rota['handover'][-5:]}")
    rule = f"FREQ={'WEEKLY' if rota['rotation'] == 'weekly' else 'DAILY'}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN"]
    for place, person in enumerate(rota["people"]):
        starts = first + turn * place
        lines += ["BEGIN:VEVENT", f"UID:{person}", f"SUMMARY:On call: {person.title()}"]
        lines += [f"DTSTART;TZID=Europe/Berlin:{starts:%Y%m%dT%H%M%S}"]
        lines += [f"DTEND;TZID=Europe/Berlin:{starts + turn:%Y%m%dT%H%M%S}"]
        lines += [f"RRULE:{rule};INTERVAL={rota['every'] * len(rota['people'])}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def copy_of(body: bytes, moment: datetime) -> Copy:
    """What it says in the weeks around a moment."""
    start, end = moment - timedelta(days=35), moment + timedelta(days=37)
    found, broken = events_in(body, BERLIN, start, end)
    return copied(found, broken, Names(dict.fromkeys(PEOPLE, Person()), {}), BERLIN, moment)


@pytest.mark.parametrize("night", NIGHTS)
@given(
    rotation=st.sampled_from(["daily", "weekly"]),
    every=st.integers(1, 2),
    at=st.sampled_from(["00:00", "01:30", "02:00", "02:30", "03:00", "09:00"]),
    count=st.integers(1, 3),
    minutes=st.lists(st.integers(-10 * 24 * 60, 10 * 24 * 60), min_size=20, max_size=20),
)
def test_it_names_the_same_person_at_every_moment(
    night: datetime, rotation: str, every: int, at: str, count: int, minutes: list[int]
) -> None:
    """A turn over such a night is an hour shorter or longer in both."""
    handover = f"mon {at}" if rotation == "weekly" else at
    rota = {"rotation": rotation, "every": every, "handover": handover, "people": PEOPLE[:count]}
    rota["since"] = "2026-01-05"
    turn = timedelta(days=every * (7 if rotation == "weekly" else 1))
    known = Rotas(
        {"turns": Rota.model_validate(rota), "calendar": Rota(calendar="x.ics")},
        BERLIN,
        {"calendar": copy_of(written(rota, turn), night)},
    )
    for moment in [night + timedelta(minutes=each) for each in (*minutes, *range(-120, 240, 15))]:
        assert known.on_call("calendar", moment) == known.on_call("turns", moment)
    shifts = [
        list(known.shifts(name, night - timedelta(days=9), night + timedelta(days=9)))
        for name in ("turns", "calendar")
    ]
    assert shifts[0] == shifts[1]
