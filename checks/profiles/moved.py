"""Columns whose values are found under another name, or one column further."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from checks.profiles.likeness import Portrait, alike, portrait
from checks.profiles.profile import Profile

SHORTEST = 2
"""One column that looks like its neighbour may be chance; two in a row that do are a shift."""

OVERLAP = 0.1
"""A column that looks like its neighbour on more than a tenth of the days is no witness of a shift."""


def renamed(
    newest: Profile, reference: Sequence[Profile], gone: Sequence[str], new: Sequence[str]
) -> Mapping[str, str]:
    """Old names by the new ones: pairs of one type whose values are alike, and of no other column's."""
    kinds = dict(newest.schema)
    before = {name: kind for each in reference for name, kind in each.schema}
    pairs = [
        (old, name)
        for old in gone
        for name in new
        if kinds.get(name) == before.get(old) and _alike(newest, name, reference, old)
    ]
    olds, names = [old for old, _ in pairs], [name for _, name in pairs]
    return {name: old for old, name in pairs if olds.count(old) == names.count(name) == 1}


def shifted(newest: Profile, reference: Sequence[Profile]) -> tuple[tuple[str, ...], int]:
    """The longest run of columns that hold what a neighbour held, and the way: 1 right, -1 left.

    A column counts where its values are unlike its own of before and like its neighbour's; never where it
    could be mistaken for its neighbour on many days of the reference, as dew points for temperatures.
    """
    names = [name for name, _ in newest.schema]
    if not reference or [name for name, _ in reference[-1].schema] != names:
        return (), 0
    now = {name: portrait([newest], name) for name in names}
    then = {name: portrait(reference, name) for name in names}
    strange = [_is(False, now[name], then[name]) for name in names]
    runs: list[tuple[tuple[str, ...], int]] = [((), 0)]
    for way in (1, -1):
        moved = [
            strange[at]
            and 0 <= at - way < len(names)
            and _is(True, now[name], then[names[at - way]])
            and not _mistakable(reference, name, then[names[at - way]])
            for at, name in enumerate(names)
        ]
        for is_moved, run in groupby(zip(names, moved, strict=True), key=lambda each: each[1]):
            found = tuple(name for name, _ in run)
            if is_moved and len(found) >= SHORTEST:
                runs.append((found, way))
    return max(runs, key=lambda each: len(each[0]))


def _mistakable(reference: Sequence[Profile], name: str, neighbour: Portrait | None) -> bool:
    """Whether single days of a column look like its neighbour anyway."""
    looks = sum(_is(True, portrait([day], name), neighbour) for day in reference)
    return looks > OVERLAP * len(reference)


def _alike(newest: Profile, name: str, reference: Sequence[Profile], old: str) -> bool:
    return _is(True, portrait([newest], name), portrait(reference, old))


def _is(answer: bool, now: Portrait | None, then: Portrait | None) -> bool:
    return now is not None and then is not None and alike(now, then) is answer
