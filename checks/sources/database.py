"""Tables in a PostgreSQL database, through ibis: the work is done there, and only the answers come here."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from checks.declared import Table
from checks.sources.columns import COLUMNS, Relation, as_read, as_text, relation, told
from checks.sources.connection import answer, shown
from checks.sources.schemas import Schema
from checks.sources.tables import (
    FIRST_DAY,
    LAST_DAY,
    Bundle,
    NoDayError,
    QueryError,
    SourceError,
    SourceTable,
    Unreadable,
    no_column,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends.postgres import Backend

DAY_LONG = timedelta(days=1)
WATCHED_DAYS = 7
"""So many of the newest days are looked at again for rows that came late or were changed."""

BYTES_A_VALUE = 16
"""A guess, for how much is profiled at once."""

_NULL = "\x1e"
"""Stands for NULL where a row is hashed: no text of people has it."""


class DatabaseTable(SourceTable):
    """A table or view of a database, cut by the days of its partition column."""

    pushes_down = True

    def __init__(self, backend: "Backend", url: str, name: str, table: Table) -> None:
        super().__init__(name, table)
        self.backend, self.url, self.place = backend, url, table.path or name
        self.identity = f"database:{shown(url)}:{self.place}"
        self.bytes_fetched = 0
        self._broken: dict[str, str] = {}

    def bundles(self, known: Collection[date] = ()) -> tuple[list[Bundle], list[Unreadable]]:
        """A bundle a day; days long before the newest known one come without a fingerprint.

        A column that cannot be worked out (a view divides by zero) is left out, and told.
        """
        self._demand_day()
        settled = _settled(known)
        rows = self._unsettled(settled)
        try:
            marks = self._marks(rows, known)
        except QueryError as error:
            self._leave_out_broken(rows, error)
            marks = self._marks(self._unsettled(settled), known)
        if not marks and not settled:
            raise SourceError(f"table {self.place} of {self.name} has no rows yet")
        schema = self.schema()
        self._demand_readable()
        left = tuple(self._broken)
        old = [Bundle(day, (self._called(day),), "", schema, 0, left_out=left) for day in sorted(settled)]
        return [*old, *(self._bundle(day, mark, schema) for day, mark in marks.items())], self._left_out()

    def _left_out(self) -> list[Unreadable]:
        return [
            Unreadable(None, f"column {name} is left out: it cannot be read ({why})")
            for name, why in self._broken.items()
        ]

    def schema(self) -> Schema:
        """The names and types of the columns, in their order."""
        there = self._relation.columns
        return tuple(
            (column.name, told(self.backend, column))
            for column in there
            if column.readable and column.name not in self._broken
        )

    @property
    def out_of_sight(self) -> Sequence[str]:  # type: ignore[override] # known once the table was asked for
        """Columns that the user may not read."""
        return [column.name for column in self._relation.columns if not column.readable]

    @cached_property
    def _relation(self) -> Relation:
        try:
            return relation(answer(self.backend, self.url, COLUMNS, path=self.place), self.place)
        except SourceError as error:
            raise SourceError(f"table {self.name}: {error}") from error

    def _demand_day(self) -> None:
        """Raise a `SourceError` where the partition column is not there, or says no day."""
        self._demand_rights()
        rows, column = self._rows(), self.cut_by
        if column not in rows.columns:
            raise no_column(f"table {self.name}", [column], rows.columns)
        kind = rows[column].type()
        if not (kind.is_date() or kind.is_timestamp() or kind.is_string()):
            said = f"{column} is {dict(self.schema())[column]}"
            raise NoDayError(f"table {self.name}: {said}: a day, a time or a text like 2026-01-31 is needed")

    def _demand_rights(self) -> None:
        """Raise a `SourceError` where a column is named that this user may not read."""
        named = {self.cut_by, *self.table.named_columns}
        if hidden := [name for name in self.out_of_sight if name in named]:
            said = f"GRANT SELECT ({', '.join(hidden)}) ON {self.place}"
            raise SourceError(f"table {self.name}: this user may not read {', '.join(hidden)}: {said}")

    def _marks(self, rows: "ir.Table", known: Collection[date]) -> dict[date | None, dict[str, Any]]:
        """What changes when rows of a day do: how many, the newest load time, the sum of their hashes.

        Only days that will be looked at again are hashed: nobody will compare the others.
        """
        loaded = self.table.loaded_at_field
        counts = {"rows": rows.count()} | ({"loaded": rows[loaded].max()} if loaded in rows.columns else {})
        marks = {mark.pop("day"): mark for mark in self._by_day(rows, counts)}
        days = sorted(day for day in marks if day is not None)
        newest = max(known, default=days[-1] if days else date.max)
        watched = [day for day in days if day >= newest - WATCHED_DAYS * DAY_LONG]
        if not marks.keys() & {*watched, None}:
            return marks
        hashed = rows.filter(self._within(rows, watched) | self._has_no_day(rows))
        for mark in self._by_day(hashed, {"hashes": hashes(hashed)}):
            marks.setdefault(mark["day"], {"rows": 0})["hashes"] = mark["hashes"]
        return marks

    def _by_day(self, rows: "ir.Table", measures: dict[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.fetch(
            rows.group_by(day=self._day(rows)).agg(**measures)
        ).to_pylist()
        return found

    def _unsettled(self, settled: Collection[date]) -> "ir.Table":
        """The rows that are looked at again."""
        rows = self._rows()
        if not settled:
            return rows
        newer = rows[self.cut_by] >= self._at(rows, max(settled) + DAY_LONG)
        return rows.filter(newer | self._has_no_day(rows) | self._within(rows, _gaps(settled)))

    def _leave_out_broken(self, rows: "ir.Table", error: QueryError) -> None:
        """Find the columns that cannot be worked out; raises `SourceError` where nothing else can."""
        unreadable = SourceError(f"table {self.name}: {self.place} cannot be read ({error})")
        if self._refused(rows, rows.count()):
            raise unreadable from error
        if self.cut_by and (why := self._refused(rows, self._day(rows).count())):
            column = self.cut_by
            raise NoDayError(f"{column} does not say the day of every row ({why})") from error
        texts = {name: rows[name].cast("string").count() for name in rows.columns}
        self._broken = {name: why for name, text in texts.items() if (why := self._refused(rows, text))}
        if not self._broken:
            raise unreadable from error

    def _demand_readable(self) -> None:
        """Raise a `SourceError` where a column is broken that says which row is which, and when it was."""
        table = self.table
        needed = {*table.key, *table.segment, table.event_time, table.loaded_at_field}
        for name, why in self._broken.items():
            if name in needed:
                raise SourceError(f"table {self.name}: column {name} cannot be read ({why})")

    def _refused(self, rows: "ir.Table", measure: Any) -> str:
        """Why the engine cannot work something out; empty where it can."""
        try:
            self.fetch(rows.agg(there=measure))
        except QueryError as error:
            return str(error)
        return ""

    def _bundle(self, day: date | None, mark: dict[str, Any], schema: Schema) -> Bundle:
        text = repr([day, *sorted(mark.items())])  # of old days only the rows are counted: many are alike
        fingerprint = hashlib.sha256(text.encode()).hexdigest()[:32]
        size = mark["rows"] * len(schema) * BYTES_A_VALUE
        return Bundle(day, (self._called(day),), fingerprint, schema, size, left_out=tuple(self._broken))

    def _called(self, day: date | None) -> str:
        return f"{self.place}, {day or 'no day'}"

    def _rows(self, exact: Collection[str] = ()) -> "ir.Table":
        there = [each for each in self._relation.columns if each.readable and each.name not in self._broken]
        return as_read(self.backend, self._relation, there, {*self.table.key, *exact})

    def _has_no_day(self, rows: "ir.Table") -> Any:
        """The same asked of the partition column itself, so that an index is of use."""
        column = rows[self.cut_by]
        return (
            column.isnull()
            | (column < self._at(rows, FIRST_DAY))
            | (column >= self._at(rows, LAST_DAY + DAY_LONG))
        )

    def _at(self, rows: "ir.Table", day: date) -> Any:
        """The beginning of a day in the type of the partition column."""
        import ibis

        return ibis.literal(day.isoformat()).cast(rows[self.cut_by].type())

    def rows(self, bundles: Sequence[Bundle], exact: Collection[str] = ()) -> "ir.Table":
        """The rows of these days, asked for by the partition column itself, so that an index is of use."""
        rows = self._rows(exact)
        wanted = self._within(rows, sorted(bundle.day for bundle in bundles if bundle.day is not None))
        if any(bundle.day is None for bundle in bundles):
            wanted |= self._has_no_day(rows)
        return self._with_ours(rows.filter(wanted))

    def _within(self, rows: "ir.Table", days: Sequence[date]) -> Any:
        """Whether a row is of one of these rising days."""
        import ibis

        column = rows[self.cut_by]
        within: Any = ibis.literal(False)
        for first, last in _runs(days):
            within |= (column >= self._at(rows, first)) & (column < self._at(rows, last + DAY_LONG))
        return within

    def fetch(self, rows: "ir.Table") -> "pa.Table":
        """The answer to a query; how much came over the wire is counted."""
        import pyarrow as pa

        plain = as_text(rows)
        answered = answer(self.backend, self.url, self.backend.compile(plain))
        schema = plain.schema().to_pyarrow()
        columns = list(zip(*answered, strict=True)) or [()] * len(schema)
        found = pa.table(
            {field.name: _array(values, field.type) for values, field in zip(columns, schema, strict=True)}
        )
        self.bytes_fetched += found.nbytes
        return found


def hashes(rows: "ir.Table") -> Any:
    """The sum of the hashes of the rows, of all their columns: two rows that are alike do not cancel out."""
    import ibis

    values = [rows[name].cast("string").fill_null(_NULL) for name in rows.columns]
    text: Any = ibis.literal("\x1f").join(values)
    return text.hash().sum().cast("string")


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
    if plain is not None:
        return pa.array([None if value is None else plain(value) for value in values], kind)
    try:
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # more digits than the type is taken to have
        return pa.array([None if value is None else str(value) for value in values])
