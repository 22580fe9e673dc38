"""What of a scale could not be looked at, in a table of few rows or few days."""

from datetime import date, timedelta

import pytest

from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.too_few import scale_unseen
from checks.profiles.values import Values

KINDS = {"x": "float64", "y": "int64", "word": "string", "at": "timestamp"}
MANY = {f"c{at}": "int64" for at in range(5)}


def partitions(counts, names=("x",)):
    """Partitions with so many numbers in these columns, a day each."""
    return [
        Profile(
            partition=date(2026, 1, 5) + timedelta(days=at),
            rows=max(count, 1),
            columns={name: ColumnProfile(values=Values(finite=count)) for name in names},
            schema=tuple((KINDS | MANY).items()),
        )
        for at, count in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([200] * 15, ""),
        ([200] * 14, "could not look at the scale of `x` (fewer than 14 earlier partitions of 200 numbers)"),
        ([200] * 14 + [199], "could not look at the scale of `x` (fewer than 200 numbers in it)"),
        (
            [50] * 30 + [200],
            "could not look at the scale of `x` (fewer than 14 earlier partitions of 200 numbers)",
        ),
    ],
)
def test_few_numbers_and_few_days_are_told_apart(counts, said):
    """What is missing is said as it is."""
    assert scale_unseen({"x": partitions(counts)}) == said


def test_both_reasons_are_told_and_other_columns_have_no_scale(past):
    """Words and times."""
    of = {name: partitions([9] * 9, tuple(KINDS)) for name in KINDS} | {"y": partitions([300] * 9, ("y",))}
    assert scale_unseen(of) == (
        "could not look at the scale of `x` (fewer than 200 numbers in it), "
        "of `y` (fewer than 14 earlier partitions of 200 numbers)"
    )


def test_many_columns_are_counted():
    """Three are named."""
    few = partitions([9] * 9, tuple(MANY))
    assert "of `c0`, `c1`, `c2` and 2 more (fewer" in scale_unseen(dict.fromkeys(MANY, few))
