"""A unit that changed in one country, of a table for which nobody declared a segment or the column."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles import suspected
from checks.profiles.mixed import scaled_part
from checks.profiles.survey import KeptNowhere
from checks.sources.level_numbers import Moments
from checks.verdict import Outcome, Urgency

ROWS, DAYS, FIRST = 2_000, 24, datetime(2026, 1, 5, tzinfo=UTC)
COUNTRIES = np.array(["DE", "FR", "US", "IT", "ES"])
USUAL = np.array([1_500, 1_400, 2_100, 1_000, 1_200])


def a_day(seed, shares=(0.3, 0.2, 0.25, 0.15, 0.1)):
    """Flights of five countries, each with distances of its own; some free text, and a plan."""
    random = np.random.default_rng(seed)
    country = random.choice(5, ROWS, p=shares)
    return {
        "country": COUNTRIES[country],
        "plan": random.choice(["free", "pro", "team"], ROWS),
        "name": [f"Customer {number}" for number in random.integers(0, 99_999, ROWS)],
        "distance": random.normal(USUAL[country], 150) * random.uniform(0.99, 1.01),
        "temperature": random.normal(60, 12, ROWS),
    }


def in_feet(*countries):
    def change(day):
        here = np.isin(day["country"], countries)
        return day | {"distance": np.where(here, day["distance"] * 3.28084, day["distance"])}

    return change


def in_celsius(day):
    warm, here = day["temperature"], day["country"] == "FR"
    return day | {"temperature": np.where(here, (warm - 32) / 1.8, warm)}


@pytest.fixture
def guards(lake):
    """What the guards say after so many days on which something changed."""

    def said(change, days=1, columns=None):
        for at in range(DAYS):
            day = change(a_day(at)) if at >= DAYS - days else a_day(at)
            lake.parquet(f"day={FIRST + timedelta(days=at):%Y-%m-%d}/a.parquet", day)
        declared = {"country": {"share": True}} if columns is None else columns
        table = Table.model_validate(
            {
                "source": "lake",
                "path": "day=*/*.parquet",
                "partition": {"column": "day"},
                "columns": declared,
            }
        )
        auditor = Auditor({"flights": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC"))
        audit = auditor.audit(FIRST + timedelta(days=DAYS, hours=9))
        return [each for each in audit.verdicts if each.check == "guards"]

    return said


def test_feet_instead_of_metres_in_one_country(guards):
    """Nobody named countries: the rows of the day are asked who it was, since when is known anyway."""
    (verdict,) = guards(in_feet("FR"), days=3)
    assert verdict.summary == (
        "`distance` looks given in feet instead of metres in country = FR since Mon 26 Jan, "
        "and in no other `country`"
    )
    assert (verdict.segment, verdict.urgency, len(verdict.bad)) == ("country = FR", Urgency.PAGE, 3)
    assert 330 < verdict.affected < 470


def test_a_country_whose_name_must_not_be_told(guards):
    """Has a number."""
    (verdict,) = guards(in_feet("FR"), columns={})
    assert verdict.segment.startswith("country #")
    assert "FR" not in verdict.summary


def test_two_countries_are_one_finding(guards):
    """About the column that tells them apart."""
    (verdict,) = guards(in_feet("FR", "IT"))
    assert "in country = FR, country = IT since" in verdict.summary
    assert verdict.segment == "country"


def test_celsius_in_one_country(guards):
    """Not only factors."""
    (verdict,) = guards(in_celsius)
    assert "`temperature` looks given in Celsius instead of Fahrenheit in country = FR" in verdict.summary


def test_feet_everywhere_are_the_whole_column(guards):
    """No row is asked."""
    (verdict,) = guards(in_feet(*COUNTRIES))
    assert verdict.segment is None


def longer(day):
    return day | {"distance": np.where(day["country"] == "US", day["distance"] + 900, day["distance"])}


def others_fly(day):
    return a_day(77, shares=(0.02, 0.03, 0.9, 0.02, 0.03))


@pytest.mark.parametrize("change", [longer, others_fly])
def test_what_is_no_other_unit_is_dismissed(guards, change):
    """Longer flights in one country, or other countries that fly: the rows say so."""
    (verdict,) = guards(change)
    assert verdict.outcome is Outcome.OK
    said = "`distance` is not as it was, but in no level of `plan`, `country` that has 100 rows or more"
    assert said in verdict.summary


def test_one_row_of_a_heavy_tail_is_no_other_unit():
    """Its level is as wide as if miles were kilometres, by that row alone."""
    random = np.random.default_rng(1)
    usual, there = random.standard_normal((2, 2, 5_000))
    here = there[0].copy()
    here[0] = np.sqrt(5_000 * (1.609344**2 - 1))
    assert scaled_part({"a": pair(usual[0], here), "b": pair(*there)}, 0.01) is None
    scaled = scaled_part({"a": pair(usual[0], there[0] * 1.609344), "b": pair(usual[1], there[1])}, 0.01)
    assert (scaled.levels, scaled.said) == (["a"], "given in kilometres instead of miles")


def pair(then, now):
    return tuple(Moments(len(each), each.mean(), each.var(), each.min(), each.max()) for each in (then, now))


def test_an_honest_day_asks_no_rows(guards, monkeypatch):
    """The profile is enough."""
    monkeypatch.setattr(suspected, "level_numbers", pytest.fail)
    (verdict,) = guards(lambda day: day)
    assert verdict.outcome is Outcome.OK


def test_rows_that_cannot_be_read_are_no_verdict(guards, monkeypatch):
    """Neither a finding nor an all-clear."""

    def fail(*_):
        raise OSError("gone")

    monkeypatch.setattr(suspected, "level_numbers", fail)
    (verdict,) = guards(in_feet("FR"))
    assert (verdict.outcome, verdict.needs) == (Outcome.NOT_ENOUGH_DATA, "rows that can be read")
