"""Vectors of rows that lie beside us: read piece by piece, and folded into what is kept of each group."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from checks.profiles.distribution import Distribution, Floats, knots
from checks.profiles.vectors import DECIMALS, LARGEST, MOST_DIMENSIONS, Centre, Vectors, commonest
from checks.sources.answered import array

if TYPE_CHECKING:
    from numpy.typing import NDArray

VALUES_AT_ONCE = 2_000_000
"""So many numbers are worked on together: 16 MB."""

_ODD = np.random.default_rng(11).integers(1, 2**63, MOST_DIMENSIONS, np.uint64) * np.uint64(2) + np.uint64(1)


class Folding:
    """The vectors of one column in one group, while they come."""

    def __init__(self) -> None:
        self.rows = self.broken = self.zeros = 0
        self.lengths: Counter[int] = Counter()
        self.norms: list[Floats] = []
        self.hashes: list[NDArray[np.uint64]] = []
        self.centres: dict[int, Centre] = defaultdict(Centre)

    def take(self, matrix: Floats) -> None:
        """Vectors of one length; NULL in them is NaN."""
        length = matrix.shape[1]
        self.rows += len(matrix)
        self.lengths[length] += len(matrix)
        whole = (np.abs(matrix) <= LARGEST).all(axis=1)  # NaN is not
        if not whole.all():
            self.broken += int(np.count_nonzero(~whole))
            matrix = matrix[whole]
        squares = np.einsum("ij,ij->i", matrix, matrix)
        norms = np.sqrt(squares)
        self.norms.append(np.round(norms, DECIMALS))
        self.zeros += int(np.count_nonzero(norms == 0))
        self.hashes.append(_hashes(matrix[norms > 0]))
        if 0 < length <= MOST_DIMENSIONS and len(matrix):
            found = Centre(matrix.sum(axis=0), len(matrix), float(squares.sum()))
            self.centres[length] = found.plus(self.centres[length])

    def done(self, many: int) -> Vectors:
        """What is kept of them, the norms in so many knots."""
        norms = np.concatenate([np.empty(0), *self.norms])
        hashes = np.concatenate([np.empty(0, np.uint64), *self.hashes])
        return Vectors(
            rows=self.rows,
            lengths=commonest(self.lengths),
            broken=self.broken,
            zeros=self.zeros,
            repeated=len(hashes) - len(np.unique(hashes)),
            norms=Distribution((knots(norms, many),) if len(norms) else ()),
            centre=max(self.centres.values(), key=lambda each: each.rows, default=Centre()),
        )


def _hashes(matrix: Floats) -> "NDArray[np.uint64]":
    """A hash of each row: sums of its bits times odd numbers, which wrap around."""
    bits = (matrix + 0.0).view(np.uint64)  # −0 is 0
    bits ^= bits >> np.uint64(32)
    found = np.zeros(len(bits), np.uint64)
    for start in range(0, bits.shape[1], MOST_DIMENSIONS):
        part = bits[:, start : start + MOST_DIMENSIONS]
        found = found * np.uint64(31) + part @ _ODD[: part.shape[1]]
    return found


def matrices(lists: pa.Array, which: "NDArray[np.int32]") -> Iterator[tuple[int, Floats]]:
    """The vectors of a piece, NULLs left out: a matrix for each length and group (`which` tells it)."""
    if isinstance(lists.type, pa.FixedSizeListType):
        lists = lists.cast(pa.list_(lists.type.value_type))
    present = ~np.array(lists.is_null(), bool) if lists.null_count else np.ones(len(lists), bool)
    offsets = array(lists.offsets.cast(pa.int64()))
    values = lists.values.cast(pa.float64(), safe=False)
    flat = array(values.fill_null(np.nan) if values.null_count else values)
    sizes = np.diff(offsets)
    for group in np.unique(which[present]):
        here = np.flatnonzero(present & (which == group))
        for size in np.unique(sizes[here]):
            rows = here[sizes[here] == size]
            at_once = max(1, VALUES_AT_ONCE // max(1, int(size)))
            for start in range(0, len(rows), at_once):
                yield int(group), _matrix(flat, offsets[rows[start : start + at_once]], int(size))


def _matrix(flat: Floats, starts: "NDArray[np.int64]", size: int) -> Floats:
    """The vectors that begin there; those that lie one behind the other are not copied one by one."""
    first, last = int(starts[0]), int(starts[-1]) + size
    if size and last - first == size * len(starts):
        return np.ascontiguousarray(flat[first:last].reshape(-1, size))
    gathered: Floats = flat[starts[:, None] + np.arange(size)]
    return gathered
