"""Is the null rate of each primary feature flat, growing, or is there too little data to say?"""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from checks.data.null_rate import judge
from checks.profiles.profile import ColumnProfile
from checks.profiles.values import NOTHING, Values
from checks.verdict import Outcome, Urgency

ROWS = 40_000


def said(table):
    (verdict,) = judge(table.history())
    return verdict


@pytest.fixture
def column(past):
    """A column whose share of nulls is given for each day."""

    def build(shares, rows=ROWS, seed=1, **settings):
        rng = np.random.default_rng(seed)
        table = past(columns={"age": {"primary": True} | settings})
        for share in shares:
            table.add(rows=rows, nulls={"age": int(rng.binomial(rows, share))})
        return table

    return build


def test_a_primary_feature_is_watched_without_being_listed(past):
    """And one that is switched off is not."""
    columns = {"a": {"primary": True}, "b": {}, "c": {"primary": True, "null_rate": False}}
    table = past(columns=columns).add(nulls=dict.fromkeys("abc", 0))
    assert [verdict.column for verdict in judge(table.history())] == ["a"]


def test_a_steady_rate_is_called_flat_after_four_weeks(column):
    """Before that it is no breach, and that is all that is said; of a first day not even that."""
    assert "flat" in said(column([0.03] * 50)).summary
    assert said(column([0.03] * 50)).outcome is Outcome.OK
    young = said(column([0.03] * 20))
    assert young.outcome is Outcome.OK
    assert "no great jump; to see less needs four earlier partitions" in young.summary
    assert "there are 20 in all" in young.summary
    assert said(column([0.03])).outcome is Outcome.NOT_ENOUGH_DATA


@pytest.mark.parametrize("days", [1, 4, 8, 20, 27])
@pytest.mark.parametrize(("before", "after"), [(0.02, 1.0), (0.02, 0.3), (0.95, 1.0)])
def test_a_young_column_that_loses_its_values_is_a_ticket(column, days, before, after):
    """From the second day on, and with the word that little is known."""
    verdict = said(column([before] * days + [after]))
    assert (verdict.outcome, verdict.urgency, verdict.evidence["kind"]) == (
        Outcome.BREACH,
        Urgency.TICKET,
        "level",
    )
    assert f"in {days} earlier day{'s' if days > 1 else ''} (low confidence)" in verdict.summary
    assert (verdict.evidence["confidence"], len(verdict.bad)) == ("low", 1)


@pytest.mark.parametrize("after", [0.05, 0.09])
def test_a_young_column_that_wavers_is_fine(column, after):
    """Seven points are too little to be sure with a week of history."""
    assert said(column([0.02] * 9 + [after])).outcome is Outcome.OK


def test_a_loss_in_the_second_week_is_not_learned(column):
    """In the sixth it is still told, and a fresh ok ends it."""
    verdict = said(column([0.02] * 10 + [0.6] * 30))
    assert (verdict.outcome, len(verdict.bad)) == (Outcome.BREACH, 30)
    assert said(column([0.02] * 10 + [0.6] * 30 + [0.02])).outcome is Outcome.OK


def test_a_growth_is_told_with_its_beginning_and_its_pace(column):
    """A ticket: it is not broken yet."""
    verdict = said(column([0.02] * 50 + [0.02 + 0.003 * day for day in range(1, 11)]))
    assert (verdict.outcome, verdict.urgency, verdict.evidence["kind"]) == (
        Outcome.BREACH,
        Urgency.TICKET,
        "growing",
    )
    assert "0.3 points a day" in verdict.summary
    assert abs(len(verdict.bad) - 10) <= 2
    assert isinstance(verdict.evidence["by_day"], Mapping)


def test_a_growth_from_nothing_is_told_as_a_growth(column):
    """Soon every day is far from usual; that it grows is still the better word."""
    for days in (8, 11, 20):
        verdict = said(column([0.0] * 34 + [0.003 * day for day in range(1, days)], rows=960))
        assert verdict.evidence["kind"] == "growing"


def test_a_slow_growth_is_found_within_two_weeks(column):
    """A twentieth of a point a day."""
    shares = [0.02] * 60 + [0.02 + 0.0005 * day for day in range(1, 18)]
    verdict = said(column(shares))
    assert verdict.evidence["kind"] == "growing"
    assert "about 0.05 points a day" in verdict.summary


def test_a_growth_that_weakens_is_still_open(column):
    """After two months the line bends on the logit scale; the nulls are still there."""
    shares = [0.01] * 60 + [0.01 + 0.0005 * day for day in range(1, 61)] + [0.04] * 10
    verdict = said(column(shares))
    assert verdict.outcome is Outcome.BREACH
    assert verdict.evidence["kind"] == "growing"
    assert len(verdict.bad) > 55


def test_a_growth_that_was_undone_is_over(column):
    """One good day is believed."""
    shares = [0.02] * 60 + [0.02 + 0.003 * day for day in range(1, 15)] + [0.02] * 3
    assert said(column(shares)).outcome is Outcome.OK


def test_a_sudden_jump_pages_on_day_one_and_stays(column):
    """It is a level, not a growth, on the day and three weeks later."""
    for days in (1, 8, 21):
        verdict = said(column([0.02] * 60 + [0.12] * days))
        assert (verdict.urgency, verdict.evidence["kind"]) == (Urgency.PAGE, "level")
        assert len(verdict.bad) == days
        assert verdict.evidence["usual"] == pytest.approx(0.02, rel=0.1)


def wet_days(column, *newest, bad=False):
    """Half a year in which every eleventh day lost two fifths of its values, then a calm month."""
    shares = [0.4 if at % 11 == 5 and at < 120 else 0.02 for at in range(150)]
    history = column([*shares, *newest], rows=1_000).history()
    if bad:
        days = frozenset(each.partition for at, each in enumerate(history.judged) if at % 11 == 5)
        history = replace(history, bad={"age": days})
    (verdict,) = judge(history)
    return verdict


def test_what_single_days_reached_anyway_is_a_ticket_until_it_lasts(column):
    """Rain after a calm month wakes nobody; three such days in a row, or more than ever was, do."""
    rain = wet_days(column, 0.4)
    assert (rain.outcome, rain.urgency) == (Outcome.BREACH, Urgency.TICKET)
    assert "one day in twenty came so high anyway" in rain.evidence["because"]
    assert wet_days(column, 0.4, 0.4).urgency is Urgency.TICKET
    assert wet_days(column, 0.4, 0.4, 0.4).urgency is Urgency.PAGE
    assert wet_days(column, 0.6).urgency is Urgency.PAGE
    assert wet_days(column, 1.0).urgency is Urgency.PAGE


def test_days_that_were_resolved_as_real_make_nothing_common(column):
    """What people mended is no weather: it pages as loud as the first time."""
    assert wet_days(column, 0.4, bad=True).urgency is Urgency.PAGE


def test_a_jump_on_top_of_a_growth_pages(column):
    """The slow trouble does not hide the fast one."""
    shares = [0.02] * 60 + [0.02 + 0.003 * day for day in range(1, 8)] + [0.6]
    assert said(column(shares)).urgency is Urgency.PAGE


def test_a_storm_that_is_over_is_no_growth(column):
    """Two days with many nulls, and a good one."""
    assert said(column([0.02] * 60 + [0.3, 0.2, 0.02])).outcome is Outcome.OK


PRESSURE = [3, 0, 0, 0, 0, 14, 0, 0, 0, 0, 17, 17, 38, 16, 3, 27, 0]
PRESSURE += [1, 0, 0, 3, 1, 0, 0, 17, 0, 0, 24, 20, 33, 15, 1, 4, 18]


def test_nulls_that_come_and_go_with_the_rain_have_not_grown(past):
    """Three wet days in a row after a wet fortnight: the pressures of New York in January 2013."""
    table = past(columns={"pressure": {"primary": True}})
    for day, nulls in enumerate(PRESSURE):
        table.add(rows=72, nulls={"pressure": nulls})
        assert day == 29 or said(table).evidence.get("kind") != "growing"


def test_what_falls_has_not_grown(column):
    """Nobody is told of nulls that have grown by minus a point a day; while they rise, they have."""
    shares = [0.02] * 60 + [0.05, 0.09, 0.14, 0.2, 0.25, 0.3] + [0.3 - 0.01 * day for day in range(24)]
    told = [said(column(shares[:days])) for days in range(62, len(shares) + 1)]
    growing = [verdict for verdict in told if verdict.evidence["kind"] == "growing"]
    assert told[2] in growing
    assert told[-1] not in growing
    assert all("about -" not in verdict.summary for verdict in growing)


def test_weekends_are_compared_with_weekends(column):
    """Four times the nulls on every Saturday and Sunday, whatever the last day is."""
    for days in range(56, 63):
        shares = [0.12 if day % 7 >= 5 else 0.03 for day in range(days)]
        assert said(column(shares, seed=days)).outcome is Outcome.OK


def test_a_declared_limit_is_never_crossed(column):
    """From the first day on, whatever was usual."""
    verdict = said(column([0.06] * 3, null_rate={"limit": "5%"}))
    assert (verdict.evidence["kind"], verdict.urgency, len(verdict.bad)) == ("limit", Urgency.PAGE, 3)
    assert "the limit is 5%" in verdict.summary


def test_a_growth_towards_a_limit_says_when_it_breaks(column):
    """Days from now, not from when it began."""
    shares = [0.02] * 60 + [0.02 + 0.003 * day for day in range(1, 9)]
    verdict = said(column(shares, null_rate={"limit": 0.1}))
    assert 5 < verdict.days_to_break < 25
    foreseen = verdict.evidence["crossing"]
    at, earliest, latest = (date.fromisoformat(foreseen[name]) for name in ("at", "from", "to"))
    assert foreseen["limit"] == "10%"
    assert earliest <= at <= latest
    assert (at - verdict.bad[-1]).days == math.ceil(verdict.days_to_break)


def test_what_is_past_its_limit_or_has_none_crosses_nothing(column):
    """It is broken now."""
    shares = [0.02] * 60 + [0.02 + 0.003 * day for day in range(1, 9)]
    assert "crossing" not in said(column(shares, null_rate={"limit": 0.03})).evidence
    assert "crossing" not in said(column(shares)).evidence


def test_one_null_in_a_small_table_is_no_news(column):
    """Sixty rows a day, hardly ever a null, and today two: chance."""
    table = column([0.0] * 60, rows=60).add(rows=60, nulls={"age": 2})
    assert said(table).outcome is Outcome.OK


def test_a_column_that_was_never_null_and_is_now(column):
    """A constant history does not mean never an alarm."""
    assert said(column([0.0] * 60 + [0.05])).evidence["kind"] == "level"


def test_nan_counts_as_missing_beside_null(past):
    """A float column may be without values in two ways."""
    table = past(columns={"age": {"primary": True, "null_rate": {"limit": 0.1}}})
    table.add(columns={"age": ColumnProfile(nulls=40, nan=80)})
    verdict = said(table)
    assert verdict.affected == 120
    assert (verdict.evidence["nulls"], verdict.evidence["nan"]) == (40, 80)


@pytest.mark.parametrize("rows", [0, 1_000])
def test_a_newest_partition_without_the_column_is_not_judged_by_an_older_one(column, rows):
    """Nor one without rows."""
    verdict = said(column([0.0] * 60).add(rows=rows, nulls={} if rows else {"age": 0}))
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA


def hidden(past, counts, nulls=13, word="-999", kind="int64", **settings):
    """A column in which a word stands for a missing value in so many of 1,000 rows."""
    table = past(columns={"age": {"primary": True} | settings})
    for at, count in enumerate(counts):
        values = Values(signatures={word: count}) if kind == "string" else Values(sentinels={word: count})
        column = ColumnProfile(nulls=0 if count > 4 else nulls + at % 2, values=values if count else NOTHING)
        table.add(rows=1_000, columns={"age": column}, schema=(("age", kind),))
    return said(table)


def test_a_sentinel_that_rises_as_nulls_fall_is_a_missing_value_in_disguise(past):
    """Both are told, and its rows are looked for by their value."""
    verdict = hidden(past, [0] * 30 + [12])
    assert verdict.summary == (
        "-999 is 1.2% of `age` and was never there: missing values in disguise; nulls fell from 1.4% to 0%"
    )
    assert (verdict.evidence["kind"], verdict.affected, verdict.urgency) == ("disguised", 12, Urgency.PAGE)
    assert (verdict.failing.what, verdict.failing.low) == ("equal", -999.0)


@pytest.mark.parametrize(("word", "kind"), [("N/A", "string"), ("1970-01-01", "date")])
def test_words_and_days_hide_missing_values_too(past, word, kind):
    """They stay told on the third day."""
    verdict = hidden(past, [0] * 30 + [12] * 3, word=word, kind=kind)
    assert (verdict.failing.what, verdict.failing.like, len(verdict.bad)) == ("like", word, 3)


def test_a_value_that_was_always_there_hides_nothing(past):
    """Zeros of a counter, more of them on Sundays, on Sundays only; and three rows are too few."""
    assert hidden(past, [90 if day % 7 == 6 else 30 for day in range(35)], word="0").outcome is Outcome.OK
    assert hidden(past, [20 if day % 7 == 6 else 0 for day in range(42)], word="0").outcome is Outcome.OK
    assert hidden(past, [0] * 40 + [3]).outcome is Outcome.OK


def test_empty_texts_are_missing_and_told_apart(past):
    """Each kind with its share, and in the evidence."""
    table = past(columns={"age": {"primary": True, "null_rate": {"limit": 0.1}}})
    table.add(columns={"age": ColumnProfile(nulls=40, empty=80)})
    verdict = said(table)
    assert verdict.summary.startswith("12% of `age` are missing (4% null, 8% an empty text)")
    assert (verdict.affected, verdict.evidence["empty"], verdict.failing.what) == (120, 80, "missing")


def test_a_zero_hides_missing_values_only_where_they_are_gone(past):
    """A visibility of 0 is fog; with the nulls gone it is none."""
    assert hidden(past, [0] * 30 + [69], nulls=0, word="0").outcome is Outcome.OK
    assert hidden(past, [0] * 30 + [12], word="0").evidence["kind"] == "disguised"


def test_a_column_that_came_and_went_and_is_empty_now_is_told(past):
    """However wild its nulls were: from none to a third of them, and never all."""
    table = past(columns={"pressure": {"null_rate": True}})
    for day in range(60):
        table.add(rows=72, nulls={"pressure": (0, 1, 23, 8, 0, 14, 3)[(5 * day) % 7 - day % 3]})
    assert said(table).outcome is Outcome.OK
    verdict = said(table.add(rows=72, nulls={"pressure": 72}))
    assert (verdict.outcome, verdict.evidence["kind"], len(verdict.bad)) == (Outcome.BREACH, "level", 1)


def test_few_rows_a_day_hide_no_jump(column):
    """Three of 500 are usual: one to six wander in their log-odds, and yet a tenth is a page, day by day."""
    shares = [0.006] * 80
    for days in (1, 2, 3):
        verdict = said(column([*shares, *[0.1] * days], rows=500))
        assert (verdict.urgency, verdict.evidence["kind"]) == (Urgency.PAGE, "level")
        assert len(verdict.bad) == days
    assert said(column([*shares, 0.012], rows=500)).outcome is Outcome.OK
