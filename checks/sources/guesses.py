"""What the columns of a table are for, guessed from their names and from what was counted of them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

Kind = Literal["number", "whole", "text", "time", "day", "other"]

YEARS = (1900, 2200)
TRIED_DAY_COLUMNS = 6
MOST_KEY_COLUMNS = 4
KEY_CANDIDATES = 8
ABOUT = 0.8
"""The numbers of distinct values are estimates, a tenth off at most."""
NEAR = 0.99
"""This share of the rows must agree with a guess about times."""

_LOADED = re.compile(r"load|ingest|insert|arriv|land|sync|etl|receiv|process|import|dwh|_dlt", re.IGNORECASE)
_HAPPENED = re.compile(r"event|happen|occur|creat|time|_at$|_ts$|^ts$|start|seen", re.IGNORECASE)
_DAY = re.compile(r"(^|_)(day|date|ds|dt)($|_)|partition", re.IGNORECASE)
_OTHER_DAY = re.compile(r"birth|born|expir|due|valid|end|deadline|until|updat|modif|delet", re.IGNORECASE)
_KEY = re.compile(r"(^|_)(id|key|uuid|guid|code|no|nr|number|name|email|hash|sku)$", re.IGNORECASE)
_CAMEL_KEY = re.compile(r"[a-z](Id|Key|No)$")
_CLOCK = re.compile(r"(^|_)(time|year|month|day|hour|minute|second|week|zip|lat|lon|ts|at)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """What was counted of one column in the rows that were looked at.

    `on_day` and `near_day` count times on the day of their partition, and at most one day away from it;
    `after` those not before it. `moments` counts whole numbers that are seconds or milliseconds since 1970.
    """

    name: str
    kind: Kind
    missing: int = 0
    distinct: int = 0
    on_day: int = 0
    near_day: int = 0
    after: int = 0
    moments: int = 0

    def counts_time(self, rows: int) -> bool:
        """Whether it holds moments, which go on from day to day: no distribution that should stay."""
        return 0 < self.moments >= NEAR * (rows - self.missing)

    @property
    def like_a_key(self) -> bool:
        """Whether it is called like a part of a key."""
        return bool(_KEY.search(self.name) or _CAMEL_KEY.search(self.name))


def by_day_likeness(columns: Sequence[tuple[str, Kind]]) -> list[str]:
    """The columns that may hold the day of a row, the likeliest first."""

    def rank(column: tuple[str, Kind]) -> tuple[bool, ...]:
        name, kind = column
        strange = bool(_OTHER_DAY.search(name)), bool(_LOADED.search(name))
        return *strange, not _DAY.search(name), kind == "text", kind != "day", not _HAPPENED.search(name)

    possible = [(n, k) for n, k in columns if k in ("day", "time") or (k == "text" and _DAY.search(n))]
    return [name for name, _ in sorted(possible, key=rank)]


def is_sensible(day: date) -> bool:
    """Whether there may be data of a day."""
    return YEARS[0] <= day.year <= YEARS[1]


def says_another_day(name: str) -> bool:
    """Whether a column is called like a day that is not the one of the row: of its loading, of a birth."""
    return bool(_OTHER_DAY.search(name) or _LOADED.search(name))


def loaded_at(columns: Sequence[Column], rows: int) -> str | None:
    """The time at which a row arrived: it is called so, and never lies before the day of the row."""
    return next(
        (c.name for c in _times(columns, rows) if _LOADED.search(c.name) and c.after + c.missing == rows),
        None,
    )


def event_time(columns: Sequence[Column], rows: int, loaded: str | None) -> str | None:
    """The time at which a row happened: on its day, or beside it where the time zone is another."""
    near = [c for c in _times(columns, rows) if c.name != loaded and c.near_day >= NEAR * rows]
    near = [column for column in near if not _LOADED.search(column.name)]
    best = max(
        near, key=lambda c: (c.on_day * 10 // rows, bool(_HAPPENED.search(c.name)), c.distinct), default=None
    )
    return None if best is None else best.name


def _times(columns: Sequence[Column], rows: int) -> list[Column]:
    return [c for c in columns if c.kind == "time" and c.distinct > 1 and c.missing <= (1 - NEAR) * rows]


def possible_keys(
    columns: Sequence[Column], rows: int, days: int, never: Collection[str]
) -> Iterator[tuple[str, ...]]:
    """Sets of columns that could tell the rows of a day apart, the best first: few, and called like a key."""
    whole = [
        column
        for column in columns
        if not column.missing and column.kind in ("whole", "text", "time", "day") and column.name not in never
        if column.distinct > 1
    ]
    whole.sort(key=lambda column: (_strangeness(column), -column.distinct))
    best = whole[:KEY_CANDIDATES]
    sets = [s for size in range(1, MOST_KEY_COLUMNS + 1) for s in combinations(best, size)]
    sets.sort(key=lambda some: (len(some) + sum(map(_strangeness, some)), [best.index(c) for c in some]))
    for some in sets:
        reach = days
        for column in some:
            reach *= column.distinct
        if reach >= ABOUT * rows:
            yield tuple(column.name for column in columns if column in some)


def _strangeness(column: Column) -> float:
    """How much a column counts against a key, beside one that is called like a key."""
    if column.like_a_key:
        return 0
    return {"text": 0.6, "whole": 0.7, "time": 0.8, "day": 0.8}.get(column.kind, 1.0)


def features(columns: Sequence[Column], rows: int, taken: Collection[str]) -> list[Column]:
    """Columns that could feed a model, the one to begin with first.

    A number that is missing here and there comes first: it was looked up or joined, and where that fails it
    is the first to show it. Then numbers that differ from row to row; then texts.
    """
    free = [
        column
        for column in columns
        if column.name not in taken and column.kind in ("number", "whole", "text") and column.distinct > 1
        if not column.like_a_key and column.missing < rows and not column.counts_time(rows)
    ]
    return sorted(free, key=lambda column: _plainness(column, rows))


def _plainness(column: Column, rows: int) -> tuple[bool, bool, bool, bool, int]:
    seldom = 0 < column.missing < rows / 2
    often = column.missing >= rows / 2
    clock = bool(_CLOCK.search(column.name))
    return often, column.kind == "text" or clock, not seldom, column.kind == "whole", -column.distinct
