"""Distributions of kept profiles, unpacked when they are asked for: of most days few are."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from checks.profiles.distribution import Distribution, Knots


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
