"""The mix of levels before and now, as far as it is worth drawing: the largest, and those that moved most."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from checks.profiles.frequencies import Frequencies, together

SHOWN, MOVED = 8, 4
"""So many levels are kept by name, and of these so many for how far they moved, however small they are."""

LONGEST = 32


def levels_apart(batch: Frequencies, reference: Sequence[Frequencies]) -> dict[str, Any] | None:
    """The shares of these levels, by the name as it is kept, the largest of before first; the others are told
    together, by their number (where that is known) and shares. None where one side has no rows."""
    before = together(reference)
    if not before.rows or not batch.rows:
        return None
    names = np.array(sorted(before.levels.keys() | batch.levels.keys()), dtype=object)
    was, now = (
        np.array([each.levels.get(name, 0) / each.rows for name in names]) for each in (before, batch)
    )
    moved = np.argsort(-np.abs(now - was), kind="stable")[:MOVED]
    large = [at for at in np.argsort(-np.maximum(was, now), kind="stable") if at not in moved]
    kept = sorted([*moved, *large[: SHOWN - len(moved)]], key=lambda at: (-was[at], -now[at]))
    others = None if before.rest or batch.rest else len(names) - len(kept)
    rest = [max(0.0, 1 - float(each[kept].sum())) for each in (was, now)]
    return {
        "kind": "levels",
        "rows": [before.rows, batch.rows],
        "levels": [[_cut(names[at]), round(float(was[at]), 5), round(float(now[at]), 5)] for at in kept],
        "others": [others, *(round(each, 5) for each in rest)],
    }


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
