"""Does a list or a document in a column still have the shape that was agreed?"""

import pytest

from checks.data.contract import judge
from checks.profiles.profile import ColumnProfile


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("array<float32>", "string", "column `e` was array and is now string"),
        ("struct<lat: float64, at: struct<hour: int8>>", "string", "column `e` was struct and is now string"),
        ("string", "array<float32>", "column `e` was string and is now array"),
        ("array<float32>", "struct<lat: float64>", "column `e` was array and is now struct"),
    ],
)
def test_a_nested_column_of_another_type_is_one_finding(past, before, now, said):
    """What lay within it is not missing besides, and what lies in it now is not new."""
    table = past()
    for kind in [before] * 10 + [now]:
        table.add(
            schema=(("id", "int64"), ("e", kind)), columns={"id": ColumnProfile(), "e": ColumnProfile()}
        )
    (verdict,) = judge(table.history())
    assert (verdict.column, verdict.evidence["kind"], verdict.summary) == ("e", "type", said)
