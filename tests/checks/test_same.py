"""Is a value here the same as one there?"""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from checks.same import equal


@pytest.mark.parametrize(
    ("own", "theirs", "same"),
    [
        (1.0, 1, True),
        (0.1 + 0.2, Decimal("0.3"), True),
        (2**53, 2**53 + 1, False),
        (1.0, 1.00001, False),
        (0.0, 1e-9, False),
        (float("inf"), float("inf"), True),
        (None, float("nan"), True),
        (None, 0, False),
        ("a", "a ", False),
        ("1", 1, False),
        (True, 1, False),
        (date(2026, 8, 3), date(2026, 8, 3), True),
        (
            datetime(2026, 8, 3, 12, tzinfo=ZoneInfo("Europe/Berlin")),
            datetime(2026, 8, 3, 10, tzinfo=UTC),
            True,
        ),
        (datetime.fromisoformat("2026-08-03T10:00"), datetime(2026, 8, 3, 10, tzinfo=UTC), True),
    ],
)
def test_values_are_compared_as_what_they_are(own, theirs, same):
    """Numbers nearly, texts exactly, times as instants, missing with missing."""
    assert equal(own, theirs) is same
