"""Values that were not agreed are counted, and their rows shown."""

import pyarrow as pa
import pytest

DAY = "day=2026-11-19/a.parquet"


@pytest.mark.parametrize(
    ("values", "declared", "outside"),
    [
        (["free", "pro", None, "Pro", ""], {"values": ["free", "pro"]}, 2),
        ([1, 2, 3, None], {"values": [1, 2]}, 1),
        ([1.0, 2.5, float("nan")], {"values": [1, 2]}, 1),
        ([1, 2, 3], {"values": ["one", 2]}, 2),
        ([-1, 0, 120, 121, None], {"minimum": 0, "maximum": 120}, 2),
        ([1.0, float("nan"), float("inf")], {"maximum": 5}, 1),
        (["a", "b"], {"maximum": 5}, 0),
        ([True, False, None], {"values": ["true"]}, 1),
    ],
)
def test_values_that_were_not_agreed_are_counted(lake, values, declared, outside):
    """A missing value is none of them; a bound on a text is a matter of its type."""
    lake.parquet(DAY, {"x": pa.array(values)})
    (profile,) = lake.profiles(columns={"x": declared}).values()
    assert profile.columns["x"].outside == outside
