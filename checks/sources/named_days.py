"""Tables whose files are called like days: what the day is called, and what their rows say of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from pathlib import PurePath
from typing import TYPE_CHECKING

from checks.sources import guesses
from checks.sources.column_counts import kind_of
from checks.sources.counting import count_where
from checks.sources.dated import is_dated
from checks.sources.tables import DAY, Bundle, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Held:
    """A column that holds a day in every row. `cuts_finer` where each file has several days, and none has one
    of another: a week a file, or all days in one."""

    column: str
    cuts_finer: bool


def name_of_day(path: str, bundles: Sequence[Bundle]) -> str:
    """What the day in a path is to be called: as in `dt=20260131`, or else `day`, unless a column is."""
    for part in PurePath(path).parts:
        name, _, value = part.partition("=")
        if is_dated(value):
            return name
    taken = {name.lower() for bundle in bundles for name, _ in bundle.schema}
    names = chain(["day", "file_day"], (f"file_day_{at}" for at in count(2)))
    return next(name for name in names if name not in taken)


def days_held(source: SourceTable, rows: "ir.Table", bundle: Bundle) -> Iterator[Held]:
    """The columns that seem to hold the day of a row, and do so in every one."""
    kinds = [(name, kind_of(kind)) for name, kind in bundle.schema if name != source.cut_by]
    likely = [name for name in guesses.by_day_likeness(kinds) if not guesses.says_another_day(name)]
    for column in likely[: guesses.TRIED_DAY_COLUMNS]:
        if (held := _held(source, rows, column)) is not None:
            yield held


def _held(source: SourceTable, rows: "ir.Table", column: str) -> Held | None:
    pairs = rows.select(file=rows[DAY], own=rows[column].cast("date")).distinct()
    asked = pairs.agg(
        pairs=pairs.count(),
        files=pairs["file"].nunique(),
        days=pairs["own"].nunique(),
        none=count_where(pairs["own"].isnull()),
        last=pairs["own"].max().cast("string"),
    )
    try:
        said = source.fetch(asked).to_pylist()[0]
        last = date.fromisoformat(said["last"])
    except Exception:  # a text that is no day, a date before the calendar: it is another column
        return None
    if said["none"] or not guesses.is_sensible(last):
        return None
    return Held(column, said["pairs"] == said["days"] > said["files"])
