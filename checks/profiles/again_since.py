"""Since when do rows repeat a key: the first partition of a run, and the batch that brought them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from checks.profiles.profile import Profile
from checks.profiles.repeats import QUARTER

LATER_THAN = 0.3
"""A batch is newer than its partition where so many of the rows had been loaded before it: of rows that all
came twice or thrice, the originals."""

LATE = timedelta(hours=1)


def unbroken(profiles: Sequence[Profile], first: Profile) -> list[Profile]:
    """The partitions before `first` that repeat keys too, back to the last that does not; oldest first."""
    before: list[Profile] = []
    for profile in reversed([each for each in profiles if each.partition < first.partition]):
        if not profile.duplicates:
            break
        before.append(profile)
    return before[::-1]


def came_again(profile: Profile) -> datetime | None:
    """When the first row came that repeats a key: with its batch, where that is newer than the partition, and
    otherwise at the time of its event. None where neither is known."""
    event = profile.duplicate_rows[0].at if profile.duplicate_rows else None
    batch = _newer_batch(profile)
    if batch is None or event is None:
        return batch or event
    return batch if batch - event > LATE else event


def _newer_batch(profile: Profile) -> datetime | None:
    """The quarter of an hour in which the first of them was loaded, if the partition was there by then."""
    if not profile.repeats.loads or profile.loaded is None or not profile.loaded.rows:
        return None
    first = min(profile.repeats.loads) * QUARTER
    (before,), _ = profile.loaded.share_upto(np.array([first - 1], float))
    return datetime.fromtimestamp(first, UTC) if before >= LATER_THAN else None
