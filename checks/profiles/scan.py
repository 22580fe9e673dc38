"""From rows to profiles: one fused GROUP BY, and what is told of the values of the columns."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checks.column import Column
from checks.declared import Table
from checks.profiles import frequencies, masses, rare, slicing, values
from checks.profiles.asking import ask
from checks.profiles.building import Building, Wanted
from checks.profiles.coordinates import is_coordinate
from checks.profiles.grouping import NO_DAY, Group, day_of, moment_of
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.reading import read
from checks.profiles.slices import Slices
from checks.profiles.values import is_number
from checks.sources.allowed import not_allowed
from checks.sources.counting import count_where
from checks.sources.files import FilesTable
from checks.sources.numbers import is_nan
from checks.sources.tables import DAY, EVENT, LOAD_DAY, LOADED, Bundle, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir

ARRAYS = ("real[]", "double precision[]", "numeric[]", "smallint[]", "integer[]", "bigint[]")
"""The types of a database whose values are vectors."""

KNOTS = 1_000
"""Between two knots lies less than 1/1,000 of a part's rows."""


def scan(table: SourceTable, bundles: Sequence[Bundle], loaded_by: datetime | None = None) -> list[Profile]:
    """Profiles of bundles with one schema, by partition and load day; `loaded_by` leaves out later rows."""
    rows = known = table.rows(bundles)
    if loaded_by is not None:
        known = rows.filter(rows[LOADED].isnull() | (rows[LOADED] <= int(loaded_by.timestamp())))
    counted = _counts(table, known, bundles[0])
    if not sum(profile.rows for profile in counted.values()):
        return []
    profiles = Building(counted)
    wanted = _wanted(table, rows, bundles[0])
    for group, levels in slicing.segments(table, known).items():
        profiles.attach_segments(group, levels)
    beside = isinstance(table, FilesTable)
    for name in (name for name in wanted.levels if not (beside and name in wanted.texts)):
        for group, counted_levels in frequencies.asked(table, known, name, wanted.levels[name]):
            profiles.attach(group, name, levels=counted_levels)
    if isinstance(table, FilesTable):
        read(profiles, table, rows, bundles, loaded_by, wanted)
    else:
        ask(profiles, table, known, wanted)
    return profiles.done()


def _wanted(table: SourceTable, rows: "ir.Table", bundle: Bundle) -> Wanted:
    names = [name for name, _ in bundle.schema]
    columns = table.table.columns
    numeric = [name for name in names if is_number(rows[name])]
    return Wanted(
        texts=[name for name in names if rows[name].type().is_string()],
        numbers=numeric,
        degrees=frozenset(
            name for name in numeric if rows[name].type().is_floating() and is_coordinate(name)
        ),
        sentinels=frozenset(
            name for name in numeric if name in columns and columns[name].watches_nulls is not None
        ),
        heavy=masses.wanted(table.table, rows),
        watched=_watched(table, rows),
        knots=KNOTS,
        levels=_levels(table, rows),
        vectors=_vectors(table, rows, bundle),
    )


def _vectors(table: SourceTable, rows: "ir.Table", bundle: Bundle) -> list[str]:
    """The columns that are declared as vectors, and hold lists of numbers."""
    kinds, columns = dict(bundle.schema), table.table.columns
    declared = [name for name in kinds if name in columns and columns[name].watches_vectors]
    if table.pushes_down:
        return [name for name in declared if kinds[name] in ARRAYS]
    return [name for name in declared if rows[name].type().is_array() and is_number(rows[name][0])]


def _watched(table: SourceTable, rows: "ir.Table") -> list[str]:
    """The numeric columns whose distribution is judged, and the load time."""
    columns = table.table.columns
    numeric = [name for name in rows.columns if name in columns and is_number(rows[name])]
    watched = [name for name in numeric if columns[name].watches_drift is not None]
    loaded = [LOADED] if table.table.loaded_at_field in rows.columns else []
    return [name for name in watched if not columns[name].is_category(number=True)] + loaded


def _levels(table: SourceTable, rows: "ir.Table") -> dict[str, bool]:
    """The columns whose levels are judged, and whether their names may be told."""
    columns = table.table.columns
    watched = [name for name in columns if name in rows.columns and columns[name].watches_drift is not None]
    return {name: columns[name].share for name in watched if _is_category(rows[name], columns[name])}


def _is_category(values: Any, declared: Column) -> bool:
    if is_number(values):
        return declared.is_category(number=True)
    return bool(values.type().is_string() or values.type().is_boolean())


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
        if table.pushes_down or not _is_read(column):
            measures |= _missing(column, at)
        if (strays := not_allowed(column, table.table.allowed(name))) is not None:
            measures[f"outside_{at}"] = count_where(strays)
        counted = values.measures(rows, name, table.table, numbers=table.pushes_down)
        counted |= rare.measures(rows, name, table.table)
        measures |= {f"value_{at}_{what}": measure for what, measure in counted.items()}
    measures |= slicing.contents(rows, names, table.pushes_down)
    answer = table.fetch(rows.group_by(DAY, LOAD_DAY).agg(**measures)).to_pylist()
    profiles = [_profile(row, names, bundle, table.table) for row in answer]
    return {(profile.partition, profile.load_day): profile for profile in profiles}


def _is_read(column: Any) -> bool:
    """Whether the values themselves are read where they lie beside us, and tell what is missing."""
    return is_number(column) or bool(column.type().is_string())


def _missing(column: Any, at: int) -> dict[str, Any]:
    measures = {f"nulls_{at}": count_where(column.isnull())}
    if column.type().is_floating() or column.type().is_decimal():
        measures[f"nan_{at}"] = count_where(is_nan(column))
    if column.type().is_string():
        measures[f"empty_{at}"] = count_where(column == "")
    return measures


def _profile(row: dict[str, Any], names: Sequence[str], bundle: Bundle, table: Table) -> Profile:
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
                values=replace(values.values(counted[at]), rare=rare.counts(counted[at], name, table)),
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
