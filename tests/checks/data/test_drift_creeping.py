"""Does a feature creep, too slowly for any batch to stand out?"""

import math
from datetime import date

import numpy as np
import pytest

from checks.data.drift import judge
from checks.verdict import Outcome, Urgency


@pytest.fixture
def creeping(past):
    """So many weeks of daily batches whose mean is given by the day."""

    def build(mean, weeks=40, rows=400, seed=1, columns=("x",), **table):
        rng = np.random.default_rng(seed)
        built = past(columns={name: {"drift": True} for name in columns}, **table)
        for day in range(7 * weeks):
            built.add(rows=rows, values={name: rng.normal(mean(day), 1, rows) for name in columns})
        return built

    return build


def breaches(table):
    return [each for each in judge(table.history()) if each.outcome is Outcome.BREACH]


def test_a_feature_that_creeps_is_told_though_its_reference_creeps_along(creeping):
    """0.03 standard deviations a month: no batch stands out; without a year before, it may be the season."""
    (verdict,) = breaches(creeping(lambda day: 0.01 * day / 7, weeks=40))
    assert verdict.evidence["kind"] == "creep"
    assert "`x` by +0.2" in verdict.summary
    assert verdict.evidence["moved_sd"]["x"] == pytest.approx(0.25, abs=0.05)
    assert (verdict.urgency, "may be the season" in verdict.summary) == (Urgency.NOTE, True)
    drawn = verdict.evidence["distributions"]
    foreseen = verdict.evidence["crossing"]
    assert foreseen["from"] <= foreseen["at"] <= foreseen["to"]
    assert (date.fromisoformat(foreseen["at"]) - verdict.bad[-1]).days == math.ceil(verdict.days_to_break)
    assert (drawn["rows"], drawn["of"][0]) == ([2_800, 2_800], "the week of Mon 13 Apr")


def test_with_a_year_to_compare_it_is_a_ticket(creeping):
    """The same weeks of the year before stood still."""
    (verdict,) = breaches(creeping(lambda day: max(0, day - 7 * 60) * 0.01 / 7, weeks=88))
    assert (verdict.urgency, verdict.evidence["season_compared"]) == (Urgency.TICKET, True)


def test_a_season_that_comes_back_is_no_news(creeping):
    """Two years of summers and winters."""
    table = creeping(lambda day: 0.15 * math.sin(2 * math.pi * day / 364), weeks=90)
    assert not [each for each in breaches(table) if each.evidence["kind"] == "creep"]


@pytest.mark.parametrize("seed", range(5))
def test_what_stands_still_does_not_creep(creeping, seed):
    """Whatever the sample."""
    assert not breaches(creeping(lambda day: 0.0, seed=seed))


def test_half_a_year_is_needed(creeping):
    """And nothing is said before."""
    assert not breaches(creeping(lambda day: 0.01 * day / 7, weeks=20))


def test_features_that_creep_together_are_one_finding(creeping):
    """One cause, one ticket."""
    (verdict,) = breaches(creeping(lambda day: 0.01 * day / 7, columns=("x", "y")))
    assert set(verdict.column) == {"x", "y"}


def test_when_it_will_be_a_breach_is_foretold(creeping):
    """Days until D crosses the limit, if it goes on so."""
    (verdict,) = breaches(creeping(lambda day: 0.0045 * day / 7, weeks=40, rows=2_000))
    assert 0 < verdict.days_to_break < 90
