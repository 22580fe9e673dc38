"""How far each batch of a column is from its reference, and the limit it is judged by."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

from checks.profiles.companions import MassPoint, Strays, mass_point, outside_range
from checks.profiles.distribution import Distribution, ks_distance, merge
from checks.profiles.profile import Profile
from checks.profiles.remembered import Key, Remembered
from checks.statistics.distance import MIN_BATCHES, calibrated_limit

CALIBRATION = 28
REFERENCE = 28
WALKED = 2 * REFERENCE
"""Without a declared reference a walk begins two to three times 28 batches back; what has lasted longer is
the new normal. It begins at a multiple of 28: then the days of a replay share what was worked out."""

PEERS = 2
SHOWN = 31
MIN_ROWS = 200


@dataclass(frozen=True)
class Batch:
    """One column of one partition, its distance from the peers of its weekday, and the limit then."""

    profile: Profile
    values: Distribution
    others: Sequence["_Day"]
    peers: Sequence[Distribution]
    distance: float
    clean: Sequence[float]
    """The distances of the clean batches before it."""
    floor: float
    key: Key
    """What it was worked out from: its column, itself, and its reference."""
    known: Remembered = field(repr=False)

    @cached_property
    def reference(self) -> Sequence[Distribution]:
        """The clean batches that it is compared with, of any weekday."""
        return [each.values for each in self.others]

    @cached_property
    def limit(self) -> float:
        """The distance beyond which it has drifted; NaN where too few clean batches are known."""
        return calibrated_limit(self.clean, self.floor)

    @property
    def over(self) -> bool:
        """Further away than clean batches are: certainly, since D is at least that."""
        return self.distance > self.floor and self.distance > self.limit  # the first decides it for most

    @property
    def judged(self) -> bool:
        """Whether enough clean batches came before to have a limit."""
        return not math.isnan(self.limit)

    @property
    def compares_range(self) -> bool:
        """Whether the reference is large enough to say what is strange."""
        known = accumulate(each.values.rows for each in self.others)
        return any(rows >= MIN_ROWS for rows in known)

    @property
    def is_strange(self) -> bool:
        """Whether there is something that a distance cannot see."""
        return self.compares_range and bool(self.known.number(("strange", *self.key), self._strangeness))

    def _strangeness(self) -> float:
        return float(self._strange() is not None)

    @property
    def strange(self) -> Strays | MassPoint | None:
        """What a distance cannot see: a few absurd values, or one value held too often."""
        return self._strange() if self.is_strange else None

    def _strange(self) -> Strays | MassPoint | None:
        if found := outside_range(self.values, self.reference):
            return found
        # A few dozen rows of one day are one calm or one storm: too few to say that a value is stuck.
        return mass_point(self.values, self.reference) if self.values.rows >= MIN_ROWS else None


def batches(
    profiles: Sequence[Profile],
    period: Sequence[Profile] | None,
    name: str,
    floor: float,
    known: Remembered,
) -> list[Batch]:
    """The newest batches of a column, oldest first: against a declared period, or the 28 clean ones before.

    The limit rests on the distances of up to 28 clean batches: those of the period, each left out of its own
    reference, and those judged since. A bad batch is never learned from.
    """
    walk = _Walk(name, floor, known)
    if period is None:
        start = max(0, (len(profiles) - WALKED - 1) // REFERENCE * REFERENCE)
        rolling = [walk.rolling(day) for day in _days(profiles[start:], name)]
        return [batch for batch in rolling if batch][-SHOWN:]
    reference, newest = _days(period, name), _days(profiles[-SHOWN:], name)
    judged = {day.profile.partition for day in newest}
    for day in reference[-CALIBRATION:]:
        if day.profile.partition not in judged:
            walk.against(day, reference)
    return [batch for day in newest if (batch := walk.against(day, reference))]


def values(profile: Profile, name: str) -> Distribution | None:
    """The distribution of a column, where it has a value."""
    column = profile.columns.get(name)
    found = column.distribution if column else None
    return found if found is not None and found.rows else None


@dataclass(frozen=True, slots=True)
class _Day:
    """A partition in which the column has values; `mark` is what they are known by."""

    profile: Profile
    values: Distribution
    weekday: int
    mark: Any


def _days(profiles: Sequence[Profile], name: str) -> list[_Day]:
    return [
        _Day(profile, found, profile.partition.weekday(), profile.mark or found.parts)
        for profile in profiles
        if (found := values(profile, name))
    ]


class _Walk:
    """What has been learned from the clean batches so far."""

    def __init__(self, name: str, floor: float, known: Remembered) -> None:
        self.name, self.floor, self.known = name, floor, known
        self.distances: list[float] = []
        self.clean: list[_Day] = []

    def rolling(self, day: _Day) -> Batch | None:
        """Judged by the clean batches before it; the first two of a weekday are learned from unjudged."""
        known = self.clean[-REFERENCE:]
        same = [each for each in known if each.weekday == day.weekday]
        batch = self._judged(day, known, same) if len(same) >= PEERS else None
        if batch is None or not (batch.over or (len(self.clean) >= MIN_BATCHES and batch.is_strange)):
            self.clean.append(day)
        return batch

    def against(self, day: _Day, reference: Sequence[_Day]) -> Batch | None:
        """Judged by a fixed reference, from which it is left out; None where nothing else is in it."""
        others = [each for each in reference if each.profile.partition != day.profile.partition]
        same = [each for each in others if each.weekday == day.weekday]
        return self._judged(day, others, same if len(same) >= PEERS else others) if others else None

    def _judged(self, day: _Day, others: Sequence[_Day], peers: Sequence[_Day]) -> Batch:
        near = [each.values for each in peers]
        of_near = ("distance", self.name, day.mark, *(each.mark for each in peers))
        distance = self.known.number(of_near, lambda: ks_distance(day.values, merge(near)))
        key = (self.name, day.mark, *(each.mark for each in others))
        clean = self.distances[-CALIBRATION:]
        batch = Batch(day.profile, day.values, others, near, distance, clean, self.floor, key, self.known)
        if not batch.over:
            self.distances.append(distance)
        return batch
