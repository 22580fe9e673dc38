"""Nulls that grow in one source of four are told with the source and the day, before the total moves."""

from datetime import date

import numpy as np
import pytest

from checks.data.null_rate import judge
from checks.profiles.profile import ColumnProfile
from checks.profiles.slices import Level, Slices
from checks.verdict import Outcome, Urgency

FOUR = {"=a": 6_000, "=b": 3_000, "=c": 900, "=d": 400}
BEGAN = 50
"""The day, counted from Monday 5 January: Tuesday 24 February."""


class Sources:
    """A column of which each source misses 2 %, by day; those named miss some points more every day."""

    def __init__(self, past, rows=FOUR, **declared):
        age = {"primary": True} | declared.pop("age", {})
        self.table = past(**({"columns": {"age": age}, "segment": "source"} | declared))
        self.rows = rows

    def days(self, many, points=(), seed=1, share=0.02, until=1_000):
        rng = np.random.default_rng(seed)
        for at in range(many):
            grown = max(0, min(at, until) - BEGAN + 1) / 100
            rates = {name: share + dict(points).get(name, 0) * grown for name in self.rows}
            missing = {name: int(rng.binomial(rows, rates[name])) for name, rows in self.rows.items()}
            levels = {name: Level(rows, {"age": missing[name]}) for name, rows in self.rows.items()}
            self.table.add(
                rows=sum(self.rows.values()),
                columns={"age": ColumnProfile(nulls=sum(missing.values()))},
                slices=Slices(segments={name: levels for name in self.table.table["segment"].split()}),
            )
        return self

    @property
    def breaches(self):
        return [each for each in judge(self.table.history()) if each.outcome is Outcome.BREACH]


def test_a_growth_in_a_small_source_is_told_with_its_name_and_its_day(past):
    """Four rows of a hundred: the total has not moved by half a point."""
    (found,) = Sources(past).days(BEGAN + 8, {"=d": 1}).breaches
    assert (found.segment, found.column, found.urgency) == ("source = d", "age", Urgency.TICKET)
    assert found.summary.startswith("nulls of `age` have grown since ")
    assert " in source = d: 2" in found.summary
    assert abs((found.bad[0] - date(2026, 2, 24)).days) <= 2
    assert found.since == Sources(past).days(1).table.history().start_of(found.bad[0])
    assert found.evidence["points_a_day"] == pytest.approx(1, abs=0.4)
    assert found.affected == pytest.approx(0.08 * 400, abs=15)


def test_a_slow_growth_in_a_large_source_is_one_finding_though_the_total_grows(past):
    """The whole grows by as much as its largest source makes it grow."""
    sources = Sources(past).days(BEGAN + 16, {"=a": 0.3})
    whole, found = judge(sources.table.history())
    assert (whole.outcome, whole.segment) == (Outcome.OK, None)
    assert whole.summary.endswith("they rise in source = a alone")
    assert whole.evidence["days"]
    assert found.segment == "source = a"
    assert found.evidence["points_a_day"] == pytest.approx(0.3, abs=0.15)


@pytest.mark.parametrize("days", [9, 20, 40])
def test_it_stays_the_same_finding_while_it_lasts(past, days):
    """Before the total is seen to grow, and after."""
    (found,) = Sources(past).days(BEGAN + days, {"=c": 1}).breaches
    assert found.segment == "source = c"
    assert found.evidence["kind"] == "growing"


def test_it_is_told_until_it_is_undone(past):
    """The growth stopped: what is gone is still gone."""
    (found,) = Sources(past).days(BEGAN + 30, {"=c": 1}, until=BEGAN + 12).breaches
    assert found.segment == "source = c"


def test_two_that_grow_are_one_finding(past):
    """Each with its own rates, the steepest first."""
    (found,) = Sources(past).days(BEGAN + 12, {"=c": 1, "=d": 2}).breaches
    assert found.segment == "source"
    assert " in source = d: 2" in found.summary
    assert "; source = c: 1.7% → 13.4%, up to 2.1 points a day" in found.summary
    assert set(found.evidence["rates"]) == {"=c", "=d"}


def test_five_of_forty_are_one_finding(past):
    """Three are named, the others counted."""
    rows = {f"={number:02}": 500 for number in range(40)}
    (found,) = Sources(past, rows).days(BEGAN + 12, dict.fromkeys(list(rows)[:5], 1)).breaches
    assert " and 2 more, up to " in found.summary


def test_where_all_grow_alike_the_column_is_told(past):
    """No source is to blame."""
    (found,) = Sources(past).days(BEGAN + 12, dict.fromkeys(FOUR, 1)).breaches
    assert found.segment is None
    assert found.evidence["kind"] == "growing"


def test_a_column_that_a_source_takes_past_its_limit_pages_once(past):
    """The source is named, and what the column came to."""
    sources = Sources(past, age={"null_rate": {"limit": "3%"}}).days(BEGAN + 25, {"=c": 1})
    (found,) = sources.breaches
    assert (found.segment, found.urgency, found.evidence["kind"]) == ("source = c", Urgency.PAGE, "limit")
    assert "with it the column is at 4" in found.summary
    assert found.summary.endswith("past the limit of 3%")


def test_a_limit_that_was_crossed_anyway_is_told_beside(past):
    """The growth of a small source did not do that."""
    sources = Sources(past, age={"null_rate": {"limit": "1%"}}).days(BEGAN + 12, {"=d": 1})
    assert [each.segment for each in sources.breaches] == [None, "source = d"]


def test_a_leap_on_top_of_a_growth_is_told_as_a_jump(past):
    """Half of the source is gone: it pages."""
    sources = Sources(past).days(BEGAN + 8, {"=c": 0.5})
    newest, profile = sources.table.partitions.popitem()
    levels = {**profile.slices.segments["source"], "=c": Level(900, {"age": 450})}
    columns = {"age": ColumnProfile(nulls=sum(each.missing["age"] for each in levels.values()))}
    slices = Slices(segments={"source": levels})
    sources.table.add(on=newest, rows=profile.rows, columns=columns, slices=slices)
    (found,) = (each for each in sources.breaches if each.segment)
    assert (found.urgency, found.evidence["kind"]) == (Urgency.PAGE, "segment")


def test_a_growth_that_two_segment_columns_show_is_told_once(past):
    """Where it is steepest; the other column's levels hold it too."""
    sources = Sources(past).days(BEGAN + 12, {"=d": 2})
    for day, each in list(sources.table.partitions.items()):
        by_source = each.slices.segments["source"]
        country = {
            "=x": Level(3_400, {"age": by_source["=b"].missing["age"] + by_source["=d"].missing["age"]}),
            "=y": Level(6_900, {"age": by_source["=a"].missing["age"] + by_source["=c"].missing["age"]}),
        }
        del sources.table.partitions[day]
        both = Slices(segments={"country": country, "source": by_source})
        sources.table.add(on=day, rows=each.rows, columns=each.columns, slices=both)
    sources.table.table["segment"] = ["country", "source"]
    (found,) = sources.breaches
    assert found.segment == "source = d"


def test_a_table_without_days_grows_in_no_segment(past):
    """Its rows stay from state to state."""
    assert Sources(past, partition="none").days(BEGAN + 5, {"=d": 0.5}).breaches == []


def test_honest_segments_are_quiet(past):
    """Half a year of twelve sources from 40 to 2,000 rows, with weekday patterns and wander."""
    rows = {f"={number:02}": 40 + 180 * number for number in range(12)}
    for seed in range(3):
        rng = np.random.default_rng(seed)
        table = past(columns={"age": {"primary": True}}, segment="source")
        week = {name: rng.normal(0, 0.2, 7) for name in rows}
        for at in range(120):
            missing = {
                name: int(rng.binomial(many, 1 / (1 + np.exp(3.5 - week[name][at % 7] - rng.normal(0, 0.1)))))
                for name, many in rows.items()
            }
            levels = {name: Level(many, {"age": missing[name]}) for name, many in rows.items()}
            nulls = {"age": ColumnProfile(nulls=sum(missing.values()))}
            table.add(rows=sum(rows.values()), columns=nulls, slices=Slices(segments={"source": levels}))
            if at >= 28:
                said = [each for each in judge(table.history()) if each.segment]
                assert said == []


def test_the_first_rows_of_a_source_are_listed(lake):
    """From Parquet to rows of that source alone."""
    for day in range(1, 58):
        gone = max(0, day - 45)
        source = ["web"] * 300 + ["desk"] * 100
        age = [None if at % 97 == 0 or at >= 400 - gone else 30.0 for at in range(400)]
        month, of_month = (1, day) if day <= 31 else (2, day - 31)
        lake.parquet(f"day=2026-{month:02}-{of_month:02}/a.parquet", {"source": source, "age": age})
    columns = {"age": {"primary": True}, "source": {"share": True}}
    found = [
        each
        for each in judge(lake.history(58, segment="source", columns=columns))
        if each.outcome is Outcome.BREACH
    ]
    assert [each.segment for each in found] == ["source = desk"]
    assert found[0].failing.segment == ("source", "=desk")
