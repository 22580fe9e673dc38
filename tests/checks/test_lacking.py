"""Why a feature cannot be compared, in words that name what is the case."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from checks.data.drift import judge
from checks.profiles.profile import ColumnProfile
from checks.verdict import Outcome

RNG = np.random.default_rng(1)
NUMBERS = (("x", "float64"), ("y", "float64"))


def needs(history):
    (verdict,) = judge(history)
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA
    return verdict.needs


@pytest.fixture
def clean(past):
    """So many days of a thousand numbers each."""

    def build(days=28, rows=1_000, **table):
        built = past(columns={"x": {"drift": True}}, **table)
        for _ in range(days):
            built.add(rows=rows, values={"x": RNG.normal(size=rows)})
        return built

    return build


def test_the_newest_partition_says_what_is_wrong_with_it(clean):
    """Text where numbers were, nothing but nulls, a column that is gone, no row at all."""
    text, gone = (("x", "string"),), (("y", "float64"),)
    for facts, why in (
        ({"schema": text, "columns": {"x": ColumnProfile()}}, "`x` is text now, was a number"),
        ({"columns": {"x": ColumnProfile(nulls=900, nan=100)}}, "`x` has none in the newest partition"),
        ({"schema": gone, "columns": {"y": ColumnProfile()}}, "`x`, which is not in the newest partition"),
        ({"rows": 0, "columns": {"x": ColumnProfile()}}, "rows: the newest partition has none"),
    ):
        assert why in needs(clean().add(**({"rows": 1_000} | facts)).history())


@pytest.mark.parametrize(("days", "there"), [(1, "are none"), (2, "is 1"), (3, "are 2")])
def test_a_short_history_is_counted(clean, days, there):
    """Of any weekday: so many a batch is compared with at least."""
    assert needs(clean(days).history()) == f"three clean batches before it, there {there}"


def test_a_young_table_says_what_its_batch_is_like(clean):
    """That it strays no further than the few before it is no judgement yet."""
    wanted = "7 clean batches with two more of their weekday; it is like the 13 batches so far"
    assert needs(clean(14).history()) == wanted


def test_a_reference_without_such_values_is_named(clean):
    """A period before all data, a training set without the column, with text, or with nothing in it."""
    declared = {"reference": {"from": "2020-01-01", "to": "2020-02-01"}}
    said = needs(clean(**declared).history())
    assert said == "partitions in the reference 2020-01-01..2020-02-01, there are none"
    history = clean(reference={"path": "training.parquet"}).history()
    for schema, column, why in (
        ((("y", "float64"),), {}, "`x`, which is not in the reference training.parquet"),
        ((("x", "string"),), {"x": ColumnProfile()}, "in the reference training.parquet it is text"),
        (
            (("x", "float64"),),
            {"x": ColumnProfile(nulls=9)},
            "values of `x` in the reference training.parquet",
        ),
    ):
        profile = SimpleNamespace(rows=9, schema=schema, columns=column)
        training = SimpleNamespace(profile=profile, mark="")
        assert why in needs(replace(history, training=training))
    assert "which cannot be read" in needs(history)


def test_a_reference_of_a_few_rows_says_nothing(clean):
    """However wide the limit that a few rows give, and however near the batch."""
    table = clean(reference={"path": "training.parquet"})
    (training,) = clean(1, rows=50).partitions.values()
    history = replace(table.history(), training=SimpleNamespace(profile=training, mark=""))
    assert needs(history) == "200 rows with a value in the reference, there are 50"
