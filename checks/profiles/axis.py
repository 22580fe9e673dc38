"""The axis on which two distributions are drawn: from where to where, in which bins, in which unit."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from checks.profiles.distribution import Distribution, Floats

FEWEST_BINS, MOST_BINS = 10, 40
MOST_STEPS = 400
"""Whole numbers (or tenths, or fives) are put together by whole steps, where there are not more of them."""

TAIL = 4
"""The axis ends at the 1 % and 99 % quantile, and no more so many quartile distances beyond the quartiles."""

LARGEST = 1e300
"""Infinities stand here: outside every axis, and still a number."""


def ends(said: Distribution, masses: Sequence[float]) -> tuple[float, float] | None:
    """Where the axis of one distribution ends, its masses left out; None where nothing else is in it."""
    values = np.concatenate([part.values for part in said.parts])
    rows = np.concatenate([np.diff(part.upto, prepend=0) for part in said.parts])
    rows = rows - np.concatenate(
        [(part.upto - part.below) * np.isin(part.values, masses) for part in said.parts]
    )
    order = np.argsort(values, kind="stable")
    values, upto = values[order], np.cumsum(rows[order])
    if not upto[-1]:
        return None
    one, quarter, three, most = (
        float(values[np.searchsorted(upto, at * upto[-1] - 1e-9)]) for at in (0.01, 0.25, 0.75, 0.99)
    )
    tail = TAIL * (three - quarter) or math.inf
    return max(one, quarter - tail), min(most, three + tail)


def step_of(before: Distribution, usual: tuple[float, float] | None) -> float | None:
    """The step of numbers that go by steps: 1 of whole numbers; None of those that may be anything."""
    if usual is None:
        return None
    low, high = usual
    values = before.grid[(before.grid >= low) & (before.grid <= high)]
    if len(values) < 2:
        return None
    step = float(np.diff(values).min())
    if not (values[-1] - values[0]) / step <= MOST_STEPS:
        return None
    away = (values - values[0]) / step
    return step if float(np.abs(away - np.rint(away)).max()) < 1e-3 else None


def edges_of(
    both: tuple[Distribution, Distribution], masses: Sequence[float], step: float | None
) -> Floats | None:
    """The edges of the bins of both, wide enough for their rows; None where no axis can hold them."""
    low, high = _span(both, masses)
    width = high - low
    if not 0 < width < LARGEST / 10 or max(-low, high) > LARGEST / 2 or low + width / MOST_BINS == low:
        return None
    bins = int(min(MOST_BINS, max(FEWEST_BINS, 2 * min(each.rows for each in both) ** (1 / 3))))
    if step is not None and width / step <= MOST_STEPS:
        return _by_steps(both[0].quantile(0.5), (low, high), step, bins)
    return np.linspace(low, high, bins + 1)


def _span(both: tuple[Distribution, Distribution], masses: Sequence[float]) -> tuple[float, float]:
    """What both reach over, and on to masses that are as near as a tenth of that."""
    found = [of for each in both if (of := ends(each, masses))] or [(min(masses), max(masses))]
    low, high = min(each[0] for each in found), max(each[1] for each in found)
    near = (high - low) / 10
    low = min([low, *(value for value in masses if low - near < value)])
    high = max([high, *(value for value in masses if value < high + near)])
    room = 0.0 if low < high else abs(low) / 10 or 1.0
    return low - room, high + room


def _by_steps(zero: float, span: tuple[float, float], step: float, bins: int) -> Floats:
    """Each bin holds as many steps as any other, and its edges lie between them; on a step lies `zero`."""
    low, high = span
    first = zero + math.floor((low - zero) / step + 1e-3) * step
    steps = math.floor((high - first) / step + 1e-3) + 1
    each = math.ceil(steps / bins) if steps > MOST_BINS else 1
    many = math.ceil(steps / each)
    return first - step / 2 + step * each * np.arange(many + 1, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Scale:
    """What the axis counts, the value that is 0 on it, the length that is 1, and from where to where single
    values have a place beside it: those further away would tell what they are."""

    unit: str
    zero: float
    one: float
    places: tuple[float, float] = (-LARGEST, LARGEST)

    def of(self, values: Sequence[float]) -> list[float]:
        """Values as the axis counts."""
        return [_short((each - self.zero) / self.one) for each in values]

    def length(self, length: float) -> float:
        """A length as the axis counts."""
        return _short(length / self.one)

    def placed(self, values: Sequence[float]) -> list[float]:
        """Single values, none of them further away than they may stand."""
        low, high = self.places
        return [min(max(each, low), high) for each in values]


def scale_of(before: Distribution, edges: Floats, *, share: bool) -> Scale:
    """The unit of an axis: values where they may be told, otherwise standard deviations of the reference."""
    if share:
        return Scale("values", 0.0, 1.0)
    low, width = float(edges[0]), float(edges[-1] - edges[0])
    places = low - width / 2, low + 1.5 * width
    if sd := sd_of(before):
        return Scale("sd", before.quantile(0.5), sd, places)
    return Scale("none", low, width, places)


def sd_of(said: Distribution) -> float:
    """A standard deviation as the quartiles tell it; 0 where they are one value."""
    sd = (said.quantile(0.75) - said.quantile(0.25)) / 1.349
    return sd if math.isfinite(sd) else 0.0


def _short(value: float) -> float:
    return float(f"{value:.6g}")
