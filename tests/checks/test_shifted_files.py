"""A field that is lost or added in a file of mixed types is one finding that names every moved column."""

import csv
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome

ROWS, DAYS, FIRST = 400, 16, datetime(2026, 1, 5, tzinfo=UTC)
NAMES = ["id", "name", "city", "amount", "date", "flag", "code"]
CITIES = ["Berlin", "Paris", "Rome", "Madrid", "Wien"]
DECLARED = {
    "key": ["id"],
    "segment": "city",
    "columns": {
        "city": {"share": True},
        "amount": {"primary": True, "drift": True},
        "flag": {"values": ["Y", "N"]},
        "code": {"null_rate": True},
    },
}


def a_day(at):
    """Orders of mixed types: numbers, names, words, dates, flags, codes."""
    random = np.random.default_rng(at)
    back = [FIRST + timedelta(days=at - int(days)) for days in random.integers(0, 60, ROWS)]
    codes = zip(random.choice(list("ABCD"), ROWS), random.integers(0, 10_000, ROWS), strict=True)
    return {
        "id": list(range(at * ROWS, (at + 1) * ROWS)),
        "name": [f"{name} Smith" for name in random.choice(["Ann", "Bob", "Cara", "Dan"], ROWS)],
        "city": random.choice(CITIES, ROWS, p=[0.4, 0.2, 0.2, 0.1, 0.1]).tolist(),
        "amount": random.lognormal(3, 0.5, ROWS).round(2).tolist(),
        "date": [f"{day:%Y-%m-%d}" for day in back],
        "flag": random.choice(["Y", "N"], ROWS, p=[0.7, 0.3]).tolist(),
        "code": [f"{letter}{number:04}" for letter, number in codes],
    }


def lost(row, name):
    """A line without one of its fields, filled up at its end."""
    at = NAMES.index(name)
    return [*row[:at], *row[at + 1 :], ""]


def added(row, name):
    """A line with an empty field before another, cut at its end."""
    at = NAMES.index(name)
    return [*row[:at], "", *row[at:-1]]


@pytest.fixture
def breaches(tmp_path):
    """What all the checks find on the morning after so many days of spoiled files, from a row of each on."""

    def found(spoil, name, days, first_row=0, declared=DECLARED):
        for at in range(DAYS):
            path = tmp_path / f"day={FIRST + timedelta(days=at):%Y-%m-%d}" / "a.csv"
            path.parent.mkdir()
            with path.open("w", newline="") as file:
                lines = csv.writer(file)
                lines.writerow(NAMES)
                for number, row in enumerate(zip(*a_day(at).values(), strict=True)):
                    is_bad = at >= DAYS - days and number >= first_row
                    lines.writerow(spoil(list(row), name) if is_bad else row)
        table = {"source": "lake", "path": "day=*/*.csv", "partition": {"column": "day"}} | declared
        tables = {"orders": (tmp_path, Table.model_validate(table))}
        auditor = Auditor(tables, KeptNowhere(), ZoneInfo("UTC"))
        verdicts = auditor.audit(FIRST + timedelta(days=DAYS, hours=9)).verdicts
        return [each for each in verdicts if each.outcome is Outcome.BREACH]

    return found


@pytest.mark.parametrize(("days", "declared"), [(1, DECLARED), (3, DECLARED), (1, {})])
@pytest.mark.parametrize(
    ("spoil", "name", "moved"),
    [
        (lost, "name", ("name", "city", "amount", "date", "flag")),
        (lost, "city", ("city", "amount", "date", "flag")),
        (added, "city", ("amount", "date", "flag", "code")),
    ],
)
def test_a_lost_or_an_added_field_is_one_finding(breaches, spoil, name, moved, days, declared):
    """Changed types, empty columns, new forms, lost segments: all of it follows."""
    (shift,) = breaches(spoil, name, days, declared=declared)
    assert (shift.column, shift.evidence["kind"], len(shift.bad)) == (moved, "shifted", days)
    assert f"the values of {len(moved)} columns moved one column to the " in shift.summary
    for check in ("contract", "value_format"):
        assert f"{check} of `" in shift.evidence["explains"]


@pytest.mark.parametrize(
    ("spoil", "moved"),
    [(lost, ("city", "amount", "date", "flag")), (added, ("amount", "date", "flag", "code"))],
)
def test_so_it_is_from_a_row_on(breaches, spoil, moved):
    """The first lines are good: numbers and dates are texts for the whole file then."""
    (shift,) = breaches(spoil, "city", 1, first_row=160)
    assert shift.column == moved
    assert shift.summary.startswith(
        "in about 60% of the rows the values of 4 columns stand one column further"
    )
    assert "contract of `" in shift.evidence["explains"]


def test_dates_and_prices_that_look_like_their_neighbours_are_named_too(lake):
    """The two dates in a row betray nothing, nor do the prices: what stands around them does."""
    names = ["id", "city", "created", "updated", "price", "cost", "paid", "code"]

    def day(at):
        good, other = a_day(at), a_day(at + 1_000)
        paid = [flag == "Y" for flag in good["flag"]]
        dates = [[datetime.fromisoformat(day) for day in each["date"]] for each in (good, other)]
        values = [good["id"], good["city"], *dates, good["amount"], other["amount"], paid, good["code"]]
        return dict(zip(names, values, strict=True))

    for at in range(DAYS):
        good = day(at)
        if at == DAYS - 1:
            kept = [values for name, values in good.items() if name != "city"]
            good = dict(zip(names, [*kept, [None] * ROWS], strict=True))
        lake.parquet(f"day={FIRST + timedelta(days=at):%Y-%m-%d}/a.parquet", good)
    table = Table.model_validate(
        {"source": "lake", "path": "day=*/*.parquet", "partition": {"column": "day"}}
    )
    auditor = Auditor({"orders": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC"))
    verdicts = auditor.audit(FIRST + timedelta(days=DAYS, hours=9)).verdicts
    (shift,) = (each for each in verdicts if each.outcome is Outcome.BREACH)
    assert shift.column == ("city", "created", "updated", "price", "cost", "paid")


def test_good_files_have_no_finding(breaches):
    """Nothing is lost."""
    assert breaches(lost, "city", 0) == []
