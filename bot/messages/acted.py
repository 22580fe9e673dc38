"""What the terminal answers to what somebody does there: that it is done, or what had happened before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.checkup import Checkup
from bot.domain.incident import Act, Incident
from bot.messages.answers import already, signed_before
from bot.messages.digest import summary
from bot.messages.figures import clock_time
from bot.messages.incident import title
from bot.messages.terminal import Line


@dataclass(frozen=True, slots=True)
class Acted:
    """What `who` wanted of an incident, and how it stands now; `late` where somebody else was faster.

    `closes` where it was resolved for a reason that holds for good.
    """

    act: Act
    who: str
    incident: Incident
    late: bool
    zone: ZoneInfo
    closes: bool = False


def acted_lines(told: Acted) -> Iterator[Line]:
    """What became of it, and below it which one that is: numbers are mistyped."""
    yield Line(said(told), "ticket" if told.late else "good")
    yield Line(f"  no. {told.incident.id}, {told.incident.pipeline}: {title(told.incident)}", "dim")


def said(told: Acted) -> str:
    """A sentence or two, unescaped."""
    incident = told.incident
    if told.late:
        return already(incident, told.act, str, lambda at: clock_time(at, told.zone))
    whose = incident.acknowledged_by or "nobody"
    until = clock_time(incident.snoozed_until, told.zone) if incident.snoozed_until else "it wakes"
    if told.closes:
        return "Closed, with the reason on the record. It comes back only with evidence that is new."
    return {
        Act.ACKNOWLEDGE: f"{whose} has it now, and nobody else is paged for it.",
        Act.HAND_OVER: f"{whose} has it now, and the record says that {told.who} gave it to them.",
        Act.SNOOZE: f"It sleeps until {until}. If it is not over then, it is open again.",
        Act.RESOLVE: "Resolved. If the checks see it again within seven days, it opens again.",
        Act.FIX: "It is fixed, and no longer owed.",
        Act.PROMOTE: f"It is the focus of {incident.pipeline} until the next checkup, whatever ranks higher.",
    }[told.act]


def acted_record(told: Acted) -> dict[str, Any]:
    """The same for machines; moments are UTC."""
    incident = told.incident
    return {
        "incident": incident.id,
        "pipeline": incident.pipeline,
        "act": told.act.value,
        "done": not told.late,
        "said": said(told),
        "state": incident.state.value,
        "acknowledged_by": incident.acknowledged_by,
        "acknowledged_at": _utc(incident.acknowledged_at),
        "snoozed_by": incident.snoozed_by,
        "snoozed_until": _utc(incident.snoozed_until),
        "resolved_by": incident.resolved_by,
        "resolved_at": _utc(incident.resolved_at),
    }


def signed_lines(checkup: Checkup, who: str, zone: ZoneInfo) -> Iterator[Line]:
    """Whether `who` signed it off, and below it what it said."""
    due = f"the checkup of {checkup.pipeline} of {clock_time(checkup.due_at, zone)}"
    if checkup.signed_off_by == who:
        yield Line(f"It is on the record that {who} looked at {due}.", "good")
    else:
        yield Line(signed_before(checkup, str, lambda at: clock_time(at, zone)), "ticket")
    yield Line(f"  {due}: {summary(checkup)}", "dim")


def signed_record(checkup: Checkup, who: str) -> dict[str, Any]:
    """The same for machines."""
    return {**_signed(checkup), "done": checkup.signed_off_by == who}


def _signed(checkup: Checkup) -> dict[str, Any]:
    return {
        "id": checkup.id,
        "pipeline": checkup.pipeline,
        "due_at": _utc(checkup.due_at),
        "signed_off_by": checkup.signed_off_by,
        "signed_off_at": _utc(checkup.signed_off_at),
        "by": checkup.signed_off_on or None,
    }


def _utc(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
