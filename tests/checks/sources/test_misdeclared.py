"""Does a column hold what the configuration says?"""

import pytest

from checks.sources.misdeclared import misdeclared


def said(lake, **declared):
    table = lake.table(**declared)
    return list(misdeclared(table, table.bundles()[0]))


@pytest.mark.parametrize(
    ("kind", "value", "holds"),
    [
        ("numeric", "a", "string"),
        ("numeric", True, "boolean"),
        ("vector", 1.5, "float64"),
        ("time", [1.5], "array<float64>"),
        ("numeric", 1, None),
        ("numeric", 1.5, None),
        ("vector", [1.5], None),
        ("time", "2026-01-05", None),
        ("categorical", 1, None),
        ("text", 1, None),
    ],
)
def test_a_kind_that_does_not_fit_is_told_with_its_place(lake, kind, value, holds):
    """Text and categories may be written as anything."""
    lake.parquet("day=2026-01-05/a.parquet", {"x": [value]})
    found = said(lake, columns={"x": {"kind": kind}})
    told = f"column `x` is declared `kind: {kind}` and holds {holds}: mend tables.usage.columns.x.kind"
    assert found == ([told] if holds else [])


def test_a_column_that_fitted_once_has_changed(lake):
    """That is no mistake of the configuration: the contract tells of it."""
    lake.parquet("day=2026-01-05/a.parquet", {"x": [1]})
    lake.parquet("day=2026-01-06/a.parquet", {"x": ["1"]})
    assert said(lake, columns={"x": {"kind": "numeric"}}) == []


def test_a_column_in_which_nothing_stands_may_be_anything(lake):
    """Until there is a value."""
    lake.text("day=2026-01-05/a.csv", "x,y\n,1\n")
    assert said(lake, path="day=*/*.csv", columns={"x": {"kind": "numeric"}}) == []
