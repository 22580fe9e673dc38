"""In which source, from which row and second on values are read or written in another way."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere

ROWS, DAYS = 600, 16
FIRST = date(2026, 1, 16)
SOURCES = ("north", "south", "east", "west")
ZONE = ZoneInfo("UTC")


def a_day(at, *changes):
    """A row every two minutes; born any day, placed anywhere, ordered on the partition's day."""
    random, day = np.random.default_rng(at), FIRST + timedelta(days=at)
    rows = []
    for number in range(ROWS):
        moment = datetime.combine(day, time(), UTC) + timedelta(minutes=2 * number)
        row = {
            "id": at * ROWS + number,
            "at": moment,
            "source": SOURCES[int(random.integers(4))],
            "born": date(1950, 1, 1) + timedelta(days=int(random.integers(20_000))),
            "lat": round(float(random.uniform(48, 54)), 4),
            "ordered": day,
            "due": f"{day}",
            "price": round(float(random.uniform(1, 100)), 2),
        }
        for change in changes:
            row |= change(row)
        rows.append(row)
    return {name: [row[name] for row in rows] for name in rows[0]}


def of_source(source, change):
    return lambda row: change(row) if row["source"] == source else {}


def since(moment, change):
    return lambda row: change(row) if row["at"] >= moment else {}


def swapped(row):
    """Read month first, wherever that makes a date."""
    born = row["born"]
    return {"born": born.replace(month=born.day, day=born.month) if born.day <= 12 else None}


def in_minutes(row):
    """52°31′ as 52.31."""
    degrees, rest = divmod(row["lat"], 1)
    return {"lat": degrees + int(rest * 60) / 100}


def in_one_number(row):
    """52°31′04″ as 523104."""
    degrees, rest = divmod(row["lat"], 1)
    minutes, rest = divmod(rest * 60, 1)
    return {"lat": degrees * 10_000 + minutes * 100 + int(rest * 60)}


@pytest.fixture
def say(lake):
    """The findings of value_format about the last day of some."""

    def said(*changes, days=DAYS, share=True):
        for at in range(days + 1):
            day = FIRST + timedelta(days=at)
            lake.parquet(f"day={day}/a.parquet", a_day(at, *(changes if at >= days - 1 else ())))
        declared = {
            "source": "lake",
            "path": "day=*/*.parquet",
            "partition": {"column": "day"},
            "key": ["id"],
            "event_time": "at",
            "segment": "source",
            "columns": {"source": {"share": share}},
        }
        auditor = Auditor({"t": (lake.root, Table.model_validate(declared))}, KeptNowhere(), ZONE)
        as_of = datetime.combine(FIRST + timedelta(days=days + 1), time(9), UTC)
        found = auditor.audit(as_of)
        assert not found.errors
        return [each for each in found.verdicts if each.check == "value_format" and each.evidence]

    return said


BEGAN = datetime.combine(FIRST + timedelta(days=DAYS - 1), time(14), UTC)
"""Two in the afternoon of the last day but one."""


@pytest.mark.parametrize(("change", "kind"), [(swapped, "day_and_month"), (in_minutes, "sixtieths")])
def test_values_of_one_source_that_are_read_otherwise(say, change, kind):
    """From the very row on, though three sources go on as ever."""
    (verdict,) = say(of_source("east", since(BEGAN, change)))
    assert (verdict.evidence["kind"], verdict.segment) == (kind, "source = east")
    assert " in source = east " in verdict.summary
    late = timedelta(minutes=20)
    assert BEGAN - late <= verdict.since <= BEGAN + late
    assert verdict.rows[0].at == verdict.since
    assert "in another way from here on" in verdict.rows[0].why


def test_values_of_all_sources_that_are_read_otherwise(say):
    """One finding, about no source; a level that must not be told has a number."""
    (verdict,) = say(since(BEGAN, swapped))
    assert verdict.segment is None
    assert BEGAN <= verdict.since <= BEGAN + timedelta(minutes=20)


def test_a_source_that_must_not_be_told(say):
    """Its rows are found by the hash of its name."""
    (verdict,) = say(of_source("east", since(BEGAN, in_minutes)), share=False)
    assert verdict.segment.startswith("source #")
    assert verdict.since >= BEGAN - timedelta(minutes=20)


def test_degrees_minutes_and_seconds_in_one_number(say):
    """In one of four sources, from the first row on."""
    (verdict,) = say(of_source("west", since(BEGAN, in_one_number)))
    assert "lie beyond ±180: degrees, minutes and seconds written as one number?" in verdict.summary
    assert verdict.summary.endswith("all in source = west")
    assert BEGAN <= verdict.since <= BEGAN + timedelta(minutes=20)


def test_texts_of_one_source_that_are_written_otherwise(say):
    """A signature is told with its source, too."""
    (verdict,) = say(of_source("south", lambda row: {"due": f"{row['at']:%d/%m/%Y}"}))
    assert "turned from 9999-99-99 to 99/99/9999" in verdict.summary
    assert verdict.summary.endswith("all in source = south")


def test_a_day_that_is_taken_for_a_month_where_it_can_be(say):
    """As a reader that guesses has it: on 2 February nothing, on 5 February 2 May, on the 13th nothing."""

    def guessed(row):
        day = row["ordered"]
        return {"ordered": day.replace(month=day.day, day=day.month) if day.day <= 12 else day}

    days = (date(2026, 2, 5) - FIRST).days
    (verdict,) = say(of_source("north", guessed), days=days)
    assert (
        "`ordered` are 2026-05-02 in the partition of 2026-02-05: day and month were swapped"
        in verdict.summary
    )
    assert verdict.summary.endswith("all in source = north")
    assert verdict.evidence["kind"] == "day_and_month"


@pytest.mark.parametrize(
    "change",
    [
        lambda row: {},
        lambda row: {"price": round(row["price"])},
        of_source("east", lambda row: {"lat": None, "born": None}),
        lambda row: {"lat": -row["lat"]},
        lambda row: {"ordered": row["ordered"] - timedelta(days=1)},
    ],
)
def test_honest_days_are_quiet(say, change):
    """Whole prices, no values, the other half of the globe, the orders of the day before."""
    assert say(change) == []
