"""The backlog as lines of a terminal, and as an object for machines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from bot.domain.backlog import backlog, days_open, left_alone
from bot.domain.crossing import crosses
from bot.domain.incident import Incident, State
from bot.domain.record import plain, to_json
from bot.domain.wording import money, outlook
from bot.messages.figures import counted, day
from bot.messages.incident import title
from bot.messages.terminal import Line
from bot.messages.text import dotted


@dataclass(frozen=True, slots=True)
class Books:
    """A pipeline, who owns it, and what is open in it."""

    pipeline: str
    owner: str
    open: Sequence[Incident]

    @property
    def focus(self) -> Incident | None:
        """What is to be fixed first."""
        return next((each for each in self.open if each.focus), None)


def backlog_lines(books: Sequence[Books], now: datetime, zone: tzinfo) -> Iterator[Line]:
    """Each pipeline's focus, and below it the rest by rank."""
    for at, each in enumerate(books):
        if at:
            yield Line("")
        yield Line(each.pipeline, "title")
        yield from _focus_lines(each)
        for incident in backlog(each.open):
            yield from _lines(incident, each.owner, now, zone)
    if not books:
        yield Line("No pipeline is declared yet.")


def _focus_lines(books: Books) -> Iterator[Line]:
    incident = books.focus
    if incident is None or incident.focus is None:
        said = "no focus is chosen yet: the bot does that" if books.open else "nothing is open"
        yield Line(f"  {said}", "ticket" if books.open else "good")
        return
    yield Line(f"  focus: no. {incident.id}, {title(incident)}", incident.urgency.value)
    said = dotted(f"since {day(incident.focus.since)}: {incident.focus.why}", incident.focus.stays)
    yield Line(f"     {said}", "dim")
    if len(books.open) == 1:
        yield Line("  the backlog is empty", "dim")


def _lines(incident: Incident, owner: str, now: datetime, zone: tzinfo) -> Iterator[Line]:
    lead, days = incident.lead, days_open(incident, now)
    yield Line(f"  {lead.rank}. no. {incident.id}, {title(incident)}", incident.urgency.value)
    age = f"open for {counted(days, 'day')}" if days else "open since today"
    cost = f"{money(lead.cost)} a month" if lead.cost and lead.cost.high > 0 else ""
    who = _who(incident, owner, zone)
    yield Line(f"     {dotted(outlook(left_alone(lead), lead), crosses(lead), age, who, cost)}", "dim")


def _who(incident: Incident, owner: str, zone: tzinfo) -> str:
    if incident.state is State.ACKNOWLEDGED:
        return f"{incident.acknowledged_by or 'somebody'} has it"
    if incident.state is State.SNOOZED and incident.snoozed_until:
        until = incident.snoozed_until.astimezone(zone)
        return f"{incident.snoozed_by or 'somebody'} put it to sleep until {until:%a %-d %b %H:%M}"
    return f"owner {owner}"


def backlog_object(books: Sequence[Books], now: datetime) -> dict[str, Any]:
    """The same for machines; `expected_cost` and `crossing` are null where they are not known."""
    pipelines = [_object(each, now) for each in books]
    return {"schema": 1, "as_of": f"{now:%Y-%m-%dT%H:%M:%SZ}", "pipelines": pipelines}


def _object(books: Books, now: datetime) -> dict[str, Any]:
    incident = books.focus
    focus = None
    if incident is not None and incident.focus is not None:
        pin = incident.focus
        facts = {"since": pin.since.isoformat(), "why": pin.why, "who": pin.who, "stays": pin.stays or None}
        focus = _row(incident, books.owner, now) | facts
    rest = [_row(each, books.owner, now) for each in backlog(books.open)]
    return {"pipeline": books.pipeline, "focus": focus, "backlog": rest}


def _row(incident: Incident, owner: str, now: datetime) -> dict[str, Any]:
    lead, has = to_json(incident.lead), incident.acknowledged_by
    return {
        "incident": incident.id,
        "fingerprint": lead["fingerprint"],
        "rank": lead["rank"],
        "title": title(incident),
        "label": left_alone(incident.lead).value,
        "crossing": plain(incident.lead.evidence.get("crossing")),
        "opened_at": f"{incident.opened_at:%Y-%m-%dT%H:%M:%SZ}",
        "days_open": days_open(incident, now),
        "owner": owner,
        "state": incident.state.value,
        "acknowledged_by": has if incident.state is State.ACKNOWLEDGED else None,
        "expected_cost": lead["expected_cost"],
    }
