"""A source of four that repeats older rows, a currency whose rate stands still: old content in a part."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from checks.data.freshness import judge
from checks.verdict import Outcome, Urgency

SOURCES = ("north", "south", "east", "west")
DECLARED = {
    "key": ["id"],
    "segment": "source",
    "columns": {"amount": {}, "weight": {}, "source": {"share": True}},
}


def rows_of(random, day, many=60):
    """Rows of four sources with ids that count up."""
    total = 4 * many
    return {
        "id": np.arange(day * total, (day + 1) * total),
        "source": np.repeat(SOURCES, many),
        "amount": random.normal(50, 9, total).round(2),
        "weight": random.normal(4, 1, total).round(3),
        "items": random.poisson(4, total),
    }


def repeated(days, source, older):
    """The newest day, in one source with the rows of an older one under new ids, in another order."""
    order = np.random.default_rng(9).permutation(60)
    newest = {name: values.copy() for name, values in days[-1].items()}
    here = newest["source"] == source
    for name in ("amount", "weight", "items"):
        newest[name][here] = days[older][name][here][order]
    return newest


@pytest.fixture
def said(lake):
    """What freshness finds after so many days of sales."""

    def found(days, **declared):
        for day, columns in enumerate(days):
            on = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
            lake.parquet(f"day={on:%Y-%m-%d}/a.parquet", columns)
        verdicts = judge(lake.history(len(days) + 1, **{**DECLARED, **declared}))
        return [each for each in verdicts if each.outcome is Outcome.BREACH]

    return found


def three_weeks():
    random = np.random.default_rng(4)
    return [rows_of(random, day) for day in range(21)]


def test_one_source_of_four_repeats_the_rows_of_an_older_day(said):
    """Under new ids, in another order; the other sources are new."""
    days = three_weeks()
    (verdict,) = said([*days[:-1], repeated(days, "east", 11)])
    assert verdict.summary == (
        "source = east of Wed 21 Jan has the 60 rows of Mon 12 Jan again, by `amount`, `weight`: "
        "a file that was replayed, or a source that stopped"
    )
    assert (verdict.segment, verdict.urgency, verdict.affected) == ("source = east", Urgency.PAGE, 60)
    assert verdict.since == datetime(2026, 1, 21, tzinfo=UTC)


def test_a_source_that_has_stopped_is_told_since_its_first_copy(said):
    """It hands over the same rows for three days."""
    days = three_weeks()
    for newest in (18, 19, 20):
        days[newest] = repeated(days[: newest + 1], "west", 17)
    (verdict,) = said(days)
    assert ([each.day for each in verdict.bad], verdict.segment) == ([19, 20, 21], "source = west")


def test_a_copy_of_the_whole_table_is_one_finding(said):
    """And not four more."""
    days = three_weeks()
    (verdict,) = said([*days[:-1], {**days[11], "id": days[-1]["id"]}])
    assert verdict.evidence["kind"] == "copied"


@pytest.mark.parametrize(
    "declared",
    [{"segment": []}, {"columns": {"items": {}, "source": {"share": True}}}, {}],
)
def test_new_rows_are_no_copy(said, declared):
    """Nor is a part of the rows told that nobody declared."""
    assert said(three_weeks(), **declared) == []


CURRENCIES = ("USD", "GBP", "CHF", "JPY")


def rates(days, many=1, stands_from=None):
    """The rates of four currencies, that rest on weekends; from a day on, one of them stands still."""
    random = np.random.default_rng(7)
    now = np.array([1.08, 0.86, 0.95, 161.0])
    for day in range(days):
        if day % 7 < 5:
            moved = (now * np.exp(random.normal(0, 0.004, 4))).round(6)
            now = np.where((np.array(CURRENCIES) == "CHF") & (day >= (stands_from or days)), now, moved)
        yield {"currency": np.repeat(CURRENCIES, many), "rate": np.repeat(now, many)}


RATES = {"key": [], "segment": "currency", "columns": {"rate": {}, "currency": {"share": True}}}


@pytest.mark.parametrize("many", [1, 30])
def test_the_rate_of_one_currency_stands_still(said, many):
    """Told on the third day, from one row a day, or from the rows in which it was used; the others move."""
    (verdict,) = said(list(rates(66, many, stands_from=63)), **RATES)
    assert verdict.summary == (
        "`rate` in currency = CHF of Sat 7 Mar has stood still since Wed 4 Mar, while it moves on elsewhere"
    )
    assert (verdict.column, verdict.segment) == ("rate", "currency = CHF")
    assert (verdict.urgency, len(verdict.bad)) == (Urgency.TICKET, 3)


def test_a_weekend_on_which_all_rates_rest_is_quiet(said):
    """Nobody moves on, and on Monday all do."""
    assert said(list(rates(63)), **RATES) == []
    assert said(list(rates(66)), **RATES) == []


def test_a_peg_is_quiet(said):
    """A rate that never moves tells nothing by standing still."""
    assert said([{**day, "rate": np.append(day["rate"][:3], 3.67)} for day in rates(66)], **RATES) == []
