"""How far each batch of a column is from its reference, and the limit it is judged by."""

import math
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checks.profiles.companions import MassPoint, Strays, mass_point, outside_range
from checks.profiles.distribution import Distribution, ks_distance, merge
from checks.profiles.profile import Profile
from checks.statistics.distance import MIN_BATCHES, calibrated_limit

CALIBRATION = 28
REFERENCE = 28
WALKED = 2 * REFERENCE
"""Without a declared reference a walk begins two to three times 28 batches back; what has lasted longer is
the new normal. It begins at a multiple of 28: then the days of a replay share what was worked out."""

PEERS = 2
SHOWN = 31
MIN_ROWS = 200

Memo = MutableMapping[Any, Any]
"""What was worked out already of the same batches: a replay asks for the same days again and again."""


@dataclass(frozen=True)
class Batch:
    """One column of one partition, its distance from the peers of its weekday, and the limit then."""

    profile: Profile
    values: Distribution
    reference: Sequence[Distribution]
    peers: Sequence[Distribution]
    distance: float
    limit: float
    memo: Memo = field(repr=False)

    @property
    def over(self) -> bool:
        """Further away than clean batches are: certainly, since D is at least that."""
        return self.distance > self.limit

    @property
    def judged(self) -> bool:
        """Whether enough clean batches came before to have a limit."""
        return not math.isnan(self.limit)

    @property
    def compares_range(self) -> bool:
        """Whether the reference is large enough to say what is strange."""
        return sum(each.rows for each in self.reference) >= MIN_ROWS

    @property
    def strange(self) -> Strays | MassPoint | None:
        """What a distance cannot see: a few absurd values, or one value held too often."""
        if not self.compares_range:
            return None
        asked = ("strange", self.values.parts, *(each.parts for each in self.reference))
        if asked not in self.memo:
            found: Strays | MassPoint | None = outside_range(self.values, self.reference)
            # A few dozen rows of one day are one calm or one storm: too few to say that a value is stuck.
            if not found and self.values.rows >= MIN_ROWS:
                found = mass_point(self.values, self.reference)
            self.memo[asked] = found
        known: Strays | MassPoint | None = self.memo[asked]
        return known


def batches(
    profiles: Sequence[Profile], period: Sequence[Profile] | None, name: str, floor: float, memo: Memo
) -> list[Batch]:
    """The newest batches of a column, oldest first: against a declared period, or the 28 clean ones before.

    The limit rests on the distances of up to 28 clean batches: those of the period, each left out of its own
    reference, and those judged since. A bad batch is never learned from.
    """
    walk = _Walk(name, floor, memo)
    if period is None:
        start = max(0, (len(profiles) - WALKED - 1) // REFERENCE * REFERENCE)
        rolling = [walk.rolling(profile) for profile in profiles[start:] if values(profile, name)]
        return [batch for batch in rolling if batch][-SHOWN:]
    reference = [each for each in period if values(each, name)]
    newest = [each for each in profiles[-SHOWN:] if values(each, name)]
    days = {profile.partition for profile in newest}
    for profile in reference[-CALIBRATION:]:
        if profile.partition not in days:
            walk.against(profile, reference)
    return [batch for profile in newest if (batch := walk.against(profile, reference))]


def values(profile: Profile, name: str) -> Distribution | None:
    """The distribution of a column, where it has a value."""
    column = profile.columns.get(name)
    found = column.distribution if column else None
    return found if found is not None and found.rows else None


class _Walk:
    """What has been learned from the clean batches so far."""

    def __init__(self, name: str, floor: float, memo: Memo) -> None:
        self.name, self.floor, self.memo = name, floor, memo
        self.distances: list[float] = []
        self.clean: list[Profile] = []

    def rolling(self, profile: Profile) -> Batch | None:
        """Judged by the clean batches before it; the first two of a weekday are learned from unjudged."""
        known = self.clean[-REFERENCE:]
        batch = self.against(profile, known) if len(_same_weekday(profile, known)) >= PEERS else None
        if batch is None or not (batch.over or (len(self.clean) >= MIN_BATCHES and batch.strange)):
            self.clean.append(profile)
        return batch

    def against(self, profile: Profile, reference: Sequence[Profile]) -> Batch | None:
        others = [each for each in reference if each.partition != profile.partition]
        same = _same_weekday(profile, others)
        peers = self._values(same if len(same) >= PEERS else others)
        found = values(profile, self.name)
        if found is None or not peers:
            return None
        distance = self._distance(found, peers)
        limit = calibrated_limit(self.distances[-CALIBRATION:], self.floor)
        batch = Batch(profile, found, self._values(others), peers, distance, limit, self.memo)
        if not batch.over:
            self.distances.append(distance)
        return batch

    def _values(self, profiles: Sequence[Profile]) -> list[Distribution]:
        return [found for profile in profiles if (found := values(profile, self.name))]

    def _distance(self, batch: Distribution, peers: Sequence[Distribution]) -> float:
        asked = ("distance", batch.parts, *(each.parts for each in peers))
        if asked not in self.memo:
            self.memo[asked] = ks_distance(batch, merge(peers))
        known: float = self.memo[asked]
        return known


def _same_weekday(profile: Profile, others: Sequence[Profile]) -> list[Profile]:
    return [each for each in others if each.partition.weekday() == profile.partition.weekday()]
