"""Whether two columns hold the same kind of values, whatever they are called: spread, form, words, gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from statistics import median, pstdev

from checks.profiles.profile import TIMES, Profile
from checks.profiles.values import Values, add
from checks.profiles.words import ALIKE, UNLIKE, common, shares

MISSING = 0.2
"""Shares of missing values may differ by so much."""

MOVED, STRETCHED = 0.5, 2.0
"""The mean may move by so many standard deviations (and by what it wanders from day to day), and the standard
deviation of a day leave those of the known days by such a factor."""

REWRITTEN = 0.2
"""The total variation between the forms of texts."""


@dataclass(frozen=True)
class Portrait:
    """What is known of the values of a column over some partitions.

    `wander` is the spread of their means, `spreads` are the smallest and the largest of their standard
    deviations: a day is compared with days, since all of them together are wider than any where they wander.
    """

    missing: float
    values: Values
    wander: float = 0.0
    spreads: tuple[float, float] = (0.0, 0.0)
    days: Sequence[Values] = ()
    kind: str = ""

    @property
    def sort(self) -> str:
        """What is there to compare: numbers or texts; times or truth values, of which only that is compared;
        nothing where all are missing."""
        if self.kind and self.missing < 1:
            return self.kind
        return "number" if self.values.finite else "text" if self.values.signatures else ""

    @property
    def is_number(self) -> bool:
        """Whether there are numbers to compare."""
        return self.sort == "number"


def portrait(profiles: Iterable[Profile], name: str) -> Portrait | None:
    """The column in all these partitions together; None where none of them has rows of it."""
    known = [each for each in profiles if each.rows and name in each.columns]
    if not known:
        return None
    columns = [each.columns[name] for each in known]
    missing = sum(column.nulls + column.nan + column.empty for column in columns)
    measured = [column.values for column in columns if column.values.finite]
    spreads = [each.sd for each in measured]
    return Portrait(
        missing=missing / sum(each.rows for each in known),
        values=reduce(add, (column.values for column in columns)),
        wander=pstdev(each.mean for each in measured) if measured else 0.0,
        spreads=(min(spreads), max(spreads)) if spreads else (0.0, 0.0),
        days=[column.values for column in columns],
        kind=_kind(known, name),
    )


def _kind(profiles: Sequence[Profile], name: str) -> str:
    """`time` or `truth` where all of them say so; of numbers and texts the values tell more."""
    kinds = {kind for each in profiles for column, kind in each.schema if column == name}
    sorts = {
        "time" if kind.startswith(TIMES) else "truth" if kind.startswith("bool") else "" for kind in kinds
    }
    return sorts.pop() if len(sorts) == 1 else ""


def alike(now: Portrait, then: Portrait) -> bool | None:
    """Whether they could be the same column; None where nothing can be compared, or words leave it open."""
    if not now.sort or not then.sort:
        return None
    if now.sort != then.sort or abs(now.missing - then.missing) > MISSING:
        return False
    if now.sort == "number":
        return _numbers(now, then)
    return _texts(now, then) if now.sort == "text" else True


def _numbers(now: Portrait, then: Portrait) -> bool:
    spread = then.values.sd
    if not spread:
        return not now.values.sd and now.values.mean == then.values.mean
    moved, (least, most) = abs(now.values.mean - then.values.mean), then.spreads
    return (
        moved <= MOVED * spread + 4 * then.wander and least / STRETCHED <= now.values.sd <= STRETCHED * most
    )


def _texts(now: Portrait, then: Portrait) -> bool | None:
    """By the forms; where these are alike, by the words, if there are few and they are the same every day."""
    if _rewritten(now.values, then.values) > REWRITTEN:
        return False
    same = _common(now.values, then.values)
    if same is None or same >= ALIKE or not _is_steady(then):
        return True
    return False if same < UNLIKE else None


def _is_steady(known: Portrait) -> bool:
    """Whether days have the words of the other days: where each has its own, a new one says nothing."""
    each = [same for day in known.days if (same := _common(day, known.values)) is not None]
    return bool(each) and median(each) >= ALIKE


def _common(one: Values, other: Values) -> float | None:
    return common(shares(one.words, one.signatures), shares(other.words, other.signatures))


def _rewritten(now: Values, then: Values) -> float:
    """Total variation: half the sum of the differences of the shares."""
    here, there = sum(now.signatures.values()), sum(then.signatures.values())
    forms = {*now.signatures, *then.signatures}
    return (
        sum(abs(now.signatures.get(form, 0) / here - then.signatures.get(form, 0) / there) for form in forms)
        / 2
    )
