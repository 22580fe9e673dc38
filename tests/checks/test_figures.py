"""Figures as a verdict writes them, and a message about it."""

from datetime import timedelta

import pytest

from checks.figures import counted, lasting, percent, rows_have, verb


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.031, "3.1%"),
        (0.238, "23.8%"),
        (0.5, "50%"),
        (0.007, "0.7%"),
        (0.0042, "0.42%"),
        (0.00001, "<0.01%"),
        (0.99995, ">99.9%"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(share: float, said: str) -> None:
    """One null in a million is not 0%."""
    assert percent(share) == said


def test_one_is_told_as_one() -> None:
    """And none, like many, as many."""
    assert [counted(many, "row") for many in (0, 1, 1_204)] == ["0 rows", "1 row", "1,204 rows"]
    assert counted(2, "entry", "entries") == "2 entries"
    assert [rows_have(many) for many in (1, 2)] == ["1 row has", "2 rows have"]
    assert [verb(many, "is", "are") for many in (0, 1, 2)] == ["are", "is", "are"]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.4, "0 min"),
        (59.6, "1 h"),
        (125, "2 h 05 min"),
        (1500, "25 h"),
        (2880, "2 days"),
        (3100, "2 days 3 h"),
    ],
)
def test_a_span_is_told_as_far_as_it_matters(minutes: float, said: str) -> None:
    """To the minute within a day or two, to the hour after that."""
    assert lasting(timedelta(minutes=minutes)) == said
