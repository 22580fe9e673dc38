"""What an examination of the set-up finds: one thing a line, and what to do about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import get_args

from bot.domain.declared import Deployment, Hop, Person, Pipeline
from bot.domain.duty import Copy
from bot.domain.roster import Roster
from bot.domain.way import SHARED, Route

MOST_FAULTS = 5
"""So many events of a calendar are named that name nobody."""


class State(StrEnum):
    """Whether a thing works."""

    OK = "ok"
    MEND = "to mend"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the set-up: what it is, whether it works, and what was seen or is to be done."""

    what: str
    state: State
    said: str
    seconds: float | None = None
    """How long it took, where that is told."""


def ok(what: str, said: str) -> Thing:
    """It works."""
    return Thing(what, State.OK, said)


def mend(what: str, said: str) -> Thing:
    """It does not work; `said` tells what to do."""
    return Thing(what, State.MEND, said)


def unknown(what: str, said: str) -> Thing:
    """It cannot be told, or nobody decided it yet."""
    return Thing(what, State.UNKNOWN, said)


def ways(deployment: Deployment) -> tuple[str, ...]:
    """The names of the routes that are set up."""
    return tuple(name for name in get_args(Route) if getattr(deployment.routes, name) is not None)


def people(deployment: Deployment) -> Iterator[Thing]:
    """Whether each person can be told by a route that is set up."""
    there = ways(deployment)
    if not there:
        yield unknown("routes", "none can be used, so nobody is told; `oakum check` prints what it finds")
        return
    for name, person in deployment.people.items():
        yield _person(name, person, there)


def reached_by(person: Person, routes: Iterable[str]) -> list[str]:
    """Those of some routes by which a person can be told: a shared address tells whoever is named."""
    return [route for route in routes if route in SHARED or getattr(person, route) is not None]


def _person(name: str, person: Person, there: Sequence[str]) -> Thing:
    by = reached_by(person, there)
    if not by:
        say = f"can be told by none of the routes ({', '.join(there)}): add people.{name}.{there[0]}"
        return mend(f"person {name}", say)
    return ok(f"person {name}", f"can be told by {' and '.join(by)}")


def ladders(deployment: Deployment, pipelines: Sequence[Pipeline]) -> Iterator[Thing]:
    """Whether somebody is paged for each pipeline, and somebody else if nobody answers."""
    if not ways(deployment):
        return
    for name, hops in deployment.policies.items():
        yield _ladder(f"policy {name}", hops)
    for pipeline in pipelines:
        if pipeline.policy is None:
            yield _without_policy(pipeline, deployment)


def _without_policy(pipeline: Pipeline, deployment: Deployment) -> Thing:
    what, owner = f"pipeline {pipeline.pipeline}", pipeline.owner
    if not reached_by(deployment.people[owner], ways(deployment)):
        return mend(what, f"has no policy, and its owner {owner} can be told by none of the routes")
    after = "add policy: NAME to its file, the name of a policy in oakum.yaml"
    return unknown(what, f"has no policy: {owner} is paged, and nobody after them; {after}")


def schedules(deployment: Deployment, known: Roster, now: datetime) -> Iterator[Thing]:
    """Who is on call by each schedule, and whether nobody is at some time in the five weeks to come."""
    rotas, zone = known.rotas, deployment.timezone
    for name, rota in deployment.schedules.items():
        here, gaps, copy = rota.timezone or zone, rotas.gaps(name, now), rotas.copy(name)
        if copy is not None:
            yield from _calendar(f"schedule {name}", copy, here)
        if gaps:
            first, more = gaps[0], len(gaps) - 1
            times = f"{_clock(first.starts, here)} to {_clock(first.ends, here)}"
            again = f", and {more} more times in five weeks" if more else ""
            yield mend(f"schedule {name}", f"nobody is on call from {times}{again}: add otherwise: NAME")
            continue
        shift = rotas.shift(name, now)
        after = rotas.on_call(name, shift.ends)
        then = f", then {after}" if after != shift.person else ""
        yield ok(f"schedule {name}", f"{shift.person} until {_clock(shift.ends, here)}{then}")


def unmanned(deployment: Deployment, known: Roster, now: datetime) -> tuple[Thing, ...]:
    """What is to be mended of the schedules: gaps, events of calendars that name nobody."""
    return tuple(each for each in schedules(deployment, known, now) if each.state is State.MEND)


def _calendar(what: str, copy: Copy, zone: tzinfo) -> Iterator[Thing]:
    """How old the copy of a calendar is, and which of its events name nobody."""
    if copy.trouble:
        yield mend(what, f"its calendar {copy.said(zone)}")
    elif copy.as_of is not None:
        yield ok(what, f"its calendar was read {_clock(copy.as_of, zone)}")
    for said in copy.faults[:MOST_FAULTS]:
        yield mend(what, said)
    if len(copy.faults) > MOST_FAULTS:
        yield mend(what, f"… and {len(copy.faults) - MOST_FAULTS} more events name nobody")


def _clock(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%a %-d %b %H:%M}"


def _ladder(what: str, hops: Sequence[Hop]) -> Thing:
    rung, hops = hops[-1].rollback, [hop for hop in hops if hop.rollback is None]
    names = [f"{hop.notify} and all again, {hop.repeat}×" if hop.repeat else hop.notify for hop in hops]
    if len({hop.notify for hop in hops}) == 1:
        return unknown(
            what, f"ends with {hops[0].notify}: add a hop with somebody else, for when nobody answers"
        )
    ending = f"{rung} is rolled back" if rung else "there it ends"
    return ok(what, f"{', then '.join(names)}; {ending}")
