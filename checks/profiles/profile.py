"""What one scan keeps of the rows of a partition that were loaded on one day; such profiles add up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from checks.profiles.distribution import Distribution
from checks.profiles.frequencies import Frequencies, together
from checks.profiles.repeats import NO_REPEATS, Repeats
from checks.profiles.repeats import add as add_repeats
from checks.profiles.slices import UNSLICED, Slices
from checks.profiles.slices import add as add_slices
from checks.profiles.values import NOTHING, Values, add
from checks.profiles.vectors import Vectors
from checks.profiles.vectors import add as add_vectors
from checks.verdict import Row

Schema = tuple[tuple[str, str], ...]
"""Column names with their types, in order."""

TIMES = ("date", "timestamp")


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """Missing values of a column, those that were not agreed, what was counted of the others, and if it is
    watched the distribution of its numbers, the frequencies of its levels, or what its vectors are like."""

    nulls: int = 0
    nan: int = 0
    empty: int = 0
    distribution: Distribution | None = None
    outside: int = 0
    values: Values = NOTHING
    levels: Frequencies | None = None
    vectors: Vectors | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Counts of one partition. `duplicates` counts rows whose key an earlier row already had; `delimiter` is
    what parts the fields of a text file, `day_forms` how its columns of times write their days, `left_out`
    are columns that are there and could not be read.

    Times are in UTC; `loaded` holds the load times as epoch seconds, from which the finish time is read.
    `mark` is another one when the rows have changed; empty where they still come in. `seen` is when a table
    without days was first found so, or its first files were written.
    """

    partition: date
    load_day: date | None = None
    rows: int = 0
    schema: Schema = ()
    delimiter: str = ""
    day_forms: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    columns: Mapping[str, ColumnProfile] = field(default_factory=dict)
    first_event: datetime | None = None
    last_event: datetime | None = None
    first_loaded: datetime | None = None
    last_loaded: datetime | None = None
    seen: datetime | None = None
    loaded: Distribution | None = None
    duplicates: int = 0
    duplicate_rows: tuple[Row, ...] = ()
    repeats: Repeats = NO_REPEATS
    slices: Slices = UNSLICED
    mark: str = field(default="", compare=False)

    @property
    def distinct(self) -> int:
        """The rows that do not repeat a key; all of them where most do: that is no key."""
        return self.rows - self.duplicates if 2 * self.duplicates <= self.rows else self.rows

    def is_time(self, name: str) -> bool:
        """Whether a column holds dates or times, which have a place beside the partition's day."""
        return any(kind.startswith(TIMES) for column, kind in self.schema if column == name)

    def loaded_share_at(self, share: float) -> datetime | None:
        """When that share of the rows was loaded, or None where load times are not known."""
        if self.loaded is None or not self.loaded.rows:
            return None
        return datetime.fromtimestamp(self.loaded.quantile(share), UTC)


def merge(profiles: Iterable[Profile]) -> Profile:
    """One profile of all the rows of a partition; the newest load says which columns there are."""
    parts = sorted(profiles, key=lambda part: part.load_day or date.min)
    merged = parts[0]
    for part in parts[1:]:
        merged = _add(merged, part)
    return merged


def _add(one: Profile, other: Profile) -> Profile:
    names = dict.fromkeys([*one.columns, *other.columns])
    empty = ColumnProfile()
    return replace(
        other,
        rows=one.rows + other.rows,
        schema=other.schema or one.schema,
        delimiter=other.delimiter or one.delimiter,
        day_forms=other.day_forms or one.day_forms,
        left_out=tuple(dict.fromkeys([*one.left_out, *other.left_out])),
        columns={
            name: _add_columns(one.columns.get(name, empty), other.columns.get(name, empty)) for name in names
        },
        first_event=_extreme(min, one.first_event, other.first_event),
        last_event=_extreme(max, one.last_event, other.last_event),
        first_loaded=_extreme(min, one.first_loaded, other.first_loaded),
        last_loaded=_extreme(max, one.last_loaded, other.last_loaded),
        loaded=_add_distributions(one.loaded, other.loaded),
        duplicates=one.duplicates + other.duplicates,
        duplicate_rows=(*one.duplicate_rows, *other.duplicate_rows)[:5],
        repeats=add_repeats(one.repeats, other.repeats),
        slices=add_slices(one.slices, other.slices),
        mark=f"{one.mark}, {other.mark}" if one.mark and other.mark else "",
    )


def _add_columns(one: ColumnProfile, other: ColumnProfile) -> ColumnProfile:
    return ColumnProfile(
        nulls=one.nulls + other.nulls,
        nan=one.nan + other.nan,
        empty=one.empty + other.empty,
        outside=one.outside + other.outside,
        distribution=_add_distributions(one.distribution, other.distribution),
        values=add(one.values, other.values),
        levels=_add_levels(one.levels, other.levels),
        vectors=_add_vectors(one.vectors, other.vectors),
    )


def _add_vectors(one: Vectors | None, other: Vectors | None) -> Vectors | None:
    if one is None or other is None:
        return one or other
    return add_vectors(one, other)


def _add_levels(one: Frequencies | None, other: Frequencies | None) -> Frequencies | None:
    if one is None or other is None:
        return one or other
    return together([one, other])


def _add_distributions(one: Distribution | None, other: Distribution | None) -> Distribution | None:
    if one is None or other is None:
        return one or other
    return Distribution((*one.parts, *other.parts))


def _extreme(pick: Any, one: datetime | None, other: datetime | None) -> datetime | None:
    known = [moment for moment in (one, other) if moment is not None]
    return pick(known) if known else None
