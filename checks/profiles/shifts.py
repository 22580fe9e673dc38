"""Values that stand one column further: which columns, since when, and what else that explains."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checks.profiles.moved import shifted
from checks.profiles.moved_along import moved_along, moved_surely
from checks.profiles.partly import partly_shifted
from checks.profiles.profile import Profile

MIN_PARTITIONS = 7


@dataclass(frozen=True, slots=True)
class Shift:
    """The columns that hold their neighbours' values, and the way: 1 right, -1 left.

    In `rows` rows of the newest partition. `touched` are those columns, neighbours that may have moved along,
    and the one that was left vacant. `profiles` are the partitions in which it is so, the newest last.
    """

    columns: tuple[str, ...]
    way: int
    rows: int
    touched: tuple[str, ...]
    profiles: Sequence[Profile]


def shift(profiles: Sequence[Profile], reference: Sequence[Profile], lasting: bool) -> Shift | None:
    """The shift that the newest of these partitions shows beside the reference.

    With `lasting` the reference ends where the newest partition begins: a shift that goes on is in its last
    days. Then the older half of it says what is usual, until the shift has lasted for as long. It began
    with a partition that is shifted beside all that came before it.
    """
    newest = profiles[-1]
    usual = reference[: len(reference) // 2] if lasting else reference
    fresh = _of(newest, reference)
    if len(usual) < MIN_PARTITIONS:
        return fresh
    found = fresh or (_of(newest, usual) if lasting else None)
    if found is None:
        return None
    run = _run(profiles, usual, found)
    while lasting and len(run) > 1 and not _begins(run[0], reference):
        run = run[1:]
    return replace(found, profiles=run) if fresh or len(run) > 1 or not lasting else None


def _run(profiles: Sequence[Profile], usual: Sequence[Profile], found: Shift) -> Sequence[Profile]:
    """The unbroken run of partitions, up to the newest, with the same shift."""
    known = {each.partition for each in usual}
    start = len(profiles) - 1
    while start and profiles[start - 1].rows and profiles[start - 1].partition not in known:
        before = _of(profiles[start - 1], usual)
        if before is None or before.way != found.way or not {*before.columns} & {*found.columns}:
            break
        start -= 1
    return profiles[start:]


def _begins(first: Profile, reference: Sequence[Profile]) -> bool:
    """Whether a partition is shifted beside all of the reference that came before it."""
    before = [each for each in reference if each.partition < first.partition]
    return len(before) >= MIN_PARTITIONS and _of(first, before) is not None


def _of(newest: Profile, reference: Sequence[Profile]) -> Shift | None:
    (columns, way), rows = shifted(newest, reference), newest.rows
    if not columns:
        partly = partly_shifted(newest, reference)
        if partly is None:
            return None
        columns, way, rows = partly.columns, partly.way, partly.rows
    touched = moved_along(newest, reference, columns, way, rows)
    if rows == newest.rows:
        columns = moved_surely(newest, reference, columns, touched, way)
    return Shift(columns, way, rows, touched, [newest])
