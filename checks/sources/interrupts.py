"""Ctrl-C while DuckDB works: it stops the query and says so with an error like any other of its own."""

import os
import signal
import threading
from collections.abc import Callable
from functools import cache, wraps
from typing import Any
from weakref import WeakSet

_SAID = ("Query interrupted", "INTERRUPT Error: Interrupted!")
"""By DuckDB that heard it itself, and by one that was told by us."""
_ours: "WeakSet[Any]" = WeakSet()


def interruptible(connection: Any) -> "Interruptible":
    """A connection whose queries Ctrl-C ends, whatever they are at.

    DuckDB listens between two steps of a query; a step may hold the main thread for years. So a thread of
    ours listens too, where Ctrl-C is to end the command: a bot that stops in order lets its query end.
    """
    if threading.current_thread() is threading.main_thread():
        _ours.add(connection)
        _listening()
    return Interruptible(connection)


@cache
def _listening() -> None:
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(heard,), name="Ctrl-C", daemon=True).start()


def _listen(heard: int) -> None:
    while numbers := os.read(heard, 64):
        if signal.SIGINT in numbers and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            for connection in [*_ours]:
                connection.interrupt()


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
        except Exception as error:  # each kind of interruption has an error of its own
            if str(error) in _SAID:
                raise KeyboardInterrupt from error
            raise
        return Interruptible(answer) if _is_of_duckdb(answer) else answer

    return asked


def _is_of_duckdb(answer: object) -> bool:
    """Whether it is a connection or a relation: what it is asked for next may be the query itself."""
    return type(answer).__module__.startswith(("duckdb", "_duckdb"))
