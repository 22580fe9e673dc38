"""The partitions that tell something of a column."""

from collections.abc import Sequence
from itertools import islice

from checks.profiles.profile import Profile


def having(profiles: Sequence[Profile], name: str, last: int | None = None) -> list[Profile]:
    """Those that have rows and this column, oldest first; only the last so many, so that what is older than
    anybody looks back is not touched."""
    newest_first = (each for each in reversed(profiles) if each.rows and name in each.columns)
    return list(islice(newest_first, last))[::-1]
