"""How loud is a drift? The weight of the features and the criticality of what they feed decide."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from checks.data.drift import judge
from checks.verdict import Outcome, Urgency


@pytest.fixture
def drifted(past):
    """Features with weights, all of which shift by 0.5 standard deviations on the last days."""

    def build(weights, shifted, days=2, feeds=None, spoil=None, **table):
        rng = np.random.default_rng(1)
        columns = {name: {"drift": True, "weight": weight} for name, weight in weights.items()}
        built = past(columns=columns, feeds=feeds or {}, **table)
        for day in range(28 + days):
            by = {name: 0.5 * (day >= 28 and name in shifted) for name in weights}
            values = {name: rng.normal(by[name], 1, 1_000) for name in weights}
            if spoil and day >= 28:
                values[spoil][:20] = -999
            built.add(values=values)
        return [each for each in judge(built.history()) if each.outcome is Outcome.BREACH]

    return build


def test_heavy_features_page_and_the_reason_says_so(drifted):
    """Two features that carry a quarter of the weight together."""
    (verdict,) = drifted({"a": 1, "b": 1, "c": 6}, ["a", "b"])
    assert verdict.urgency is Urgency.PAGE
    assert verdict.column == ("a", "b")
    assert verdict.evidence["because"] == "carries 25% of the features' weight"
    assert set(verdict.evidence["features"]) == {"a", "b"}


def test_a_light_feature_is_a_note(drifted):
    """However far it moved."""
    (verdict,) = drifted({"a": 1, "b": 99}, ["a"])
    assert verdict.urgency is Urgency.NOTE
    assert verdict.evidence["because"] == "a note, since it carries 1% of the features' weight"


def test_what_feeds_nothing_of_weight_is_a_note(drifted):
    """A tenth of the weight for a weekly report of low criticality; a ticket for a model."""
    weights = {"a": 1, "b": 9}
    (report,) = drifted(weights, ["a"], feeds={"weekly_report": "low"})
    (model,) = drifted(weights, ["a"], feeds={"weekly_report": "low", "churn": "critical"})
    assert (report.urgency, model.urgency) == (Urgency.NOTE, Urgency.TICKET)
    assert "low criticality" in report.evidence["because"]


def test_values_that_stand_for_missing_ones_page_when_they_last(drifted):
    """2 % coded −999 for two days in the one feature there is."""
    (first,) = drifted({"a": 1}, [], days=1, spoil="a")
    (again,) = drifted({"a": 1}, [], days=2, spoil="a")
    assert (first.urgency, again.urgency) == (Urgency.TICKET, Urgency.PAGE)


@pytest.fixture
def standing(past):
    """One meter of a hundred stands at a value that no other day has, on the last days."""

    def said(rows, days=1):
        rng = np.random.default_rng(2)
        built = past(columns={"load": {"drift": True}})
        for day in range(28 + days):
            values = rng.normal(size=10_000)
            values[: rows * (day >= 28)] = 0.25
            built.add(rows=10_000, values={"load": values})
        (verdict,) = judge(built.history())
        return verdict

    return said


def test_one_meter_that_stands_still_for_a_day_is_a_note(standing):
    """Forty rows of ten thousand are one event; the next day, or a hundred rows, are a ticket."""
    note = standing(40)
    assert (note.outcome, note.urgency, note.evidence["kind"]) == (
        Outcome.BREACH,
        Urgency.NOTE,
        "mass_point",
    )
    assert "has not lasted yet" in note.evidence["because"]
    assert standing(40, days=2).urgency is Urgency.TICKET
    assert standing(100).urgency is Urgency.TICKET


def test_a_value_that_may_be_true_pages_from_a_tenth_of_the_rows_on(standing):
    """Four hundredths stand still for two days; then a tenth does."""
    assert standing(400, days=2).urgency is Urgency.TICKET
    assert standing(1_000, days=2).urgency is Urgency.PAGE


def test_a_level_of_holidays_is_a_note_on_a_holiday(past):
    """A column that says so has a level of its own on it; on any other day that is a ticket."""
    built = past(columns={"holiday": {"drift": True, "share": True}})
    for _ in range(28):
        built.add(rows=500, levels={"holiday": {"=0": 500}})
    built.add(rows=500, levels={"holiday": {"=1": 500}})
    history = built.history()
    off = replace(history, holidays=frozenset([history.newest.partition]))
    (explained,), (news,) = judge(off), judge(history)
    assert (explained.urgency, news.urgency) == (Urgency.NOTE, Urgency.TICKET)
    assert explained.evidence["because"].endswith("a step quieter, on a holiday")


def test_no_holiday_explains_values_far_outside(drifted):
    """2 % coded −999 are a ticket on Christmas, too."""
    (verdict,) = drifted({"a": 1}, [], days=1, spoil="a", holidays=[date(2026, 2, 2)])
    assert (verdict.urgency, verdict.evidence["kind"]) == (Urgency.TICKET, "range")


@pytest.fixture
def coded(past):
    """Features that are coded by other values in 2 % of the rows since some day."""

    def build(since, days=2, **weights):
        rng = np.random.default_rng(1)
        columns = {name: {"drift": True, "share": True, "weight": weights.get(name, 1)} for name in since}
        built = past(columns=columns)
        for day in range(28 + days):
            values = {name: rng.normal(0, 1, 1_000) for name in since}
            for name, begun in since.items():
                values[name][: 20 * (day >= 28 + begun)] = -999
            built.add(values=values)
        return [each for each in judge(built.history()) if each.outcome is Outcome.BREACH]

    return build


def test_values_that_stand_for_missing_ones_in_several_features_are_one_finding(coded):
    """A join that fails writes −999 into all it brings; what carries most is told first, three by name."""
    (verdict,) = coded(dict.fromkeys("abcde", 0), c=4)
    assert verdict.column == ("c", "a", "b", "d", "e")
    assert verdict.summary.startswith("2% of `c` are -999 now, far outside the reference (")
    assert "; 2% of `a` are -999 now, far outside the reference (" in verdict.summary
    assert verdict.summary.endswith("; 2 more features")
    assert verdict.evidence["because"] == "carries 100% of the features' weight"
    assert set(verdict.evidence["columns"]) == set("abcde")
    assert verdict.failing.column == "c"


def test_light_features_of_one_cause_weigh_together(coded):
    """Ten features of a hundredth each, coded for two days."""
    weights = {f"f{at}": 1 for at in range(10)} | {"heavy": 40}
    (verdict,) = coded(dict.fromkeys(weights, 0) | {"heavy": 9}, **weights)
    assert (len(verdict.column), verdict.urgency) == (10, Urgency.PAGE)
    assert verdict.evidence["because"] == "carries 20% of the features' weight"


def test_what_became_strange_on_other_days_is_another_finding(coded):
    """It has another cause."""
    assert {each.column for each in coded({"a": 0, "b": 1})} == {"a", "b"}
