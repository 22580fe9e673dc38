"""A path that says days: which files it matches, and which day it reads in their names."""

import re
from datetime import date

import duckdb
import pytest

from checks.sources.dated import Dated, as_glob, as_path, as_regex, folder_of_day, is_dated, mistake, undated

DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("orders_%Y-%m-%d.csv", "/lake/orders_2026-01-31.csv"),
        ("raw/orders_%Y-%m-%d.csv", "/elsewhere/orders_2026-01-31.csv"),
        ("events-%Y%m%d*.jsonl", "/lake/events-20260131.jsonl"),
        ("events-%Y%m%d*.jsonl", "/lake/events-20260131T235959-20260201.jsonl"),
        ("*%Y%m%d*.csv", "/lake/20260131120000.csv"),
        ("%Y/%m/%d/*.parquet", "/lake/2026/01/31/part-0.parquet"),
        ("year=%Y/month=%m/day=%d/*.parquet", "/lake/year=2026/month=01/day=31/a.parquet"),
        ("%Y/%m/orders_%Y-%m-%d.csv", "/lake/2026/02/orders_2026-01-31.csv"),
        ("%d.%m.%Y.csv", "/lake/31.01.2026.csv"),
        ("orders_%Y-%m-%d_%H%M%S.csv", "/lake/orders_2026-01-31_235959.csv"),
        ("%Y-%m-%d/**/[a-c]?[!]^].csv", "/lake/2026-01-31/x/y/b1z.csv"),
        ("%Y-%m-%d/**/a.csv", "/lake/2026-01-31/a.csv"),
        ("100%% a+b (%Y-%m-%d) & [[].csv", "/la\nke/100% a+b (2026-01-31) & [.csv"),
    ],
)
def test_a_day_is_read_where_the_path_says(path, file):
    """By Python and by the engine alike."""
    assert (is_dated(path), mistake(path)) == (True, "")
    dated = Dated(path)
    assert dated.day_of(file) == DAY
    said = duckdb.execute(
        "SELECT regexp_replace(?, ?, ?, 'g')", [file, dated.regex, dated.replacement]
    ).fetchone()
    assert said == ("2026-01-31",)


@pytest.mark.parametrize(
    "file", ["/lake/orders.csv", "/lake/orders_2026-1-31.csv", "/lake/orders_2026-01-31.csv.gz"]
)
def test_a_file_that_is_called_otherwise_has_no_day(file):
    """It is another one."""
    assert Dated("orders_%Y-%m-%d.csv").day_of(file) is None


def test_a_day_that_no_calendar_has_is_an_error():
    """And no day beside it."""
    with pytest.raises(ValueError, match="day is out of range"):
        Dated("orders_%Y-%m-%d.csv").day_of("orders_2026-02-31.csv")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("orders_%Y-%m.csv", "it has %Y and %m and no %d: a day needs all three"),
        ("%d.csv", "it has %d and no %Y and no %m: a day needs all three"),
        ("%y%m%d.csv", "%y is not read here: a day is %Y, %m and %d"),
        ("100%.csv", "%. is not read here"),
        ("100%", "% is not read here"),
        ("100%%_%H.csv", ""),
        ("orders.csv", ""),
    ],
)
def test_what_is_wrong_with_a_path_is_told(path, said):
    """With what to write."""
    assert (said in mistake(path)) if said else mistake(path) == ""


def test_a_path_is_looked_up_by_its_digits():
    """A percent sign is written twice."""
    assert as_glob("%%a_%Y%H*.csv") == "%a_" + "[0-9]" * 6 + "*.csv"
    assert (as_path("100%"), as_glob(as_path("%Y%%"))) == ("100%%", "%Y%%")
    assert undated("%%a_%Y-%m-%d.csv") == "%%a_*-*-*.csv"
    assert re.fullmatch("a%Y", as_glob("a%%Y"))


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("a/%Y/%m/%d/*.csv", "a/%Y/%m/%d"),
        ("%Y-%m-%d/%H/*.csv", "%Y-%m-%d"),
        ("%Y/%m/o_%Y-%m-%d.csv", ""),
    ],
)
def test_a_folder_may_say_the_day(path, folder):
    """Then it may be empty."""
    assert folder_of_day(path) == folder


@pytest.mark.parametrize(
    ("path", "file", "is_matched"),
    [
        ("usage/day=*/*.parquet", "usage/day=2026-11-19/a.parquet", True),
        ("usage/day=*/*.parquet", "usage/day=2026-11-19/hour=3/a.parquet", False),
        ("o_%Y-%m-%d.csv", "o_2026-11-19.csv", True),
        ("o_%Y-%m-%d.csv", "o_old.csv", False),
        ("usage/**/*.csv", "usage/a/b/c.csv", True),
        ("usage/**", "usage/a/b/c.csv", True),
        ("100%%.csv", "100%.csv", True),
    ],
)
def test_whether_a_file_is_one_of_a_path_is_told_by_its_name(path, file, is_matched):
    """No disk is asked."""
    assert bool(re.fullmatch(as_regex(path), file)) is is_matched
