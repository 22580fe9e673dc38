"""Everything is broken at once: what is not core is muted, and comes back by a person's hand.

One incident stands for it: its message is the check-list, its ladder the one page. What is muted sleeps as
under a silence (`bot.engine.silence.active`), so nothing new is said of it and no ladder of it is climbed.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.audit import Audit
from bot.domain.declared import Pipeline
from bot.domain.finding import Finding
from bot.domain.incident import Act, Incident, What, act, opened
from bot.domain.silence import woken
from bot.domain.stage import Stage, as_loud_as
from bot.domain.survival import (
    Broken,
    Item,
    Now,
    Survival,
    brought_back,
    ended,
    everything_is_broken,
    group_of,
    in_order,
    looked_at,
    may_begin,
    mute_of,
    states,
    trouble,
)
from bot.engine import write_down
from bot.engine.alone import each_alone
from bot.engine.silence import woke
from bot.settings.load import Settings
from bot.store import incidents, outbox, survivals
from bot.store.store import Store
from checks.verdict import Urgency

TRIES = 3


class NotMutedError(LookupError):
    """There is nothing to bring back; the text says what there is."""


def looked(
    connection: Connection,
    pipeline: Pipeline,
    audit: Audit,
    found: tuple[Finding, ...],
    now: datetime,
    *,
    stage: Stage,
) -> None:
    """What new checks mean: it begins, its check-list changes, or the next one may begin."""
    last = survivals.last(connection, pipeline.pipeline)
    broken = everything_is_broken(pipeline, audit.judgements, found)
    if last is not None and last.over_at is None:
        said = states([each.table for each in last.muted], audit, found)
        _refresh(connection, last, said, now)
    elif last is not None and last.calm_at is None:
        if broken is None and audit.judged:
            survivals.save(connection, replace(last, calm_at=now))
    elif broken is not None and broken.rest and may_begin(last) and stage is not Stage.MUTED:
        _begin(connection, pipeline, broken, states(broken.rest, audit, found), now, stage)


def _begin(
    connection: Connection,
    pipeline: Pipeline,
    broken: Broken,
    said: Mapping[str, Now],
    now: datetime,
    stage: Stage,
) -> None:
    """Its incident is posted with those that nobody heard of yet."""
    finding = as_loud_as(trouble(broken, pipeline.pipeline, Urgency.PAGE), stage)
    incident = replace(opened(0, [finding], now), group=group_of(pipeline.pipeline))
    made = incidents.add(connection, incident)
    write_down.happened(connection, made, What.OPENED, now, text=finding.summary)
    survivals.add(
        connection,
        Survival(
            id=0,
            pipeline=pipeline.pipeline,
            incident=made.id,
            begun_at=now,
            count=broken.count,
            watched=broken.watched,
            because=broken.because,
            items=tuple(Item(table=name, now=said[name], since=now) for name in broken.rest),
        ),
    )


def _refresh(connection: Connection, before: Survival, said: Mapping[str, Now], now: datetime) -> None:
    after = looked_at(before, said, now)
    if after == before:
        return
    survivals.save(connection, after)
    incident = _touched(connection, before)
    channel = write_down.channel_of(connection, incident.id)
    outbox.put(connection, [write_down.edit_of(incident, channel)] if channel else [], now)
    if in_order(after) - in_order(before):  # where nothing is edited, that is worth a message
        outbox.put(connection, write_down.news_of(connection, incident), now)


def _touched(connection: Connection, survival: Survival) -> Incident:
    """Its incident, kept as changed: of two who change it at once the second is told so, and looks again."""
    before = incidents.get(connection, survival.incident)
    after = replace(before, fence=before.fence + 1)
    write_down.save(connection, after, before)
    return after


def bring(
    store: Store,
    settings: Settings,
    pipeline: str,
    table: str,
    who: str,
    now: datetime,
    *,
    by: str | None = None,
) -> Survival:
    """`who` brings a table back: what sleeps of it wakes. Done already, it stays with whoever did it first.

    Raises NotMutedError.
    """

    def change(connection: Connection, before: Survival) -> Survival:
        after = brought_back(before, table, who, now)
        if after == before:
            return before
        survivals.save(connection, after)
        incident = _touched(connection, after)
        said = write_down.happened(
            connection,
            incident,
            What.BROUGHT_BACK,
            now,
            who=who,
            by=by,
            text=table,
            told=after.over_at is None,
        )
        outbox.put(connection, said, now)
        _wake(connection, settings, after, f"{who} brought {table} back", now, by)
        return _over(connection, after, now, by) if after.over_at else after

    return _change(store, pipeline, change, table)


def end(
    store: Store, settings: Settings, pipeline: str, who: str, now: datetime, *, by: str | None = None
) -> Survival:
    """`who` brings all back at once. Raises NotMutedError."""

    def change(connection: Connection, before: Survival) -> Survival:
        return _end(connection, settings, before, who, now, by)

    return _change(store, pipeline, change)


def over_with_its_incident(store: Store, settings: Settings, now: datetime) -> int:
    """Whoever resolves the incident ends it, too; returns how many are over so."""
    with store.read() as connection:
        standing = survivals.not_over(connection)
        resolved = [each for each in standing if incidents.get(connection, each.incident).is_resolved]

    def close(survival: Survival) -> bool:
        with store.write() as connection:
            before = survivals.get(connection, survival.id)
            incident = incidents.get(connection, survival.incident)
            if before.over_at is not None or not incident.is_resolved:
                return False
            _end(connection, settings, before, incident.resolved_by or "somebody", now, None)
            return True

    return each_alone(resolved, close, "brought back")


def _end(
    connection: Connection, settings: Settings, before: Survival, who: str, now: datetime, by: str | None
) -> Survival:
    after = ended(before, who, now)
    survivals.save(connection, after)
    _wake(connection, settings, after, f"{who} brought everything back", now, by)
    return _over(connection, after, now, by)


def _over(connection: Connection, survival: Survival, now: datetime, by: str | None) -> Survival:
    """It is said, and its incident is resolved."""
    before = incidents.get(connection, survival.incident)
    after = replace(before, fence=before.fence + 1)
    if not before.is_resolved:
        after = act(before, Act.RESOLVE, survival.over_by, now)
    write_down.save(connection, after, before)
    left = len(survival.muted)
    how = f"the last {left} at once" if left else "the last of them"
    said = f"everything in {survival.pipeline} is watched again: {survival.over_by} brought back {how}"
    noted = write_down.happened(connection, after, What.SURVIVED, now, who=survival.over_by, by=by, text=said)
    outbox.put(connection, noted, now)
    return survival


def _wake(
    connection: Connection, settings: Settings, survival: Survival, said: str, now: datetime, by: str | None
) -> None:
    """What sleeps, and is muted no longer."""
    for incident, awake in waking(connection, survival, now):
        outbox.put(connection, woke(connection, settings, awake, incident, now, said, by), now)


def waking(connection: Connection, survival: Survival, now: datetime) -> list[tuple[Incident, Incident]]:
    """What sleeps and is muted no longer: each as it stands, and awake."""
    mute = mute_of(survival)
    open_ = incidents.unresolved(connection, survival.pipeline)
    found = [(each, woken(each, mute, now)) for each in open_ if not mute.covers(each, now)]
    return [(before, awake) for before, awake in found if awake is not None]


def _change(
    store: Store,
    pipeline: str,
    change: Callable[[Connection, Survival], Survival],
    table: str | None = None,
) -> Survival:
    for _ in range(TRIES):
        try:
            with store.write() as connection:
                return change(connection, demanded(connection, pipeline, table))
        except write_down.OutrunError:  # somebody clicked in the same moment: look again at what they left
            continue
    raise write_down.OutrunError(f"what is muted in {pipeline} keeps changing: try again")


def demanded(connection: Connection, pipeline: str, table: str | None) -> Survival:
    """The survival in which a table, or all, may be brought back. Raises NotMutedError."""
    found = survivals.last(connection, pipeline)
    if found is None or (found.over_at is not None and table is None):
        raise NotMutedError(f"{pipeline} is not in survival: nothing is muted there")
    tables = [each.table for each in found.items]
    if table is not None and table not in tables:
        raise NotMutedError(f"{table} is not muted in {pipeline}; muted are {', '.join(tables)}")
    if found.over_at is not None and not any(each.table == table and each.is_back for each in found.items):
        raise NotMutedError(f"{pipeline} is not in survival any more: {found.over_by} ended it")
    return found
