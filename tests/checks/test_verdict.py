"""The share of rows that are wrong."""

import pytest

from checks.verdict import Outcome, Verdict


@pytest.mark.parametrize(("affected", "volume", "share"), [(1, 4, 0.25), (9, 4, 1.0), (0, 0, 0.0)])
def test_the_affected_share_lies_between_0_and_1(affected, volume, share):
    """Whatever the numbers."""
    verdict = Verdict(check="c", table="t", outcome=Outcome.BREACH, affected=affected, volume=volume)
    assert verdict.affected_share == share
