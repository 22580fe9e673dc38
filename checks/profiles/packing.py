"""A profile as bytes for the store: a header of JSON, then the arrays of its distributions as they are."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checks.profiles import repeats, slices
from checks.profiles.distribution import Distribution, Knots
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
        "delimiter": profile.delimiter,
        "left_out": profile.left_out,
        "columns": {
            name: [*_counts(column), plain_values(column.values), _outline(column.distribution, arrays)]
            for name, column in profile.columns.items()
        },
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
    header = json.dumps(plain, separators=(",", ":")).encode()
    return b"".join([len(header).to_bytes(4, "little"), header, *arrays])


def _counts(column: ColumnProfile) -> list[int]:
    return [column.nulls, column.nan, column.empty, column.outside]


def _outline(distribution: Distribution | None, arrays: list[bytes]) -> list[list[Any]] | None:
    """The rows of each part, and type and length of its arrays, which are appended to `arrays` themselves."""
    if distribution is None:
        return None
    outline = []
    for part in distribution.parts:
        small = [_smallest(array) for array in (part.values, part.below, part.upto)]
        arrays += [array.tobytes() for array in small]
        outline.append([part.rows, *([array.dtype.str, len(array)] for array in small)])
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
    packed = _packed(body, start, [*(column[-1] for column in plain["columns"].values()), plain["loaded"]])
    first_event, last_event, first_loaded, last_loaded = (_moment(at) for at in plain["times"])
    return Profile(
        partition=date.fromisoformat(plain["partition"]),
        load_day=date.fromisoformat(plain["load_day"]) if plain["load_day"] else None,
        rows=plain["rows"],
        schema=tuple((name, kind) for name, kind in plain["schema"]),
        delimiter=plain.get("delimiter", ""),  # neither is in what was kept before they were looked at
        left_out=tuple(plain.get("left_out", ())),
        columns={
            name: ColumnProfile(nulls, nan, empty, next(packed), outside, Values(*values))
            for name, (nulls, nan, empty, outside, values, _) in plain["columns"].items()
        },
        first_event=first_event,
        last_event=last_event,
        first_loaded=first_loaded,
        last_loaded=last_loaded,
        seen=_moment(plain.get("seen")),
        loaded=next(packed),
        duplicates=plain["duplicates"],
        duplicate_rows=tuple(
            Row(key=key, at=_moment(at), why=why) for key, at, why in plain["duplicate_rows"]
        ),
        repeats=repeats.from_plain(plain["repeats"]),
        slices=slices.from_plain(plain["slices"]),
    )


class Packed(Distribution):
    """A distribution whose arrays are read when they are asked for: of most days nothing but the rows is."""

    def __init__(self, body: bytes, start: int, outline: Sequence[Sequence[Any]]) -> None:
        self._packed: tuple[bytes, int, Sequence[Sequence[Any]]]
        rows = sum(rows for rows, *_ in outline)
        self.__dict__.update(_packed=(body, start, outline), rows=rows)  # as a frozen class may

    @cached_property
    def parts(self) -> tuple[Knots, ...]:
        """The parts as they were."""
        body, start, outline = self._packed
        found = []
        for _, *kinds in outline:
            arrays = []
            for kind, length in kinds:
                arrays.append(np.frombuffer(body, kind, length, start))
                start += arrays[-1].nbytes
            values, below, upto = arrays
            found.append(Knots(values.astype(float), below.astype(np.int64), upto.astype(np.int64)))
        return tuple(found)


def _packed(
    body: bytes, start: int, outlines: Sequence[Sequence[Sequence[Any]] | None]
) -> Iterator[Distribution | None]:
    """The distributions in the order of their outlines."""
    for outline in outlines:
        yield None if outline is None else Packed(body, start, outline)
        kinds = (each for _, *part in outline or () for each in part)
        start += sum(int(kind[2:]) * length for kind, length in kinds)  # a kind as in "<f4": four bytes


def _moment(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
