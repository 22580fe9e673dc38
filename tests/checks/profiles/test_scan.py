"""One scan of real files says what pandas and scipy say, whatever the columns hold."""

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy.stats import ks_2samp

from checks.profiles.distribution import ks_distance, merge
from checks.sources.tables import SourceError

FIRST, SECOND = date(2026, 1, 5), date(2026, 1, 6)
FIRST_FILE, SECOND_FILE = "day=2026-01-05/a.parquet", "day=2026-01-06/a.parquet"


def only(profiles):
    (profile,) = profiles.values()
    return profile


def test_d_from_parquet_is_scipys_to_the_last_digit(lake):
    """Nulls and NaN left out, across two reference files."""
    rng = np.random.default_rng(1)
    days = {day: rng.normal(day / 50, 1, 900) for day in (5, 6, 7)}
    for day, array in days.items():
        array[:10] = np.nan
        values = pa.array(array, mask=rng.random(900) < 0.1)
        lake.parquet(f"day=2026-01-0{day}/a.parquet", {"x": values})
        days[day] = pd.Series(values.to_pandas()).dropna()
    found = lake.profiles(columns={"x": {"drift": True}})
    one, two, three = (profile.columns["x"].distribution for profile in found.values())
    exact = ks_2samp(days[7], pd.concat([days[5], days[6]]), method="asymp").statistic
    assert ks_distance(three, merge([one, two])) == exact


def test_d_from_csv_is_scipys_to_the_last_digit(lake):
    """One file for all days, cut by a column that holds the day."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(
        {"day": ["2026-01-05"] * 500 + ["2026-01-06"] * 400, "x": rng.normal(size=900).round(6)}
    )
    lake.text("all.csv", frame.to_csv(index=False))
    found = lake.profiles(path="all.csv", columns={"x": {"drift": True}})
    exact = ks_2samp(frame.x[500:], frame.x[:500], method="asymp").statistic
    one, two = (found[day].columns["x"].distribution for day in (FIRST, SECOND))
    assert ks_distance(two, one) == exact


def test_rare_values_are_counted_whatever_else_there_is(lake):
    """One row among a thousand other texts, a number, and a value that does not occur."""
    texts = [f"t{at}" for at in range(1_000)] + ['it\'s "odd"', None]
    lake.parquet(FIRST_FILE, {"s": texts, "code": [51] + [1] * 1_001, "ok": [True] + [None] * 1_001})
    rare = {"s": ['it\'s "odd"', "never"], "code": [51], "ok": ["true"]}
    found = only(lake.profiles(columns={name: {"rare": each} for name, each in rare.items()})).columns
    assert found["s"].values.rare == {'it\'s "odd"': 1, "never": 0}
    assert found["code"].values.rare == {"51": 1}
    assert found["ok"].values.rare == {"true": 1}


def test_counts_of_missing_values_are_those_of_pandas(lake):
    """NULL, NaN and the empty string are told apart; an empty string is not missing."""
    lake.parquet(
        FIRST_FILE,
        {
            "x": pa.array([1.0, None, math.nan, math.inf, None]),
            "s": pa.array(["", None, "a", "", " "]),
            "n": pa.array([1, None, 3, 4, 5]),
            "nothing": pa.nulls(5),
        },
    )
    found = only(lake.profiles())
    counts = {name: (each.nulls, each.nan, each.empty) for name, each in found.columns.items()}
    assert counts == {"x": (2, 1, 0), "s": (1, 0, 2), "n": (1, 0, 0), "nothing": (5, 0, 0)}
    assert found.rows == 5


def test_nan_among_finite_numbers_is_counted(lake):
    """The statistics in a Parquet file leave NaN out; an engine that trusts them finds none."""
    for day in (5, 6, 7):
        lake.parquet(f"day=2026-01-0{day}/a.parquet", {"x": [1.0, math.nan, 2.0, None]})
    found = lake.profiles(columns={"x": {"drift": True}})
    columns = [profile.columns["x"] for profile in found.values()]
    assert [(each.nulls, each.nan, each.distribution.rows) for each in columns] == [(1, 1, 2)] * 3


def test_decimals_and_infinities_have_distributions(lake):
    """A text or a truth value where a number is expected has none, without an error."""
    lake.parquet(
        FIRST_FILE,
        {
            "flag": pa.array([True, False, True, None]),
            "price": pa.array([Decimal("1.10"), Decimal("2.20"), None, Decimal("-3.30")]),
            "x": pa.array([math.inf, -math.inf, 0.0, math.nan]),
            "text": pa.array(["1", "2", "3", "4"]),
        },
    )
    columns = only(lake.profiles(columns={each: {"drift": True} for each in ("flag", "price", "x", "text")}))
    kept = {
        name: None if each.distribution is None else list(each.distribution.grid)
        for name, each in columns.columns.items()
    }
    assert kept == {"flag": None, "price": [-3.3, 1.1, 2.2], "x": [-math.inf, 0, math.inf], "text": None}


@pytest.mark.parametrize(
    ("unit", "zone"), [("us", None), ("ns", None), ("ms", None), ("us", "America/New_York")]
)
def test_times_with_and_without_a_zone_are_one_moment(lake, unit, zone):
    """A time without a zone is UTC; a zone is only a way to write the same moment."""
    seconds = pa.array([1767614400]).cast(pa.timestamp("s")).cast(pa.timestamp(unit))
    lake.parquet(FIRST_FILE, {"at": seconds.cast(pa.timestamp(unit, zone)) if zone else seconds})
    found = only(lake.profiles(event_time="at", loaded_at_field="at"))
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert (found.first_event, found.last_loaded) == (noon, noon)
    assert found.load_day == FIRST


def test_a_date_is_a_time_too(lake):
    """Its midnight, in UTC."""
    lake.parquet(FIRST_FILE, {"on": pa.array([date(2026, 1, 4)])})
    assert only(lake.profiles(event_time="on")).first_event == datetime(2026, 1, 4, tzinfo=UTC)


def test_a_text_where_a_time_is_needed_is_said_by_name(lake):
    """The table, the column and its type are named; nothing is guessed."""
    lake.parquet(FIRST_FILE, {"at": ["soon"]})
    survey = lake.survey(event_time="at")
    (part,) = survey.unreadable
    assert part.what.startswith("at is text, and a time is needed to judge the rows by: ")
    assert part.what.endswith(FIRST_FILE)


def test_times_that_are_missing_in_every_row_are_said_so(lake):
    """pandas writes such a column without any type."""
    lake.parquet(FIRST_FILE, {"at": pa.nulls(3), "x": [1, 2, 3]})
    (part,) = lake.survey(event_time="at").unreadable
    assert part.what.startswith("at is NULL in every row, and a time is needed to judge the rows by: ")


def test_column_names_may_be_anything(lake):
    """Quotes, spaces, emoji, SQL, and names that Oakum could have used itself."""
    names = [
        'a "quoted" one',
        "with space",
        "🦆",
        "rows",
        "value_0",
        "nulls_0",
        "oakum_day",
        "';drop--",
        "{x}",
    ]
    lake.parquet(FIRST_FILE, {name: [1.0, None, 3.0] for name in names})
    found = only(
        lake.profiles(key=names[:2], columns={name: {"drift": True, "null_rate": True} for name in names})
    )
    assert {name: found.columns[name].nulls for name in names} == dict.fromkeys(names, 1)
    assert all(found.columns[name].distribution.rows == 2 for name in names)


def test_a_column_name_that_oakum_needs_is_said(lake):
    """It is the only one of four that cannot be read."""
    lake.parquet(FIRST_FILE, {"oakum: day": [1]})
    assert "rename 'oakum: day'" in lake.survey().unreadable[0].what


def test_a_partition_without_rows_is_a_fact(lake):
    """It counts as a day with no rows, not as a day that is missing."""
    lake.parquet(FIRST_FILE, {"x": pa.array([], pa.float64())})
    lake.parquet(SECOND_FILE, {"x": [1.0]})
    found = lake.profiles(columns={"x": {"drift": True}})
    assert {day: profile.rows for day, profile in found.items()} == {FIRST: 0, SECOND: 1}


def test_the_day_may_stand_in_the_files_only(lake):
    """One Parquet file with a timestamp for its day; load days interleave with days."""
    loads = [datetime(2026, 1, 5 + at % 2, 12, tzinfo=UTC) for at in range(6)]
    lake.parquet(
        "all.parquet",
        {"day": [datetime(2026, 1, 5 + at // 3) for at in range(6)], "x": np.arange(6.0), "in": loads},  # noqa: DTZ001 (as files have them)
    )
    survey = lake.survey(path="all.parquet", loaded_at_field="in", columns={"x": {"drift": True}})
    parts = {
        (load.partition.day, load.load_day.day): list(load.columns["x"].distribution.grid)
        for load in survey.loads
    }
    assert parts == {(5, 5): [0, 2], (5, 6): [1], (6, 5): [4], (6, 6): [3, 5]}


def test_rows_without_a_day_are_reported(lake):
    """They are in no partition; to leave them out silently would be to swallow an error."""
    lake.parquet("all.parquet", {"day": pa.array([FIRST, None, None]), "x": [1.0, 2.0, 3.0]})
    survey = lake.survey(path="all.parquet", columns={"x": {"drift": True}})
    assert [load.rows for load in survey.loads] == [1]
    assert "2 rows have no `day`" in survey.unreadable[0].what


@pytest.mark.parametrize("far", [40_000_000, -800_000, 2**31 - 1])
def test_a_day_that_no_calendar_has_is_none(lake, far):
    """The other rows of its file are in their partitions."""
    days = pa.array([20_458, far, 20_458], pa.int32()).cast(pa.date32())
    lake.parquet("all.parquet", {"day": days, "x": [1.0, 2.0, 3.0]})
    survey = lake.survey(path="all.parquet", columns={"x": {"drift": True}})
    assert [(load.partition, load.rows) for load in survey.loads] == [(date(2026, 1, 5), 2)]
    assert "1 row has no `day` in the years 1 to 9999" in survey.unreadable[0].what


def test_numbers_in_csv_may_look_whole_on_one_day(lake):
    """The sniffed types differ from day to day; what people are told does not."""
    lake.text("day=2026-01-05/a.csv", "x,s\n1,a\n2,b\n")
    lake.text("day=2026-01-06/a.csv", "x,s\n1.5,a\n,b\n")
    found = lake.profiles(path="day=*/*.csv", columns={"x": {"drift": True}})
    assert [profile.schema for profile in found.values()] == [(("x", "number"), ("s", "string"))] * 2
    assert found[SECOND].columns["x"].nulls == 1


def test_many_small_files_make_one_scan(lake, monkeypatch):
    """Thirty days are one query for the counts and one for the values."""
    asked = []
    for day in range(1, 31):
        lake.parquet(f"day=2026-01-{day:02}/a.parquet", {"x": [float(day)], "y": [1.0]})
    table = lake.table(columns={"x": {"drift": True}, "y": {"drift": True}})
    fetch = type(table).fetch
    monkeypatch.setattr(type(table), "fetch", lambda self, rows: asked.append(1) or fetch(self, rows))
    from checks.profiles.scan import scan

    assert len(scan(table, table.bundles()[0])) == 30
    assert len(asked) == 2


def test_a_named_column_that_is_nowhere_is_an_error(lake):
    """It names the table, the missing columns and those that are there."""
    lake.parquet(FIRST_FILE, {"x": [1]})
    with pytest.raises(SourceError, match="table usage has no column id, z; its columns are x"):
        lake.survey(key=["id"], columns={"z": {}})


TIMES = [datetime(2026, 1, 6 + at % 3, at % 24, tzinfo=UTC) for at in range(600)]
EVERYTHING = {
    "x": [None if at % 7 == 0 else float("nan") if at % 11 == 0 else at / 3 for at in range(600)],
    "whole": pa.array([None if at % 5 == 0 else at % 250 for at in range(600)], pa.uint8()),
    "few": [None if at % 9 == 0 else ("", "Köln", "Rom", "007")[at % 4] for at in range(600)],
    "many": [None if at % 9 == 0 else f"{at:04} née {'x' * (at % 90)}" for at in range(600)],
    "long": ["z" * (300 + at) for at in range(600)],
    "dictionary": pa.array([("a", "b")[at % 2] for at in range(600)]).dictionary_encode(),
    "in": TIMES,
    "at": [each - timedelta(hours=at % 50) for at, each in enumerate(TIMES)],
}
LATER = datetime(2026, 1, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize("loaded_by", [None, LATER])
def test_parquet_as_it_is_stored_says_what_a_query_says(lake, loaded_by):
    """Read column by column, in several files with loads between each other; or all of it through the engine,
    as where a name has a dot in it."""
    for at, day in enumerate(("2026-01-05", "2026-01-06")):
        for part in range(2):
            rows = slice(150 * (2 * at + part), 150 * (2 * at + part + 1))
            columns = {name: pa.array(each)[rows.start : rows.stop] for name, each in EVERYTHING.items()}
            lake.parquet(f"stored/day={day}/{part}.parquet", columns)
            lake.parquet(f"asked/day={day}/{part}.parquet", columns | {"a.b": columns["x"]})
    declared = {"loaded_at_field": "in", "event_time": "at", "columns": {"x": {"drift": True}}}
    stored, asked = (
        _scanned(lake.table(path=f"{name}/day=*/*.parquet", **declared), loaded_by)
        for name in ("stored", "asked")
    )
    assert stored.keys() == asked.keys()
    assert len(stored) == 6 if loaded_by is None else 4
    for group, profile in stored.items():
        other = asked[group]
        assert {name: _plainly(each) for name, each in profile.columns.items()} == {
            name: _plainly(other.columns[name]) for name in profile.columns
        }
        assert (profile.rows, profile.slices.hours, profile.slices.ages, profile.slices.delays) == (
            *(other.rows, other.slices.hours, other.slices.ages, other.slices.delays),
        )
        assert list(profile.loaded.grid) == list(other.loaded.grid)


def _scanned(table, loaded_by):
    from checks.profiles.scan import scan

    return {(each.partition, each.load_day): each for each in scan(table, table.bundles()[0], loaded_by)}


def _plainly(column):
    return (
        *(column.nulls, column.nan, column.empty, column.values),
        column.distribution and [list(part.values) for part in column.distribution.parts],
    )
