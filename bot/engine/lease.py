"""A claim is held by a lease that is short, and renewed for as long as its send goes on.

So a message of a process that died is taken over soon, and one whose route is slow stays where it is.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from bot.clock import Clock
from bot.store import outbox
from bot.store.outbox import Parcel
from bot.store.store import Store

LEASE = timedelta(seconds=12)
"""After it, whoever claimed the message is taken for dead: with a postman's look, within fifteen seconds."""
RENEWED_EVERY = 3.0
"""Real seconds: two renewals may fail, or two machines' clocks differ by six, and no claim is lost."""
RENEWALS = 40
"""Two minutes, longer than any send takes: one that hangs for longer is given up as if it had died."""

log = logging.getLogger(__name__)


@contextmanager
def renewed(store: Store, parcel: Parcel, clock: Clock) -> Iterator[None]:
    """Keep a claim alive while its message is sent."""
    over = Event()
    thread = Thread(target=_renew, args=(store, parcel, clock, over), name=f"lease-{parcel.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew(store: Store, parcel: Parcel, clock: Clock, over: Event) -> None:
    for _ in range(RENEWALS):
        if over.wait(RENEWED_EVERY):
            return
        try:
            with store.send() as connection:
                if not outbox.renew(connection, parcel, clock() + LEASE):
                    return  # somebody has taken it over
        except Exception:  # the store is in trouble: the next renewal may come in time
            log.exception("the claim of message %s could not be renewed", parcel.id)
