"""What lies in a source is somebody's where a pipeline declares it, in whichever way."""

from pathlib import PurePath

import pytest

from bot.domain.claims import Claims
from bot.domain.declared import Pipeline, Source
from checks.sources.folder import Found

LAKE = Source(root="/data/lake")
WAREHOUSE = Source(kind="postgres", url="postgresql://ana:secret@db.example.com/shop")


def pipeline(**table):
    """One that declares one table."""
    facts = {"source": "lake", "partition": {"column": "day"}} | table
    return Pipeline.model_validate(
        {"pipeline": "churn", "owner": "maria", "channel": "#churn", "tables": {"usage": facts}}
    )


def files(*names):
    """A table of such files."""
    return Found("t", "t", None, len(names), members=tuple(map(PurePath, names)))


def is_somebodys(lies_in, found, **table):
    """Whether a table is declared by such a one."""
    sources = {"lake": LAKE, "part": Source(root="/data/lake/usage"), "warehouse": WAREHOUSE}
    return Claims.of(sources, [pipeline(**table)]).has(lies_in, found)


@pytest.mark.parametrize(
    "table",
    [
        {"path": "usage/day=*/*.parquet"},
        {"path": "./usage/**/*.parquet"},
        {"path": "/data/lake/usage/day=%Y-%m-%d/a.parquet"},
        {"source": "part", "path": "day=*/a.parquet"},
        {"path": "other.csv", "reference": {"path": "usage/day=*/*.parquet"}},
        {"path": "other.csv", "run_log": {"path": "usage/day=*/*.parquet", "finished": "ended"}},
        {"source": "warehouse", "run_log": {"source": "lake", "path": "usage/*/*", "finished": "ended"}},
    ],
)
def test_however_its_files_are_declared(table):
    """By another pattern than we would propose, over another source, as a log or as a training set."""
    assert is_somebodys(LAKE, files("usage/day=2026-11-19/a.parquet"), **table)


def test_files_that_no_path_matches_are_nobodys():
    """Also where they lie beside those of a table that is somebody's."""
    assert not is_somebodys(
        LAKE, files("usage/day=2026-11-19/hour=3/a.parquet"), path="usage/day=*/*.parquet"
    )


def test_a_table_is_somebodys_if_some_of_its_files_are():
    """A path may leave out those of last year."""
    there = files("sales_2025-12-31.csv", "sales_2026-01-01.csv")
    assert is_somebodys(LAKE, there, path="sales_2026-*.csv")


def test_a_root_is_no_pattern():
    """Brackets and percent signs in it are what they are."""
    odd = Source(root="/data/[a]%d")
    assert Claims.of({"lake": odd}, [pipeline(path="x.csv")]).has(odd, files("x.csv"))


@pytest.mark.parametrize("path", ["public.usage", "usage", None])
def test_a_table_of_a_database_may_be_declared_without_public(path):
    """And by whoever logs in there."""
    other = Source(kind="postgres", url="postgresql://bo@db.example.com/shop")
    assert is_somebodys(other, Found("usage", "public.usage", None, 0), source="warehouse", path=path)
    assert not is_somebodys(other, Found("usage", "raw.usage", None, 0), source="warehouse", path=path)


def test_where_nothing_is_declared_nothing_is_somebodys():
    """No pattern matches nothing."""
    assert not Claims.of({"lake": LAKE}, []).has(LAKE, files("x.csv"))
