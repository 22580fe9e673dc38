"""What a scan keeps of the parts of a partition: its hours, its segments, its content; it adds up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checks.profiles.values import Values
from checks.profiles.values import add as add_values
from checks.profiles.values import to_plain as plain_values
from checks.sources.levelled import MISSING, SHOWN

NEAR = range(-24, 48)
"""Hours after the midnight (UTC) of a partition's day that are counted one by one, in any time zone."""

STEPS = 8
"""Delays are kept in steps of an eighth of a doubling: to 9 %."""

_NONE: Mapping[Any, Any] = {}


@dataclass(frozen=True, slots=True)
class Level:
    """One value of a segment column: its rows, how many of them miss a value, by watched column, and what was
    measured of its values by `checks.profiles.segment_numbers` (`finite` counts known times, too)."""

    rows: int = 0
    missing: Mapping[str, int] = field(default_factory=lambda: _NONE)
    values: Mapping[str, Values] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Slices:
    """Counts of the parts of one partition.

    `hours` are rows by hour of their event after the midnight (UTC) of the partition's day, `ages` the other
    rows by days before that day (later: negative; coarser from 64 on). `delays` are rows by step of the time
    from event to load. `segments` are the largest levels of each segment column. `content` is a sum of hashes
    of each column that holds neither numbers nor times.
    """

    hours: Mapping[int, int] = field(default_factory=lambda: _NONE)
    ages: Mapping[int, int] = field(default_factory=lambda: _NONE)
    delays: Mapping[int, int] = field(default_factory=lambda: _NONE)
    segments: Mapping[str, Mapping[str, Level]] = field(default_factory=lambda: _NONE)
    content: Mapping[str, int] = field(default_factory=lambda: _NONE)


UNSLICED = Slices()


def segment_of(column: str, level: str) -> str:
    """A level in words: `country = DE`, `country is null`; where it must not be told, `country #1f3c0a2b`."""
    if level == MISSING:
        return f"{column} is null"
    return f"{column} = {level[1:]}" if level.startswith(SHOWN) else f"{column} {level}"


def minutes_of(step: int) -> float:
    """The shortest delay of a step, in minutes."""
    return float(2 ** (step / STEPS) - 1)


def add(one: Slices, other: Slices) -> Slices:
    """The slices of both together."""
    if one == UNSLICED or other == UNSLICED:
        return other if one == UNSLICED else one
    columns = dict.fromkeys([*one.segments, *other.segments])
    return Slices(
        hours=_sum(one.hours, other.hours),
        ages=_sum(one.ages, other.ages),
        delays=_sum(one.delays, other.delays),
        segments={
            name: _add_levels(one.segments.get(name, {}), other.segments.get(name, {})) for name in columns
        },
        content=_sum(one.content, other.content),
    )


def _add_levels(one: Mapping[str, Level], other: Mapping[str, Level]) -> dict[str, Level]:
    empty = Level()
    both = {name: (one.get(name, empty), other.get(name, empty)) for name in dict.fromkeys([*one, *other])}
    return {
        name: Level(
            mine.rows + theirs.rows, _sum(mine.missing, theirs.missing), _values(mine.values, theirs.values)
        )
        for name, (mine, theirs) in both.items()
    }


def _values(one: Mapping[str, Values], other: Mapping[str, Values]) -> dict[str, Values]:
    nothing = Values()
    names = dict.fromkeys([*one, *other])
    return {name: add_values(one.get(name, nothing), other.get(name, nothing)) for name in names}


def _sum(one: Mapping[Any, int], other: Mapping[Any, int]) -> dict[Any, int]:
    total = Counter(one)
    total.update(other)
    return dict(total)


def to_plain(slices: Slices) -> list[Any]:
    """As JSON knows it; `from_plain` reads it back."""
    return [
        *(sorted(counts.items()) for counts in (slices.hours, slices.ages, slices.delays)),
        {
            column: {name: _level(level) for name, level in levels.items()}
            for column, levels in slices.segments.items()
        },
        dict(slices.content),
    ]


def _level(level: Level) -> list[Any]:
    values = {name: plain_values(each) for name, each in level.values.items()}
    return [level.rows, dict(level.missing), values]


def from_plain(plain: list[Any]) -> Slices:
    """The slices that `to_plain` wrote."""
    hours, ages, delays, segments, content = plain
    return Slices(
        dict(hours),
        dict(ages),
        dict(delays),
        {
            column: {
                name: Level(rows, missing, {of: Values(*each) for of, each in values.items()})
                for name, (rows, missing, values) in levels.items()
            }
            for column, levels in segments.items()
        },
        content,
    )
