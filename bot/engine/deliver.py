"""Delivery: one message of one route at a time is claimed, put into words, sent, and its receipt kept."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.clock import Clock
from bot.domain.alert_intent import IncidentAlert
from bot.domain.checkup import Checkup
from bot.domain.digest_intent import digest_key
from bot.domain.drill import Drill
from bot.domain.incident import Event, Incident, State
from bot.domain.intent import (
    AboutCheckup,
    AboutDrill,
    AboutIncident,
    AboutPipeline,
    DigestNudge,
    Edit,
    IncidentAsk,
    IncidentMail,
    Page,
)
from bot.domain.pace import NONE, Rests
from bot.domain.picture_intent import IncidentPicture, IncidentPlot, shown
from bot.domain.rollback import Rollback
from bot.domain.rollback_intent import RollbackPost, RollbackUpdate
from bot.domain.survival import Survival
from bot.domain.way import Priority
from bot.engine.answers import posts_of
from bot.engine.backoff import backoff
from bot.engine.lease import LEASE, renewed
from bot.messages.message import SlackMessage, fingerprint
from bot.routes.outcome import Outcome, Permanent, Receipt, Retry
from bot.store import checkups, drills, incidents, outbox, pacing, rollbacks, said, survivals, wishes
from bot.store.outbox import Parcel
from bot.store.store import Store

LOOKS = 5

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a message is about, as it stands when it is sent.

    `incident` with its `timeline` (and perhaps its `rollback` or `survival`), or `checkup` (with the
    receipt of its `digest`), or `drill`;
    `incidents` are those that the message may link to, and `posts` the receipts of their messages by number.
    """

    incident: Incident | None = None
    timeline: tuple[Event, ...] = ()
    rollback: Rollback | None = None
    survival: Survival | None = None
    checkup: Checkup | None = None
    digest: Mapping[str, str] | None = None
    drill: Drill | None = None
    incidents: tuple[Incident, ...] = ()
    posts: Mapping[int, Mapping[str, str]]
    zone: ZoneInfo | None = None
    """The clock of the one person whom it is for, where they chose one."""


class Route(Protocol):
    """A way out: it sends what was rendered for it."""

    searchable: bool
    """Whether what `find` does not find is not there; otherwise nothing can be looked for."""

    def send(self, parcel: Parcel, message: Any, /) -> Outcome:
        """Send a message; the parcel says where it goes, and carries the key to find it by. Of one that is
        `unsure` nobody knows whether it was sent before: it says so."""

    def find(self, parcel: Parcel, /) -> Outcome | None:
        """Look for a message that may have been sent, by the parcel's key; None if it was not."""


@dataclass(frozen=True, slots=True)
class Stale:
    """There is no longer anything to say; of a picture perhaps only, because it cannot be `drawn`."""

    why: str
    drawn: bool = True


Result = Outcome | Stale
Render = Callable[[Parcel, About], Any]
"""Makes the route's message of a parcel: pure, and called when it is sent."""


def deliver(
    store: Store, name: str, render: Render, route: Route, clock: Clock, pace: Rests = NONE
) -> Result | None:
    """Take the next message of a route, at its pace, as far as it goes now; None if none is due.

    Never raises because of the message or the route: what happened is kept with the message.
    """
    with store.send() as connection:
        parcel = outbox.claim(connection, name, clock(), LEASE, pace)
    if parcel is None:
        return None
    with renewed(store, parcel, clock):  # until it is written down: a store may be slow, too
        outcome = _try(store, parcel, render, route)
        holds_lane = isinstance(outcome, Retry) and outcome.after is not None
        with store.write() if holds_lane else store.send() as connection:
            _record(connection, name, parcel, outcome, clock())
    return outcome


def _try(store: Store, parcel: Parcel, render: Render, route: Route) -> Result:
    try:
        with store.read() as connection:
            about = _about(connection, parcel)
        stale = _stale(parcel, about)
        if stale:
            return Stale(stale)
        message = render(parcel, about)
    except Exception as error:  # a message that cannot be put into words must not stop its queue
        log.exception("message %s cannot be put into words", parcel.id)
        if isinstance(parcel.intent, IncidentPicture):  # a drawing that fails fails again
            return Stale(f"it cannot be drawn: {type(error).__name__}: {error}", drawn=False)
        return Retry(f"it cannot be put into words: {type(error).__name__}: {error}")
    if message is None:
        return Stale("there is nothing to draw", drawn=False)
    if _changes_nothing(store, parcel, message):
        return Stale("the message shows that already")
    found = _find(parcel, route)
    return found if not isinstance(found, Parcel) else _marked(_send(found, message, route), message)


def _changes_nothing(store: Store, parcel: Parcel, message: Any) -> bool:
    """Whether an edit would leave a message as it stands."""
    intent = parcel.intent
    if not (isinstance(intent, Edit) and isinstance(message, SlackMessage) and intent.root) or parcel.unsure:
        return False
    with store.read() as connection:
        return said.shown(connection, intent.root, parcel.id) == fingerprint(message)


def _marked(outcome: Outcome, message: Any) -> Outcome:
    """The receipt says what was sent, so that nobody sends the same again."""
    if isinstance(outcome, Receipt) and isinstance(message, SlackMessage):
        return replace(outcome, where={**outcome.where, said.SAID: fingerprint(message)})
    return outcome


def _find(parcel: Parcel, route: Route) -> Outcome | Parcel:
    """The receipt of an earlier try that got through after all, or what is to be sent.

    An edit may be repeated without looking.
    """
    if not parcel.unsure or isinstance(parcel.intent, Edit):
        return parcel
    try:
        found = route.find(parcel)
    except Exception as error:
        log.exception("message %s cannot be looked for", parcel.id)
        found = Retry(f"{type(error).__name__}: {error}")
    if found is None:
        return replace(parcel, unsure=not route.searchable)
    if isinstance(found, Receipt):
        return found
    if parcel.intent.priority is Priority.PAGE or parcel.attempt > LOOKS:  # rather twice than never
        return parcel
    after = found.after if isinstance(found, Retry) else None
    return Retry(f"cannot tell whether it was delivered: {found.why}", after=after, unknown=True)


def _send(parcel: Parcel, message: Any, route: Route) -> Outcome:
    try:
        return route.send(parcel, message)
    except Exception as error:  # a fault of the route: the message may be out
        log.exception("message %s met a fault of its route", parcel.id)
        return Retry(f"{type(error).__name__}: {error}", unknown=True)


def _record(connection: Connection, name: str, parcel: Parcel, outcome: Result, now: datetime) -> None:
    if isinstance(outcome, Receipt):
        outbox.delivered(connection, parcel, outcome.where, now)
    elif isinstance(outcome, Stale):
        outbox.drop(connection, parcel, outcome.why)
        pacing.give_back(connection, parcel.intent, now)
    elif isinstance(outcome, Permanent):
        log.error("message %s (%s) cannot be delivered: %s", parcel.id, parcel.intent.key, outcome.why)
        outbox.give_up(connection, parcel, outcome.why)
    else:
        wait = backoff(parcel.id, parcel.attempt, parcel.intent.priority)
        until = now + (wait if outcome.after is None else outcome.after)
        outbox.postpone(connection, parcel, until, outcome.why, unsure=outcome.unknown)
        if outcome.after is not None:
            outbox.hold_lane(connection, name, parcel.intent.lane, until)
    if isinstance(parcel.intent, IncidentPicture):
        outbox.put(connection, list(_follows(connection, parcel.intent, outcome)), now)


def _follows(connection: Connection, picture: IncidentPicture, outcome: Result) -> Iterator[IncidentPlot]:
    """What is shown once a picture is uploaded; without one the failing rows alone."""
    if isinstance(outcome, Receipt):
        yield shown(picture, outcome.where)
    is_lost = isinstance(outcome, Permanent) or (isinstance(outcome, Stale) and not outcome.drawn)
    if is_lost and incidents.get(connection, picture.incident).lead.rows:
        yield shown(picture, {})


def _about(connection: Connection, parcel: Parcel) -> About:
    intent = parcel.intent
    if isinstance(intent, AboutCheckup):
        return _about_checkup(connection, intent)
    if isinstance(intent, AboutDrill):
        return About(drill=drills.get(connection, intent.drill), posts={})
    if isinstance(intent, AboutPipeline):  # it holds all that it says
        return About(posts={})
    return _about_incident(connection, intent)


def _about_incident(connection: Connection, intent: AboutIncident) -> About:
    incident = incidents.get(connection, intent.incident)
    return About(
        incident=incident,
        rollback=_rollback(connection, intent),
        survival=survivals.of_incident(connection, incident.id),
        timeline=incidents.story(connection, incident.id),
        incidents=(incident,),
        posts=posts_of(connection, [incident]),
        zone=_zone(connection, intent),
    )


def _zone(connection: Connection, intent: AboutIncident) -> ZoneInfo | None:
    private = isinstance(intent, IncidentMail) or getattr(intent, "to", "") == "dm"
    return wishes.of(connection, getattr(intent, "person", "")).timezone if private else None


def _rollback(connection: Connection, intent: AboutIncident) -> Rollback | None:
    if isinstance(intent, (RollbackPost, RollbackUpdate)):
        return rollbacks.get(connection, intent.rollback)
    return None


def _about_checkup(connection: Connection, intent: AboutCheckup) -> About:
    checkup = checkups.get(connection, intent.checkup)
    open_ = incidents.unresolved(connection, checkup.pipeline)
    told = {line.incident for line in (*checkup.came, *checkup.went, *checkup.acknowledged)}
    others = [incidents.get(connection, number) for number in sorted(told - {each.id for each in open_})]
    linked = (*open_, *others)
    digest = outbox.receipt(connection, digest_key(checkup.id))
    return About(checkup=checkup, digest=digest, incidents=linked, posts=posts_of(connection, linked))


def _stale(parcel: Parcel, about: About) -> str:
    """Why a page no longer needs to ring; empty where it does. Nobody is paged after somebody has it."""
    intent, incident = parcel.intent, about.incident
    if isinstance(intent, DigestNudge) and about.checkup is not None:
        return "somebody looked by now" if about.checkup.signed_off_at else ""
    if isinstance(intent, IncidentAsk) and incident is not None:
        return "" if incident.asked_at is not None else "it is answered by now"
    if isinstance(intent, (IncidentPicture, IncidentPlot)) and incident is not None:
        return _undrawn(intent, incident, about)
    if not isinstance(intent, Page) or incident is None:
        return ""
    if isinstance(intent, IncidentAlert) and parcel.unsure:  # it may ring: then it must be told to stop
        return ""
    if incident.state is not State.OPEN:
        return f"the incident is {incident.state} by now"
    if incident.calm_since is not None:
        return "it is in order by now"
    return "" if incident.round == intent.round else "it is about an earlier round"


def _undrawn(intent: IncidentPicture | IncidentPlot, incident: Incident, about: About) -> str:
    """Why a plot is no longer of use; empty where it is."""
    if about.survival is not None:
        return "everything is broken at once: one plot tells nothing"
    if incident.state is State.RESOLVED:
        return "it is over by now"
    return "" if incident.round == intent.round else "it is about an earlier round"
