"""Has production always been unlike the training set? A limit made of its own distances cannot say."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from checks.profiles.batches import Batch
from checks.profiles.distribution import Distribution, merge
from checks.profiles.frequencies import together
from checks.statistics.distance import FALSE_DISCOVERY

FAR = 2
"""So many times the floor away, it is told."""


@dataclass(frozen=True, slots=True)
class Skew:
    """The clean batches that a limit rests on, as one batch: of all weekdays, as the training set is."""

    first: Batch
    pooled: Batch

    @property
    def is_far(self) -> bool:
        """Whether a model was trained on something else than it is served."""
        return self.pooled.distance > FAR * self.pooled.feature.floor


def skew(found: Sequence[Batch]) -> Skew | None:
    """How far the batches of a column are from a training set, where that is more than the floor."""
    newest = found[-1]
    floor = newest.feature.floor
    if not newest.pooled or not newest.judged or mean(newest.clean) <= floor:  # a pool is no further away
        return None
    days = {each.day for each in newest.learned}
    clean = [batch for batch in found if batch.day in days]
    pooled = newest.instead(newest.profile, _together([batch.values for batch in clean]))
    if pooled.distance <= floor or pooled.p_value >= FALSE_DISCOVERY:
        return None
    return Skew(clean[0], pooled)


def _together(values: Sequence[Any]) -> Any:
    return merge(values) if isinstance(values[0], Distribution) else together(values)
