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
    worth.sort(key=lambda each: not _seldom(each[1], profile))
    return next((Candidate(name, _why(column, profile)) for name, column in worth), None)


def _seldom(column: ColumnProfile, profile: Profile) -> bool:
    """Whether some values are missing, but fewer than half."""
    return 0 < _missing(column) < profile.rows / 2


def _missing(column: ColumnProfile) -> int:
    return column.nulls + column.nan


def _why(column: ColumnProfile, profile: Profile) -> str:
    missing = _missing(column)
    if _seldom(column, profile):
        of = f"{missing:,} of {profile.rows:,} rows of the newest batch lack it"
        return f"{of}: where a join or a source begins to fail, such a column shows it first"
    if missing:
        return f"nobody watches it, and {percent(missing / profile.rows)} of it is missing already"
    return "it is the first number of the table that varies and that nobody watches; none of it is missing"
