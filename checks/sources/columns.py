"""The columns of a table in PostgreSQL, and how each is read, whatever its type.

Numbers, days, times, truth values and texts stay what they are. What is written like a text is read as one:
enums, UUIDs, addresses of networks. Of all else (JSON, arrays, bytes, intervals, points …) nothing is looked
at but which are NULL and whether they changed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from checks.sources.tables import SourceError

if TYPE_CHECKING:
    import ibis.expr.types as ir

KNOWN = ("int2", "int4", "int8", "float4", "float8", "bool", "date", "time", "timestamp", "timestamptz")
TEXTS = ("text", "varchar", "bpchar", "name", "char", "citext", "uuid", "macaddr", "macaddr8")
TEXT_CATEGORIES = {"E": "enums", "I": "addresses of networks", "S": "strings"}
READ_AS = {"money": "decimal(19, 2)", "oid": "int64"}
LARGEST = Decimal(10) ** 307
"""A larger `numeric` is none of Python's or Arrow's numbers: it counts as infinite."""

COLUMNS = """
    WITH RECURSIVE relation AS (
        SELECT pg_class.oid AS relation, nspname, relname
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
          AND (nspname || '.' || relname = %(path)s
               OR relname = %(path)s AND pg_table_is_visible(pg_class.oid))
        ORDER BY relname = %(path)s LIMIT 1
    ), resolved AS (
        SELECT attnum, attname, atttypid AS kind, atttypmod AS modifier, relation
        FROM relation JOIN pg_attribute ON attrelid = relation WHERE attnum > 0 AND NOT attisdropped
        UNION ALL  -- a domain is what it is made of
        SELECT attnum, attname, typbasetype, typtypmod, relation
        FROM resolved JOIN pg_type ON pg_type.oid = kind WHERE typtype = 'd'
    )
    SELECT nspname, relname, attname, typname, typcategory::text, modifier, format_type(kind, modifier),
           has_column_privilege(relation, attnum, 'SELECT')
    FROM relation LEFT JOIN resolved USING (relation) LEFT JOIN pg_type ON pg_type.oid = kind
    WHERE typtype IS DISTINCT FROM 'd' ORDER BY attnum
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `written` is its type as PostgreSQL names it, `limited` whether that has a length."""

    name: str
    kind: str
    category: str
    limited: bool
    written: str
    readable: bool

    @property
    def is_text(self) -> bool:
        """Whether it is read as a text."""
        return self.kind in TEXTS or self.category in TEXT_CATEGORIES

    @property
    def is_any_number(self) -> bool:
        """Whether it is a number of any size and precision."""
        return self.kind == "numeric" and not self.limited

    @property
    def is_known(self) -> bool:
        """Whether ibis knows its type as it is."""
        return self.kind in (*KNOWN, "text", "varchar", "numeric")


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, view or materialized view, and all its columns."""

    schema: str
    name: str
    columns: Sequence[Column]


def relation(found: Sequence[tuple[Any, ...]], path: str) -> Relation:
    """A table, from the answer to `COLUMNS`; raises `SourceError` where there is none to read."""
    if not found:
        raise SourceError(f"{path} cannot be read (there is no such table or view)")
    columns = [
        Column(name, kind, category, modifier != -1, written, readable)
        for _, _, name, kind, category, modifier, written, readable in found
        if name is not None
    ]
    if not any(column.readable for column in columns):
        raise SourceError(f"{path} cannot be read (no right to: GRANT SELECT on it)")
    schema, name, *_ = found[0]
    return Relation(schema, name, columns)


def told(backend: Any, column: Column) -> str:
    """The type as it is kept and told: called as in files where files know it."""
    if column.is_known or column.kind == "bpchar":
        return str(backend.compiler.type_mapper.from_string(column.written))
    return column.written


def as_read(
    backend: Any, relation: Relation, columns: Sequence[Column], exact: Collection[str]
) -> "ir.Table":
    """The rows with these columns; numbers of any size are doubles, but for the `exact` columns."""
    import ibis
    import ibis.expr.operations as ops

    # all of them: where every column that ibis knows of is wanted, it asks for *
    schema = {column.name: _declared(backend, column) for column in relation.columns}
    there = ops.DatabaseTable(
        relation.name, ibis.schema(schema), backend, ops.Namespace(database=relation.schema)
    )
    rows: Any = there.to_expr()
    return rows.select(**{column.name: _read(rows[column.name], column, exact) for column in columns})


def _declared(backend: Any, column: Column) -> Any:
    """What ibis is told; where it must leave the value alone, that it is unknown."""
    import ibis.expr.datatypes as dt

    return backend.compiler.type_mapper.from_string(column.written) if column.is_known else dt.unknown


def _read(value: Any, column: Column, exact: Collection[str]) -> Any:
    if column.is_any_number and column.name not in exact:
        return _double(value)
    if column.kind in READ_AS:
        return value.cast(READ_AS[column.kind])
    return value.cast("string") if column.is_text and not column.is_known else value


def _double(number: Any) -> Any:
    """A `numeric` as a double: to cast one that is too large would be an error. NaN is larger than any."""
    import ibis

    return ibis.cases(
        (number.between(-LARGEST, LARGEST), number.cast("float64")),
        (number < -LARGEST, float("-inf")),
        (number.cast("string") == "NaN", float("nan")),
        (number > LARGEST, float("inf")),
    )


def as_text(rows: "ir.Table") -> "ir.Table":
    """The rows with every column that ibis does not know as a text."""
    unknown = [name for name, kind in rows.schema().items() if kind.is_unknown()]
    return rows.mutate(**{name: rows[name].cast("string") for name in unknown}) if unknown else rows
