"""Values that hold many rows each, of the declared numbers whose distribution nobody watches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.declared import Table
from checks.profiles.distribution import Distribution
from checks.profiles.profile import Profile
from checks.profiles.values import is_number
from checks.statistics.distance import surprise

if TYPE_CHECKING:
    import ibis.expr.types as ir

PARTS = 100
"""A value of one row in a hundred is one of the knots, with the number of its rows."""

KEPT = 20
SHARE, MIN_ROWS, CHANCE = 0.05, 200, 1e-6
MIN_PARTITIONS, LOOKED_BACK = 14, 28


@dataclass(frozen=True, slots=True)
class Mass:
    """A value that suddenly holds many rows: on which partitions, and how many of the newest."""

    value: float
    profiles: Sequence[Profile]
    rows: int
    share: float


def wanted(table: Table, rows: "ir.Table") -> list[str]:
    """The columns whose heavy values are kept; where the distribution is watched, `drift` tells them."""
    numeric = [name for name in table.columns if name in rows.columns and is_number(rows[name])]
    return [name for name in numeric if table.columns[name].watches_drift is None]


def heavy(distribution: Distribution) -> dict[str, int]:
    """The values that hold 1 % of the rows, the largest twenty; of equals the first by its name."""
    found: dict[str, int] = {}
    for part in distribution.parts:
        for value, rows in zip(part.values.tolist(), (part.upto - part.below).tolist(), strict=True):
            if rows * PARTS >= part.rows:
                found[f"{value:.17g}"] = found.get(f"{value:.17g}", 0) + rows
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0]))[:KEPT])


def new_mass(profiles: Sequence[Profile], column: str) -> Mass | None:
    """The value that holds 5 % of the numbers of the newest partition, and never held 1 % before.

    Compared with up to 28 clean partitions (14 at least), all of 200 numbers or more; those with a new mass
    are not learned from. A column whose values are new day by day (a batch number) says nothing by one more.
    """
    clean: list[Profile] = []
    run: list[Profile] = []
    newest: str | None = None
    for profile in profiles:
        if profile.columns[column].values.finite < MIN_ROWS:
            continue
        newest = _new(profile, clean[-LOOKED_BACK:], column)
        if newest is not None:
            run.append(profile)
        else:
            clean.append(profile)
            run = []
    if newest is None or run[-1] is not profiles[-1] or _is_restless(clean[-LOOKED_BACK:], column):
        return None
    values = profiles[-1].columns[column].values
    rows = values.masses[newest]
    return Mass(float(newest), run, rows, rows / values.finite)


def _new(profile: Profile, known: Sequence[Profile], column: str) -> str | None:
    values = profile.columns[column].values
    large = {value: rows for value, rows in values.masses.items() if rows >= SHARE * values.finite}
    if len(known) < MIN_PARTITIONS or not large:
        return None
    before = {value for each in known for value in each.columns[column].values.masses}
    fresh = [value for value in large if value not in before]
    most = max(fresh, key=lambda value: large[value], default=None)
    if most is None or surprise(large[most], values.finite, 1 / PARTS) >= CHANCE:
        return None
    return most


def _is_restless(known: Sequence[Profile], column: str) -> bool:
    """Whether heavy values of single days came and went before, on more than one of them."""
    days = [each.columns[column].values for each in known]
    alone = 0
    for at, day in enumerate(days):
        others = {value for each in (*days[:at], *days[at + 1 :]) for value in each.masses}
        alone += any(rows >= SHARE * day.finite and value not in others for value, rows in day.masses.items())
    return alone > 1
