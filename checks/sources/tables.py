"""Tables in files, through ibis on DuckDB: which partitions there are, how they look, and their rows."""

import glob
import hashlib
import os
import warnings
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from checks.declared import Table
from checks.sources.broken_lines import in_words
from checks.sources.empty_days import day_named, empty_days
from checks.sources.schemas import (
    NUMBERS,
    Schema,
    Written,
    in_words_of_ibis,
    is_empty,
    merged,
    with_known_times,
)
from checks.sources.seen import Seen
from checks.sources.sniffing import Sniffer

if TYPE_CHECKING:  # ibis takes a quarter of a second: commands that read no data do not pay it
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from ibis.backends.duckdb import Backend
    from numpy.typing import NDArray

DAY, LOAD_DAY, LOADED, EVENT = "oakum: day", "oakum: load day", "oakum: loaded", "oakum: event"
"""Columns that every table gets: partition, day and epoch second of loading, epoch second of the event."""

TIMES = ("0001-01-01 00:00:00", "9999-12-31 23:59:59")
"""Any other time is a mistake, and as good as none."""

TEXT_FILES = (".csv", ".csv.gz", ".tsv", ".tsv.gz")
READ = f"files named .parquet, {', '.join(TEXT_FILES)} are read"


class SourceError(Exception):
    """A table, or a part of it, cannot be read; the message says which and what to change."""

    columns: tuple[str, ...] = ()
    """Those that are named and not there, so that whoever knows where they are written can say so."""


def no_column(table: str, missing: Sequence[str], there: Collection[str]) -> SourceError:
    """What is said of columns that a table does not have."""
    near = {name: get_close_matches(name, there, n=1) for name in missing}
    said = ", ".join(f"{name} (did you mean {meant[0]}?)" if meant else name for name, meant in near.items())
    error = SourceError(f"table {table} has no column {said}; its columns are {', '.join(there)}")
    error.columns = tuple(missing)
    return error


class TooSlowError(SourceError):
    """A query ran into a time limit; fewer rows at once may do."""


class NoDayError(SourceError):
    """The partition column does not say the day of every row."""


class QueryError(Exception):
    """An engine refused a query; the message holds none of the values it may have been about."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that are read together: those of one partition, or all of a table that is not cut in its path.

    A partition without a file is one without rows.
    `schema` is what the files say; `size` is in bytes. Files of `mixed` ones have their columns in another
    order, or of another type where they are empty: they are read by name, which takes longer. `delimiters`
    part the fields of each text file; empty for one that is written in an unusual way. `left_out` are columns
    that are there and cannot be read.
    """

    day: date | None
    files: tuple[str, ...]
    fingerprint: str
    schema: Schema
    size: int
    mixed: bool = False
    delimiters: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def kinds(self) -> Schema:
        """The schema as people are told it: in a text file 1 and 1.5 are both written as numbers."""
        if not (self.files and is_text(self.files[0])):
            return self.schema
        return tuple((name, "number" if kind in NUMBERS else kind) for name, kind in self.schema)

    @property
    def is_empty(self) -> bool:
        """Whether no file has a row: a text file then says nothing of its types."""
        return not self.files or (is_text(self.files[0]) and is_empty(self.schema))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a table that could not be read."""

    day: date | None
    what: str


def connect() -> "Backend":
    """An in-memory DuckDB whose time zone is UTC."""
    import ibis

    # ibis 12 asks DuckDB 2 for answers by an old name; the warning is for ibis, not for our users
    warnings.filterwarnings("ignore", r"fetch_arrow_table\(\) is deprecated", DeprecationWarning)
    backend = ibis.duckdb.connect()
    backend.raw_sql("SET TimeZone = 'UTC'")
    backend.raw_sql("SET enable_progress_bar = false")  # it would be drawn into our own answer
    return backend


def is_text(file: str) -> bool:
    """Whether a file is CSV."""
    return file.lower().endswith(TEXT_FILES)


def _is_mark(file: str, path: str) -> bool:
    """Whether a file is one that Spark, Hive or an editor leaves beside the data."""
    return PurePath(file).name.startswith(("_", ".")) and not PurePath(path).name.startswith(("_", "."))


def _stat(file: str) -> os.stat_result:
    try:
        return Path(file).stat()
    except OSError as error:  # a link to nowhere, or gone since it was listed: the other partitions go on
        raise SourceError(f"{file}: cannot be read ({error.strerror})") from error


class SourceTable(ABC):
    """A table in a source, as the profiles read it: its partitions, their rows, the answers to queries.

    `pushes_down` where the rows lie elsewhere: then answers are worked out there, and only they come here.
    """

    identity: str
    """What kept profiles are found by."""
    pushes_down = False
    out_of_sight: Sequence[str] = ()
    """Columns that are there, but that Oakum may not read."""

    def __init__(self, name: str, table: Table) -> None:
        self.name, self.table, self.cut_by = name, table, table.day_column or ""
        self.seen: Seen = {}
        """What is known of files already; after `bundles`, of those that are there now."""

    @abstractmethod
    def bundles(self, known: Collection[date] = ()) -> tuple[list[Bundle], list[Unreadable]]:
        """What there is to read, by partition, and what cannot be; nothing at all is a `SourceError`.

        Of the `known` partitions, those that settled long ago may come without a fingerprint: they are taken
        to be what they were.
        """

    @abstractmethod
    def rows(self, bundles: Sequence[Bundle], exact: Collection[str] = ()) -> "ir.Table":
        """The rows of bundles with one schema, with the four columns of ours; numbers in the `exact` columns,
        and in the key, keep all their digits."""

    @abstractmethod
    def fetch(self, rows: "ir.Table") -> "pa.Table":
        """The answer to a query."""

    def demand_columns(self, bundles: Sequence[Bundle]) -> None:
        """Raise a `SourceError` that lists the columns which the configuration names and no file has."""
        present = dict.fromkeys(name for bundle in bundles for name, _ in bundle.schema)
        elsewhere = {self.cut_by} if any(bundle.day for bundle in bundles) else set()
        elsewhere |= {name for bundle in bundles for name in bundle.left_out}  # said where it was left out
        named = [*([self.cut_by] if self.cut_by else []), *self.table.named_columns]
        if missing := [column for column in named if column not in {*present, *elsewhere}]:
            raise no_column(self.name, missing, present)

    def _with_ours(self, rows: "ir.Table") -> "ir.Table":
        import ibis

        if taken := {DAY, LOAD_DAY, LOADED, EVENT}.intersection(rows.columns):
            raise SourceError(f"table {self.name}: rename {min(taken)!r}, a column name that Oakum needs")
        loaded, event = (
            self._moment(rows, name) for name in (self.table.loaded_at_field, self.table.event_time)
        )
        none, epoch = ibis.null("int64"), ibis.date(1970, 1, 1)
        return rows.mutate(
            **{
                DAY: self._day(rows),
                LOADED: none if loaded is None else loaded.epoch_seconds().cast("int64"),
                LOAD_DAY: none if loaded is None else loaded.date().delta(epoch, unit="day").cast("int64"),
                EVENT: none if event is None else event.epoch_seconds().cast("int64"),
            }
        )

    def _day(self, rows: "ir.Table") -> Any:
        """The day of each row."""
        return rows[self.cut_by].cast("date")

    def _moment(self, rows: "ir.Table", column: str | None) -> "ir.TimestampColumn | None":
        """The times of a column, in UTC; one outside the years 1 to 9999 is none."""
        import ibis

        if column is None or column not in rows.columns:
            return None
        values = rows[column]
        if not (values.type().is_date() or values.type().is_timestamp()):
            raise SourceError(f"table {self.name}: {column} is {values.type()}, a time is needed")
        values = values.cast("timestamp")
        return values.between(*map(ibis.timestamp, TIMES)).ifelse(values, None)


class FilesTable(SourceTable):
    """A table in Parquet or CSV files; `path` may be a pattern, and may name partitions as `column=value`."""

    def __init__(self, backend: "Backend", name: str, root: Path, table: Table) -> None:
        super().__init__(name, table)
        self.backend, self.root, self.path = backend, root, table.path or ""
        self.pattern = str(root / self.path)
        self.identity = f"files:{self.pattern}"
        self._sniffer = Sniffer(backend)

    def bundles(self, known: Collection[date] = ()) -> tuple[list[Bundle], list[Unreadable]]:
        """What there is to read, by partition, and what cannot be; nothing at all is a `SourceError`."""
        pattern = str(Path(glob.escape(str(self.root))) / self.path)
        found = glob.glob(pattern, recursive=True)  # noqa: PTH207 (pathlib knows no absolute patterns)
        files = sorted(file for file in found if not _is_mark(file, self.path))
        if not files:
            raise SourceError(
                f"no file matches {self.pattern}: mend `path` of the table or `root` of its source"
            )
        before, self.seen = self.seen, {}
        bundles: list[Bundle] = []
        by_day, unreadable = self._by_day(files)
        for day, group in by_day.items():
            try:
                bundles.append(self._bundle(day, tuple(group), before))
            except SourceError as error:
                unreadable.append(Unreadable(day, str(error)))
        return bundles, unreadable

    def _by_day(self, files: Sequence[str]) -> tuple[dict[date | None, list[str]], list[Unreadable]]:
        """The files of each day; a day whose folder is empty has none."""
        by_day: dict[date | None, list[str]] = {}
        unreadable = []
        for file in files:
            try:
                by_day.setdefault(self._day_in_path(file), []).append(file)
            except ValueError as error:
                unreadable.append(Unreadable(None, str(error)))
        first = min((day for day in by_day if day), default=date.max)
        for day in empty_days(self.root, self.path, self.cut_by, files):
            if day > first:  # before it, files were cleared away
                by_day.setdefault(day, [])
        return by_day, unreadable

    def _day_in_path(self, file: str) -> date | None:
        prefix = f"{self.cut_by}="
        for part in PurePath(file).parts:
            if part.startswith(prefix):
                try:
                    return day_named(part.removeprefix(prefix))
                except ValueError as error:
                    raise ValueError(
                        f"{file}: {part!r} does not name a day; write {prefix}2026-01-31"
                    ) from error
        return None

    def _bundle(self, day: date | None, files: tuple[str, ...], before: Seen) -> Bundle:
        facts = [(file, stat.st_size, stat.st_mtime_ns) for file in files for stat in [_stat(file)]]
        marks = [f"{file}:{size}:{changed}" for file, size, changed in facts]
        schemas: dict[Schema, str] = {}
        delimiters: list[str] = []
        for file, mark in zip(files, marks, strict=True):
            written = self.seen[mark] = before.get(mark) or self._look(file)
            self._sniffer.before = written
            delimiters.append(written.delimiter)
            schemas.setdefault(written.schema, file)
        try:
            schema = merged(schemas, is_text(files[0])) if files else ()
        except ValueError as error:
            raise SourceError(str(error)) from error
        fingerprint = hashlib.sha256(("\n".join(marks) or f"no file on {day}").encode()).hexdigest()[:32]
        size = sum(size for _, size, _ in facts)
        return Bundle(day, files, fingerprint, schema, size, len(schemas) > 1, tuple(delimiters))

    def _look(self, file: str) -> Written:
        """Names and types in the order of the file; a file that cannot be read is a `SourceError`."""
        try:
            if is_text(file):
                return self._sniffer.look(file)
            import pyarrow.parquet as parquet

            return Written(in_words_of_ibis(parquet.read_schema(file).remove_metadata()))
        except Exception as error:  # every engine has its own errors; all mean that this file cannot be read
            why = reason(error) if file.lower().endswith((".parquet", *TEXT_FILES)) else f"no Parquet: {READ}"
            raise SourceError(f"{file}: cannot be read ({why})") from error

    def rows(self, bundles: Sequence[Bundle], exact: Collection[str] = ()) -> "ir.Table":
        """The rows of bundles with one schema, with the four columns of ours; numbers are what files say."""
        files = [file for bundle in bundles for file in bundle.files]
        options = {"hive_partitioning": bundles[0].day is not None, "union_by_name": bundles[0].mixed}
        schema = bundles[0].schema
        if is_text(files[0]):
            delimiters = [delimiter for bundle in bundles for delimiter in bundle.delimiters]
            texts = dict(zip(files, delimiters, strict=True))
            return self._with_ours(self._sniffer.read(texts, schema, options))
        expression = self.backend.read_parquet(files, **options)
        return self._with_ours(with_known_times(expression, schema))

    def in_memory(self, name: str, values: "NDArray[np.uint64]") -> "ir.Table":
        """A table of one column, whose values are here."""
        import pyarrow as pa

        self.backend.con.register("oakum: in memory", pa.table({name: values}))
        return self.backend.table("oakum: in memory")

    def fetch(self, rows: "ir.Table") -> "pa.Table":
        """The answer to a query. (ibis's own `to_pyarrow` imports pandas, which takes most of a second.)"""
        return self.backend.con.sql(self.backend.compile(rows)).to_arrow_table()


def reason(error: Exception) -> str:
    """The first line of what an engine says; of a broken line of a text file which and why."""
    said = str(error)
    return in_words(said) or next(iter(said.splitlines()), "") or type(error).__name__


def by_schema(bundles: Iterable[Bundle]) -> list[list[Bundle]]:
    """Bundles that look alike, together: each group can be read in one scan."""
    groups: dict[Any, list[Bundle]] = {}
    for bundle in bundles:
        groups.setdefault((bundle.schema, bundle.day is None, bundle.mixed), []).append(bundle)
    return list(groups.values())


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row as JSON knows them; times as ISO 8601 writes them, those with a zone in UTC."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> bool | int | float | str | None:
    if isinstance(value, datetime):
        in_utc = value.astimezone(UTC) if value.tzinfo else value
        return in_utc.isoformat().replace("+00:00", "Z")
    return value if isinstance(value, bool | int | float | str | type(None)) else str(value)
