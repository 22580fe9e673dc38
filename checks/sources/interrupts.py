"""Ctrl-C while DuckDB works: it stops the query and says so with an error like any other of its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

_SAID = "Query interrupted"


class Interruptible:
    """A connection to DuckDB, or what it gives, whose interrupted queries are a `KeyboardInterrupt`.

    Whoever goes on after the errors of an engine would otherwise go on after Ctrl-C too.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return _guarded(found) if callable(found) else found


def _guarded(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def asked(*given: Any, **named: Any) -> Any:
        try:
            answer = call(*given, **named)
        except RuntimeError as error:
            if str(error) == _SAID:
                raise KeyboardInterrupt from error
            raise
        return Interruptible(answer) if _is_of_duckdb(answer) else answer

    return asked


def _is_of_duckdb(answer: object) -> bool:
    """Whether it is a connection or a relation: what it is asked for next may be the query itself."""
    return type(answer).__module__.startswith(("duckdb", "_duckdb"))
