"""Both distributions of a feature, small enough to be kept with a finding, so that they can be drawn.

Of numbers, shares of the rows between common edges; values that hold many rows stand beside them, as −999
does. Where values must not leave the source, the axis counts standard deviations of the reference.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from checks.profiles.axis import LARGEST, edges_of, ends, scale_of, sd_of, step_of
from checks.profiles.companions import MASS_RATIO, MASS_ROWS, MASS_SHARE, number
from checks.profiles.distribution import Distribution, Floats, Knots, merge
from checks.profiles.levels_apart import SHOWN, levels_apart

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
HEAVY, MOST_MASSES = 0.01, 4
"""A value that holds so much of the rows is a mass, where there are not more of them."""


def apart(batch: Any, reference: Sequence[Any], *, share: bool) -> dict[str, Any] | None:
    """Both distributions, as what is kept of the column says; None where nothing can be drawn.

    `share` says whether values may be told.
    """
    if not isinstance(batch, Distribution):
        return levels_apart(batch, reference)
    before, now = _finite(merge(reference)), _finite(batch)
    if not before.rows or not now.rows:
        return None
    return _few_values(before, now, share=share) or _numbers(before, now, share=share)


def _finite(said: Distribution) -> Distribution:
    return Distribution(
        tuple(
            Knots(np.clip(part.values, -LARGEST, LARGEST), part.below, part.upto)
            for part in said.parts
            if part.rows
        )
    )


def _few_values(before: Distribution, now: Distribution, *, share: bool) -> dict[str, Any] | None:
    """Numbers of a few values (flags, marks) as levels in their order; None where there are more."""
    if any(len(part.values) > SHOWN for part in (*before.parts, *now.parts)):
        return None
    grid = np.union1d(before.grid, now.grid).tolist()
    if len(grid) > SHOWN:
        return None
    held = [_held(each, grid) for each in (before, now)]
    if min(each.sum() for each in held) < 1 - 1e-9:
        return None
    names = [f"={_written(value)}" if share else f"#{at}" for at, value in enumerate(grid)]
    shares = ([round(float(share), 5) for share in each] for each in held)
    levels = [list(each) for each in zip(names, *shares, strict=True)]
    return {"kind": "levels", "rows": [before.rows, now.rows], "levels": levels, "others": [0, 0.0, 0.0]}


def _written(value: float) -> str:
    return number(value) if abs(value) < LARGEST else "infinity" if value > 0 else "-infinity"


def _numbers(before: Distribution, now: Distribution, *, share: bool) -> dict[str, Any] | None:
    both, usual = (before, now), ends(before, ())
    step = step_of(before, usual)
    masses = _masses(before, now, usual, step)
    edges = edges_of(both, masses, step)
    if edges is None:
        return None
    scale = scale_of(before, edges, share=share)
    return {
        "kind": "numbers",
        "unit": scale.unit,
        "sd": scale.length(sd_of(before)),
        "rows": [before.rows, now.rows],
        "axis": scale.of([float(edges[0]), float(edges[-1])]),
        "before": _shares(before, edges, masses),
        "now": _shares(now, edges, masses),
        "masses": [
            [at, round(float(was), 5), round(float(is_now), 5)]
            for at, was, is_now in zip(
                scale.of(scale.placed(masses)), *(_held(each, masses) for each in both), strict=True
            )
        ],
        "quantiles": [scale.of([each.quantile(at) for at in QUANTILES]) for each in both],
    }


def _held(said: Distribution, values: Sequence[float] | Floats) -> Floats:
    """The share of the rows that certainly holds each value."""
    wanted = np.asarray(values, np.float64)
    rows = np.zeros(len(wanted))
    for part in said.parts:
        at = np.minimum(np.searchsorted(part.values, wanted), len(part.values) - 1)
        rows += np.where(part.values[at] == wanted, part.upto[at] - part.below[at], 0)
    return rows / said.rows


def _masses(
    before: Distribution, now: Distribution, usual: tuple[float, float] | None, step: float | None
) -> list[float]:
    """The values that hold so many rows that they are no part of a curve.

    Of numbers that go by steps every value does; so, as where there are many, only those that lie far away.
    """
    grid = np.union1d(_often(before), _often(now))
    was, is_now = _held(before, grid), _held(now, grid)
    heavy = (was >= HEAVY) | (is_now >= HEAVY) | ((is_now >= MASS_SHARE) & (is_now > MASS_RATIO * was))
    grid, most = grid[heavy], np.maximum(was, is_now)[heavy]
    if step is not None or len(grid) > MOST_MASSES:
        low, high = usual or (0.0, 0.0)
        far = (grid < low - (high - low)) | (grid > high + (high - low))
        grid, most = grid[far], most[far]
        if len(grid) > MOST_MASSES and not _few(grid, most):
            return []
    return sorted(grid[np.argsort(-most, kind="stable")[:MOST_MASSES]].tolist())


def _few(grid: Floats, most: Floats) -> bool:
    """Whether a few of them hold most: all values of a column that is in another unit are far away."""
    return bool(np.sort(most)[-MOST_MASSES:].sum() > most.sum() / 2)


def _often(said: Distribution) -> Floats:
    """The values that may be masses: more than a few rows of one part hold them."""
    found = [part.values[part.upto - part.below >= MASS_ROWS] for part in said.parts]
    return np.unique(np.concatenate(found))


def _shares(said: Distribution, edges: Floats, masses: Sequence[float]) -> list[float]:
    """The share of rows below the first edge, between the edges and above the last one; together with the
    masses they are all the rows."""
    upto = np.sum([_upto(part, edges, masses) for part in said.parts], axis=0)
    every = said.rows * (1 - float(_held(said, masses).sum()))
    shares = np.diff(upto, prepend=0, append=every) / said.rows
    return [round(float(each), 5) for each in shares]


def _upto(part: Knots, edges: Floats, masses: Sequence[float]) -> Floats:
    """The rows up to each edge; those between two knots lie evenly, as far as anybody knows."""
    on = (part.upto - part.below) * ~np.isin(part.values, masses)
    between = np.concatenate(([0], np.cumsum(part.below[1:] - part.upto[:-1])))
    at = np.searchsorted(part.values, edges, side="right")
    at[0] = np.searchsorted(part.values, edges[0], side="left")
    found: Floats = np.concatenate(([0], np.cumsum(on)))[at] + np.interp(edges, part.values, between)
    return found
