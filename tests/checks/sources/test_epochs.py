"""Moments that are written as whole numbers are known as such, by their name and by what they hold."""

import ibis
import pyarrow as pa
import pytest

from checks.sources.epochs import is_called_so, is_moment


@pytest.mark.parametrize(
    "name", ["ts", "event_ts", "seen_at", "time", "timestamp", "epoch_ms", "time_of_day"]
)
def test_a_moment_is_called_so(name):
    """As people call it."""
    assert is_called_so(name)


@pytest.mark.parametrize("name", ["age", "starts", "attribute", "at", "items"])
def test_other_names_are_none(name):
    """Also where they hold such letters."""
    assert not is_called_so(name)


@pytest.mark.parametrize("kind", ["int64", "uint64", "int32", "uint32", "int16"])
def test_seconds_and_milliseconds_of_this_century_are_moments(kind):
    """Of any size of whole numbers; minutes that somebody spent are none."""
    said = {0: False, 30_000: False, 1_767_571_200: True, 1_767_571_200_000: True, 20_260_105: False}
    bits = int(kind.lstrip("uint")) - (not kind.startswith("u"))
    given = [value for value in said if value < 2**bits]
    rows = ibis.memtable(pa.table({"ts": pa.array(given, kind)}))
    answer = ibis.duckdb.connect().to_pyarrow(rows.select(ts=rows.ts, so=is_moment(rows.ts))).to_pylist()
    assert {each["ts"]: each["so"] for each in answer} == {value: said[value] for value in given}
