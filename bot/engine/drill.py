"""Drills: begun by a person or by the calendar, answered by people and machines, closed with a report."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.cadence import last_weekly
from bot.domain.declared_routes import THE_CHANNEL
from bot.domain.drill import CALENDAR, Call, Drill, Way, calls, whose
from bot.domain.drill_intent import DrillCall, DrillReport, DrillUpdate
from bot.domain.intent import Intent
from bot.domain.way import SERVICES, Route
from bot.settings.load import Settings
from bot.store import drills, outbox
from bot.store.store import Store

WEEK = timedelta(days=7)


def begin(
    store: Store,
    settings: Settings,
    who: str,
    now: datetime,
    within: timedelta,
    only: str | None = None,
    about: str = "",
) -> Drill:
    """Keep a drill, and write its test pages; answers are waited for as long as `within`.

    `about` is what a rehearsal found.
    """
    called = calls(settings.deployment, settings.roster, settings.pipelines, only)
    planned = Drill(id=0, who=who, started_at=now, closes_at=now + within, calls=called, about=about)
    with store.write() as connection:
        return _begun(connection, settings, planned, now)


def begin_once(
    store: Store, settings: Settings, who: str, now: datetime, within: timedelta, only: str | None
) -> tuple[Drill, bool]:
    """As `begin`, and True; where answers to all its pages are waited for already, that drill, and False."""
    called = calls(settings.deployment, settings.roster, settings.pipelines, only)
    planned = Drill(id=0, who=who, started_at=now, closes_at=now + within, calls=called)
    asked = {call.way for call in called}
    with store.write() as connection:
        waiting = (each for each in reversed(drills.open_(connection)) if each.closes_at > now)
        same = next((each for each in waiting if asked <= {call.way for call in each.calls}), None)
        return (same, False) if same else (_begun(connection, settings, planned, now), True)


def _begun(connection: Connection, settings: Settings, planned: Drill, now: datetime) -> Drill:
    drill = drills.add(connection, planned)
    outbox.put(connection, [_page(settings, drill, call) for call in drill.calls], now)
    return drill


def _page(settings: Settings, drill: Drill, call: Call) -> DrillCall:
    """The test page of a call: a user group is mentioned in a channel whose ladder names it."""
    person, route = call.way.person, call.way.route
    mentioned = route == "slack_webhook" or (route == "slack" and person in settings.deployment.groups)
    there = _channels(settings, call.policies)
    channel = min(there, default=THE_CHANNEL) if mentioned else ""
    return DrillCall(drill=drill.id, person=person, by=route, channel=channel)


def drill_due(store: Store, settings: Settings, now: datetime) -> None:
    """Begin a drill when the calendar says so, and close those whose time is over or that are complete."""
    with store.read() as connection:
        due, open_ = is_due(connection, settings, now), drills.open_(connection)
    if due:
        _begin_by_calendar(store, settings, now)
    for drill in open_:
        if drill.closes_at <= now or not drill.missing:
            close(store, settings, drill, now)


def _begin_by_calendar(store: Store, settings: Settings, now: datetime) -> None:
    """Of several processes that see at once that it is due, one begins it."""
    plan = settings.deployment.drill
    with store.write() as connection:
        if plan is not None and is_due(connection, settings, now):
            called = calls(settings.deployment, settings.roster, settings.pipelines)
            ends = now + plan.answer_within
            planned = Drill(id=0, who=CALENDAR, started_at=now, closes_at=ends, calls=called)
            _begun(connection, settings, planned, now)


def is_due(connection: Connection, settings: Settings, now: datetime) -> bool:
    """Whether the time of a drill has passed since the calendar's last one. What was missed is due once.

    What people try meanwhile, a ladder or a rehearsal, takes the place of none.
    """
    plan = settings.deployment.drill
    if plan is None:
        return False
    moment = last_weekly(*plan.at, settings.deployment.timezone, now)
    last = drills.last_began(connection, CALENDAR)
    if last is None:
        return now - moment < timedelta(days=1)  # the first one is on its day, and not when it is configured
    return last < moment and moment - last > WEEK * plan.weeks - timedelta(days=3)


def confirm(store: Store, id_: int, way: Way, who: str, now: datetime) -> bool:
    """`who` says that a test page came; False says that it was said before. Raises NoSuchDrillError."""
    with store.write() as connection:
        drill = drills.get(connection, id_)
        if not drills.confirm(connection, id_, way, who, now):
            return False
        outbox.put(connection, list(_updates(drill, way)), now)
        return True


def _updates(drill: Drill, way: Way) -> Iterator[Intent]:
    """The page in Slack, where all of a person's routes are asked for, and the alert at a service."""
    change = sum(call.confirmed_at is not None for call in drill.calls) + 1
    for call in drill.of(way.person):
        if call.way.route == "slack" or (call.way == way and way.route in SERVICES):
            yield DrillUpdate(drill=drill.id, person=way.person, by=call.way.route, change=change)


def close(store: Store, settings: Settings, drill: Drill, now: datetime) -> None:
    """Wait no longer: alerts end, and the channels whose ladders were tried hear what came."""
    change = len(drill.calls) + 1
    over = [
        DrillUpdate(drill=drill.id, person=call.way.person, by=call.way.route, change=change)
        for call in drill.calls
        if call.way.route in (*SERVICES, "slack")
    ]
    with store.write() as connection:
        if drills.close(connection, drill.id):
            outbox.put(connection, [*over, *_reports(settings, drill)], now)


def _reports(settings: Settings, drill: Drill) -> Sequence[Intent]:
    routes = settings.deployment.routes
    if not routes.posts:
        return ()
    by: Route = "slack" if routes.slack else "slack_webhook"
    channels = sorted(_channels(settings, {policy for call in drill.calls for policy in call.policies}))
    return [DrillReport(drill=drill.id, channel=channel, by=by) for channel in channels]


def _channels(settings: Settings, tried: Collection[str]) -> set[str]:
    """The channels of the pipelines with one of these ladders; of a webhook, the places that it posts in."""
    hook = settings.deployment.routes.slack_webhook
    channels = {pipeline.channel for pipeline in settings.pipelines if whose(pipeline) in tried}
    return {hook.place(channel) for channel in channels} if hook else channels
