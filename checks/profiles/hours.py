"""When the rows of a group happened, and how long they took to arrive: asked in SQL, or told from times."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from checks.profiles.grouping import NO_DAY, Group, day_of
from checks.profiles.slices import NEAR, STEPS
from checks.sources.tables import DAY, EVENT, LOAD_DAY, LOADED, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir

Hours = tuple[dict[int, int], dict[int, int], dict[int, int]]
"""Rows by hour, by age in days, and by step of delay, as `checks.profiles.slices.Slices` has them."""

Seconds = NDArray[np.int64]
_HOUR, _DAY = 3_600, 24
_SHIFT = 4_000_000 * _DAY
"""Hours that make any time between the years 1 and 9999 positive, so that division cuts downwards."""
_COARSE, OLDEST = 64, 1_024
"""From so many days on, ages are kept by so many days; those that are older count as the oldest."""

_FEW = 1_000_000


def hours_after(event: Any, day: Any) -> Any:
    """The hours from the midnight (UTC) of a day to an event in epoch seconds, cut downwards."""
    midnight = day.cast("timestamp").epoch_seconds()
    return (event - midnight + _SHIFT * _HOUR) // _HOUR - _SHIFT


def asked_hours(table: SourceTable, rows: "ir.Table") -> Iterator[tuple[Group, Hours]]:
    """The hours of each group, counted where the rows lie."""
    import ibis

    known: Any = rows.filter(rows[EVENT].notnull())
    hour = hours_after(known[EVENT], known[DAY]) + _SHIFT
    hour = ibis.least(ibis.greatest(hour, _SHIFT - OLDEST * _DAY), _SHIFT + _COARSE * _DAY)
    near = hour.between(_SHIFT + NEAR[0], _SHIFT + NEAR[-1])
    recent = hour >= _SHIFT - _COARSE * _DAY
    coarse = recent.ifelse(hour // _DAY * _DAY, hour // (_COARSE * _DAY) * (_COARSE * _DAY))
    minutes = ibis.greatest(known[LOADED] - known[EVENT], 0).cast("float64") / 60
    step = ((minutes + 1).ln() * (STEPS / math.log(2))).floor().cast("int64")
    plain = known.select(
        day=known[DAY], load=known[LOAD_DAY], hour=near.ifelse(hour, coarse).cast("int64"), step=step
    )
    counted = plain.group_by("day", "load", "hour", "step").agg(rows=plain.count())
    found: dict[Group, tuple[Counter[int], Counter[int], Counter[int]]] = {}
    for row in table.fetch(counted).to_pylist():
        group = (row["day"] or NO_DAY, day_of(row["load"]))
        hours, ages, delays = found.setdefault(group, (Counter(), Counter(), Counter()))
        after = row["hour"] - _SHIFT
        if after in NEAR:
            hours[after] += row["rows"]
        else:
            ages[-(after // _DAY)] += row["rows"]
        if row["step"] is not None:
            delays[row["step"]] += row["rows"]
    for group, (hours, ages, delays) in found.items():
        yield group, (dict(hours), dict(ages), dict(delays))


def hours_of(after: Seconds, delays: Seconds) -> Hours:
    """The same of events by the seconds after the midnight (UTC) of their partition's day, of all that have
    one, and of delays from event to load in seconds, of all that are known."""
    hours: Counter[int] = Counter()
    ages: Counter[int] = Counter()
    seconds, rows = _counted(after)
    for hour, count in _added(np.clip(seconds // _HOUR, -OLDEST * _DAY, _COARSE * _DAY), rows):
        if hour in NEAR:
            hours[hour] += count
        else:
            days = hour // _DAY if hour >= -_COARSE * _DAY else hour // (_COARSE * _DAY) * _COARSE
            ages[-days] += count
    seconds, rows = _counted(delays)
    steps = np.floor(np.log(np.maximum(seconds, 0) / 60 + 1) * (STEPS / math.log(2))).astype(np.int64)
    return dict(hours), dict(ages), dict(_added(steps, rows))


def _counted(values: Seconds) -> tuple[Seconds, Seconds]:
    """The different values, and how often each occurs; a day has few seconds, so each has a place."""
    if not len(values):
        return values, values
    lowest = values.min()
    if values.max() - lowest > 4 * len(values) + _FEW:
        return np.unique(values, return_counts=True)
    counts = np.bincount(values - lowest)
    found = np.flatnonzero(counts)
    return found + lowest, counts[found]


def _added(values: Seconds, rows: Seconds) -> Iterator[tuple[int, int]]:
    """The different values, and the rows of each together."""
    different, places = np.unique(values, return_inverse=True)
    counts = np.bincount(places, rows, len(different))
    yield from zip(different.tolist(), map(int, counts), strict=True)
