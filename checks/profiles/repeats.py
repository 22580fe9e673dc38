"""What rows that repeat a key have in common: whose keys they repeat, their hours and their loads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

QUARTER = 900
"""Load times are counted by the quarter of an hour."""

_NONE: Mapping[Any, int] = {}


@dataclass(frozen=True, slots=True)
class Repeats:
    """Rows of a partition that repeat a key, by three facts.

    `days`: the partition of the first row with that key, as an ISO day; `hours`: the hour of the event after
    the midnight (UTC) of the partition's day; `loads`: quarters of an hour since 1970.
    """

    days: Mapping[str, int] = field(default_factory=lambda: _NONE)
    hours: Mapping[int, int] = field(default_factory=lambda: _NONE)
    loads: Mapping[int, int] = field(default_factory=lambda: _NONE)


NO_REPEATS = Repeats()


def add(one: Repeats, other: Repeats) -> Repeats:
    """The repeats of both together."""
    return Repeats(_sum(one.days, other.days), _sum(one.hours, other.hours), _sum(one.loads, other.loads))


def _sum(one: Mapping[Any, int], other: Mapping[Any, int]) -> dict[Any, int]:
    total = Counter(one)
    total.update(other)
    return dict(total)


def to_plain(repeats: Repeats) -> list[list[tuple[Any, int]]]:
    """As JSON knows it; `from_plain` reads it back."""
    return [sorted(counts.items()) for counts in (repeats.days, repeats.hours, repeats.loads)]


def from_plain(plain: Sequence[Sequence[tuple[Any, int]]]) -> Repeats:
    """The repeats that `to_plain` wrote."""
    days, hours, loads = plain
    return Repeats(dict(days), dict(hours), dict(loads))
