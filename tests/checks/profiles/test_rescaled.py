"""A column that was normalised twice, or scaled by any factor, is told by mean, spread and shape."""

from datetime import date

import numpy as np
import pytest

from checks.data.guards import judge
from checks.profiles.profile import ColumnProfile
from checks.profiles.values import Values
from checks.verdict import Outcome

ROWS, DAYS = 600, 28


def incomes(seed):
    """A day of incomes, whose level wanders a little."""
    random = np.random.default_rng(seed)
    return random.gamma(4, 10_000, ROWS) * random.uniform(0.98, 1.02)


@pytest.fixture
def say(lake):
    """What is said of a last day, after four weeks of the same, made of incomes."""

    def said(usual, last, days=DAYS, **declared):
        for at in range(days + 1):
            month, day = divmod(at, 31)
            made = (usual if at < days else last)(incomes(at))
            lake.parquet(f"day=2026-{1 + month:02}-{1 + day:02}/a.parquet", {"x": made})
        return [each for each in judge(lake.history(days=days + 2, **declared))]

    return said


def standard(raw):
    """By the mean and deviation of the training set."""
    return (raw - 40_000) / 20_000


def from_0_to_1(raw):
    """By the bounds of the training set, cut there."""
    return np.clip((raw - 2_000) / 130_000, 0, 1)


@pytest.mark.parametrize(
    ("usual", "last", "words"),
    [
        (standard, lambda raw: standard(standard(raw)), "standardised once more, by the same constants"),
        (standard, lambda raw: raw, "no longer standardised"),
        (lambda raw: raw, lambda raw: raw / 40_000, "divided by its own mean once more"),
        (lambda raw: raw + 9_000, lambda raw: (raw - raw.min()) / np.ptp(raw), "scaled to 0…1"),
        (lambda raw: raw, lambda raw: raw * 5, "multiplied by about 5"),
        (lambda raw: raw, lambda raw: raw / 17, "divided by about 1"),
    ],
)
def test_a_column_that_was_scaled(say, usual, last, words):
    """Twice by the constants of the training set, by its own mean, by a factor that nobody knows."""
    (verdict,) = say(usual, last)
    assert words in verdict.summary
    assert verdict.evidence["kind"] == "scale"


def test_a_column_from_0_to_1_that_was_scaled_twice(say):
    """Its largest values are those of a day's few, so each day reaches both ends."""

    def even(raw):
        return (np.argsort(np.argsort(raw)) + 0.5) / ROWS

    (verdict,) = say(even, lambda raw: (even(raw) - 0.2) / 40)
    assert "scaled to 0…1 once more, by the same constants" in verdict.summary


@pytest.mark.parametrize(
    "last",
    [
        lambda raw: raw * 1.2,
        lambda raw: raw + 60_000,
        lambda raw: np.where(np.arange(ROWS) < 5, raw * 30, raw),
        lambda raw: np.random.default_rng(1).permutation(np.concatenate([raw[:300], raw[:300] * 4])),
    ],
)
def test_honest_changes_are_no_scale(say, last):
    """Higher incomes, other people, a few rich ones, a second market."""
    (verdict,) = say(lambda raw: raw, last)
    assert verdict.outcome is Outcome.OK


def balances(raw):
    """Gains and losses about nothing."""
    return standard(raw) * 30


def with_a_fortune(raw):
    """One gain that makes the day two and a half times as wide."""
    found = balances(raw)
    found[0] = np.std(found) * np.sqrt(ROWS * (2.54**2 - 1))
    return found


def test_one_row_is_no_other_unit(say):
    """Where the mean is nothing, the spread alone tells inches from centimetres, and one row may do so."""
    (verdict,) = say(balances, with_a_fortune)
    assert verdict.outcome is Outcome.OK
    (scaled,) = say(balances, lambda raw: balances(raw) * 2.54)
    assert "given in centimetres instead of inches" in scaled.summary


def test_a_holiday_is_no_unknown_factor(past):
    """At Christmas everybody buys four times as much."""

    def day(factor, seed):
        drawn = incomes(seed) * factor
        return ColumnProfile(
            values=Values(
                finite=ROWS, low=drawn.min(), high=drawn.max(), mean=drawn.mean(), variance=drawn.var()
            )
        )

    for holidays, outcome in (((), Outcome.BREACH), ((date(2026, 2, 2),), Outcome.OK)):
        table = past(holidays=holidays)
        for at in range(DAYS + 1):
            table.add(rows=ROWS, columns={"x": day(4.6 if at == DAYS else 1, at)})
        (verdict,) = judge(table.history())
        assert verdict.outcome is outcome


def test_a_key_that_numbers_the_rows_of_each_day_has_no_unit(lake):
    """On a day of twice as many rows it reaches twice as far; of another column that would be a unit."""
    for at in range(DAYS + 1):
        month, day = divmod(at, 31)
        rows = ROWS if at < DAYS else 2 * ROWS
        path = f"day=2026-{1 + month:02}-{1 + day:02}/a.parquet"
        lake.parquet(path, {"id": np.arange(rows), "x": np.ones(rows)})
    assert [each for each in judge(lake.history(days=DAYS + 2)) if each.outcome is Outcome.BREACH]
    known = judge(lake.history(days=DAYS + 2, key=["id"], unique_within="partition"))
    assert [each.outcome for each in known] == [Outcome.OK]


def test_the_usual_mean_in_every_row_is_no_scale(say):
    """As where a join failed and the mean was filled in; the other columns are judged all the same."""
    (said,) = say(lambda raw: raw, lambda raw: np.full(ROWS, 40_000.0))
    assert (said.outcome, said.column) == (Outcome.OK, None)
