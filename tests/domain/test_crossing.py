"""A crossing is told with its day and with how sure that is."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.domain.crossing import crosses
from bot.domain.finding import Finding

KNOWN = {"limit": "5%", "at": "2026-12-10", "from": "2026-12-07", "to": "2026-12-20"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "crosses 5% about Thu 10 Dec (7 to 20 Dec)"),
        ({"from": "2026-11-28"}, "crosses 5% about Thu 10 Dec (28 Nov to 20 Dec)"),
        ({"to": None}, "crosses 5% about Thu 10 Dec (from 7 Dec, or never)"),
        ({"to": "2027-01-04"}, "crosses 5% about Thu 10 Dec (7 Dec to 4 Jan 2027)"),
        ({"from": "2026-12-10", "to": "2026-12-10"}, "crosses 5% about Thu 10 Dec (10 Dec)"),
    ],
)
def test_a_crossing_in_words(a_finding: Callable[..., Finding], changes: dict[str, str], said: str) -> None:
    """As people write days; the year only where it is another one."""
    finding = a_finding(evidence={"crossing": KNOWN | changes}, bad=(date(2026, 11, 19),))
    assert crosses(finding) == said


def test_where_none_is_foreseen_nothing_is_said(a_finding: Callable[..., Finding]) -> None:
    """A finding of an older version has none either."""
    assert crosses(a_finding()) == ""
