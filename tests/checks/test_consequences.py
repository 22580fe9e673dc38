"""One cause, one finding: what a column shift explains is not told beside it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from checks.audit import Auditor
from checks.consequences import joined
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome, Verdict

ROWS, DAYS, FIRST = 1_200, 36, datetime(2026, 1, 5, tzinfo=UTC)
COLUMNS = {
    "country": {"share": True},
    "plan": {"values": ["free", "pro", "team"]},
    "distance": {"primary": True},
    "duration": {"drift": True},
    "speed": {"maximum": 100},
}


def a_day(seed):
    """Trips in four countries; metres a trip are so many feet of another column that units look changed."""
    random = np.random.default_rng(seed)
    return {
        "id": np.arange(seed * ROWS, (seed + 1) * ROWS).tolist(),
        "country": random.choice(["DE", "FR", "US", "IT"], ROWS, p=[0.4, 0.2, 0.3, 0.1]).tolist(),
        "plan": random.choice(["free", "pro", "team"], ROWS).tolist(),
        "tier": random.choice(["gold", "silver", "Bronze"], ROWS).tolist(),
        "language": random.choice(["de", "en"], ROWS).tolist(),
        "distance": (random.normal(1_600, 300, ROWS) * random.uniform(0.98, 1.02)).tolist(),
        "duration": random.normal(5_249, 984, ROWS).tolist(),
        "speed": random.normal(30, 4, ROWS).tolist(),
    }


def moved(day):
    """From the distance on every value stands one column further."""
    return day | {"distance": [None] * ROWS, "duration": day["distance"], "speed": day["duration"]}


def moved_in_france(day):
    """From the plan on, in the rows of one country; numbers have no place for texts."""
    found = {name: list(values) for name, values in day.items()}
    for row in (at for at, country in enumerate(day["country"]) if country == "FR"):
        found["plan"][row], found["distance"][row] = None, None
        for source, name in (
            ("plan", "tier"),
            ("tier", "language"),
            ("distance", "duration"),
            ("duration", "speed"),
        ):
            found[name][row] = day[source][row]
    return found


@pytest.fixture
def breaches(lake):
    """What all the checks find on the morning after so many days on which the values are spoiled."""

    def found(spoil, days):
        for at in range(DAYS):
            day = spoil(a_day(at)) if at >= DAYS - days else a_day(at)
            lake.parquet(f"day={FIRST + timedelta(days=at):%Y-%m-%d}/a.parquet", day)
        table = Table.model_validate(
            {
                "source": "lake",
                "path": "day=*/*.parquet",
                "partition": {"column": "day"},
                "segment": "country",
                "columns": COLUMNS,
            }
        )
        auditor = Auditor({"trips": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC"))
        verdicts = auditor.audit(FIRST + timedelta(days=DAYS, hours=9)).verdicts
        return [each for each in verdicts if each.outcome is Outcome.BREACH]

    return found


@pytest.mark.parametrize("days", [1, 3])
def test_a_shift_is_the_only_finding(breaches, days):
    """No false unit, no drift, no nulls of their own; since the day it began, also when it lasts."""
    (shift,) = breaches(moved, days)
    assert (shift.evidence["kind"], len(shift.bad)) == ("shifted", days)
    assert shift.since == FIRST + timedelta(days=DAYS - days)
    assert "guards of `duration`" in shift.evidence["explains"]
    assert "null_rate of `distance`" in shift.evidence["explains"]


@pytest.mark.parametrize("days", [1, 4])
def test_a_shift_in_one_country_is_the_only_finding(breaches, days):
    """It is betrayed by texts, and takes the next numbers along: no feet for metres in France."""
    (shift,) = breaches(moved_in_france, days)
    assert "there `tier` holds what `plan` held, and so on to `language`" in shift.summary
    assert len(shift.bad) == days
    assert "guards of `duration`" in shift.evidence["explains"]


def test_honest_days_have_no_finding(breaches):
    """Nothing has moved."""
    assert breaches(lambda day: day, 1) == []


DAY = date(2026, 2, 9)


def breach(check, column=None, **facts):
    facts = {"affected": 100, "volume": 1_000, "bad": (DAY,)} | facts
    return Verdict(check=check, table="trips", column=column, outcome=Outcome.BREACH, **facts)


SHIFT = breach("contract", ("b", "c"), evidence={"kind": "shifted", "touched": ("a", "b", "c")})


@pytest.mark.parametrize(
    "other",
    [
        breach("guards", "d"),
        breach("drift", "b", bad=(DAY - timedelta(days=1), DAY)),
        breach("null_rate", "b", affected=500),
        breach("freshness", ("c", "d")),
        breach("row_count"),
        breach("row_count", segment="d = FR"),
    ],
)
def test_what_a_shift_does_not_explain_is_told_beside_it(other):
    """Another column, a trouble from before, far more rows, the table as a whole."""
    assert joined([SHIFT, other]) == [SHIFT, other]


def test_a_few_rows_that_moved_make_texts_of_all_numbers_of_a_file():
    """A changed type is about all rows, whatever came in."""
    part = breach(
        "contract", ("b", "c"), affected=30, evidence={"kind": "shifted", "touched": ("b", "c", "d")}
    )
    told, undecided = joined([part, breach("contract", "b", affected=1_000, evidence={"kind": "type"})])
    assert told.evidence["explains"] == "contract of `b`"
    assert undecided.outcome is Outcome.NOT_ENOUGH_DATA


@pytest.mark.parametrize(
    "other",
    [breach("guards", "a"), breach("freshness", ("b", "c")), breach("row_count", segment="a = FR")],
)
def test_what_a_shift_explains_cannot_be_judged(other):
    """It is named in the finding of the shift, and says what it lacks."""
    told, undecided = joined([SHIFT, other])
    assert other.check in told.evidence["explains"]
    assert (undecided.outcome, undecided.column) == (Outcome.NOT_ENOUGH_DATA, other.column)
    assert "those of another column" in undecided.needs
