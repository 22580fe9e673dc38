"""A talk over the network ends in time, whoever holds the socket."""

import socket
import ssl
from collections.abc import Callable
from contextvars import copy_context
from threading import Event, Thread
from typing import Any

import pytest

from bot.clock import seconds
from bot.within import TookTooLongError, within

SOON = 0.2


def hear(port: int) -> bytes:
    """All that is said there, read by read, with a patience of ten seconds each."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as caller:
        while part := caller.recv(100):
            heard += part
    return heard


def test_what_was_heard_until_then_is_no_answer(dripping: Callable[..., int]) -> None:
    """To us the end of the time looks like the end of the answer."""
    began = seconds()
    with pytest.raises(TookTooLongError, match=r"^it took longer than 0\.2 s$"), within(SOON):
        hear(dripping(b"yes"))
    assert seconds() - began < SOON + 1


def test_the_fault_of_a_socket_that_is_shut_is_told_as_what_it_is(dripping: Callable[..., int]) -> None:
    """What a library makes of it stands below."""

    def library(port: int) -> None:
        hear(port)
        raise ValueError("not JSON")

    with pytest.raises(TookTooLongError) as error, within(SOON):
        library(dripping(b"yes"))
    assert isinstance(error.value.__cause__, ValueError)


def test_nobody_else_is_called_when_the_time_is_over(dripping: Callable[..., int]) -> None:
    """Not the next address, nor a second try of a library's own."""
    port, tried = dripping(b"yes"), list[str]()

    def stubborn() -> None:
        for _ in range(3):
            tried.append("once")
            hear(port)

    with pytest.raises(TookTooLongError), within(SOON):
        stubborn()
    assert len(tried) == 2


def test_a_thread_that_takes_our_context_along_is_cut_off_too(dripping: Callable[..., int]) -> None:
    """So does apprise; any other thread talks on."""
    port, heard = dripping(b"yes"), list[Any]()
    mine = Thread(target=hear, args=(port,), daemon=True)
    mine.start()

    def library() -> None:
        thread = Thread(target=copy_context().run, args=(lambda: heard.append(hear(port)),))
        thread.start()
        thread.join(5)

    with pytest.raises(TookTooLongError), within(SOON):
        library()
    assert heard[0].startswith(b"yes")
    assert mine.is_alive()


def test_a_thread_that_was_left_behind_is_cut_off_at_the_end(dripping: Callable[..., int]) -> None:
    """Nor can it call anybody any more."""
    port, talks, faults = dripping(b"yes"), Event(), list[Exception]()

    def library() -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as caller:
            while caller.recv(100):
                talks.set()
        try:
            hear(port)
        except TookTooLongError as error:
            faults.append(error)

    with within(30):
        left = Thread(target=copy_context().run, args=(library,))
        left.start()
        assert talks.wait(5)
    left.join(5)
    assert not left.is_alive()
    assert len(faults) == 1


def test_a_socket_that_was_wrapped_by_tls_before_it_is_connected(dripping: Callable[..., int]) -> None:
    """Some libraries do so; here nobody answers its greeting."""

    def greet() -> None:
        with ssl.create_default_context().wrap_socket(socket.socket(), server_hostname="localhost") as caller:
            caller.settimeout(10)
            caller.connect(("127.0.0.1", dripping(b"\x16\x03\x03\x40\x00")))

    began = seconds()
    with pytest.raises(TookTooLongError), within(SOON):
        greet()
    assert seconds() - began < SOON + 1


def test_of_two_limits_the_shorter_one_holds(dripping: Callable[..., int]) -> None:
    """The outer one is told of a socket, too."""
    port = dripping(b"yes")
    for outer, inner in ((SOON, 5), (5, SOON)):
        began = seconds()
        with pytest.raises(TookTooLongError), within(outer), within(inner):
            hear(port)
        assert seconds() - began < SOON + 1


def test_what_ends_in_time_is_as_it_is() -> None:
    """With its own faults."""
    with within(5):
        pass
    with pytest.raises(KeyError), within(5):
        raise KeyError("of its own")
