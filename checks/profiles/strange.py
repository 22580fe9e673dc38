"""What a distance cannot see, in words: values far outside, one value held too often, a level never seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from checks.figures import counted, percent, rows_have
from checks.profiles.batches import Batch
from checks.profiles.companions import MassPoint, Strays, number
from checks.profiles.frequencies import NewLevel
from checks.profiles.measures import Strange
from checks.profiles.moves import level_in_words
from checks.sources.levelled import SHOWN
from checks.verdict import Failing

Days = tuple[date, ...]

ONE_VALUE = 0.9
"""So many of the values that are far outside are one: that one is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of it, and which rows it is about."""

    summary: str
    evidence: Mapping[str, Any]
    failing: Failing


def told(strange: Strange, batch: Batch, days: Days, share: bool) -> Told:
    """The words for it on these days; `share` says whether values may be told."""
    if isinstance(strange, MassPoint):
        return _stuck(strange, batch, days, share)
    return _new(strange, batch, days) if isinstance(strange, NewLevel) else _far(strange, batch, days, share)


def besides(batch: Batch, days: Days, share: bool) -> str:
    """What is strange about a batch that has drifted too, where the drift does not bring it about: of values
    that lie far outside only one that most of them are."""
    found = batch.strange
    if found is None or (isinstance(found, Strays) and not _is_one(found, batch)):
        return ""
    return told(found, batch, days, share).summary


def _far(strays: Strays, batch: Batch, days: Days, share: bool) -> Told:
    low, high = min(each.low for each in batch.reference), max(each.high for each in batch.reference)
    name, known = batch.feature.name, f" ({number(low)} to {number(high)})" if share else ""
    said = f"{rows_have(strays.rows)} `{name}` far outside the reference{known}"
    if share and _is_one(strays, batch):
        held = _held(batch.values, strays.extreme)
        part, value = percent(held / batch.values.rows), number(strays.extreme)
        said = f"{part} of `{name}` are {value} now, far outside the reference{known}"
    elif share:
        said += f": up to {number(strays.extreme)}"
    values = {"extreme": strays.extreme, "reference_range": [low, high]} if share else {}
    evidence = {"kind": "range", "outside": strays.rows, **values}
    return Told(said, evidence, _between(batch, days, strays.low, strays.high))


def _is_one(strays: Strays, batch: Batch) -> bool:
    return strays.rows > 1 and _held(batch.values, strays.extreme) >= ONE_VALUE * strays.rows


def _held(values: Any, value: float) -> float:
    """How many rows certainly hold one value."""
    at = np.array([value])
    (least, _), (_, most) = values.share_upto(at), values.share_below(at)
    return float(values.rows * (least - most)[0])


def _stuck(point: MassPoint, batch: Batch, days: Days, share: bool) -> Told:
    value = number(point.value) if share else "one value"
    said = f"{percent(point.share)} of `{batch.feature.name}` are {value}; usual is {percent(point.usual)}"
    values = {"value": point.value} if share else {}
    evidence = {"kind": "mass_point", "rows": point.rows, "usual": round(point.usual, 5), **values}
    return Told(said, evidence, _between(batch, days, point.value, point.value))


def _new(found: NewLevel, batch: Batch, days: Days) -> Told:
    name = batch.feature.name
    which = f"{level_in_words(found.name)}, a new level" if found.name.startswith(SHOWN) else "a new level"
    more = f", with {counted(found.others, 'more new level')} beside it" if found.others else ""
    evidence = {"kind": "new_level", "level": found.name, "rows": found.rows, "others": found.others}
    failing = Failing(what="any", partitions=days, column=name, segment=(name, found.name))
    return Told(f"{percent(found.share)} of `{name}` are {which}{more}", evidence, failing)


def _between(batch: Batch, days: Days, low: float, high: float) -> Failing:
    what = "equal" if low == high else "outside"
    return Failing(what=what, partitions=days, column=batch.feature.name, low=low, high=high)
