"""A job in a process of its own, which gets the signals that we get."""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

import click

NO_SUCH_COMMAND = 127
NO_RIGHT_TO_RUN = 126
SIGNALLED = 128
PASSED_ON = (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGINT, signal.SIGQUIT)
OF_A_TERMINAL = (signal.SIGINT, signal.SIGQUIT)
"""A terminal gives these to the whole group of processes: passed on, they would come twice."""


class Job:
    """A command that runs, or one that could not be started."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._could_not = 0
        self._early: list[int] = []

    @classmethod
    @contextmanager
    def started(cls, command: Sequence[str]) -> Iterator["Job"]:
        """The command begins at once; until the block ends, signals are passed on to it."""
        job = cls()
        before = {each: signal.getsignal(each) for each in PASSED_ON}
        # what is ignored (nohup) stays ignored, by the job too
        heard = [each for each, handler in before.items() if handler not in (signal.SIG_IGN, None)]
        for each in heard:
            signal.signal(each, job._pass_on)
        try:
            job._start(command)
            yield job
        finally:
            for each in heard:
                signal.signal(each, before[each])

    def _start(self, command: Sequence[str]) -> None:
        try:
            self._process = subprocess.Popen(command)
        except OSError as error:
            missing = isinstance(error, FileNotFoundError | NotADirectoryError)
            self._could_not = NO_SUCH_COMMAND if missing else NO_RIGHT_TO_RUN
            click.echo(f"oakum: {command[0]} cannot be started ({error.strerror})", err=True)
        for number in self._early:
            self._send(number)

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        if self._process is None:
            self._early.append(number)
        elif number not in OF_A_TERMINAL or not _in_the_foreground():
            self._send(number)

    def _send(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def wait(self) -> int:
        """How it ended, as a shell says it."""
        if self._process is None:
            return self._could_not
        ended = self._process.wait()
        return ended if ended >= 0 else SIGNALLED - ended


def _in_the_foreground() -> bool:
    """Whether a terminal gives its signals to us, and so to the job too."""
    with suppress(OSError):
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
        try:
            return os.tcgetpgrp(terminal) == os.getpgrp()
        finally:
            os.close(terminal)
    return False
