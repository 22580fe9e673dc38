"""A profile as bytes for the store: a header of JSON, then the arrays of its distributions as they are."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checks.profiles import repeats, slices
from checks.profiles.distribution import Counts, Distribution, Floats, Knots
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.values import Values
from checks.profiles.values import to_plain as plain_values
from checks.verdict import Row


def pack(profile: Profile) -> bytes:
    """The profile as bytes; `unpack` reads them back, to the last bit."""
    arrays: list[bytes] = []
    plain = {
        "partition": profile.partition.isoformat(),
        "load_day": profile.load_day and profile.load_day.isoformat(),
        "rows": profile.rows,
        "schema": profile.schema,
        "columns": {
            name: [*_counts(column), plain_values(column.values), _outline(column.distribution, arrays)]
            for name, column in profile.columns.items()
        },
        "times": [
            moment and moment.timestamp()
            for moment in (profile.first_event, profile.last_event, profile.first_loaded, profile.last_loaded)
        ],
        "loaded": _outline(profile.loaded, arrays),
        "duplicates": profile.duplicates,
        "duplicate_rows": [
            [dict(row.key), row.at and row.at.timestamp(), row.why] for row in profile.duplicate_rows
        ],
        "repeats": repeats.to_plain(profile.repeats),
        "slices": slices.to_plain(profile.slices),
    }
    header = json.dumps(plain, separators=(",", ":")).encode()
    return b"".join([len(header).to_bytes(4, "little"), header, *arrays])


def _counts(column: ColumnProfile) -> list[int]:
    return [column.nulls, column.nan, column.empty, column.outside]


def _outline(distribution: Distribution | None, arrays: list[bytes]) -> list[list[list[Any]]] | None:
    """Type and length of each array of each part; the arrays themselves are appended to `arrays`."""
    if distribution is None:
        return None
    outline = []
    for part in distribution.parts:
        small = [_smallest(array) for array in (part.values, part.below, part.upto)]
        arrays += [array.tobytes() for array in small]
        outline.append([[array.dtype.str, len(array)] for array in small])
    return outline


def _smallest(array: NDArray[Any]) -> NDArray[Any]:
    """The array in the narrowest type that holds all its values exactly, little-endian."""
    kinds = ("<f4", "<f8") if array.dtype.kind == "f" else ("<u2", "<u4", "<i8")
    with np.errstate(over="ignore"):
        narrow = (array.astype(kind) for kind in kinds)
        return next(each for each in narrow if np.array_equal(each.astype(array.dtype), array))


def unpack(body: bytes) -> Profile:
    """The profile that `pack` wrote."""
    start = 4 + int.from_bytes(body[:4], "little")
    plain = json.loads(body[4:start])
    arrays = _arrays(body, start, plain)
    first_event, last_event, first_loaded, last_loaded = (_moment(at) for at in plain["times"])
    return Profile(
        partition=date.fromisoformat(plain["partition"]),
        load_day=date.fromisoformat(plain["load_day"]) if plain["load_day"] else None,
        rows=plain["rows"],
        schema=tuple((name, kind) for name, kind in plain["schema"]),
        columns={
            name: ColumnProfile(nulls, nan, empty, _distribution(outline, arrays), outside, Values(*values))
            for name, (nulls, nan, empty, outside, values, outline) in plain["columns"].items()
        },
        first_event=first_event,
        last_event=last_event,
        first_loaded=first_loaded,
        last_loaded=last_loaded,
        loaded=_distribution(plain["loaded"], arrays),
        duplicates=plain["duplicates"],
        duplicate_rows=tuple(
            Row(key=key, at=_moment(at), why=why) for key, at, why in plain["duplicate_rows"]
        ),
        repeats=repeats.from_plain(plain["repeats"]),
        slices=slices.from_plain(plain["slices"]),
    )


def _arrays(body: bytes, start: int, plain: dict[str, Any]) -> Iterator[NDArray[Any]]:
    """The arrays in the order of the outlines."""
    outlines = [*(column[-1] for column in plain["columns"].values()), plain["loaded"]]
    for kind, length in (array for outline in outlines for part in outline or () for array in part):
        array = np.frombuffer(body, kind, length, start)
        start += array.nbytes
        yield array


def _moment(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)


def _distribution(outline: list[Any] | None, arrays: Iterator[NDArray[Any]]) -> Distribution | None:
    return None if outline is None else Distribution(tuple(_knots(arrays) for _ in outline))


def _knots(arrays: Iterator[NDArray[Any]]) -> Knots:
    values: Floats = next(arrays).astype(np.float64)
    below: Counts = next(arrays).astype(np.int64)
    upto: Counts = next(arrays).astype(np.int64)
    return Knots(values, below, upto)
