"""Parquet as it is stored: what pyarrow reads is what DuckDB would, and no column is too large for it."""

from checks.profiles.survey import KeptNowhere, survey


def only(lake, **declared):
    (profile,) = lake.profiles(**declared).values()
    return profile


def test_a_name_with_stars_or_brackets_is_the_name_of_one_file(lake):
    """The engine would take it for a pattern."""
    for name, rows in (("a[1]", 3), ("a1", 50), ("b*", 4), ("bc", 60), ("d?", 5), ("de", 70)):
        lake.parquet(f"day=2026-01-05/{name}.parquet", {"x": [rows] * rows})
    found = only(lake)
    assert (found.rows, found.columns["x"].values.mean) == (
        192,
        sum(n * n for n in (3, 50, 4, 60, 5, 70)) / 192,
    )


def test_a_text_file_too(lake):
    """It is looked at, and read, under its own name."""
    lake.text("day=2026-01-05/a[1].csv", "x\n1\n2\n")
    lake.text("day=2026-01-05/a1.csv", "x,y\n1,2\n")
    found = survey(lake.table(path="day=*/a[[]1].csv"), KeptNowhere())
    (load,) = found.loads
    assert (load.rows, load.schema) == (2, (("x", "number"),))
