"""Figures as a verdict writes them, and a message about it."""

import pytest

from checks.figures import percent


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
