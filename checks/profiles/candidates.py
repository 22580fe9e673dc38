"""Which column of a table to watch next: the first of those that nobody declared."""

from checks.candidate import Candidate
from checks.declared import Table
from checks.figures import percent
from checks.profiles.profile import ColumnProfile, Profile

_NUMBERS = ("int", "uint", "float", "decimal", "number")


def next_number(table: Table, profile: Profile) -> Candidate | None:
    """A number that is missing here and there comes first, as where a join fails; then one that varies.

    Keys, times, segments and declared columns are taken.
    """
    taken = {*table.key, *table.segment, *table.columns, table.day_column}
    taken |= {name for name in (table.event_time, table.loaded_at_field) if name}
    free = [
        (name, profile.columns[name])
        for name, kind in profile.schema
        if name not in taken and name in profile.columns and kind.removeprefix("!").startswith(_NUMBERS)
    ]
    worth = [(name, column) for name, column in free if column.values.low < column.values.high]
    first = next(iter(sorted(worth, key=lambda each: not _seldom(each[1], profile))), None)
    return Candidate(first[0], _why(first[1], profile)) if first else None


def _why(column: ColumnProfile, profile: Profile) -> str:
    if not _seldom(column, profile):
        return "a number that differs from row to row"
    missing = percent((column.nulls + column.nan) / profile.rows)
    return f"missing in {missing} of the rows: where a join or a source fails, it shows there first"


def _seldom(column: ColumnProfile, profile: Profile) -> bool:
    """Whether some values are missing, but fewer than half."""
    return 0 < column.nulls + column.nan < profile.rows / 2
