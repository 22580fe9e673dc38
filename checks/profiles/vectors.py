"""What is kept of a column of vectors, embeddings say: small, and it adds up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from checks.profiles.distribution import Distribution, Floats

MOST_DIMENSIONS = 4_096
"""Of longer vectors no centroid is kept."""

LENGTHS_KEPT = 20
LARGEST = 1e150
"""A number whose square is no number any more counts as infinite."""

DECIMALS = 5
"""Norms are kept so exactly: those of an encoder that writes unit vectors are 1, whatever it rounds."""

_NO_FLOATS: Floats = np.empty(0)


@dataclass(frozen=True, eq=False)  # compared by identity, as arrays are
class Centre:
    """The sum of so many vectors, and of their squared norms."""

    total: Floats = field(default_factory=lambda: _NO_FLOATS)
    rows: int = 0
    squares: float = 0.0

    def plus(self, other: "Centre") -> "Centre":
        """Both together; of vectors of two lengths, those that are more."""
        if len(self.total) != len(other.total):
            return max(self, other, key=lambda each: each.rows)
        return Centre(self.total + other.total, self.rows + other.rows, self.squares + other.squares)


@dataclass(frozen=True, eq=False)
class Vectors:
    """Counts of the vectors of a column.

    `lengths` are rows by dimension, the commonest; `broken` hold NaN, an infinity or NULL. The others are
    whole: `zeros` of them are all zero, and of the rest `repeated` are equal to an earlier one of the same
    load. `norms` and `centre` are those of the whole ones.
    """

    rows: int = 0
    lengths: Mapping[int, int] = field(default_factory=dict)
    broken: int = 0
    zeros: int = 0
    repeated: int = 0
    norms: Distribution = field(default_factory=lambda: Distribution(()))
    centre: Centre = field(default_factory=Centre)

    @property
    def dimension(self) -> int:
        """The commonest length."""
        return max(self.lengths, key=lambda each: (self.lengths[each], each), default=0)

    @property
    def whole(self) -> int:
        """The rows whose vector has nothing missing."""
        return self.rows - self.broken


def commonest(lengths: Mapping[int, int]) -> dict[int, int]:
    """The commonest lengths; of equals the longer first."""
    return dict(sorted(lengths.items(), key=lambda each: (-each[1], -each[0]))[:LENGTHS_KEPT])


def add(one: Vectors, other: Vectors) -> Vectors:
    """Both together."""
    return Vectors(
        rows=one.rows + other.rows,
        lengths=commonest(Counter(one.lengths) + Counter(other.lengths)),
        broken=one.broken + other.broken,
        zeros=one.zeros + other.zeros,
        repeated=one.repeated + other.repeated,
        norms=Distribution((*one.norms.parts, *other.norms.parts)),
        centre=one.centre.plus(other.centre),
    )
