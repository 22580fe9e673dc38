"""Waiting for the word to stop: Ctrl-C or SIGTERM."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_WORDS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def until_told() -> Iterator[Callable[[], object]]:
    """Yields what waits for the first such signal; the second one ends the process at once, as ever."""
    told = threading.Event()
    before = {word: signal.getsignal(word) for word in _WORDS}

    def stop(_number: int, _frame: FrameType | None) -> None:
        told.set()
        restore()

    def restore() -> None:
        for word, handler in before.items():
            signal.signal(word, handler)

    for word in _WORDS:
        signal.signal(word, stop)
    try:
        yield told.wait
    finally:
        restore()
