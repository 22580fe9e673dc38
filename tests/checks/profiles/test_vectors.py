"""What is kept of vectors: the same from files and from a database, packed and unpacked, and it adds up."""

from dataclasses import replace

import numpy as np
import psycopg
import pyarrow as pa
import pytest

from checks.declared import Table
from checks.profiles.packing import pack, unpack
from checks.profiles.profile import merge
from checks.profiles.survey import KeptNowhere, survey
from checks.sources.connection import connect
from checks.sources.database import DatabaseTable

COLUMNS = {"columns": {"v": {"kind": "vector"}}}
ROWS = [
    [3.0, 4.0],
    [3.0, 4.0],
    [0.0, 0.0],
    None,
    [np.nan, 1.0],
    [1.0, None],
    [1.0, 2.0, 2.0],
    [np.inf, 0.0],
    [],
]


def of(lake, values, file="day=2026-01-01/a.parquet", **declared):
    """What is kept of the vectors of one day."""
    lake.parquet(file, {"v": values})
    (profile,) = lake.profiles(**COLUMNS | declared).values()
    return profile.columns["v"]


def told(vectors):
    """The figures of what is kept."""
    counts = vectors.rows, dict(vectors.lengths), vectors.broken, vectors.zeros, vectors.repeated
    return (
        *counts,
        vectors.norms.rows,
        vectors.centre.total.tolist(),
        vectors.centre.rows,
        vectors.centre.squares,
    )


EXPECTED = (8, {2: 6, 3: 1, 0: 1}, 3, 2, 1, 5, [6.0, 8.0], 3, 50.0)


@pytest.mark.parametrize(
    "kind", [pa.list_(pa.float64()), pa.list_(pa.float32()), pa.large_list(pa.float64())]
)
def test_what_is_kept_of_lists(lake, kind):
    """Lengths, what is broken, all zero or repeated; norms and the sum of what is whole."""
    found = of(lake, pa.array(ROWS, kind))
    assert (found.nulls, told(found.vectors)) == (1, EXPECTED)


def test_lists_of_one_size_are_vectors_too(lake):
    """As Arrow knows them, with NULLs among them."""
    rows = [[3.0, 4.0], None, [0.0, 5.0], [1.0, np.nan]]
    found = of(lake, pa.array(rows, pa.list_(pa.float32(), 2)))
    assert (found.nulls, found.vectors.lengths, found.vectors.broken) == (1, {2: 3}, 1)
    assert found.vectors.centre.total.tolist() == [3.0, 9.0]


def test_days_within_one_file_are_told_apart(lake):
    """Rows of two days, mixed."""
    days = pa.array([20454, 20455, 20454], pa.int32()).cast(pa.date32())
    lake.parquet("all.parquet", {"day": days, "v": [[1.0, 0.0], [0.0, 1.0], [2.0, 0.0]]})
    first, second = lake.profiles(path="all.parquet", **COLUMNS).values()
    assert first.columns["v"].vectors.centre.total.tolist() == [3.0, 0.0]
    assert second.columns["v"].vectors.centre.total.tolist() == [0.0, 1.0]


def test_json_lines_hold_vectors(lake):
    """As their lists."""
    lake.text("day=2026-01-01/a.jsonl", '{"v": [3.0, 4.0]}\n{"v": [1.0, 0.0]}\n')
    (profile,) = lake.profiles(path="day=*/*.jsonl", **COLUMNS).values()
    assert profile.columns["v"].vectors.centre.total.tolist() == [4.0, 4.0]


def test_a_column_that_is_no_vector_is_none(lake):
    """Numbers, or lists of texts; and one whose drift is switched off."""
    assert of(lake, [1.0, 2.0]).vectors is None
    assert of(lake, [["a"], ["b"]]).vectors is None
    assert of(lake, [[1.0]], columns={"v": {"kind": "vector", "drift": False}}).vectors is None


def test_a_profile_keeps_its_vectors(lake):
    """To the last bit."""
    lake.parquet("day=2026-01-01/a.parquet", {"v": pa.array(ROWS, pa.list_(pa.float64())), "x": [1.0] * 9})
    (profile,) = lake.profiles(columns={"v": {"kind": "vector"}, "x": {"drift": True}}).values()
    again = unpack(pack(profile))
    assert told(again.columns["v"].vectors) == EXPECTED
    assert again.columns["x"].distribution.rows == 9
    assert again.columns["v"].vectors.norms.high == 5.0


def test_two_loads_add_up(lake):
    """Counts and sums; of two lengths the centroid is that of more rows."""
    lake.parquet("day=2026-01-01/a.parquet", {"v": [[1.0, 2.0], [1.0, 2.0]]})
    (one,) = lake.profiles(**COLUMNS).values()
    lake.parquet("day=2026-01-01/a.parquet", {"v": [[4.0, 6.0]]})
    (other,) = lake.profiles(**COLUMNS).values()
    both = merge([one, replace(other)]).columns["v"].vectors
    assert told(both) == (3, {2: 3}, 0, 0, 1, 3, [6.0, 10.0], 3, 62.0)
    lake.parquet("day=2026-01-01/a.parquet", {"v": [[1.0, 1.0, 1.0]]})
    (longer,) = lake.profiles(**COLUMNS).values()
    assert merge([one, longer]).columns["v"].vectors.centre.total.tolist() == [2.0, 4.0]


def test_a_database_answers_the_same(postgres_url):
    """Arrays of any float type; only sums come over the wire."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS vectors CASCADE; CREATE SCHEMA vectors")
        connection.execute("CREATE TABLE vectors.t (day date, v double precision[])")
        for row in ROWS:
            connection.execute("INSERT INTO vectors.t VALUES ('2026-01-01', %s)", (row,))
    declared = {"source": "db", "path": "vectors.t", "partition": {"column": "day"}, **COLUMNS}
    table = DatabaseTable(connect(postgres_url), postgres_url, "t", Table.model_validate(declared))
    (load,) = survey(table, KeptNowhere()).loads
    found = load.columns["v"]
    assert (found.nulls, told(found.vectors)) == (1, EXPECTED)


def test_very_long_vectors_have_no_centroid(lake):
    """All else is kept."""
    found = of(lake, pa.array(np.ones((3, 5_000)).tolist(), pa.list_(pa.float32()))).vectors
    assert (found.rows, found.repeated, len(found.centre.total)) == (3, 2, 0)


def test_many_different_vectors_are_not_taken_for_one_another(lake):
    """Rounded to single precision, as encoders write them."""
    values = np.random.default_rng(1).normal(size=(20_000, 8)).astype(np.float32)
    found = of(lake, pa.array(values.tolist(), pa.list_(pa.float32()))).vectors
    assert (found.repeated, found.rows) == (0, 20_000)
