"""Rows that are missing, evenly over the day."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from checks.data import row_count
from checks.history import History
from checks.plant import SHARES, Plant, is_breach, only, rows_of, with_newest
from checks.profiles.slices import UNSLICED
from checks.profiles.volumes import Volumes


def plants(history: History) -> Iterator[Plant]:
    """One for the table."""
    newest = history.judged[-1]
    plain = only(history)

    def is_seen(size: float) -> bool:
        lost = rows_of(size, newest.rows)
        fewer = replace(
            newest,
            rows=newest.rows - lost,
            duplicates=newest.duplicates - rows_of(size, newest.duplicates),
            slices=UNSLICED,
        )
        return is_breach(row_count.judge(with_newest(plain, fewer, memo=_known(history))))

    yield Plant(
        check="row_count",
        unit="% of rows",
        what="lost rows",
        says=lambda size: f"{size}% lost rows",
        sizes=SHARES,
        is_seen=is_seen,
        guess=_guess(history),
    )


def _known(history: History) -> dict[Any, Any]:
    """What was learned from the days before, not to be learned anew for each size."""
    if not history.table.has_days:
        return {}
    row_count.levels_of(history)
    return {Volumes: history.memo[Volumes].before()}


def _guess(history: History) -> float:
    """The limit, from where the newest day stands."""
    if not history.table.has_days:
        return 0.0
    level = row_count.levels_of(history)[-1]
    return 100 * (1 - math.exp(-level.limit - level.residual)) if level.judged else 0.0
