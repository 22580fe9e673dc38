"""The keys of several tables, side by side in one engine and in types that can be compared."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checks.sources.files import connect
from checks.sources.tables import DAY, EVENT, LOADED, Bundle, SourceError, SourceTable, by_schema, no_column

if TYPE_CHECKING:
    import ibis.expr.datatypes as dt
    import ibis.expr.types as ir
    import pyarrow as pa

Marks = Callable[["ir.Table"], Mapping[str, Any]]
"""What else is wanted of each row, under names of ours."""

Fetch = Callable[["ir.Table"], "pa.Table"]
MOST_DIGITS, DIGITS_OF_WHOLE = 38, 19


@dataclass(frozen=True, slots=True)
class Side:
    """A table, what can be read of it, and its columns that are compared with those of another."""

    table: SourceTable
    bundles: Sequence[Bundle]
    columns: tuple[str, ...]
    marks: Marks | None = None


@dataclass(frozen=True, slots=True)
class Keyed:
    """The keys of each side as `key_0`, `key_1` …, with day, first event, marks and number of rows `n`.

    A side without a row is None.
    """

    sides: Sequence["ir.Table | None"]
    key: tuple[str, ...]
    fetch: Fetch

    @property
    def hash_is_wide(self) -> bool:
        """Whether the engine hashes any key to 64 bits, alike on every side."""
        return all(rows.get_backend().name == "duckdb" for rows in self.sides if rows is not None)


def keyed(sides: Sequence[Side], days: Sequence[Collection[date]], as_of: datetime) -> Keyed:
    """The keys of the rows of these days that were known then.

    Raises `SourceError` where they cannot be compared.
    """
    parts = [
        [known(side.table, rows, as_of) for rows in rows_of(side.table, side.bundles, wanted, side.columns)]
        for side, wanted in zip(sides, days, strict=True)
    ]
    for side, part in zip(sides, parts, strict=True):
        for rows in part:
            demand(side.table, rows, side.columns)
    named = [f"key_{at}" for at in range(len(sides[0].columns))]
    kinds = [_common(sides, parts, at) for at in range(len(named))]
    found = [_side(part, side, kinds) for part, side in zip(parts, sides, strict=True)]
    return _together(found, sides, tuple(named))


def rows_of(
    table: SourceTable, bundles: Sequence[Bundle], days: Collection[date] | None, exact: Collection[str] = ()
) -> list["ir.Table"]:
    """The rows of these days (None: all that are there), once for each way in which the files look."""
    wanted = [bundle for bundle in bundles if days is None or bundle.day is None or bundle.day in days]
    full = (bundle for bundle in wanted if not bundle.is_empty)
    each = [table.rows(alike, exact) for alike in by_schema(full)]
    return each if days is None else [rows.filter(rows[DAY].isin(sorted(days))) for rows in each]


def known(table: SourceTable, rows: "ir.Table", as_of: datetime | None) -> "ir.Table":
    """The rows that were loaded by then (None: until now); those without a load time count as loaded."""
    if as_of is None or not table.table.loaded_at_field:
        return rows
    return rows.filter(rows[LOADED].isnull() | (rows[LOADED] <= int(as_of.timestamp())))


def demand(table: SourceTable, rows: "ir.Table", columns: Collection[str]) -> None:
    """Raise a `SourceError` that names the columns which are not there."""
    if missing := [name for name in columns if name not in rows.columns]:
        there = [name for name in rows.columns if not name.startswith("oakum: ")]
        raise no_column(f"table {table.name}", missing, there)


def _common(sides: Sequence[Side], parts: Sequence[Sequence["ir.Table"]], at: int) -> "dt.DataType":
    """The type in which the `at`-th column of all sides can be compared."""
    import ibis

    found: dict[str, tuple[str, str]] = {}
    kinds = []
    for side, part in zip(sides, parts, strict=True):
        column = side.columns[at]
        for kind in (rows[column].type() for rows in part):
            kinds.append(kind)
            if not _is_nothing(kind):
                found.setdefault(family(kind), (f"{side.table.name}.{column}", str(kind)))
    if len(found) > 1:
        (one, kind), (other, another) = list(found.values())[:2]
        raise SourceError(never_equal(one, kind, other, another))
    return ibis.dtype(_spoken(next(iter(found), "text"), [kind for kind in kinds if not _is_nothing(kind)]))


def never_equal(one: str, kind: object, other: str, another: object) -> str:
    """What is said of keys that cannot be compared."""
    return f"{one} is {kind} and {other} is {another}: such keys are never equal; give both one type"


def _is_nothing(kind: "dt.DataType") -> bool:
    """Whether a column says nothing of its type: no row of its file has a value."""
    return bool(kind.is_null() or kind.is_unknown())


def family(kind: "dt.DataType") -> str:
    """What kind of value a type holds; two values of one family can be compared."""
    if kind.is_boolean():
        return "switch"
    if kind.is_numeric():
        return "number"
    if kind.is_timestamp():
        return "time"
    return "text" if kind.is_string() or kind.is_uuid() else "day" if kind.is_date() else str(kind)


def _spoken(name: str, kinds: Sequence["dt.DataType"]) -> str:
    """The one type for values of a family, in ibis's words."""
    if name == "number":
        if all(kind.is_integer() for kind in kinds):
            return "int64"
        if any(kind.is_floating() for kind in kinds):
            return "float64"
        return _of_decimals([kind for kind in kinds if kind.is_decimal()])
    if name == "time":
        return "timestamp('UTC', 6)" if any(kind.timezone for kind in kinds) else "timestamp(6)"
    return {"switch": "boolean", "text": "string", "day": "date"}.get(name, name)


def _of_decimals(kinds: Sequence["dt.DataType"]) -> str:
    """A decimal that holds all their digits, those of whole numbers too; else the digits as a text."""
    if any(kind.precision is None or kind.scale is None for kind in kinds):
        return "string"
    before = max(DIGITS_OF_WHOLE, *(kind.precision - kind.scale for kind in kinds))
    after = max(kind.scale for kind in kinds)
    return f"decimal({MOST_DIGITS}, {after})" if before + after <= MOST_DIGITS else "string"


def _side(part: Sequence["ir.Table"], side: Side, kinds: Sequence["dt.DataType"]) -> "ir.Table | None":
    import ibis

    found = [
        rows.select(
            DAY,
            at=rows[EVENT],
            n=ibis.literal(1, "int64"),
            **{
                f"key_{place}": _cast(rows[column], kind)
                for place, (column, kind) in enumerate(zip(side.columns, kinds, strict=True))
            },
            **(side.marks(rows) if side.marks else {}),
        )
        for rows in part
    ]
    return ibis.union(*found) if len(found) > 1 else found[0] if found else None


def _cast(column: "ir.Column", kind: "dt.DataType") -> Any:
    if column.type() == kind:
        return column
    cast: Any = column.cast(kind)
    if column.type().is_decimal() and kind.is_string():  # 5.00, 5.0 and 5 are one number
        return cast.re_replace(r"(\.[0-9]*[1-9])0+$", r"\1").re_replace(r"\.0+$", "")
    return cast


def _together(found: Sequence["ir.Table | None"], sides: Sequence[Side], key: tuple[str, ...]) -> Keyed:
    """All sides in one engine: where they lie in several, how often each key occurs is brought to DuckDB."""
    if len({id(rows.get_backend()) for rows in found if rows is not None}) <= 1:
        return Keyed(found, key, sides[0].table.fetch)
    duckdb = connect()
    brought: list[ir.Table | None] = []
    for place, (rows, side) in enumerate(zip(found, sides, strict=True)):
        if rows is None:
            brought.append(None)
            continue
        marks = [name for name in rows.columns if name not in (DAY, "at", "n", *key)]
        counted = rows.group_by(DAY, *key, *marks).agg(at=rows["at"].min(), n=rows["n"].sum())
        duckdb.con.register(f"side_{place}", side.table.fetch(counted))
        there = duckdb.table(f"side_{place}")
        brought.append(there.mutate(n=there["n"].cast("int64")))  # a sum of DuckDB's comes as a decimal
    return Keyed(brought, key, lambda rows: duckdb.con.sql(duckdb.compile(rows)).to_arrow_table())
