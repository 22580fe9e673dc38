"""Numbers that were worked out of partitions: while these do not change, neither do the numbers."""

import hashlib
import struct
from collections.abc import Callable, Mapping
from typing import Any

Key = tuple[Any, ...]
"""What a number was worked out from: words, and the marks of partitions (see `Profile.mark`)."""

_ENTRY = struct.Struct("<16sd")


class Remembered:
    """Numbers by what they were worked out from.

    A key with something else than text in it (rows that are under way have no mark) is remembered for this
    run only.
    """

    def __init__(self, kept: bytes = b"") -> None:
        self._kept: Mapping[bytes, float] = dict(_ENTRY.iter_unpack(kept))
        self._here: dict[Key, float] = {}
        self._asked: dict[bytes, float] = {}

    def number(self, key: Key, work: Callable[[], float]) -> float:
        """What was worked out before, or is now."""
        if key in self._here:
            return self._here[key]
        name = _name(key)
        found = self._kept[name] if name in self._kept else work()
        self._here[key] = found
        if name:
            self._asked[name] = found
        return found

    def knows(self, key: Key) -> bool:
        """Whether it was worked out before, in this run or an earlier one."""
        return key in self._here or _name(key) in self._kept

    def __len__(self) -> int:
        return len(self._here)

    @property
    def has_news(self) -> bool:
        """Whether a number was asked for that is not kept yet."""
        return not self._asked.keys() <= self._kept.keys()

    def pack(self) -> bytes:
        """Every number that was asked for; the others are forgotten."""
        return b"".join(_ENTRY.pack(*entry) for entry in self._asked.items())


def _name(key: Key) -> bytes:
    """What a number is kept by; empty for one that is for this run only."""
    try:
        return hashlib.sha256("\n".join(key).encode()).digest()[:16]
    except TypeError:  # quicker than a look at each part: nearly all are text
        return b""
