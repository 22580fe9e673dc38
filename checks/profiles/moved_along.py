"""Which columns beside those that betray a shift moved along, though they could not have told it alone."""

from collections.abc import Sequence

from checks.profiles.likeness import Portrait, alike, portrait
from checks.profiles.profile import Profile

NEARLY = 0.1
"""Means of mixtures are alike within so many standard deviations."""


def moved_along(
    newest: Profile, reference: Sequence[Profile], columns: Sequence[str], way: int, rows: int
) -> tuple[str, ...]:
    """The columns that hold their neighbour's values in so many rows, those next to them that may do so too,
    and the one that they left vacant; in their order."""
    names = [name for name, _ in newest.schema]
    last = len(names) - 1
    share = rows / newest.rows

    def may_hold(at: int) -> bool:
        if not (0 <= at <= last and 0 <= at - way <= last):
            return False
        told = portrait([newest], names[at]), *(portrait(reference, names[each]) for each in (at, at - way))
        now, own, neighbour = told
        if now is None or own is None or neighbour is None:
            return False
        return alike(now, neighbour) is True if share == 1 else _is_mixed(now, own, neighbour, share)

    start, end = names.index(columns[0]), names.index(columns[-1])
    while may_hold(start - 1):
        start -= 1
    while may_hold(end + 1):
        end += 1
    vacant = start - 1 if way > 0 else end + 1
    return tuple(names[min(start, vacant) : max(end, vacant) + 1])


def moved_surely(
    newest: Profile, reference: Sequence[Profile], columns: Sequence[str], touched: Sequence[str], way: int
) -> tuple[str, ...]:
    """Of the touched columns of a whole shift those that must have moved, in their order.

    At either end a column that could still be its own is left out, but where its neighbour is empty now.
    """
    vacant, inner = (touched[0], touched[1:]) if way > 0 else (touched[-1], touched[:-1])
    sure = [name in columns or _is_strange(newest, reference, name) for name in inner]
    first, last = sure.index(True), len(sure) - sure[::-1].index(True)
    if _is_emptied(newest, reference, vacant):
        first, last = (0, last) if way > 0 else (first, len(sure))
    return tuple(inner[first:last])


def _is_strange(newest: Profile, reference: Sequence[Profile], name: str) -> bool:
    now, own = portrait([newest], name), portrait(reference, name)
    return now is not None and own is not None and alike(now, own) is False


def _is_emptied(newest: Profile, reference: Sequence[Profile], name: str) -> bool:
    now, own = portrait([newest], name), portrait(reference, name)
    return now is not None and own is not None and now.missing == 1 > own.missing


def _is_mixed(now: Portrait, own: Portrait, neighbour: Portrait, share: float) -> bool:
    """Whether a column may be its own in most rows and its neighbour's in a share of them.

    What is no number cannot stand among numbers: there the missing ones rise. Texts leave it open.
    """
    if not own.is_number:
        return True
    if not neighbour.is_number:
        return abs(now.missing - own.missing - share * (1 - own.missing)) <= share / 2
    mixed = own.values.mean + share * (neighbour.values.mean - own.values.mean)
    away = abs(now.values.mean - own.values.mean)
    return abs(now.values.mean - mixed) <= max(away / 2, NEARLY * own.values.sd)
