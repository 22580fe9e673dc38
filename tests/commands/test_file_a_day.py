"""A file a day, the day in its name: every command works with it as with folders of days."""

import json

import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest

YES, NO, CANNOT_TELL = 0, 1, 2
MORNING = ("--as-of", "2026-11-20T12:00")


@pytest.fixture
def named(company, words):
    """The company, whose days of `usage` are CSV files side by side."""
    lake = company.folder / "side by side"
    lake.mkdir()
    for file in sorted((company.data / "usage").glob("*/*.parquet")):
        day = file.parent.name.removeprefix("day=")
        csv.write_csv(parquet.read_table(file, partitioning=None), lake / f"usage_{day}.csv")
    company.declare("oakum.yaml", words.oakum.replace("ROOT", str(lake)))
    company.declare(
        "pipelines/churn.yaml", words.churn.replace("usage/day=*/*.parquet", "usage_%Y-%m-%d.csv")
    )
    (company.config / "pipelines" / "billing.yaml").unlink()
    return company


@pytest.fixture
def batch(named, words):
    """Writes a batch of Friday as a CSV of that name."""

    def write(name, nulls=3):
        file = words.write(named.folder / "staging", "usage", words.day(20), words.usage(nulls))
        csv.write_csv(parquet.read_table(file, partitioning=None), named.folder / name)
        return str(named.folder / name)

    return write


def test_a_check_finds_what_it_finds_in_folders(company, named):
    """The same column, since the same day, with the same rows."""
    said = json.loads(named.oakum("check", *MORNING, "--format", "json").out)
    (pipeline,) = said["pipelines"]
    (finding,) = pipeline["findings"]
    assert (finding["column"], finding["since"]) == ("sessions", "2026-11-17T08:00:00Z")
    assert finding["rows"][0]["key"] == {"account": "a000"}
    assert pipeline["errors"] == []


def test_doctor_counts_its_days(named):
    """And names the newest."""
    assert "table churn.usage: 35 partitions, the newest 2026-11-19" in named.oakum("doctor").out


def test_one_feature_is_explained(named):
    """With the days that it is judged by."""
    ran = named.oakum("check", "--explain", "drift", "usage", "minutes", *MORNING)
    assert (ran.status, "2026" in ran.out) == (0, True), ran.err


def test_a_replay_tells_each_day(named):
    """What was known then."""
    ran = named.oakum("replay", "--from", "2026-11-16", "--to", "2026-11-18", "--format", "json")
    assert [len(json.loads(line)["pipelines"][0]["findings"]) for line in ran.out.splitlines()] == [0, 0, 1]


@pytest.mark.parametrize("name", ["usage_2026-11-20.csv", "batch.csv"])
@pytest.mark.parametrize(("nulls", "status"), [(3, YES), (100, NO)])
def test_a_batch_is_of_the_day_in_its_name_or_of_the_next(named, batch, name, nulls, status):
    """Wherever it lies."""
    ran = named.oakum("gate", "usage", "--batch", batch(name, nulls))
    assert (ran.status, ran.err) == (status, "")
    assert "partition Fri 20 Nov 2026 (300 rows)" in ran.out


def test_the_name_of_a_batch_says_its_day_before_anything_else(named, batch):
    """A day that is written anew; without a day in its name, it is the one of --as-of."""
    assert "Mon 16 Nov 2026" in named.oakum("gate", "usage", "--batch", batch("usage_2026-11-16.csv")).out
    ran = named.oakum("gate", "usage", "--batch", batch("new.csv"), "--as-of", "2026-11-18T12:00")
    assert "Wed 18 Nov 2026" in ran.out


def test_a_batch_whose_name_says_no_day_of_the_calendar_is_not_judged(named, batch):
    """Nobody knows which day it is."""
    ran = named.oakum("gate", "usage", "--batch", batch("usage_2026-02-31.csv"))
    assert (ran.status, "usage_2026-02-31.csv: its name says a day that is none" in ran.out) == (
        CANNOT_TELL,
        True,
    )


def test_keys_of_a_batch_are_sought_in_the_whole_table(named, batch, words):
    """Yesterday's rows once more, under today's name."""
    once = words.churn.replace("unique_within: partition", "unique_within: table").replace(
        "key: [account]", "key: [account, seen_at]"
    )
    named.declare("pipelines/churn.yaml", once.replace("usage/day=*/*.parquet", "usage_%Y-%m-%d.csv"))
    lake = named.folder / "side by side"
    for name in ("usage_2026-11-20.csv", "batch.csv"):
        (named.folder / name).write_bytes((lake / "usage_2026-11-16.csv").read_bytes())
        ran = named.oakum("gate", "usage", "--batch", str(named.folder / name), "--format", "json")
        assert (ran.status, "duplicate_keys" in ran.out) == (NO, True), ran.out


def test_a_batch_with_the_day_in_its_rows_is_of_that_day(named, batch):
    """Unless its name says one."""
    file = named.folder / batch("rows.csv")
    text = file.read_text().splitlines()
    lines = [f'{text[0]},"day"', *(f"{line},2026-11-18" for line in text[1:])]
    for name, day in (("rows.csv", "Wed 18 Nov"), ("usage_2026-11-20.csv", "Fri 20 Nov")):
        (named.folder / name).write_text("\n".join(lines) + "\n")
        assert (
            f"partition {day} 2026" in named.oakum("gate", "usage", "--batch", str(named.folder / name)).out
        )


def test_a_file_that_names_no_day_is_told(named):
    """The other days are judged."""
    lake = named.folder / "side by side"
    (lake / "usage_2026-02-31.csv").write_bytes((lake / "usage_2026-11-16.csv").read_bytes())
    ran = named.oakum("check", *MORNING)
    assert "usage_2026-02-31.csv: its name says a day that is none" in ran.out + ran.err
    assert "1. [page] usage" in ran.out
