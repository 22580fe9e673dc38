"""Tables in files, through ibis on DuckDB."""

import glob
import hashlib
import os
import warnings
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING

from checks.declared import Table
from checks.figures import counted
from checks.sources.days_in_path import DaysInPath
from checks.sources.empty_days import empty_days, folders_above
from checks.sources.foreign import instead
from checks.sources.interrupts import interruptible
from checks.sources.json_lines import JsonLines
from checks.sources.matching import matching
from checks.sources.schemas import (
    Schema,
    Written,
    in_words_of_ibis,
    merged,
    with_known_times,
)
from checks.sources.seen import Seen
from checks.sources.sniffing import Sniffer
from checks.sources.tables import (
    READ,
    TEXT_FILES,
    Bundle,
    LikelyEverywhereError,
    SourceError,
    SourceTable,
    Unreadable,
    is_json,
    is_text,
    reason,
    written_as,
)
from checks.sources.twins import twins

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from ibis.backends.duckdb import Backend
    from numpy.typing import NDArray


def connect() -> "Backend":
    """An in-memory DuckDB whose time zone is UTC."""
    import ibis

    # ibis 12 asks DuckDB 2 for answers by an old name; the warning is for ibis, not for our users
    warnings.filterwarnings("ignore", r"fetch_arrow_table\(\) is deprecated", DeprecationWarning)
    backend = ibis.duckdb.connect()
    backend.con = interruptible(backend.con)
    backend.raw_sql("SET TimeZone = 'UTC'")
    backend.raw_sql("SET enable_progress_bar = false")  # it would be drawn into our own answer
    return backend


def _is_mark(file: str, path: str) -> bool:
    """Whether a file is one that Spark, Hive or an editor leaves beside the data."""
    return _name(file).startswith(("_", ".")) and not _name(path).startswith(("_", "."))


def _name(file: str) -> str:
    """The last part of a path; of thousands of files, `PurePath` would take longer than to list them."""
    return file.rpartition(os.sep)[2]


def _stat(file: str) -> os.stat_result:
    shown = file.encode("utf-8", "backslashreplace").decode()
    if shown != file:
        raise SourceError(f"{shown}: its name is not utf-8 encoded: rename the file")
    try:
        found = os.stat(file)  # noqa: PTH116 (a `Path` takes as long again, and there are thousands)
    except OSError as error:  # a link to nowhere, or gone since it was listed: the other partitions go on
        raise SourceError(f"{file}: cannot be read ({error.strerror})") from error
    if not S_ISREG(found.st_mode):  # to open a pipe would wait for whoever writes into it
        kind = "a folder" if S_ISDIR(found.st_mode) else "no file that can be read"
        raise SourceError(f"{file} is {kind}: have `path` of the table match nothing but files of data")
    return found


def _mark(file: str, stat: os.stat_result) -> str:
    return f"{file}:{stat.st_size}:{stat.st_mtime_ns}"


def _fingerprint(day: date | None, marks: Sequence[str]) -> str:
    return hashlib.sha256(("\n".join(marks) or f"no file on {day}").encode()).hexdigest()[:32]


def _told(why: str, where: Mapping[date | None, str]) -> list[Unreadable]:
    """What hinders several partitions alike, in the same words, which name the newest."""
    newest, others = max(where, key=lambda day: day or date.min), len(where) - 1
    more = f" and {counted(others, 'more partition')}" if others else ""
    return [Unreadable(day, f"{where[newest]}{more}: cannot be read ({why})") for day in where]


def _demand_one_format(files: Sequence[str]) -> None:
    first = files[0] if files else ""
    for other in files:
        if written_as(other) != written_as(first):
            said = f"it is {written_as(other)}, and {first} in the same partition is {written_as(first)}"
            raise SourceError(f"{other}: {said}: narrow `path` of the table, or write one format")


class FilesTable(SourceTable):
    """A table in Parquet or CSV files; `path` may be a pattern, and may name days."""

    def __init__(self, backend: "Backend", name: str, root: Path, table: Table) -> None:
        super().__init__(name, table)
        self.backend, self.root, self.path = backend, root, table.path or ""
        self.pattern = str(root / self.path)
        self.identity = f"files:{self.pattern}"
        self.days = DaysInPath(root, self.path, self.cut_by)
        self._sniffer, self._json = Sniffer(backend), JsonLines(backend)

    def bundles(self, known: Collection[date] = ()) -> tuple[list[Bundle], list[Unreadable]]:
        """What there is to read, by partition, and what cannot be; nothing at all is a `SourceError`."""
        found = matching(self.days.glob)
        on_the_way = folders_above(found)  # `**` matches these too
        files = sorted(
            file for file in found if not _is_mark(file, self.path) and file.rstrip(os.sep) not in on_the_way
        )
        if not files:
            change = instead(self.root) or "mend `path` of the table or `root` of its source"
            raise SourceError(f"no file matches {self.pattern}: {change}")
        before, self.seen = self.seen, {}
        bundles: list[Bundle] = []
        alike: dict[str, dict[date | None, str]] = {}
        by_day, unreadable = self._by_day(files)
        for day, group in by_day.items():
            try:
                bundles.append(self._bundle(day, tuple(group), before))
            except LikelyEverywhereError as error:
                alike.setdefault(str(error), {})[day] = error.file
            except SourceError as error:
                unreadable.append(Unreadable(day, str(error)))
        return bundles, [*unreadable, *(each for why, where in alike.items() for each in _told(why, where))]

    def _by_day(self, files: Sequence[str]) -> tuple[dict[date | None, list[str]], list[Unreadable]]:
        """The files of each day; a day whose folder is empty has none."""
        by_day: dict[date | None, list[str]] = {}
        unreadable = []
        for file in files:
            try:
                by_day.setdefault(self.days.of(file), []).append(file)
            except ValueError as error:
                unreadable.append(Unreadable(None, str(error)))
        first = min((day for day in by_day if day), default=date.max)
        empty, closed = empty_days(self.days.folders(), files)
        for day in empty:
            if day > first:  # before it, files were cleared away
                by_day.setdefault(day, [])
        return by_day, [*unreadable, *closed]

    def _bundle(self, day: date | None, files: tuple[str, ...], before: Seen) -> Bundle:
        _demand_one_format(files)
        stats = [_stat(file) for file in files]
        marks = [_mark(file, stat) for file, stat in zip(files, stats, strict=True)]
        schemas: dict[Schema, str] = {}
        delimiters: list[str] = []
        for file, mark in zip(files, marks, strict=True):
            written = self.seen[mark] = before.get(mark) or self._look(file)
            self._sniffer.before = written
            delimiters.append(written.delimiter)
            if why := twins(written.names, (self.cut_by,) if day and self.cut_by else ()):
                raise LikelyEverywhereError(why, file)
            if written.schema:  # a file of JSON without a line says nothing of its columns
                schemas.setdefault(written.schema, file)
        try:
            schema = merged(schemas, is_text(files[0])) if schemas else ()
        except ValueError as error:
            raise SourceError(str(error)) from error
        size = sum(stat.st_size for stat in stats)
        mark, mixed = _fingerprint(day, marks), len(schemas) > 1
        forms = self.seen[marks[-1]].day_forms if day and files else ()
        return Bundle(day, files, mark, schema, size, mixed, tuple(delimiters), forms)

    def is_as_it_was(self, bundle: Bundle) -> bool:
        """A file may be written anew between two of the queries that tell one profile."""
        try:
            marks = [_mark(file, _stat(file)) for file in bundle.files]
        except SourceError:
            return False
        return _fingerprint(bundle.day, marks) == bundle.fingerprint

    def _look(self, file: str) -> Written:
        """Names and types in the order of the file; a file that cannot be read is a `SourceError`."""
        try:
            if is_json(file):
                return self._json.look(file, self._sniffer.before)
            if is_text(file):
                return self._sniffer.look(file)
            import pyarrow.parquet as parquet

            return Written(in_words_of_ibis(parquet.read_schema(file).remove_metadata()))
        except LikelyEverywhereError:
            raise
        except Exception as error:  # every engine has its own errors; all mean that this file cannot be read
            known = file.lower().endswith((".parquet", *TEXT_FILES))
            why = instead(Path(file)) or (reason(error) if known else f"no Parquet: {READ}")
            raise SourceError(f"{file}: cannot be read ({why})") from error

    def rows(self, bundles: Sequence[Bundle], exact: Collection[str] = ()) -> "ir.Table":
        """The rows of bundles with one schema, with the four columns of ours; numbers are what files say."""
        return self._with_ours(self.days.with_day(self._read(bundles), bundles))

    def _read(self, bundles: Sequence[Bundle]) -> "ir.Table":
        files = [glob.escape(file) for bundle in bundles for file in bundle.files]
        schema, options = bundles[0].schema, self.days.options(bundles)
        if bundles[0].written_as == "JSON":
            return self._json.read(files, schema, options)
        options["union_by_name"] = bundles[0].mixed
        if is_text(files[0]):
            delimiters = [delimiter for bundle in bundles for delimiter in bundle.delimiters]
            return self._sniffer.read(dict(zip(files, delimiters, strict=True)), schema, options)
        return with_known_times(self.backend.read_parquet(files, **options), schema)

    def in_memory(self, name: str, values: "NDArray[np.uint64]") -> "ir.Table":
        """A table of one column, whose values are here."""
        import pyarrow as pa

        self.backend.con.register("oakum: in memory", pa.table({name: values}))
        return self.backend.table("oakum: in memory")

    def fetch(self, rows: "ir.Table") -> "pa.Table":
        """The answer to a query. (ibis's own `to_pyarrow` imports pandas, which takes most of a second.)"""
        return self.backend.con.sql(self.backend.compile(rows)).to_arrow_table()
