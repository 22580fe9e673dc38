"""How long to wait before another try."""

import hashlib
from datetime import timedelta

from bot.domain.way import Priority

FIRST = timedelta(seconds=2)
LONGEST_PAGE = timedelta(minutes=1)
LONGEST = timedelta(minutes=15)


def backoff(parcel: int, attempt: int, priority: Priority) -> timedelta:
    """The wait after try number `attempt`: it doubles, up to a minute for a page, else a quarter of an hour.

    Spread over its second half by the parcel's number, so that what failed together is not repeated together,
    and the same on every run.
    """
    longest = LONGEST_PAGE if priority is Priority.PAGE else LONGEST
    doubled: int = 2 ** min(attempt - 1, 20)
    whole = min(longest, FIRST * doubled)
    digest = hashlib.sha256(f"{parcel}/{attempt}".encode()).digest()
    return whole * (0.5 + digest[0] / 512)
