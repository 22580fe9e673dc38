"""Did one row make a spread what it is? Of a heavy tail one does: it is no sign of another unit."""

import math
from typing import Protocol


class Spread(Protocol):
    """Numbers by their moments and ends."""

    @property
    def finite(self) -> int: ...
    @property
    def mean(self) -> float: ...
    @property
    def variance(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def made_by_one_row(now: Spread, usual: float, scaled: float) -> bool:
    """Whether the standard deviation, without the row that is furthest from the mean, is nearer to the usual
    one than to what the usual one `scaled` is.

    Where a mean is about 0 the spread alone tells a unit, and of Student's t (three degrees of freedom) one
    row may double it. Ends that these numbers cannot have are those of others: they say nothing.
    """
    furthest = max(now.high - now.mean, now.mean - now.low)
    left = now.finite * now.variance - furthest**2 * now.finite / (now.finite - 1)
    if not now.low < now.high or left < -1e-9 * now.finite * now.variance:
        return False
    without = math.sqrt(max(0.0, left) / (now.finite - 1))
    # nearer as factors are: on which side of the geometric mean
    return (without < math.sqrt(usual * scaled)) is (usual < scaled)
