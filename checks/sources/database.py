"""Tables in a PostgreSQL database, through ibis: the work is done there, and only the answers come here."""

import hashlib
import weakref
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from checks.declared import Table
from checks.sources.schemas import Schema
from checks.sources.tables import Bundle, SourceError, SourceTable, Unreadable, no_column, reason

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends.postgres import Backend

DAY_LONG = timedelta(days=1)
WATCHED_DAYS = 7
"""So many of the newest days are looked at again for rows that came late or were changed."""

BYTES_A_VALUE = 16
"""A guess, for how much is profiled at once."""


def connect(url: str) -> "Backend":
    """A connection that only reads, in UTC; the error of a failed one shows no password."""
    try:
        import psycopg
    except ImportError as error:
        raise SourceError("PostgreSQL needs a driver: install Oakum with its extra `postgres`") from error
    import ibis

    try:
        backend = ibis.postgres.from_connection(psycopg.connect(url, autocommit=True))
    except psycopg.Error as error:
        raise SourceError(f"{shown(url)} cannot be reached ({reason(error)})") from error
    backend.con.execute("SET default_transaction_read_only = on")
    weakref.finalize(backend, backend.con.close)
    return backend


def shown(url: str) -> str:
    """The address without user and password."""
    parts = urlsplit(url)
    host = parts.hostname or dict(parse_qsl(parts.query)).get("host", "")  # a folder, of a socket
    return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{parts.path}"


class DatabaseTable(SourceTable):
    """A table or view of a database, cut by the days of its partition column."""

    pushes_down = True

    def __init__(self, backend: "Backend", url: str, name: str, table: Table) -> None:
        super().__init__(name, table)
        self.backend, self.place = backend, table.path or name
        self.identity = f"database:{shown(url)}:{self.place}"
        self.bytes_fetched = 0

    def bundles(self, known: Collection[date] = ()) -> tuple[list[Bundle], list[Unreadable]]:
        """A bundle a day; days long before the newest known one come without a fingerprint."""
        rows, schema = self._rows(), self.schema()
        column = self.table.partition.column
        if column not in rows.columns:
            raise no_column(self.name, [column], rows.columns)
        settled = _settled(known)
        if settled:
            newer = rows[column] >= self._at(rows, max(settled) + DAY_LONG)
            rows = rows.filter(newer | rows[column].isnull() | self._within(rows, _gaps(settled)))
        day = rows[column].cast("date")
        marks = self.fetch(rows.group_by(day=day).agg(**self._marks(rows))).to_pylist()
        if not marks and not settled:
            raise SourceError(f"table {self.place} of {self.name} has no rows yet")
        old = [Bundle(day, (self._called(day),), "", schema, 0) for day in sorted(settled)]
        return [*old, *(self._bundle(mark, schema) for mark in marks)], []

    def schema(self) -> Schema:
        """The names and types of the columns, in their order."""
        kinds = self._rows().schema().items()
        return tuple((name, str(kind.copy(nullable=True))) for name, kind in kinds)

    def _marks(self, rows: "ir.Table") -> dict[str, Any]:
        """What changes when rows do: how many, when the newest was loaded, and the sum of their hashes."""
        import ibis

        named = [name for name in self.table.key if name in rows.columns] or [
            name for name in rows.columns if not rows[name].type().is_binary()
        ]
        values = [rows[name].cast("string").fill_null("") for name in named]
        text: Any = ibis.literal("\x1f").join(values)
        loaded = self.table.loaded_at_field
        marks = {"rows": rows.count(), "hashes": text.hash().bit_xor()}
        return marks | ({"loaded": rows[loaded].max()} if loaded in rows.columns else {})

    def _bundle(self, mark: dict[str, Any], schema: Schema) -> Bundle:
        day = mark.pop("day")
        fingerprint = hashlib.sha256(repr(sorted(mark.items())).encode()).hexdigest()[:32]
        return Bundle(
            day, (self._called(day),), fingerprint, schema, mark["rows"] * len(schema) * BYTES_A_VALUE
        )

    def _called(self, day: date | None) -> str:
        return f"{self.place}, {day or 'no day'}"

    def _rows(self) -> "ir.Table":
        schema, dot, name = self.place.partition(".")
        try:
            return self.backend.table(name if dot else schema, database=schema if dot else None)
        except Exception as error:  # ibis's own, or the driver's
            raise SourceError(f"table {self.name}: {self.place} cannot be read ({reason(error)})") from error

    def _at(self, rows: "ir.Table", day: date) -> Any:
        """The beginning of a day in the type of the partition column."""
        import ibis

        return ibis.literal(day.isoformat()).cast(rows[self.table.partition.column].type())

    def rows(self, bundles: Sequence[Bundle]) -> "ir.Table":
        """The rows of these days, asked for by the partition column itself, so that an index is of use."""
        rows = self._rows()
        wanted = self._within(rows, sorted(bundle.day for bundle in bundles if bundle.day is not None))
        if any(bundle.day is None for bundle in bundles):
            wanted |= rows[self.table.partition.column].isnull()
        return self._with_ours(rows.filter(wanted))

    def _within(self, rows: "ir.Table", days: Sequence[date]) -> Any:
        """Whether a row is of one of these rising days."""
        import ibis

        column = rows[self.table.partition.column]
        within: Any = ibis.literal(False)
        for first, last in _runs(days):
            within |= (column >= self._at(rows, first)) & (column < self._at(rows, last + DAY_LONG))
        return within

    def fetch(self, rows: "ir.Table") -> "pa.Table":
        """The answer to a query; how much came over the wire is counted."""
        import pyarrow as pa

        cursor = self.backend.con.execute(self.backend.compile(rows))
        schema = rows.schema().to_pyarrow()
        columns = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(schema)
        found = pa.Table.from_arrays(
            [_array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
        )
        self.bytes_fetched += found.nbytes
        return found


def _settled(known: Collection[date]) -> set[date]:
    """The known days that are not looked at again."""
    newest = max(known, default=date.min)
    return {day for day in known if newest - day > WATCHED_DAYS * DAY_LONG}


def _gaps(settled: Collection[date]) -> list[date]:
    """Days between settled ones that nothing is known of."""
    first, last = min(settled), max(settled)
    between = (first + DAY_LONG * at for at in range((last - first).days))
    return [day for day in between if day not in settled]


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """The first and last day of each unbroken run of rising days."""
    first = last = None
    for day in days:
        if last is not None and day - last == DAY_LONG:
            last = day
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last


def _array(values: Sequence[Any], kind: "pa.DataType") -> "pa.Array":
    """The driver's values as Arrow's: sums of integers come as decimals."""
    import pyarrow as pa

    plain = int if pa.types.is_integer(kind) else float if pa.types.is_floating(kind) else None
    if plain is None:
        return pa.array(values, kind)
    return pa.array([None if value is None else plain(value) for value in values], kind)
