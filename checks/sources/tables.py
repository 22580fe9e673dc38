"""Tables in a source, as the profiles read them: which partitions there are, their looks, and their rows."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from checks.declared import Table
from checks.sources.broken_lines import in_words
from checks.sources.schemas import (
    NUMBERS,
    Schema,
    is_empty,
)
from checks.sources.seen import Seen

if TYPE_CHECKING:  # ibis takes a quarter of a second: commands that read no data do not pay it
    import ibis.expr.types as ir
    import pyarrow as pa

DAY, LOAD_DAY, LOADED, EVENT = "oakum: day", "oakum: load day", "oakum: loaded", "oakum: event"
"""Columns that every table gets: partition, day and epoch second of loading, epoch second of the event."""

FIRST_DAY, LAST_DAY = date(1, 1, 2), date(9999, 12, 30)
"""Any other day is none: Python's calendar ends there, and infinity is no day either."""

TIMES = ("0001-01-01 00:00:00", "9999-12-31 23:59:59")
"""Any other time is a mistake, and as good as none."""

JSON_FILES = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz")
TEXT_FILES = (".csv", ".csv.gz", ".tsv", ".tsv.gz", *JSON_FILES)
READ = f"files named .parquet, {', '.join(TEXT_FILES)} are read"


class SourceError(Exception):
    """A table, or a part of it, cannot be read; the message says which and what to change."""

    columns: tuple[str, ...] = ()
    """Those that are named and not there, so that whoever knows where they are written can say so."""

    def of(self, place: str) -> str:
        """What is said of the files at a place."""
        return f"{place}: {self}"


def no_column(where: str, missing: Sequence[str], there: Collection[str]) -> SourceError:
    """What is said of columns that a table, or a file, does not have."""
    small = {name.lower(): name for name in there}
    near = {name: get_close_matches(name.lower(), small, n=1) for name in missing}
    said = ", ".join(
        f"{name} (did you mean {small[meant[0]]}?)" if meant else name for name, meant in near.items()
    )
    error = SourceError(f"{where} has no column {said}; its columns are {', '.join(there)}")
    error.columns = tuple(missing)
    return error


class LikelyEverywhereError(SourceError):
    """Why a file cannot be read, without its name: those of other partitions are likely to be the same."""

    def __init__(self, why: str, file: str) -> None:
        super().__init__(why)
        self.file = file


class TooSlowError(SourceError):
    """A query ran into a time limit; fewer rows at once may do."""


class NoTimeError(SourceError):
    """A column of times came to hold something else: what it holds is said before the files that do."""

    def of(self, place: str) -> str:
        return f"{self}: {place}"


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
    part the fields of each text file; empty for one that is written in an unusual way. `day_forms` say how
    columns of times write their days. `left_out` are columns that are there and cannot be read.
    """

    day: date | None
    files: tuple[str, ...]
    fingerprint: str
    schema: Schema
    size: int
    mixed: bool = False
    delimiters: tuple[str, ...] = ()
    day_forms: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def written_as(self) -> str:
        """What reads the files: those of two formats are not read together."""
        return written_as(self.files[0]) if self.files else ""

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


def is_text(file: str) -> bool:
    """Whether a file is CSV or JSON."""
    return file.lower().endswith(TEXT_FILES)


def is_json(file: str) -> bool:
    """Whether a file holds an object a line."""
    return file.lower().endswith(JSON_FILES)


def written_as(file: str) -> str:
    """The format of a file, by its name."""
    return "JSON" if is_json(file) else "CSV" if is_text(file) else "Parquet"


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

    def is_as_it_was(self, _bundle: Bundle) -> bool:
        """Whether what was read of a bundle is all of one moment, as far as can be told afterwards."""
        return True

    def demand_columns(self, bundles: Sequence[Bundle]) -> None:
        """Raise a `SourceError` that lists the columns which the configuration names and no file has."""
        present = dict.fromkeys(name for bundle in bundles for name, _ in bundle.schema)
        elsewhere = {self.cut_by} if any(bundle.day for bundle in bundles) else set()
        elsewhere |= {name for bundle in bundles for name in bundle.left_out}  # said where it was left out
        named = [*([self.cut_by] if self.cut_by else []), *self.table.named_columns]
        if missing := [column for column in named if column not in {*present, *elsewhere}]:
            raise no_column(f"table {self.name}", missing, present)

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
        """The day of each row; one that no calendar has is none."""
        day = rows[self.cut_by].cast("date")
        return day.between(FIRST_DAY, LAST_DAY).ifelse(day, None)

    def _moment(self, rows: "ir.Table", column: str | None) -> "ir.TimestampColumn | None":
        """The times of a column, in UTC; one outside the years 1 to 9999 is none."""
        import ibis

        if column is None or column not in rows.columns:
            return None
        values = rows[column]
        if not (values.type().is_date() or values.type().is_timestamp()):
            untyped = values.type().is_null() or values.type().is_unknown()
            is_what = (
                "NULL in every row" if untyped else "text" if values.type().is_string() else values.type()
            )
            raise NoTimeError(f"{column} is {is_what}, and a time is needed to judge the rows by")
        values = values.cast("timestamp")
        return values.between(*map(ibis.timestamp, TIMES)).ifelse(values, None)


def reason(error: Exception) -> str:
    """The first line of what an engine says; of a broken line of a text file which and why."""
    said = str(error)
    return in_words(said) or next(iter(said.splitlines()), "") or type(error).__name__


def by_schema(bundles: Iterable[Bundle]) -> list[list[Bundle]]:
    """Bundles that look alike, together: each group can be read in one scan."""
    groups: dict[Any, list[Bundle]] = {}
    for bundle in bundles:
        look = bundle.schema, bundle.day is None, bundle.mixed, bundle.written_as
        groups.setdefault(look, []).append(bundle)
    return list(groups.values())


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row as JSON knows them; times as ISO 8601 writes them, those with a zone in UTC."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> bool | int | float | str | None:
    if isinstance(value, datetime):
        in_utc = value.astimezone(UTC) if value.tzinfo else value
        return in_utc.isoformat().replace("+00:00", "Z")
    return value if isinstance(value, bool | int | float | str | type(None)) else str(value)
