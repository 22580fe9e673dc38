"""Columns of kept profiles, and distributions, unpacked when they are asked for: of most days few are."""

import json
from collections.abc import Iterator, KeysView, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np

from checks.profiles.distribution import Distribution, Knots
from checks.profiles.frequencies import Frequencies
from checks.profiles.profile import ColumnProfile
from checks.profiles.values import Values
from checks.profiles.vectors import Centre, Vectors

_JSON = json.JSONDecoder()

_COUNTS = 64
"""Three counts of rows are no longer, even with their commas."""


class PackedColumns(Mapping[str, ColumnProfile]):
    """The columns of a profile by name; each is read when it is asked for, and once."""

    def __init__(self, body: bytes, start: int, lengths: Mapping[str, int], arrays: int) -> None:
        self._body, self._start, self._lengths, self._arrays = body, start, lengths, arrays
        self._read: dict[str, ColumnProfile] = {}
        self._missing: dict[str, int] = {}

    def __getitem__(self, name: str) -> ColumnProfile:
        if name not in self._read:
            self._read[name] = self._unpacked(name)
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._lengths

    def __iter__(self) -> Iterator[str]:
        return iter(self._lengths)

    def __len__(self) -> int:
        return len(self._lengths)

    def missing(self, name: str) -> int:
        """NULL, NaN and empty texts, which are the first numbers of the text of a column."""
        if name not in self._missing:
            start = self._places[name] + 1
            counts = self._body[start : start + _COUNTS].split(b",", 3)[:3]
            self._missing[name] = sum(map(int, counts))
        return self._missing[name]

    def keys(self) -> KeysView[str]:
        """The names; those of two days are compared as fast as those of dictionaries are."""
        return self._lengths.keys()

    def _unpacked(self, name: str) -> ColumnProfile:
        start, length = self._places[name], self._lengths[name]
        (nulls, nan, empty, outside, values, outline, levels, *more), _ = _JSON.raw_decode(
            self._body[start : start + length].decode()
        )
        distribution = packed(outline, self._body, self._arrays)
        known, vectors = Values(*values), self._vectors(*more[0]) if more else None
        return ColumnProfile(
            nulls, nan, empty, distribution, outside, known, levels and Frequencies(*levels), vectors
        )

    def _vectors(
        self, rows: int, lengths: Any, broken: int, zeros: int, repeated: int, norms: Any, centre: Any
    ) -> Vectors:
        start, kind, length, summed, squares = centre
        total = np.frombuffer(self._body, kind, length, self._arrays + start)
        known = packed(norms, self._body, self._arrays) or Distribution(())
        return Vectors(rows, dict(lengths), broken, zeros, repeated, known, Centre(total, summed, squares))

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where the text of each column begins; they lie one behind the other."""
        ends = accumulate(self._lengths.values(), initial=self._start)
        return dict(zip(self._lengths, ends, strict=False))


class Packed(Distribution):
    """A distribution whose arrays are read when they are asked for: of most days nothing but the rows is."""

    def __init__(self, body: bytes, start: int, outline: Sequence[Sequence[Any]]) -> None:
        self._packed: tuple[bytes, int, Sequence[Sequence[Any]]]
        rows = sum(part[0] for part in outline)
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


def packed(outline: Sequence[Any] | None, body: bytes, start: int) -> Distribution | None:
    """The distribution with this outline, whose arrays begin behind the header of a body."""
    if outline is None:
        return None
    offset, *parts = outline
    return Packed(body, start + offset, parts)
