"""A partition beside what was agreed about it: also of a table of thousands of columns."""

from datetime import UTC, date, datetime

from checks.agreement import Agreement
from checks.declared import Table
from checks.profiles.handed import Handed
from checks.profiles.profile import Profile


def test_the_types_of_all_columns_are_put_together_once():
    """Each column asks for them: two thousand times two thousand would take longer than the scan."""
    table = Table.model_validate({"source": "lake", "path": "a.csv", "partition": "none"})
    newest = Profile(partition=date(2026, 1, 5), schema=(("a", "int64"), ("b", "string")))
    handed = Handed(
        "usage",
        table,
        [newest],
        Agreement(columns=(), origin="the reference"),
        datetime(2026, 1, 5, tzinfo=UTC),
    )
    assert handed.now == {"a": "int64", "b": "string"}
    assert handed.now is handed.now
