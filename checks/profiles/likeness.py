"""Whether two columns hold the same kind of values, whatever they are called: by spread, form and gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from statistics import pstdev

from checks.profiles.profile import Profile
from checks.profiles.values import Values, add

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

    @property
    def is_number(self) -> bool:
        """Whether there are numbers to compare."""
        return self.values.finite > 0

    @property
    def is_text(self) -> bool:
        """Whether there are forms of texts to compare."""
        return bool(self.values.signatures)


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
    )


def alike(now: Portrait, then: Portrait) -> bool | None:
    """Whether they could be the same column; None where there is nothing to compare."""
    if not (now.is_number or now.is_text) or not (then.is_number or then.is_text):
        return None
    if now.is_number != then.is_number or abs(now.missing - then.missing) > MISSING:
        return False
    return _numbers(now, then) if now.is_number else _texts(now.values, then.values) <= REWRITTEN


def _numbers(now: Portrait, then: Portrait) -> bool:
    spread = then.values.sd
    if not spread:
        return not now.values.sd and now.values.mean == then.values.mean
    moved, (least, most) = abs(now.values.mean - then.values.mean), then.spreads
    return (
        moved <= MOVED * spread + 4 * then.wander and least / STRETCHED <= now.values.sd <= STRETCHED * most
    )


def _texts(now: Values, then: Values) -> float:
    """Total variation: half the sum of the differences of the shares."""
    here, there = sum(now.signatures.values()), sum(then.signatures.values())
    forms = {*now.signatures, *then.signatures}
    return (
        sum(abs(now.signatures.get(form, 0) / here - then.signatures.get(form, 0) / there) for form in forms)
        / 2
    )
