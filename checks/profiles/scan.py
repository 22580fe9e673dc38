"""From rows to profiles: a fused GROUP BY for all counts, and the values of the watched columns."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checks.profiles import masses, slicing, values
from checks.profiles.coordinates import is_coordinate
from checks.profiles.distribution import Distribution
from checks.profiles.grouping import NO_DAY, Group, day_of, moment_of
from checks.profiles.numbers import Numbers, numbers
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.pushed import pushed
from checks.profiles.signatures import Found, count_signatures
from checks.profiles.slices import Slices
from checks.profiles.texts import read_signatures
from checks.profiles.values import is_number
from checks.sources.allowed import not_allowed
from checks.sources.counting import count_where
from checks.sources.numbers import is_nan
from checks.sources.tables import DAY, EVENT, LOAD_DAY, LOADED, Bundle, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir

KNOTS = 1_000
"""Between two knots lies less than 1/1,000 of a part's rows."""

VALUES_AT_ONCE = 8_000_000
"""So many values of watched columns are held in memory together: 64 MB."""


def scan(table: SourceTable, bundles: Sequence[Bundle], loaded_by: datetime | None = None) -> list[Profile]:
    """Profiles of bundles with one schema, by partition and load day; `loaded_by` leaves out later rows."""
    import ibis

    rows = table.rows(bundles)
    if loaded_by is not None:
        rows = rows.filter(rows[LOADED].isnull() | (rows[LOADED] <= int(loaded_by.timestamp())))
    profiles = _counts(table, rows, bundles[0])
    total = sum(profile.rows for profile in profiles.values())
    if not total:
        return []
    if len({day for day, _ in profiles}) == len(profiles) and not table.pushes_down:
        # the day alone says which profile a row is of: one column less has to be looked at each time
        profiles = {(day, None): profile for (day, _), profile in profiles.items()}
        rows = rows.mutate(**{LOAD_DAY: ibis.null()})
    texts = [name for name, _ in bundles[0].schema if rows[name].type().is_string()]
    at_once = max(1, VALUES_AT_ONCE // total)
    for name, signatures in _signatures(table, rows, texts, at_once):
        _attach_signatures(profiles, name, signatures)
    for group, found in slicing.slices(table, rows).items():
        profiles[group] = slicing.with_slices(profiles[group], found)
    if table.pushes_down:
        _ask_for_numbers(profiles, table, rows)
    else:
        _read_numbers(profiles, table, rows, bundles[0], at_once)
    return list(profiles.values())


def _signatures(
    table: SourceTable, rows: "ir.Table", texts: list[str], at_once: int
) -> Iterator[tuple[str, Found]]:
    if table.pushes_down:
        yield from count_signatures(table, rows, texts).items()
        return
    yield from read_signatures(table, rows, texts, at_once)


def _ask_for_numbers(profiles: dict[Group, Profile], table: SourceTable, rows: "ir.Table") -> None:
    for name in _watched(table, rows):
        for group, distribution in pushed(table, rows, name, list(profiles), KNOTS):
            _attach(profiles, group, name, distribution)
    for name in masses.wanted(table.table, rows):
        for group, distribution in pushed(table, rows, name, list(profiles), masses.PARTS):
            _attach_masses(profiles, group, name, distribution)


def _read_numbers(
    profiles: dict[Group, Profile], table: SourceTable, rows: "ir.Table", bundle: Bundle, at_once: int
) -> None:
    watched = _watched(table, rows)
    named = [name for name, _ in bundle.schema if is_number(rows[name])]
    named += [LOADED] if LOADED in watched else []
    heavy = masses.wanted(table.table, rows)
    for names in _slices(named, at_once):
        for name, group, found in numbers(table, rows, names):
            if name != LOADED:
                _count_numbers(profiles, group, name, found, *_wanted(table, rows, name))
            if name in heavy:
                _attach_masses(profiles, group, name, found.distribution(masses.PARTS))
            if name in watched:
                _attach(profiles, group, name, found.distribution(KNOTS))


def _watched(table: SourceTable, rows: "ir.Table") -> list[str]:
    """The numeric columns whose distribution is judged, and the load time."""
    columns = table.table.columns
    numeric = [name for name in rows.columns if rows[name].type().is_numeric() and name in columns]
    loaded = [LOADED] if table.table.loaded_at_field in rows.columns else []
    return [name for name in numeric if columns[name].watches_drift is not None] + loaded


def _is_whole(column: Any) -> bool:
    """Whether a column holds numbers, but none that could be NaN."""
    return is_number(column) and not column.type().is_floating()


def _wanted(table: SourceTable, rows: "ir.Table", name: str) -> tuple[bool, bool]:
    """Whether a column has fractions, and whether values that stand for missing ones are looked for."""
    declared = table.table.columns.get(name)
    return rows[name].type().is_floating(), declared is not None and declared.watches_nulls is not None


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
        if table.pushes_down or not _is_whole(column):  # else the values themselves are read, and tell it
            measures[f"nulls_{at}"] = count_where(column.isnull())
        if table.pushes_down and (column.type().is_floating() or column.type().is_decimal()):
            measures[f"nan_{at}"] = count_where(is_nan(column))
        if column.type().is_string():
            measures[f"empty_{at}"] = count_where(column == "")
        if (strays := not_allowed(column, table.table.allowed(name))) is not None:
            measures[f"outside_{at}"] = count_where(strays)
        counted = values.measures(rows, name, table.table, numbers=table.pushes_down)
        measures |= {f"value_{at}_{what}": measure for what, measure in counted.items()}
    measures |= slicing.contents(rows, names, table.pushes_down)
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
                nulls=row.get(f"nulls_{at}", 0),
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
        slices=Slices(content=slicing.content_of(row, names)),
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
    for group, written in found.items():
        profile = profiles[group]
        column = profile.columns[name]
        told = replace(
            column.values, signatures=written.forms, leading_zeros=written.zeros, words=written.words
        )
        columns = {**profile.columns, name: replace(column, values=told)}
        profiles[group] = replace(profile, columns=columns)


def _count_numbers(
    profiles: dict[Group, Profile], group: Group, name: str, found: Numbers, floating: bool, sentinels: bool
) -> None:
    profile = profiles[group]
    column = profile.columns[name]
    nulls = column.nulls if floating else found.missing
    values = found.values(floating and is_coordinate(name), sentinels)
    told = replace(column, nulls=nulls, nan=found.missing - nulls, values=values)
    profiles[group] = replace(profile, columns={**profile.columns, name: told})


def _attach_masses(
    profiles: dict[Group, Profile], group: Group, name: str, distribution: Distribution
) -> None:
    profile = profiles[group]
    column = profile.columns[name]
    told = replace(column, values=replace(column.values, masses=masses.heavy(distribution)))
    profiles[group] = replace(profile, columns={**profile.columns, name: told})


def _attach(profiles: dict[Group, Profile], group: Group, name: str, distribution: Distribution) -> None:
    profile = profiles[group]
    if name == LOADED:
        profiles[group] = replace(profile, loaded=distribution)
    else:
        column = replace(profile.columns[name], distribution=distribution)
        profiles[group] = replace(profile, columns={**profile.columns, name: column})
