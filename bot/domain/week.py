"""What a week was beside its findings: who was paged, what is new, and how its neighbours are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from bot.domain.health import Status
from bot.domain.incident import Incident
from bot.domain.tiredness import Page, is_night, once


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """How often somebody was paged, and how often of that at night."""

    person: str
    times: int
    nights: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another pipeline that is told in the same channel."""

    pipeline: str
    health: Status
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What is told of the week. `before` is the health at the checkup before, None where there was none."""

    before: Status | None = None
    paged: tuple[Paged, ...] = ()
    new: frozenset[str] = frozenset()
    """The fingerprints of what is open, and was not at the checkup before."""
    beside: tuple[Neighbour, ...] = ()


def paged(pages: Iterable[Page], zone: tzinfo) -> tuple[Paged, ...]:
    """Who was paged, the most often paged first; by several routes at once it is one page."""
    rung = once(pages)
    times = Counter(each.person for each in rung)
    nights = Counter(each.person for each in rung if is_night(each.at, zone))
    found = (Paged(person=name, times=many, nights=nights[name]) for name, many in times.items())
    return tuple(sorted(found, key=lambda each: (-each.times, each.person)))


def new(open_: Iterable[Incident], since: datetime) -> frozenset[str]:
    """The fingerprints of the findings whose incident was opened since a moment."""
    return frozenset(
        finding.fingerprint for each in open_ if each.opened_at > since for finding in each.findings
    )


def from_json(record: dict[str, object] | None) -> Week:
    """The week that a checkup keeps; an empty one of those that were kept before there was any."""
    known: dict[str, Any] = dict(record or {})
    if not known:
        return Week()
    return Week(
        before=Status(known["before"]) if known["before"] else None,
        paged=tuple(Paged(**each) for each in known["paged"]),
        new=frozenset(known["new"]),
        beside=tuple(Neighbour(**each | {"health": Status(each["health"])}) for each in known["beside"]),
    )
