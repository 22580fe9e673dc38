"""When a limit is reached, and how sure that is."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from checks.statistics.crossing import crossing

DAY = date(2026, 11, 20)


def test_a_crossing_has_its_day_and_its_interval() -> None:
    """Two points at a tenth of a point a day: in 20 days; by the faster slope in 16, by the slower in 40."""
    assert crossing(DAY, 2, (0.1, 0.05, 0.125), "5%") == {
        "limit": "5%",
        "at": "2026-12-10",
        "from": "2026-12-06",
        "to": "2026-12-30",
    }


def test_a_slope_that_may_be_flat_may_never_get_there() -> None:
    """Then there is no latest day."""
    found = crossing(DAY, 2, (0.1, -0.01, 0.2), "5%")
    assert found is not None
    assert found["to"] is None


def test_what_is_past_or_flat_crosses_nothing() -> None:
    """Nor what would take more than ten years."""
    assert crossing(DAY, 0, (0.1, 0.1, 0.1), "5%") is None
    assert crossing(DAY, 2, (0, -0.1, 0.1), "5%") is None
    assert crossing(DAY, 2, (1e-9, 0, 0.1), "5%") is None


@given(st.floats(1e-6, 100), st.tuples(*[st.floats(-10, 10)] * 3))
def test_the_day_lies_within_its_interval(distance: float, slopes: tuple[float, float, float]) -> None:
    """Whatever the slopes are."""
    low, middle, high = sorted(slopes)
    found = crossing(DAY, distance, (middle, low, high), "5%")
    if found is not None:
        assert found["from"] is not None
        assert found["at"] is not None
        assert found["from"] <= found["at"] <= (found["to"] or "9999")
