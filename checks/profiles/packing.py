"""A profile as bytes for the store: a header of JSON, then a JSON text of each column, then the arrays of its
distributions as they are. Of a long history most columns are never asked for, and are not read."""

import json
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checks.profiles import repeats, slices
from checks.profiles.distribution import Distribution
from checks.profiles.packed import PackedColumns, packed
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.values import to_plain as plain_values
from checks.profiles.vectors import Vectors
from checks.verdict import Row


def pack(profile: Profile) -> bytes:
    """The profile as bytes; `unpack` reads them back, to the last bit."""
    arrays = _Arrays()
    columns = {
        name: _text(
            [
                *_counts(column),
                plain_values(column.values),
                _outline(column.distribution, arrays),
                column.levels and [column.levels.levels, column.levels.rest],
                *([_vectors(column.vectors, arrays)] if column.vectors else []),
            ]
        )
        for name, column in profile.columns.items()
    }
    plain = {
        "partition": profile.partition.isoformat(),
        "load_day": profile.load_day and profile.load_day.isoformat(),
        "rows": profile.rows,
        "schema": profile.schema,
        "delimiter": profile.delimiter,
        "day_forms": profile.day_forms,
        "left_out": profile.left_out,
        "columns": {name: len(text) for name, text in columns.items()},
        "times": [
            moment and moment.timestamp()
            for moment in (profile.first_event, profile.last_event, profile.first_loaded, profile.last_loaded)
        ],
        "loaded": _outline(profile.loaded, arrays),
        **({"seen": profile.seen.timestamp()} if profile.seen else {}),
        "duplicates": profile.duplicates,
        "duplicate_rows": [
            [dict(row.key), row.at and row.at.timestamp(), row.why] for row in profile.duplicate_rows
        ],
        "repeats": repeats.to_plain(profile.repeats),
        "slices": slices.to_plain(profile.slices),
    }
    header = _text(plain)
    return b"".join([len(header).to_bytes(4, "little"), header, *columns.values(), *arrays.parts])


def _text(plain: Any) -> bytes:
    return json.dumps(plain, separators=(",", ":")).encode()


def _counts(column: ColumnProfile) -> list[int]:
    return [column.nulls, column.nan, column.empty, column.outside]


class _Arrays:
    """The arrays behind the header, and how long they are together."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def add(self, array: NDArray[Any]) -> list[Any]:
        """One more; what it is, for the header."""
        self.parts.append(array.tobytes())
        self.size += array.nbytes
        return [array.dtype.str, len(array)]


def _outline(distribution: Distribution | None, arrays: _Arrays) -> list[Any] | None:
    """Where the arrays begin; of each part its rows, and what its arrays are."""
    if distribution is None:
        return None
    outline: list[Any] = [arrays.size]
    for part in distribution.parts:
        small = [_smallest(array) for array in (part.values, part.below, part.upto)]
        outline.append([part.rows, *(arrays.add(array) for array in small)])
    return outline


def _vectors(vectors: Vectors, arrays: _Arrays) -> list[Any]:
    """The counts, the norms, and where the sum begins; lengths as a list, since a key of JSON is a text."""
    counts = [vectors.rows, list(vectors.lengths.items()), vectors.broken, vectors.zeros, vectors.repeated]
    norms, start, centre = _outline(vectors.norms, arrays), arrays.size, vectors.centre
    return [*counts, norms, [start, *arrays.add(centre.total), centre.rows, centre.squares]]


def _smallest(array: NDArray[Any]) -> NDArray[Any]:
    """The array in the narrowest type that holds all its values exactly, little-endian."""
    kinds = ("<f4", "<f8") if array.dtype.kind == "f" else ("<u2", "<u4", "<i8")
    with np.errstate(over="ignore"):
        narrow = (array.astype(kind) for kind in kinds)
        return next(each for each in narrow if np.array_equal(each.astype(array.dtype), array))


def unpack(body: bytes, mark: str = "") -> Profile:
    """The profile that `pack` wrote, known by a mark."""
    end = 4 + int.from_bytes(body[:4], "little")
    plain = json.loads(body[4:end])
    start = end + sum(plain["columns"].values())
    first_event, last_event, first_loaded, last_loaded = (_moment(at) for at in plain["times"])
    return Profile(
        partition=date.fromisoformat(plain["partition"]),
        load_day=date.fromisoformat(plain["load_day"]) if plain["load_day"] else None,
        rows=plain["rows"],
        schema=tuple((name, kind) for name, kind in plain["schema"]),
        delimiter=plain.get("delimiter", ""),  # neither is in what was kept before they were looked at
        day_forms=tuple((name, form) for name, form in plain.get("day_forms", ())),
        left_out=tuple(plain.get("left_out", ())),
        columns=PackedColumns(body, end, plain["columns"], start),
        first_event=first_event,
        last_event=last_event,
        first_loaded=first_loaded,
        last_loaded=last_loaded,
        seen=_moment(plain.get("seen")),
        loaded=packed(plain["loaded"], body, start),
        duplicates=plain["duplicates"],
        duplicate_rows=tuple(
            Row(key=key, at=_moment(at), why=why) for key, at, why in plain["duplicate_rows"]
        ),
        repeats=repeats.from_plain(plain["repeats"]),
        slices=slices.from_plain(plain["slices"]),
        mark=mark,
    )


def _moment(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
