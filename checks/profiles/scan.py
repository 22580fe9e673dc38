"""From rows to profiles: a fused GROUP BY for all counts, and the values of the watched columns."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from checks.profiles import values
from checks.profiles.distribution import Distribution, knots
from checks.profiles.grouping import NO_DAY, UNKNOWN, Group, day_of, grouping, moment_of
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.pushed import pushed
from checks.profiles.signatures import Found, count_signatures
from checks.sources.allowed import not_allowed
from checks.sources.counting import count_where
from checks.sources.tables import DAY, EVENT, LOAD_DAY, LOADED, Bundle, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from numpy.typing import NDArray

KNOTS = 1_000
"""Between two knots lies less than 1/1,000 of a part's rows."""

VALUES_AT_ONCE = 8_000_000
"""So many values of watched columns are held in memory together: 64 MB."""


def scan(table: SourceTable, bundles: Sequence[Bundle], loaded_by: datetime | None = None) -> list[Profile]:
    """Profiles of bundles with one schema, by partition and load day; `loaded_by` leaves out later rows."""
    rows = table.rows(bundles)
    if loaded_by is not None:
        rows = rows.filter(rows[LOADED].isnull() | (rows[LOADED] <= int(loaded_by.timestamp())))
    profiles = _counts(table, rows, bundles[0])
    total = sum(profile.rows for profile in profiles.values())
    if not total:
        return []
    texts = [name for name, _ in bundles[0].schema if rows[name].type().is_string()]
    for name, found in count_signatures(table, rows, texts).items():
        _attach_signatures(profiles, name, found)
    watched = _watched(table, rows)
    if table.pushes_down:
        for name in watched:
            _attach(profiles, [name], list(profiles), [pushed(table, rows, name, profiles, KNOTS)])
        return list(profiles.values())
    for names in _slices(watched, max(1, VALUES_AT_ONCE // total)):
        _attach(profiles, names, *_distributions(table, rows, names))
    return list(profiles.values())


def _watched(table: SourceTable, rows: "ir.Table") -> list[str]:
    """The numeric columns whose distribution is judged, and the load time."""
    columns = table.table.columns
    numeric = [name for name in rows.columns if rows[name].type().is_numeric() and name in columns]
    loaded = [LOADED] if table.table.loaded_at_field in rows.columns else []
    return [name for name in numeric if columns[name].watches_drift is not None] + loaded


def _slices(names: list[str], length: int) -> Iterator[list[str]]:
    yield from (names[at : at + length] for at in range(0, len(names), length))


def _counts(table: SourceTable, rows: "ir.Table", bundle: Bundle) -> dict[Group, Profile]:
    names = [name for name, _ in bundle.schema]
    measures: dict[str, Any] = {
        "rows": rows.count(),
        "first_event": rows[EVENT].min(),
        "last_event": rows[EVENT].max(),
        "first_loaded": rows[LOADED].min(),
        "last_loaded": rows[LOADED].max(),
    }
    for at, name in enumerate(names):  # numbered, since a column may bear any name
        column = rows[name]
        measures[f"nulls_{at}"] = count_where(column.isnull())
        if column.type().is_floating():
            measures[f"nan_{at}"] = count_where(column.isnan())
        if column.type().is_string():
            measures[f"empty_{at}"] = count_where(column == "")
        if (strays := not_allowed(column, table.table.allowed(name))) is not None:
            measures[f"outside_{at}"] = count_where(strays)
        counted = values.measures(rows, name, table.table)
        measures |= {f"value_{at}_{what}": measure for what, measure in counted.items()}
    answer = table.fetch(rows.group_by(DAY, LOAD_DAY).agg(**measures)).to_pylist()
    profiles = [_profile(row, names, bundle) for row in answer]
    return {(profile.partition, profile.load_day): profile for profile in profiles}


def _profile(row: dict[str, Any], names: Sequence[str], bundle: Bundle) -> Profile:
    counted = _by_column(row)
    return Profile(
        partition=row[DAY] or NO_DAY,
        load_day=day_of(row[LOAD_DAY]),
        rows=row["rows"],
        schema=bundle.kinds,
        columns={
            name: ColumnProfile(
                nulls=row[f"nulls_{at}"],
                nan=row.get(f"nan_{at}", 0),
                empty=row.get(f"empty_{at}", 0),
                outside=row.get(f"outside_{at}", 0),
                values=values.values(counted[at]),
            )
            for at, name in enumerate(names)
        },
        first_event=moment_of(row["first_event"]),
        last_event=moment_of(row["last_event"]),
        first_loaded=moment_of(row["first_loaded"]),
        last_loaded=moment_of(row["last_loaded"]),
    )


def _by_column(row: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """What was counted of the values, by the number of the column."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for key, value in row.items():
        if key.startswith("value_"):
            _, at, what = key.split("_", 2)
            found[int(at)][what] = value
    return found


def _attach_signatures(profiles: dict[Group, Profile], name: str, found: Found) -> None:
    for group, (forms, zeros) in found.items():
        profile = profiles[group]
        column = profile.columns[name]
        told = replace(column.values, signatures=forms, leading_zeros=zeros)
        columns = {**profile.columns, name: replace(column, values=told)}
        profiles[group] = replace(profile, columns=columns)


def _distributions(
    table: SourceTable, rows: "ir.Table", names: Sequence[str]
) -> tuple[list[Group], list[list[Distribution]]]:
    """The groups, and the distribution of each column in each of them.

    The values are sorted here and not in SQL, where a window over every value takes ten times as long.
    """
    nan = float("nan")  # neither NULL nor NaN is a value
    values = {f"value_{at}": rows[name].cast("float64").fill_null(nan) for at, name in enumerate(names)}
    days = {DAY: rows[DAY].fill_null(NO_DAY), LOAD_DAY: rows[LOAD_DAY].fill_null(UNKNOWN)}
    answer = table.fetch(rows.select(**days, **values))
    groups = grouping(_array(answer[DAY].cast("int32")), _array(answer[LOAD_DAY]))
    found = []
    for name in values:
        parts = [knots(each, KNOTS) for each in groups.split(_array(answer[name]))]
        found.append([Distribution((part,)) if part.rows else Distribution(()) for part in parts])
    return groups.groups, found


def _array(column: "pa.ChunkedArray") -> "NDArray[Any]":
    """A column without nulls as an array. (pyarrow's own `to_numpy` imports pandas.)"""
    return np.concatenate([np.from_dlpack(chunk) for chunk in column.chunks] or [np.empty(0)])


def _attach(
    profiles: dict[Group, Profile],
    names: Sequence[str],
    groups: Sequence[Group],
    found: Sequence[Sequence[Distribution]],
) -> None:
    for name, distributions in zip(names, found, strict=True):
        for group, distribution in zip(groups, distributions, strict=True):
            profile = profiles[group]
            if name == LOADED:
                profiles[group] = replace(profile, loaded=distribution)
            else:
                column = replace(profile.columns[name], distribution=distribution)
                profiles[group] = replace(profile, columns={**profile.columns, name: column})
