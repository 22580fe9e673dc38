"""Made-up fleets to measure the rules on: wander from day to day, weekday patterns, one thing wrong."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from checks.declared import Table
from checks.history import History
from checks.profiles.distribution import Distribution, knots
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.scan import KNOTS

START = date(2024, 1, 1)
Floats = NDArray[np.float64]


def history(profiles: Sequence[Profile], holidays: Collection[date] = (), **declared: Any) -> History:
    """The history on the morning after its newest partition."""
    table = {"source": "lake", "path": "x", "partition": {"column": "day"}} | declared
    morning = datetime.combine(profiles[-1].partition + timedelta(days=1), datetime.min.time(), UTC)
    known = {profile.partition: profile for profile in profiles}
    return History(
        "t",
        Table.model_validate(table),
        known,
        morning + timedelta(hours=9),
        ZoneInfo("UTC"),
        frozenset(holidays),
    )


def counted(nulls: Sequence[int], rows: Sequence[int]) -> list[Profile]:
    """Partitions with a column `x` that has so many nulls."""
    return [
        Profile(
            partition=START + timedelta(days=at), rows=int(total), columns={"x": ColumnProfile(int(some))}
        )
        for at, (some, total) in enumerate(zip(nulls, rows, strict=True))
    ]


def measured(batches: Sequence[Floats], first: int = 0) -> list[Profile]:
    """Partitions with a column `x` of these values."""
    return [
        Profile(
            partition=START + timedelta(days=first + at),
            rows=len(batch),
            columns={"x": ColumnProfile(distribution=Distribution((knots(batch, KNOTS),)))},
        )
        for at, batch in enumerate(batches)
    ]


def wander(rng: np.random.Generator, days: int, scale: float, memory: float = 0.7) -> Floats:
    """A level that drifts from day to day and comes back: AR(1) with that standard deviation."""
    steps = rng.normal(0, scale * np.sqrt(1 - memory**2), days)
    level = np.zeros(days)
    for day in range(1, days):
        level[day] = memory * level[day - 1] + steps[day]
    return level


def weekday_pattern(rng: np.random.Generator, days: int, scale: float) -> Floats:
    """The effect of each weekday, the same every week."""
    return rng.normal(0, scale, 7)[np.arange(days) % 7]


def null_counts(
    rng: np.random.Generator,
    share: float,
    days: int,
    rows: int,
    more: Mapping[int, float] | None = None,
    wild: float = 0.08,
) -> NDArray[np.int64]:
    """Nulls a day around a share (wander `wild`, weekdays .2 in logit); `more` is added to the share."""
    logit = np.log(share / (1 - share)) + wander(rng, days, wild) + weekday_pattern(rng, days, 0.2)
    shares = 1 / (1 + np.exp(-logit))
    for day, extra in (more or {}).items():
        shares[day] = min(0.99, shares[day] + extra)
    return rng.binomial(rows, shares)
