"""What one scan keeps of the rows of a partition that were loaded on one day; such profiles add up."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from checks.profiles.distribution import Distribution, Knots
from checks.verdict import Row

Schema = tuple[tuple[str, str], ...]
"""Column names with their types, in order."""


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """Missing values of a column, and its distribution where one is watched."""

    nulls: int = 0
    nan: int = 0
    empty: int = 0
    distribution: Distribution | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Counts of one partition. `duplicates` counts rows whose key an earlier row already had.

    Times are in UTC; `loaded` holds the load times as epoch seconds, from which the finish time is read.
    """

    partition: date
    load_day: date | None = None
    rows: int = 0
    schema: Schema = ()
    columns: Mapping[str, ColumnProfile] = field(default_factory=dict)
    first_event: datetime | None = None
    last_event: datetime | None = None
    first_loaded: datetime | None = None
    last_loaded: datetime | None = None
    loaded: Distribution | None = None
    duplicates: int = 0
    duplicate_rows: tuple[Row, ...] = ()

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
    )


def _add_columns(one: ColumnProfile, other: ColumnProfile) -> ColumnProfile:
    return ColumnProfile(
        nulls=one.nulls + other.nulls,
        nan=one.nan + other.nan,
        empty=one.empty + other.empty,
        distribution=_add_distributions(one.distribution, other.distribution),
    )


def _add_distributions(one: Distribution | None, other: Distribution | None) -> Distribution | None:
    if one is None or other is None:
        return one or other
    return Distribution((*one.parts, *other.parts))


def _extreme(pick: Any, one: datetime | None, other: datetime | None) -> datetime | None:
    known = [moment for moment in (one, other) if moment is not None]
    return pick(known) if known else None


def pack(profile: Profile) -> bytes:
    """The profile as compressed JSON, for the store."""
    return zlib.compress(json.dumps(_plain(profile), separators=(",", ":"), default=str).encode(), 3)


def _plain(profile: Profile) -> dict[str, Any]:
    return {
        "partition": profile.partition.isoformat(),
        "load_day": profile.load_day and profile.load_day.isoformat(),
        "rows": profile.rows,
        "schema": profile.schema,
        "columns": {
            name: [column.nulls, column.nan, column.empty, _plain_parts(column.distribution)]
            for name, column in profile.columns.items()
        },
        "times": [
            moment and moment.timestamp()
            for moment in (profile.first_event, profile.last_event, profile.first_loaded, profile.last_loaded)
        ],
        "loaded": _plain_parts(profile.loaded),
        "duplicates": profile.duplicates,
        "duplicate_rows": [
            [dict(row.key), row.at and row.at.timestamp(), row.why] for row in profile.duplicate_rows
        ],
    }


def _plain_parts(distribution: Distribution | None) -> list[list[list[float]]] | None:
    if distribution is None:
        return None
    return [[part.values.tolist(), part.below.tolist(), part.upto.tolist()] for part in distribution.parts]


def unpack(body: bytes) -> Profile:
    """The profile that `pack` wrote."""
    plain = json.loads(zlib.decompress(body))
    first_event, last_event, first_loaded, last_loaded = (_moment(at) for at in plain["times"])
    return Profile(
        partition=date.fromisoformat(plain["partition"]),
        load_day=date.fromisoformat(plain["load_day"]) if plain["load_day"] else None,
        rows=plain["rows"],
        schema=tuple((name, kind) for name, kind in plain["schema"]),
        columns={
            name: ColumnProfile(nulls, nan, empty, _distribution(parts))
            for name, (nulls, nan, empty, parts) in plain["columns"].items()
        },
        first_event=first_event,
        last_event=last_event,
        first_loaded=first_loaded,
        last_loaded=last_loaded,
        loaded=_distribution(plain["loaded"]),
        duplicates=plain["duplicates"],
        duplicate_rows=tuple(
            Row(key=key, at=_moment(at), why=why) for key, at, why in plain["duplicate_rows"]
        ),
    )


def _moment(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)


def _distribution(parts: list[Any] | None) -> Distribution | None:
    if parts is None:
        return None
    return Distribution(
        tuple(
            Knots(np.asarray(values, float), np.asarray(below, np.int64), np.asarray(upto, np.int64))
            for values, below, upto in parts
        )
    )
