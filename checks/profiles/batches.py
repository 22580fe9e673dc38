"""How far each batch of a column is from its reference, and the limit it is judged by."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from itertools import accumulate
from typing import Any

from checks.profiles.companions import MASS_RATIO, MassPoint
from checks.profiles.measures import MIN_ROWS, Measure, Strange
from checks.profiles.profile import Profile
from checks.profiles.remembered import Key, Remembered
from checks.statistics.distance import MIN_BATCHES, calibrated_limit

CALIBRATION = 28
REFERENCE = 28
WALKED = 2 * REFERENCE
"""Without a declared reference a walk begins two to three times 28 batches back; what has lasted longer is
the new normal. It begins at a multiple of 28: then the days of a replay share what was worked out."""

BOUNDS = 0.03
"""The bounds of a distance are not further apart: so near to a limit they are worked out."""

A_YEAR = 365
"""Beside a training set a walk begins so many batches back: a shift that lasts for weeks is still one."""

PEERS = 2
SHOWN = 31
LATELY, MAY_STAND = 28, 1
"""Of so many batches one may have had a value that was held too often, and the next is still news."""


@dataclass(frozen=True)
class Feature:
    """A watched column: how its batches are compared, and from which distance on at least it has drifted."""

    name: str
    measure: Measure
    floor: float


@dataclass(frozen=True, slots=True)
class Learned:
    """A clean batch that the limit rests on, and its distance from its reference."""

    day: date
    distance: float


@dataclass(frozen=True)
class Batch:
    """One column of one partition, its distance from the peers of its weekday, and the limit then."""

    feature: Feature
    profile: Profile
    values: Any
    """What is kept of the column, as its measure says; so are the reference and, of it, the peers."""
    others: Sequence["_Day"]
    peers: Sequence[Any]
    peer_days: Sequence[date] = field(repr=False)
    distance: float
    calibrate: Callable[[], Sequence[Learned]] = field(repr=False)
    key: Key
    """What it was worked out from: its column, itself, and its reference."""
    known: Remembered = field(repr=False)
    pooled: bool = False
    """Whether the reference has no days, so that weekdays are not told apart."""
    lately: Sequence["Batch"] = field(default=(), repr=False)
    """The batches judged just before it, bad ones too."""

    @cached_property
    def reference(self) -> Sequence[Any]:
        """The clean batches that it is compared with, of any weekday."""
        return [each.values for each in self.others]

    @cached_property
    def learned(self) -> Sequence[Learned]:
        """The clean batches that the limit rests on, each left out of what it is compared with."""
        return self.calibrate()

    @cached_property
    def limit(self) -> float:
        """The distance beyond which it has drifted; NaN where too few clean batches are known."""
        return calibrated_limit(self.clean, self.feature.floor, pooled=self.pooled)

    @property
    def clean(self) -> list[float]:
        """The distances of these clean batches."""
        return [each.distance for each in self.learned]

    @property
    def day(self) -> date:
        """The partition."""
        return self.profile.partition

    @property
    def p_value(self) -> float:
        """P(so far apart by chance)."""
        return self.feature.measure.p_value(self.values, self.peers, self.distance)

    @property
    def over(self) -> bool:
        """Further away than clean batches are: certainly, since the distance is at least that."""
        return self.distance > self.feature.floor and self.distance > self.limit  # the first decides for most

    @property
    def is_far(self) -> bool:
        """Whether it is over, and of so many rows that this is judged. A few dozen rows of a wet day are far
        from dry days; what is not judged is learned from."""
        return self.values.rows >= MIN_ROWS and self.over

    @cached_property
    def in_doubt(self) -> bool:
        """Whether the limit lies between the bounds of the distance: then only the rows can tell."""
        if self.over or not self.judged or self.distance < self.limit - BOUNDS:
            return False
        return self.feature.measure.at_most(self.values, self.peers) > self.limit

    @property
    def judged(self) -> bool:
        """Whether enough clean batches came before to have a limit."""
        return not math.isnan(self.limit)

    @property
    def compares_range(self) -> bool:
        """Whether the reference is large enough to say what is strange."""
        known = accumulate(each.values.rows for each in self.others)
        return any(rows >= MIN_ROWS for rows in known)

    @cached_property
    def is_strange(self) -> bool:
        """Whether there is something that a distance cannot see."""
        seen = self.compares_range and self.known.number(("strange", *self.key), self._strangeness)
        return bool(seen) and not self._is_restless

    def _strangeness(self) -> float:
        return float(self._strange() is not None)

    @property
    def _is_restless(self) -> bool:
        """Whether other values came and went lately as one does now: a meter that stands still, each time
        elsewhere. The next one says nothing."""
        mass = self.mass
        others = [each.mass for each in self.lately] if mass else []
        alike = [each for each in others if each and mass and _is_alike(each, mass)]
        return len(alike) > MAY_STAND

    @cached_property
    def mass(self) -> tuple[float, float] | None:
        """The value within the range that is held too often, and its share of the rows."""
        if not self.compares_range or not self.known.number(("strange", *self.key), self._strangeness):
            return None
        value, share = (
            self.known.number((f"mass {what}", *self.key), partial(self._of_mass, what))
            for what in ("value", "share")
        )
        return None if math.isnan(share) else (value, share)

    def _of_mass(self, what: str) -> float:
        found = self._strange()
        return float(getattr(found, what)) if isinstance(found, MassPoint) else math.nan

    @property
    def strange(self) -> Strange | None:
        """What a distance cannot see: a few absurd values, one value held too often, a level never seen."""
        return self._strange() if self.is_strange else None

    def _strange(self) -> Strange | None:
        return self.feature.measure.strange(self.values, self.reference)

    def instead(self, profile: Profile, values: Any) -> "Batch":
        """What it would be with other values."""
        distance = self.feature.measure.distance(values, self.peers)
        key = (*self.key[:2], (values,), *self.key[3:])
        return replace(self, profile=profile, values=values, distance=distance, key=key, known=Remembered())


def _is_alike(earlier: tuple[float, float], now: tuple[float, float]) -> bool:
    """Whether another value had a third of the share at least."""
    return earlier[0] != now[0] and MASS_RATIO * earlier[1] >= now[1]


def batches(
    profiles: Sequence[Profile],
    period: Sequence[Profile] | None,
    feature: Feature,
    known: Remembered,
    training: Profile | None = None,
    bad: Collection[date] = (),
) -> list[Batch]:
    """The batches of a column, oldest first: against a period, a training set, or the 28 clean ones before.

    All that were looked at on the way to the newest. The limit rests on the distances of up to 28 clean
    batches: those of the period, each left out of its own reference, and those judged since. A bad batch is
    never learned from: neither one that is over its limit, nor one of the days that are known to be `bad`.
    """
    walk = _Walk(feature, known, bad, pooled=training is not None)
    if training is not None:
        whole, days = _days([training], feature), _days(profiles[-A_YEAR:], feature)
        return [batch for day in days if (batch := walk.against(day, whole))]
    if period is None:
        start = max(0, (len(profiles) - WALKED - 1) // REFERENCE * REFERENCE)
        rolling = [walk.rolling(day) for day in _days(profiles[start:], feature)]
        return [batch for batch in rolling if batch]
    reference = [day for day in _days(period, feature) if day.profile.partition not in walk.bad]
    newest = _days(profiles[-SHOWN:], feature)
    judged = {day.profile.partition for day in newest}
    for day in reference[-CALIBRATION:]:
        if day.profile.partition not in judged:
            walk.against(day, reference)
    return [batch for day in newest if (batch := walk.against(day, reference))]


@dataclass(frozen=True, slots=True)
class _Day:
    """A partition in which the column has values; `mark` is what they are known by."""

    profile: Profile
    values: Any
    weekday: int
    mark: Any


def _days(profiles: Sequence[Profile], feature: Feature) -> list[_Day]:
    having = [each for each in profiles if feature.name in each.columns]
    found = [(each, feature.measure.of(each.columns[feature.name])) for each in having]
    return [
        _Day(profile, values, profile.partition.weekday(), profile.mark or (values,))
        for profile, values in found
        if values is not None and values.rows
    ]


class _Walk:
    """What has been learned from the clean batches so far."""

    def __init__(self, feature: Feature, known: Remembered, bad: Collection[date], *, pooled: bool) -> None:
        self.feature, self.known, self.bad, self.pooled = feature, known, frozenset(bad), pooled
        self.learned: list[Learned] = []
        self.clean: list[_Day] = []
        self.judged: list[Batch] = []

    def rolling(self, day: _Day) -> Batch | None:
        """Judged by the clean batches before it; the first two of a weekday are learned from unjudged."""
        known = self.clean[-REFERENCE:]
        same = [each for each in known if each.weekday == day.weekday]
        batch = None
        if len(same) >= PEERS:
            batch = self._judged(day, known, same, lambda: self._left_out(known, len(same)))
        if day.profile.partition not in self.bad and not self._is_bad(batch):
            self.clean.append(day)
        return batch

    def _is_bad(self, batch: Batch | None) -> bool:
        if batch is None:
            return False
        return batch.is_far or (len(self.clean) >= MIN_BATCHES and batch.is_strange)

    def against(self, day: _Day, reference: Sequence[_Day]) -> Batch | None:
        """Judged by a fixed reference, from which it is left out; None where nothing else is in it."""
        others = [each for each in reference if each.profile.partition != day.profile.partition]
        same = [each for each in others if each.weekday == day.weekday]
        if not others:
            return None
        before = self.learned[-CALIBRATION:]
        batch = self._judged(day, others, same if len(same) >= PEERS else others, lambda: before)
        if not batch.is_far and batch.day not in self.bad:
            self.learned.append(Learned(batch.day, batch.distance))
        return batch

    def _judged(
        self,
        day: _Day,
        others: Sequence[_Day],
        peers: Sequence[_Day],
        calibrate: Callable[[], Sequence[Learned]],
    ) -> Batch:
        batch = Batch(
            feature=self.feature,
            profile=day.profile,
            values=day.values,
            others=others,
            peers=[each.values for each in peers],
            peer_days=[each.profile.partition for each in peers],
            distance=self._distance(day, peers),
            calibrate=calibrate,
            key=(self.feature.name, self.feature.measure.name, day.mark, *(each.mark for each in others)),
            known=self.known,
            pooled=self.pooled,
            lately=self.judged[-LATELY:],
        )
        self.judged.append(batch)
        return batch

    def _distance(self, day: _Day, peers: Sequence[_Day]) -> float:
        measure = self.feature.measure
        key = ("distance", self.feature.name, measure.name, day.mark, *(each.mark for each in peers))
        return self.known.number(key, lambda: measure.distance(day.values, [each.values for each in peers]))

    def _left_out(self, clean: Sequence[_Day], peers: int) -> list[Learned]:
        """The distance of each clean batch from the others of its weekday, as it would be from so many.

        That of a batch from the mean of k others strays as √(1 + 1/k), be it by chance or from day to day.
        """
        found = []
        for day in clean:
            others = [each for each in clean if each.weekday == day.weekday and each is not day]
            if len(others) >= PEERS:
                scale = math.sqrt((1 + 1 / peers) / (1 + 1 / len(others)))
                found.append(Learned(day.profile.partition, scale * self._distance(day, others)))
        return found
