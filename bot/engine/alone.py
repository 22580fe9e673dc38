"""Many things, each on its own: one that fails must not keep the others from being done."""

import logging
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

log = logging.getLogger(__name__)


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


_T = TypeVar("_T", bound=_Numbered)


def each_alone(things: Iterable[_T], do: Callable[[_T], bool], what: str) -> int:
    """Do it to each; returns to how many it was done. Raises the first failure, when all had their turn."""
    done, failures = 0, []
    for thing in things:
        try:
            done += do(thing)
        except Exception as error:
            log.exception("%s %s could not be %s", type(thing).__name__.lower(), thing.id, what)
            failures.append(error)
    if failures:
        raise failures[0]
    return done
