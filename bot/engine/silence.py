"""Silences at work: what they cover sleeps without a word, and wakes when they end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.incident import Incident, What
from bot.domain.intent import Intent
from bot.domain.silence import (
    LATELY,
    Preview,
    Silence,
    Target,
    demand_time,
    ended,
    foreseen,
    hushed,
    windows,
    woken,
)
from bot.domain.survival import mute_of
from bot.engine import write_down
from bot.engine.alone import each_alone
from bot.settings.load import Settings
from bot.store import incidents, outbox, silences, survivals
from bot.store.store import Store


def active(connection: Connection, settings: Settings, pipeline: str, now: datetime) -> tuple[Silence, ...]:
    """The silences and maintenance windows of a pipeline, those to come cover nothing yet; and what is muted
    while everything is broken at once."""
    declared = next((each for each in settings.pipelines if each.pipeline == pipeline), None)
    open_windows = windows(declared, settings.zone(declared), now) if declared else ()
    survival = survivals.standing(connection, pipeline)
    muted = (mute_of(survival),) if survival else ()
    return (*silences.not_over(connection, now, pipeline), *open_windows, *muted)


def hush(store: Store, settings: Settings, now: datetime, by: str | None = None) -> int:
    """Put every open incident to sleep that a silence covers; returns how many there were.

    `by` is the route by which somebody silences right now.
    """
    with store.read() as connection:  # every second: incidents are read only where something is silent
        names = incidents.pipelines(connection)
        silent = {name: said for name in names if (said := active(connection, settings, name, now))}
        open_ = [each for name in silent for each in incidents.unresolved(connection, name)]
    covered = [each for each in open_ if hushed(each, silent[each.pipeline], now)]

    def sleep(incident: Incident) -> bool:
        with store.write() as connection:
            before = incidents.get(connection, incident.id)
            covers = active(connection, settings, before.pipeline, now)
            return put_to_sleep(connection, before, covers, now, by)

    return each_alone(covered, sleep, "silenced")


def put_to_sleep(
    connection: Connection,
    before: Incident,
    silences: Sequence[Silence],
    now: datetime,
    by: str | None = None,
) -> bool:
    """Put an incident to sleep if a silence covers it: messages that stand show it, nothing new is said."""
    asleep = hushed(before, silences, now)
    if asleep is None:
        return False
    write_down.save(connection, asleep, before)
    outbox.put(connection, _fell_asleep(connection, asleep, now, by), now)
    return True


def _fell_asleep(connection: Connection, asleep: Incident, now: datetime, by: str | None) -> Sequence[Intent]:
    who = asleep.snoozed_by
    return write_down.happened(connection, asleep, What.SNOOZED, now, who=who, by=by, told=False)


def preview(store: Store, target: Target, now: datetime) -> Preview:
    """What a silence from now on would do."""
    with store.read() as connection:
        open_ = incidents.unresolved(connection, target.pipeline)
        late = incidents.touched_since(connection, target.pipeline, now - LATELY)
    return foreseen(target, open_, [each for each in late if each.opened_at > now - LATELY])


def add(
    store: Store, settings: Settings, silence: Silence, now: datetime, *, by: str | None = None
) -> Silence:
    """Keep a silence, and put to sleep what it covers; returns it with its number.

    One that somebody has asked for already, with the same words, is that one. Raises `OverAlreadyError`.
    """
    demand_time(silence.ends_at, now)
    with store.write() as connection:
        known = silences.not_over(connection, now, silence.target.pipeline)
        same = (each for each in known if _is_same(each, silence))
        kept = next(same, None) or silences.add(connection, silence, now)
    hush(store, settings, now, by)
    return kept


def _is_same(known: Silence, asked: Silence) -> bool:
    """A button that is pressed twice asks for the same, a little later."""
    return known.starts_at <= asked.starts_at and asked == replace(
        known, id=asked.id, starts_at=asked.starts_at
    )


def end(
    store: Store, settings: Settings, id_: int, who: str, now: datetime, *, by: str | None = None
) -> Silence:
    """End a silence: what it put to sleep wakes, unless another covers it. Raises NoSuchSilenceError."""
    with store.write() as connection:
        silence = silences.get(connection, id_)
        if silence.ends_at <= now:
            return silence
        silences.end(connection, ended(silence, who, now))
        for incident in incidents.unresolved(connection, silence.target.pipeline):
            awake = woken(incident, silence, now)
            if awake is not None:
                said = f"{who} ended {silence.name}"
                outbox.put(connection, woke(connection, settings, awake, incident, now, said, by), now)
        return ended(silence, who, now)


def woke(
    connection: Connection,
    settings: Settings,
    awake: Incident,
    before: Incident,
    now: datetime,
    said: str,
    by: str | None = None,
) -> Sequence[Intent]:
    """Keep that it is awake, or that another silence covers it; returns what is to be said.

    What was never told of is posted now.
    """
    again = hushed(awake, active(connection, settings, awake.pipeline, now), now)
    write_down.save(connection, again or awake, before)
    if again is not None:
        return _fell_asleep(connection, again, now, None)
    known = write_down.is_told(connection, awake.id)  # otherwise its message is news enough
    pipeline = next((each for each in settings.pipelines if each.pipeline == awake.pipeline), None)
    routes = settings.deployment.routes
    if pipeline is not None and routes.posts:
        outbox.put(connection, [write_down.post_of(awake, pipeline, routes)], now)
    return write_down.happened(connection, awake, What.WOKE, now, by=by, text=said, told=known)
