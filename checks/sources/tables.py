"""Tables in files, through ibis on DuckDB: which partitions there are, how they look, and their rows."""

import glob
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from checks.declared import Table

if TYPE_CHECKING:  # ibis takes a quarter of a second: commands that read no data do not pay it
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

DAY, LOAD_DAY, LOADED, EVENT = "oakum_day", "oakum_load_day", "oakum_loaded", "oakum_event"
"""Columns that every table gets: partition, day and epoch second of loading, epoch second of the event."""

SECONDS_A_DAY = 86_400


class SourceError(Exception):
    """A table, or a part of it, cannot be read; the message says which and what to change."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that are read together: those of one partition, or all of a table that is not cut in its path."""

    day: date | None
    files: tuple[str, ...]
    fingerprint: str
    schema: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a table that could not be read."""

    day: date | None
    what: str


def connect() -> "Backend":
    """An in-memory DuckDB whose time zone is UTC."""
    import ibis

    backend = ibis.duckdb.connect()
    backend.raw_sql("SET TimeZone = 'UTC'")
    return backend


class FilesTable:
    """A table in Parquet or CSV files; `path` may be a pattern, and may name partitions as `column=value`."""

    def __init__(self, backend: "Backend", name: str, root: Path, table: Table) -> None:
        self.backend, self.name, self.root, self.table = backend, name, root, table
        self.pattern = str(root / (table.path or ""))
        self.identity = f"files:{self.pattern}"

    def bundles(self) -> tuple[list[Bundle], list[Unreadable]]:
        """What there is to read, by partition, and what cannot be; nothing at all is a `SourceError`."""
        files = sorted(glob.glob(self.pattern, recursive=True))  # noqa: PTH207 (pathlib knows no absolute patterns)
        if not files:
            raise SourceError(
                f"no file matches {self.pattern}: mend `path` of the table or `root` of its source"
            )
        by_day: dict[date | None, list[str]] = {}
        bundles, unreadable = [], []
        for file in files:
            try:
                by_day.setdefault(self._day_in_path(file), []).append(file)
            except ValueError as error:
                unreadable.append(Unreadable(None, str(error)))
        for day, group in by_day.items():
            try:
                bundles.append(self._bundle(day, tuple(group)))
            except SourceError as error:
                unreadable.append(Unreadable(day, str(error)))
        return bundles, unreadable

    def _day_in_path(self, file: str) -> date | None:
        prefix = f"{self.table.partition.column}="
        for part in PurePath(file).parts:
            if part.startswith(prefix):
                try:
                    return date.fromisoformat(part.removeprefix(prefix)[:10])
                except ValueError as error:
                    raise ValueError(
                        f"{file}: {part!r} does not name a day; write {prefix}2026-01-31"
                    ) from error
        return None

    def _bundle(self, day: date | None, files: tuple[str, ...]) -> Bundle:
        marks = [f"{file}:{(stat := Path(file).stat()).st_size}:{stat.st_mtime_ns}" for file in files]
        schemas = {self._schema_of(file): file for file in files}
        if len(schemas) > 1:
            first, second, *_ = schemas.values()
            raise SourceError(f"{second}: its columns differ from those of {first} in the same partition")
        return Bundle(
            day, files, hashlib.sha256("\n".join(marks).encode()).hexdigest()[:32], next(iter(schemas))
        )

    def _schema_of(self, file: str) -> tuple[tuple[str, str], ...]:
        """Names and types in the order of the file; a file that cannot be read is a `SourceError`."""
        try:
            if file.endswith((".csv", ".csv.gz", ".tsv")):
                schema = self.backend.read_csv(file, hive_partitioning=False).schema()
            else:
                import ibis
                import pyarrow.parquet as parquet

                schema = ibis.Schema.from_pyarrow(parquet.read_schema(file))
        except Exception as error:  # every engine has its own errors; all mean that this file cannot be read
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise SourceError(f"{file}: cannot be read ({reason})") from error
        return tuple((column, str(kind)) for column, kind in schema.items())

    def rows(self, bundles: Sequence[Bundle]) -> "ir.Table":
        """The rows of bundles with one schema, with the four columns of ours."""
        files = [file for bundle in bundles for file in bundle.files]
        cut_in_path = bundles[0].day is not None
        if files[0].endswith((".csv", ".csv.gz", ".tsv")):
            expression = self.backend.read_csv(files, hive_partitioning=cut_in_path)
        else:
            expression = self.backend.read_parquet(files, hive_partitioning=cut_in_path)
        return self._with_ours(expression)

    def demand_columns(self, bundles: Sequence[Bundle]) -> None:
        """Raise a `SourceError` that lists the columns which the configuration names and no file has."""
        present = dict.fromkeys(name for bundle in bundles for name, _ in bundle.schema)
        cut_in_path = {self.table.partition.column} if any(bundle.day for bundle in bundles) else set()
        named = [self.table.partition.column, *self.table.named_columns]
        if missing := [column for column in named if column not in {*present, *cut_in_path}]:
            raise SourceError(
                f"table {self.name} has no column {', '.join(missing)}; its columns are {', '.join(present)}"
            )

    def _with_ours(self, rows: "ir.Table") -> "ir.Table":
        import ibis

        loaded = self._epoch(rows, self.table.loaded_at_field)
        event = self._epoch(rows, self.table.event_time)
        day = rows[self.table.partition.column].cast("date")
        no_day = ibis.null("int64")
        return rows.mutate(
            **{
                DAY: day,
                LOADED: loaded if loaded is not None else ibis.null("int64"),
                LOAD_DAY: (loaded // SECONDS_A_DAY).cast("int64") if loaded is not None else no_day,
                EVENT: event if event is not None else ibis.null("int64"),
            }
        )

    def _epoch(self, rows: "ir.Table", column: str | None) -> "ir.IntegerColumn | None":
        if column is None or column not in rows.columns:
            return None
        values = rows[column]
        if values.type().is_date():
            values = values.cast("timestamp")
        if not values.type().is_timestamp():
            raise SourceError(f"table {self.name}: {column} is {values.type()}, a time is needed")
        return values.epoch_seconds()


def by_schema(bundles: Iterable[Bundle]) -> list[list[Bundle]]:
    """Bundles that look alike, together: each group can be read in one scan."""
    groups: dict[Any, list[Bundle]] = {}
    for bundle in bundles:
        groups.setdefault((bundle.schema, bundle.day is None), []).append(bundle)
    return list(groups.values())


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row as JSON knows them."""
    return {
        name: value if isinstance(value, bool | int | float | str | type(None)) else str(value)
        for name, value in row.items()
    }
