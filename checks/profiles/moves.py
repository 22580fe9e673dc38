"""How a feature moved away from its reference, in figures and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from checks.figures import percent
from checks.profiles.batches import Batch
from checks.profiles.distribution import Distribution, ks_at_most, merge
from checks.profiles.frequencies import REST, aligned, together
from checks.profiles.profile import Profile
from checks.profiles.slices import segment_of
from checks.profiles.values import NOTHING, Values
from checks.profiles.values import add as add_values
from checks.sources.levelled import SHOWN

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
STILL = 0.05
"""A median that moved by fewer standard deviations stood still: the shape changed."""

BEYOND = 1_000

LEVELS = 3
LEAST = 20
"""Rows of a level from which on its mean is compared."""


@dataclass(frozen=True, slots=True)
class LevelMove:
    """A level, as it is kept, with its share of the reference and of the batch."""

    name: str
    before: float
    now: float


def in_words(batch: Batch) -> str:
    """Shifted by +0.40 sd; changed its shape; changed its mix: `free` from 41% to 12%."""
    if isinstance(batch.values, Distribution):
        median = quantiles(batch).get("50%")
        if median is None or abs(median) < STILL:
            return "changed its shape"
        return f"shifted by {in_sd(median)}"
    most = levels(batch)[0]
    return f"changed its mix: {level_in_words(most.name)} from {percent(most.before)} to {percent(most.now)}"


def in_sd(moved: float) -> str:
    """+0.40 sd; of what lies beyond a thousand nobody reads the digits."""
    if abs(moved) > BEYOND:
        return f"{'+' if moved > 0 else '−'}{BEYOND:,} sd or more"
    return f"{moved:+.2f} sd"


def level_in_words(name: str) -> str:
    """A level by its name, where that may be told."""
    if name == REST:
        return "rare levels"
    return f"`{name[1:]}`" if name.startswith(SHOWN) else "one level"


def quantiles(batch: Batch) -> dict[str, float]:
    """How far the quantiles moved, in standard deviations of the reference as its quartiles tell them; empty
    where half of the reference is one value."""
    reference = merge(batch.peers)
    scale = (reference.quantile(0.75) - reference.quantile(0.25)) / 1.349
    if not scale > 0 or not np.isfinite(scale):
        return {}
    moved = {at: (batch.values.quantile(at) - reference.quantile(at)) / scale for at in QUANTILES}
    return {f"{at * 100:.0f}%": round(by, 3) for at, by in moved.items() if np.isfinite(by)}


def levels(batch: Batch) -> list[LevelMove]:
    """The levels whose share changed most, the first at the front."""
    reference = together(batch.peers)
    one, other = aligned(batch.values, reference)
    names = [*sorted(batch.values.levels.keys() | reference.levels.keys()), REST]
    before, now = other / max(1, other.sum()), one / max(1, one.sum())
    order = np.argsort(-np.abs(now - before), kind="stable")[:LEVELS]
    return [LevelMove(names[at], float(before[at]), float(now[at])) for at in order]


def segment_moved_most(batch: Batch, clean: Sequence[Profile]) -> tuple[str, float] | None:
    """The level of a segment whose mean moved most, and by how many of its standard deviations on those clean
    days; None where no means are kept, or where none stands out."""
    column = batch.feature.name
    moved: list[tuple[float, str]] = []
    for segment, found in batch.profile.slices.segments.items():
        for level, each in found.items():
            now = each.values.get(column, NOTHING)
            before = _together(clean, segment, level, column)
            if min(now.finite, before.finite) >= LEAST and before.variance > 0:
                moved.append(((now.mean - before.mean) / before.variance**0.5, segment_of(segment, level)))
    moved.sort(key=lambda each: -abs(each[0]))
    if len(moved) < 2 or abs(moved[0][0]) < 2 * abs(moved[1][0]):
        return None
    return moved[0][1], moved[0][0]


def _together(profiles: Sequence[Profile], segment: str, level: str, column: str) -> Values:
    found = NOTHING
    for profile in profiles:
        here = profile.slices.segments.get(segment, {}).get(level)
        if here is not None and column in here.values:
            found = add_values(found, here.values[column])
    return found


def measured(found: Sequence[Batch], p_value: float) -> dict[str, object]:
    """Distance and limit of the newest batch, and the distances of all that are shown."""
    newest = found[-1]
    evidence: dict[str, object] = {
        "method": newest.feature.measure.name,
        "distance": round(newest.distance, 4),
        "limit": round(newest.limit, 4),
        "p_adjusted": p_value,
        "rows": newest.values.rows,
        "reference_rows": sum(each.rows for each in newest.peers),
        "by_day": {batch.profile.partition.isoformat(): round(batch.distance, 4) for batch in found},
    }
    if newest.feature.measure.name == "ks":
        most = ks_at_most(newest.values, merge(newest.peers))
        evidence |= {"d": round(newest.distance, 4), "d_bounds": [round(newest.distance, 5), round(most, 5)]}
    return evidence


def moved(batch: Batch, clean: Sequence[Profile]) -> dict[str, object]:
    """The quantiles that moved, or the levels; and the segment that moved most against those clean days."""
    if not isinstance(batch.values, Distribution):
        return {"levels": {each.name: [round(each.before, 5), round(each.now, 5)] for each in levels(batch)}}
    found: dict[str, object] = {"moved_sd": quantiles(batch)}
    if segment := segment_moved_most(batch, clean):
        found["segment"] = f"{segment[0]}: {in_sd(segment[1])}"
    return found
