"""Is the engine alive? It says so itself after each round in which every step went well."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store import pulses
from bot.store.store import Store

ROUND = "round"
MAX_SILENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Alive:
    """Whether the last good round is recent and nothing fails, when it was, which steps fail and why."""

    ok: bool
    last: datetime | None
    failing: Mapping[str, str]


def alive(store: Store, now: datetime, within: timedelta = MAX_SILENCE) -> Alive:
    """How the engine is: a round that had a failing step is not good, and a step that fails now is no life.

    One step alone may be run more often than the others; its rounds count for itself only.
    """
    with store.read() as connection:
        beats = pulses.all_of(connection)
    last = beats[ROUND].ok_at if ROUND in beats else None
    failing = {
        name: beat.error or ""
        for name, beat in beats.items()
        if beat.failed_at and (beat.ok_at is None or beat.failed_at > beat.ok_at)
    }
    recent = last is not None and now - last <= within
    return Alive(recent and not failing, last, failing)
