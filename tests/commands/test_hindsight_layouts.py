"""`oakum hindsight` of folders as they grow: another format some day, links, a clock that is ahead."""

import json
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from bot import cli

LAST, DAYS, ROWS = date(2026, 2, 19), 30, 200


def usage(folder, last=LAST, in_csv_from=DAYS):
    """A month in a folder a day; as CSV from a day on."""
    rng = np.random.default_rng(3)
    for at in range(DAYS):
        table = pa.table({"x": rng.normal(0, 1, ROWS), "plan": ["free", "pro"] * (ROWS // 2)})
        day = folder / f"day={last - timedelta(days=DAYS - 1 - at)}"
        day.mkdir(parents=True)
        if at < in_csv_from:
            parquet.write_table(table, day / "part.parquet")
        else:
            csv.write_csv(table, day / "part.csv")


@pytest.fixture
def looks_back(tmp_path, monkeypatch, capsys):
    """Types `oakum hindsight`, and gives its status and what it said."""
    monkeypatch.chdir(tmp_path)

    def typed(*arguments):
        with pytest.raises(SystemExit) as ended:
            cli.main(["hindsight", "lake", *arguments])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return typed


def test_a_table_that_turned_from_parquet_to_csv_is_one(looks_back, tmp_path):
    """It goes on: nothing is said of a table that ended."""
    usage(tmp_path / "lake" / "usage", in_csv_from=20)
    status, out, _ = looks_back("--outage", str(LAST), "--format", "json")
    told = json.loads(out)
    assert (status, [each["table"] for each in told["tables"]]) == (0, ["usage"])
    assert "nothing has come" not in out


def test_a_table_in_a_linked_folder_is_replayed(looks_back, tmp_path):
    """Data often lies on another disk; an outage that is named twice is told once."""
    usage(tmp_path / "disk" / "usage")
    (tmp_path / "lake").symlink_to(tmp_path / "disk")
    (tmp_path / "disk" / "round").symlink_to(tmp_path / "lake")
    status, out, _ = looks_back("--outage", str(LAST), "--outage", str(LAST), "--format", "json")
    told = json.loads(out)
    assert (status, len(told["outages"]), [each["table"] for each in told["tables"]]) == (0, 1, ["usage"])


def test_days_in_the_future_are_named_as_such(looks_back, tmp_path):
    """A clock that is ahead, or a forecast: there is no morning to judge it on."""
    usage(tmp_path / "lake" / "usage", last=date(2190, 1, 1))
    status, _, err = looks_back("--outage", "2190-01-01")
    assert status == 2
    assert "its days lie in the future" in err


@pytest.mark.parametrize("unit", [1, 1000])
def test_hours_in_seconds_or_milliseconds_since_1970_are_no_drift(looks_back, tmp_path, unit):
    """They are later on every day than on all days before, and nobody is told."""
    rng = np.random.default_rng(3)
    for at in range(DAYS):
        day = LAST - timedelta(days=DAYS - 1 - at)
        midnight = int(datetime.combine(day, time(), UTC).timestamp())
        hours = (midnight + 3600 * rng.integers(0, 24, ROWS)) * unit
        folder = tmp_path / "lake" / "usage" / f"day={day}"
        folder.mkdir(parents=True)
        parquet.write_table(pa.table({"ts": hours, "x": rng.normal(0, 1, ROWS)}), folder / "part.parquet")
    status, out, _ = looks_back("--outage", str(LAST), "--format", "json")
    told = json.loads(out)
    assert (status, told["false_alarms"], told["outages"][0]["told"]) == (0, [], None)
