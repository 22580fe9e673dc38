"""A route that ends in time: nobody holds up its queue by an answer that never ends."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from bot.routes.outcome import Outcome, Retry
from bot.store.outbox import Parcel
from bot.within import TookTooLongError, within

T = TypeVar("T")
WITHIN = 30.0
"""Seconds for a send with all its calls, and for a search: each answer in it is waited for 20 at most."""


class _Route(Protocol):
    searchable: bool

    def send(self, parcel: Parcel, message: Any, /) -> Outcome: ...

    def find(self, parcel: Parcel, /) -> Outcome | None: ...


class InTime:
    """Sends and searches by another route; what is cut off may have got through, and is tried again."""

    def __init__(self, route: _Route, seconds: float = WITHIN) -> None:
        self.searchable = route.searchable
        self._route, self._seconds = route, seconds

    def send(self, parcel: Parcel, message: Any) -> Outcome:
        """Send it, or hang up."""
        return in_time(lambda: self._route.send(parcel, message), self._seconds)

    def find(self, parcel: Parcel) -> Outcome | None:
        """Look for it, or hang up."""
        return in_time(lambda: self._route.find(parcel), self._seconds)


def in_time(talk: Callable[[], T], seconds: float = WITHIN) -> T | Retry:
    """What comes of a talk; where it was cut off, nobody knows what."""
    try:
        with within(seconds):
            return talk()
    except TookTooLongError as error:
        return Retry(f"nobody answered to the end: {error}", unknown=True)
