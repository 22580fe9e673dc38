"""The partitions in which a column has values, as they are compared, and which of a period are unlike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from checks.profiles.measures import Measure
from checks.profiles.profile import Profile
from checks.profiles.remembered import Remembered
from checks.statistics.outlying import outlying


@dataclass(frozen=True)
class Feature:
    """A watched column: how its batches are compared, and from which distance on at least it has drifted."""

    name: str
    measure: Measure
    floor: float


@dataclass(frozen=True, slots=True)
class Day:
    """A partition in which the column has values; `mark` is what they are known by."""

    profile: Profile
    values: Any
    weekday: int
    mark: Any


def days_of(profiles: Sequence[Profile], feature: Feature) -> list[Day]:
    having = [each for each in profiles if feature.name in each.columns]
    found = [(each, feature.measure.of(each.columns[feature.name])) for each in having]
    return [
        Day(profile, values, profile.partition.weekday(), profile.mark or (values,))
        for profile, values in found
        if values is not None and values.rows
    ]


def apart_of(known: Remembered, feature: Feature, day: Day, peers: Sequence[Day]) -> float:
    measure = feature.measure
    key = ("distance", feature.name, measure.name, day.mark, *(each.mark for each in peers))
    return known.number(key, lambda: measure.distance(day.values, [each.values for each in peers]))


def unlike(
    period: Sequence[Profile], feature: Feature, known: Remembered, bad: Collection[date] = ()
) -> frozenset[date]:
    """The days of a declared period that are too far from its other days to be compared with."""
    days = [day for day in days_of(period, feature) if day.profile.partition not in bad]
    marks = [day.mark for day in days]

    def apart(one: int, other: int) -> float:
        return apart_of(known, feature, days[one], [days[other]])

    @cache
    def found() -> frozenset[int]:
        return outlying([day.weekday for day in days], apart, feature.floor)

    def is_unlike(at: int) -> bool:
        mine = ("unlike", feature.name, feature.measure.name, repr(feature.floor), days[at].mark)
        return bool(known.number((*mine, *marks), lambda: float(at in found())))

    return frozenset(day.profile.partition for at, day in enumerate(days) if is_unlike(at))
