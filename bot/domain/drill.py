"""A drill: a test page to everybody on every ladder, by each of their routes, and a receipt for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.declared import Deployment, Hop, Pipeline
from bot.domain.escalation import ladder
from bot.domain.examined import Thing, mend, ok, unknown, ways
from bot.domain.roster import Roster
from bot.domain.way import Route

CALENDAR = "the calendar"
"""Who begins a drill that stands in oakum.yaml."""


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """A person (or a Slack user group, by the name of its team), and a route by which a ladder tells them."""

    person: str
    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What became of a test page: which ladders would have sent it, and who says that it came."""

    way: Way
    policies: tuple[str, ...]
    sent_at: datetime | None = None
    error: str = ""
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None


class Receipt(StrEnum):
    """How far it is known that a test page came."""

    CONFIRMED = "confirmed"  # by the person, or by whoever acknowledged it in PagerDuty
    ACCEPTED = "accepted"  # by the other side's machine; nobody has said that it came
    FAILED = "failed"
    WAITING = "waiting"  # not sent yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A drill, with its calls. Answers are waited for until `closes_at`."""

    id: int
    who: str
    started_at: datetime
    closes_at: datetime
    calls: tuple[Call, ...]
    is_closed: bool = False
    about: str = ""
    """What a rehearsal planted, and what was found of it; empty for a drill that is none."""

    @property
    def name(self) -> str:
        """What people call it."""
        return "rehearsal" if self.about else "drill"

    def of(self, person: str) -> tuple[Call, ...]:
        """The calls to a person."""
        return tuple(call for call in self.calls if call.way.person == person)

    @property
    def missing(self) -> tuple[Call, ...]:
        """The calls of which nobody has said that they came."""
        return tuple(call for call in self.calls if receipt(call) is not Receipt.CONFIRMED)


def receipt(call: Call) -> Receipt:
    """How far it is known that a call came."""
    if call.confirmed_at is not None:
        return Receipt.CONFIRMED
    if call.sent_at is not None:
        return Receipt.ACCEPTED
    return Receipt.FAILED if call.error else Receipt.WAITING


def calls(
    deployment: Deployment, known: Roster, pipelines: Sequence[Pipeline], only: str | None = None
) -> tuple[Call, ...]:
    """A call for each person and route of the ladders that are in use, or of the policy `only`, used or not.

    Of a schedule everybody is called who takes turns, not only whoever is on call now.
    """
    ladders = {whose(each): ladder(each, deployment) for each in pipelines}
    members = {*deployment.people, *deployment.groups}
    if only in deployment.policies and only not in ladders:  # a user group has no channel there
        hops = deployment.policies[only]
        ladders, members = {only: tuple(hop for hop in hops if not hop.rollback)}, {*deployment.people}
    found: dict[Way, list[str]] = {}
    for name, hops in ladders.items():
        for way in dict.fromkeys(_ways(deployment, known, hops)):
            if only in (None, name) and way.person in members:
                found.setdefault(way, []).append(name)
    return tuple(Call(way=way, policies=tuple(names)) for way, names in sorted(found.items()))


def whose(pipeline: Pipeline) -> str:
    """What the ladder of a pipeline is called."""
    return pipeline.policy or f"owner of {pipeline.pipeline}"


def _ways(deployment: Deployment, known: Roster, hops: Sequence[Hop]) -> Iterator[Way]:
    there = ways(deployment)
    for hop in hops:
        for person in known.takes_part(hop.notify):
            yield from (Way(person, route) for route in hop.by if route in there)


def drilled(drill: Drill | None) -> Iterator[Thing]:
    """Whether the newest drill came to everybody by every route."""
    if drill is None:
        yield unknown(
            "drill", "no way to a person was ever tried: `oakum drill --dry-run` says whom it would call"
        )
        return
    ways = [f"{call.way.person} by {call.way.route}" for call in drill.missing]
    if not ways:
        yield ok("drill", f"all {len(drill.calls)} test pages of drill {drill.id} came")
    elif drill.is_closed:
        yield mend(
            "drill", f"drill {drill.id} has no receipt from {', '.join(ways)}: mend it, then `oakum drill`"
        )
    else:
        yield unknown("drill", f"drill {drill.id} waits for a receipt from {', '.join(ways)}")
