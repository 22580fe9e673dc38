"""How people answered: when an incident was opened, who took it and when, when it was over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import mean

from bot.domain.incident import Event, Incident, What
from checks.verdict import Urgency

_BEGINS = (What.OPENED, What.REOPENED)
_TAKEN = (What.ACKNOWLEDGED, What.HANDED)
_OVER = (What.RESOLVED, What.GONE)


@dataclass(frozen=True, slots=True)
class Response:
    """One round of an incident, from when it opened until it was over; `told` are the hops of its ladder."""

    incident: Incident
    opened_at: datetime
    told: int = 0
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None

    @property
    def to_acknowledge(self) -> timedelta | None:
        """How long nobody had it; None where nobody ever did."""
        return self.acknowledged_at - self.opened_at if self.acknowledged_at else None

    @property
    def to_resolve(self) -> timedelta | None:
        """How long it lasted; None while it does."""
        return self.resolved_at - self.opened_at if self.resolved_at else None


def responses(incident: Incident, timeline: Sequence[Event]) -> Iterator[Response]:
    """A response for each time it was opened, the first first."""
    current: Response | None = None
    for event in timeline:
        if event.kind in _BEGINS:
            if current is not None:
                yield current
            current = Response(incident, event.at)
        elif current is not None:
            current = _after(current, event)
    if current is not None:
        yield current


def _after(current: Response, event: Event) -> Response:
    if event.kind == What.ESCALATED:
        return replace(current, told=current.told + 1)
    if event.kind in _TAKEN and current.acknowledged_at is None:
        who = event.text if event.kind == What.HANDED else event.who
        return replace(current, acknowledged_at=event.at, acknowledged_by=who)
    if event.kind in _OVER:
        return replace(current, resolved_at=event.at, resolved_by=event.who)
    return current


@dataclass(frozen=True, slots=True)
class Means:
    """Of pages: the mean time to acknowledge (MTTA) and to resolve (MTTR), over so many; and how many nobody
    acknowledged before they were over. None where there is nothing to take the mean of."""

    mtta: timedelta | None
    mttr: timedelta | None
    pages: int
    unanswered: int


def means(found: Sequence[Response]) -> Means:
    """The mean times of those that page."""
    pages = [each for each in found if each.incident.urgency is Urgency.PAGE]
    unanswered = sum(each.resolved_at is not None and each.acknowledged_at is None for each in pages)
    acknowledged = [each.to_acknowledge for each in pages if each.to_acknowledge is not None]
    resolved = [each.to_resolve for each in pages if each.to_resolve is not None]
    return Means(_mean(acknowledged), _mean(resolved), len(pages), unanswered)


def _mean(spans: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=mean(each.total_seconds() for each in spans)) if spans else None
