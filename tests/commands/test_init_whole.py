"""`oakum init` where a table has no days: it is proposed as one whole."""

import json
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.csv as csv
import pytest

from bot.settings.load import load


@pytest.fixture
def bare(company):
    """The company before it had a configuration."""
    for path in company.config.rglob("*"):
        if path.is_file():
            path.unlink()
    return company


def tables_of(company):
    """The declared tables of the only pipeline."""
    (pipeline,) = load(company.config, {}, routes=False).pipelines
    return pipeline.tables


def write_csv(path, columns):
    """A CSV file with a header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    csv.write_csv(pa.table(columns), path)


def days(count=10):
    """The days up to Thursday."""
    return [date(2026, 11, 20) - timedelta(days=back) for back in range(count, 0, -1)]


def test_a_table_without_days_is_proposed_as_one_whole(bare, tmp_path):
    """With the reason beside it; what has days comes first, and the others are there with --all."""
    codes = {"code": ["DE", "FR", "IT"], "currency": ["euro", "franc", None]}
    write_csv(tmp_path / "lake" / "countries.csv", codes)
    ran = bare.oakum("init", str(tmp_path / "lake"))
    assert ran.status == 0, ran.err
    assert "countries: one whole without days, 3 rows; first number: currency" in ran.out
    assert f"oakum --config {bare.config} check\n" in ran.out
    text = (bare.config / "pipelines" / "countries.yaml").read_text()
    why = "no column holds a day in every row: one whole, overwritten in place"
    assert f"    partition: none    # {why}\n" in text
    assert "    key: [code]    # no two rows share it, counted in the 3 rows\n" in text
    assert "    # freshness: {warn_after: 30d}    # how long it may stay as it is\n" in text
    assert not tables_of(bare)["countries"].has_days
    assert "countries: one whole without days, written" in bare.oakum("doctor").out
    checked = bare.oakum("check")
    assert checked.status == 0, checked.out + checked.err


def test_a_table_with_days_is_proposed_before_one_without(bare, tmp_path):
    """With --all both are."""
    lake = tmp_path / "lake"
    write_csv(lake / "countries.csv", {"code": [str(at) for at in range(500)], "size": range(500)})
    write_csv(lake / "orders.csv", {"day": days(), "n": range(10)})
    assert bare.oakum("init", str(lake), "--dry-run").out.count("partition: {column: day}") == 1
    said = json.loads(bare.oakum("init", str(lake), "--all", "--format", "json").out)
    (countries,) = [table for table in said["tables"] if table["table"] == "countries"]
    assert (countries["partition"], countries["days"], countries["newest"]) == (None, 0, None)
    assert {name: table.has_days for name, table in tables_of(bare).items()} == {
        "countries": False,
        "orders": True,
    }


def test_files_whose_days_are_not_written_alike_are_no_whole(bare, tmp_path):
    """They are not overwritten: what to do is told."""
    for name in ("sales_2026-11-19.csv", "sales_20261120.csv"):
        write_csv(tmp_path / "lake" / name, {"id": range(10)})
    ran = bare.oakum("init", str(tmp_path / "lake"))
    assert ran.status == 2
    assert "sales is not proposed: its days are in the names of its files, which are not" in ran.err
    assert "name them alike, or declare those that are, with a path like orders_%Y-%m-%d.csv" in ran.err
    assert "can be proposed, for the reasons above" in ran.err


def test_a_column_that_is_called_like_a_day_and_is_none_is_named(bare, tmp_path):
    """So that it can be mended where it should hold the day."""
    written = [None, *(str(day) for day in days(9))]
    write_csv(tmp_path / "lake" / "odd.csv", {"day": written, "n": range(10)})
    text = bare.oakum("init", str(tmp_path / "lake"), "--dry-run").out
    assert "partition: none    # no column holds a day in every row, not even 'day': one whole" in text
