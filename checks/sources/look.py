"""A first look at a table that nobody has described: its days, its columns, its key."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from checks.declared import PartitionBy, Table
from checks.notation import LONGEST_NAME
from checks.sources import guesses
from checks.sources.column_counts import counted, kind_of
from checks.sources.counting import count_where
from checks.sources.folder import Found
from checks.sources.guesses import Column
from checks.sources.likely_key import LikelyKey, likely_key
from checks.sources.named_days import days_held, name_of_day
from checks.sources.opening import Database, Opened, Place
from checks.sources.tables import (
    DAY,
    EVENT,
    LOAD_DAY,
    LOADED,
    Bundle,
    NoDayError,
    SourceError,
    SourceTable,
    Unreadable,
    by_schema,
    reason,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

SAMPLED_DAYS = 182
SAMPLED_BYTES = 128 * 2**20
"""So many of the newest days are looked at, fewer where they are large."""

DATED = re.compile(r"(?<![0-9a-f])(19|20)\d\d-?(0[1-9]|1[0-2])-?([0-2]\d|3[01])(?![0-9a-f])", re.IGNORECASE)
"""A day in the name of a file: such a table has days, though no row says so."""

_NO_COLUMN = "oakum: no column"

CutBy = Callable[[str], Any]
"""Opens the table as cut by a column, or by the days of its path under this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is there, and what it seems to be. Counts are of the `rows` of the `seen_days` since `since`;
    `left_out` says which columns could not be looked at. Without a `partition` it is one whole, which has no
    days; `seemed` are columns that are called like a day and do not hold one in every row; `columns` are all
    but that of the partition."""

    name: str
    path: str
    partition: str | None
    in_path: bool
    days: int
    since: date
    newest: date | None
    rows: int
    seen_days: int
    key: LikelyKey
    event_time: str | None
    loaded_at: str | None
    features: tuple[Column, ...]
    unreadable: int
    left_out: tuple[str, ...] = ()
    seemed: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()


def look(opened: Opened, place: Place, found: Found) -> Look:
    """Look at a table. Raises `SourceError`, which says why it cannot be judged."""
    if not _can_be_written(found.path):
        raise SourceError("the name of a file or folder on the way is not UTF-8: rename it")
    if len(found.name) > LONGEST_NAME:
        raise SourceError(f"its name has more than {LONGEST_NAME} characters: rename it")
    try:
        return _look(opened, place, found)
    except SourceError:
        raise
    except Exception as error:  # every engine has its own errors; all mean that this table cannot be read
        raise SourceError(f"cannot be read ({reason(error)})") from error


def _can_be_written(path: str) -> bool:
    """In a configuration, which is UTF-8; a file system takes any bytes for a name."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


class _NoDaysError(Exception):
    """No column holds a day in every row; says which seemed to."""


def _look(opened: Opened, place: Place, found: Found) -> Look:
    def cut(path: str, column: str) -> SourceTable:
        declared = Table(source="init", path=path, partition=PartitionBy(column=column))
        return opened.table(place, found.name, declared)

    try:
        if isinstance(place, Database):
            return _look_at_days(partial(cut, found.path), found)
        if found.dated and (seen := _look_at_named(partial(cut, found.dated), found)):
            return seen
        return _look_at_files(partial(cut, found.path), found)
    except _NoDaysError as error:
        whole = opened.table(place, found.name, Table(source="init", path=found.path, partition="none"))
        return _look_at_whole(whole, found, error.args)


def _look_at_days(cut_by: CutBy, found: Found) -> Look:
    source, bundles, broken = _cut_in_database(cut_by)
    newest = max(bundle.day or date.min for bundle in bundles)
    seen = _told(source, _newest_rows(source, bundles), found, newest, len(bundles), 0)
    return replace(seen, left_out=(*seen.left_out, *(part.what for part in broken), *_hidden(source)))


def _look_at_files(cut_by: CutBy, found: Found) -> Look:
    bundles, unreadable = cut_by(found.day_column or _NO_COLUMN).bundles()
    if not bundles:
        raise SourceError(unreadable[0].what)
    if found.day_column is not None:
        source, days = cut_by(found.day_column), {bundle.day for bundle in bundles if bundle.day}
        newest = max(days)
        rows = _newest_rows(source, bundles)
        count = len(days)
    else:
        source, newest, count = _cut_by_a_column(cut_by, bundles)
        rows = source.rows(bundles)
        since = newest - timedelta(days=SAMPLED_DAYS - 1)
        rows = rows.filter(rows[DAY] >= since)
    return _told(source, rows, found, newest, count, len(unreadable))


def _look_at_named(cut_by: CutBy, found: Found) -> Look | None:
    """The table cut by the days in the names of its files; None where a column cuts it better."""
    bundles, unreadable = cut_by(_NO_COLUMN).bundles()
    if not bundles:
        raise SourceError(unreadable[0].what)
    column = name_of_day(found.dated or "", bundles)
    source = cut_by(column)
    rows = _newest_rows(source, bundles)
    held = [*days_held(source, rows, max(bundles, key=_day))]
    if any(each.cuts_finer for each in held):
        return None
    days = [bundle.day for bundle in bundles if bundle.day]
    named = replace(found, path=found.dated or "", day_column=column)
    also = {each.column for each in held}
    return _told(source, rows, named, max(days), len(days), len(unreadable), also)


def _look_at_whole(source: SourceTable, found: Found, seemed: tuple[str, ...]) -> Look:
    bundles, broken = source.bundles()
    if not bundles:
        raise SourceError(broken[0].what)
    parts = (part for file in bundles[0].files for part in PurePath(file).parts[-2:])
    if "*" in found.path and any(map(DATED.search, parts)):
        raise SourceError(
            "its days are in the names of its files, which are not written alike, and no column holds one in "
            "every row: name them alike, or declare those that are, with a path like orders_%Y-%m-%d.csv"
        )
    seen = _told(source, source.rows(bundles), found, None, 0, 0)
    return replace(
        seen,
        seemed=seemed,
        left_out=(*seen.left_out, *(part.what for part in broken), *_hidden(source)),
        event_time=None,
    )


def _hidden(source: SourceTable) -> tuple[str, ...]:
    return (f"this user may not read {', '.join(source.out_of_sight)}",) if source.out_of_sight else ()


def _cut_in_database(cut_by: CutBy) -> tuple[SourceTable, list[Bundle], list[Unreadable]]:
    """The table cut by the column that seems to hold the day, its days, and what could not be read of it."""
    kinds = [(name, kind_of(kind)) for name, kind in cut_by(_NO_COLUMN).schema()]
    likely = guesses.by_day_likeness(kinds)[: guesses.TRIED_DAY_COLUMNS]
    for column in likely:
        source = cut_by(column)
        try:
            bundles, broken = source.bundles()
        except NoDayError:  # it is another column
            continue
        if all(bundle.day and guesses.is_sensible(bundle.day) for bundle in bundles):
            return source, bundles, broken
    raise _NoDaysError(*likely)


def _day(bundle: Bundle) -> date:
    return bundle.day or date.min


def _newest_rows(source: SourceTable, bundles: Sequence[Bundle]) -> "ir.Table":
    """The newest days that look alike and are not empty."""
    full = sorted((each for each in bundles if not each.is_empty), key=_day)
    if not full:
        raise SourceError("its files have no rows yet")
    alike = by_schema(reversed(full))[0][::-1]
    newest, *others = reversed(alike[-SAMPLED_DAYS:])
    sizes = accumulate((each.size for each in others), initial=newest.size)
    few = [each for each, size in zip(others, list(sizes)[1:], strict=True) if size <= SAMPLED_BYTES]
    rows = source.rows([newest, *few])
    stored = {name for name, _ in newest.schema} | {source.cut_by, DAY, LOAD_DAY, LOADED, EVENT}
    return rows.drop(*(name for name in rows.columns if name not in stored))  # like `year=2026` in the path


def _cut_by_a_column(cut_by: CutBy, bundles: Sequence[Bundle]) -> tuple[SourceTable, date, int]:
    """The table cut by the column that seems to hold the day, its newest day, and how many there are."""
    if bundles[0].is_empty:
        raise SourceError("its files have no rows yet")
    likely = guesses.by_day_likeness([(name, kind_of(kind)) for name, kind in bundles[0].schema])
    for column in likely[: guesses.TRIED_DAY_COLUMNS]:
        source = cut_by(column)
        if found := span(source, bundles):
            return source, *found
    raise _NoDaysError(*likely[: guesses.TRIED_DAY_COLUMNS])


def span(source: SourceTable, bundles: Sequence[Bundle]) -> tuple[date, int] | None:
    """The newest day and the number of days, where the column has a sensible one in every row."""
    try:
        day = source.rows(bundles)[DAY]
        said = source.fetch(
            day.as_table().agg(
                last=day.max().cast("string"), days=day.nunique(), none=count_where(day.isnull())
            )
        ).to_pylist()[0]
        last = date.fromisoformat(said["last"])
    except Exception:  # a text that is no day, a date before the calendar: it is another column
        return None
    return (last, said["days"]) if not said["none"] and guesses.is_sensible(last) else None


def _as_day(column: Column) -> Column:
    return replace(column, kind="day") if column.kind == "text" else column


def _told(
    source: SourceTable,
    rows: "ir.Table",
    found: Found,
    newest: date | None,
    days: int,
    unreadable: int,
    days_too: Collection[str] = (),
) -> Look:
    """`days_too` are texts that hold a day as well: they are no levels, and no feature."""
    count, seen_days, since, found_columns = counted(source, rows)
    columns = [column for column in found_columns if len(column.name) <= LONGEST_NAME]
    columns = [_as_day(column) if column.name in days_too else column for column in columns]
    if not count:
        raise SourceError("its newest days have no rows" if newest else "it has no rows yet")
    partition = source.cut_by
    own = [column for column in columns if column.name != partition]
    loaded = guesses.loaded_at(own, count)
    event = guesses.event_time(columns, count, loaded)
    never = {partition} | ({loaded} if loaded else set())
    plain = rows.select(DAY, *(column.name for column in columns if column.kind != "other"))
    called_so = {column.name for column in own if column.like_a_key}
    possible = guesses.possible_keys(own, count, seen_days, never)
    key = likely_key(source, plain, possible, called_so, count)
    taken = {*key.names, *never} | ({event} if event else set())
    return Look(
        name=found.name,
        path=found.path,
        partition=partition or None,
        in_path=found.day_column is not None,
        days=days,
        since=since,
        newest=newest,
        rows=count,
        seen_days=seen_days,
        key=key,
        event_time=event,
        loaded_at=loaded,
        features=tuple(guesses.features(own, count, taken)),
        columns=tuple(own),
        unreadable=unreadable,
        left_out=_unnamed(len(found_columns) - len(columns)),
    )


def _unnamed(many: int) -> tuple[str, ...]:
    """What cannot be declared."""
    said = "a column has a name" if many == 1 else f"{many:,} columns have names"
    return (f"{said} of more than {LONGEST_NAME} characters, which cannot be declared",) if many else ()
