"""The backlog: what is open and not the focus, how old it is, and which one of it to propose at a checkup."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.crossing import crosses
from bot.domain.finding import Finding, Label
from bot.domain.incident import Incident
from bot.domain.triage import label
from checks.figures import counted


class Propose(StrEnum):
    """What a checkup proposes to do with one of the backlog."""

    FOCUS = "make it the next focus"
    CLOSE = "close it, or accept it with a reason"
    LOOK = "look at it, then fix it or close it with a reason"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One incident of the backlog, what to do with it and why; kept with the checkup."""

    incident: int
    title: str
    what: Propose
    why: str


def backlog(open_: Iterable[Incident]) -> tuple[Incident, ...]:
    """What is open and not the focus, by rank."""
    rest = (each for each in open_ if each.focus is None and not each.is_resolved)
    return tuple(sorted(rest, key=lambda each: (each.lead.rank, each.id)))


def left_alone(finding: Finding) -> Label:
    """What becomes of it if nobody does anything, of the highest rank too where that is not the focus."""
    return label(finding) if finding.label is Label.FIX_FIRST else finding.label


def days_open(incident: Incident, now: datetime) -> int:
    """Its age in whole days, counted from when it was opened last."""
    return max(0, (now - incident.opened_at).days)


def propose(rest: Sequence[Incident], now: datetime, before: int | None = None) -> Proposal | None:
    """The one of the backlog that is proposed: what crosses its limit first, to be the next focus; where
    nothing will break, the oldest that is stable, to be closed; at last the oldest that nobody can tell of,
    to be looked at.

    Never the one of the checkup `before` again, unless it is the only one. What is in order and held open is
    left alone.
    """
    known = [each for each in backlog(rest) if each.calm_since is None]
    breaking = [each for each in known if left_alone(each.lead) is Label.WILL_BREAK]
    stable = [each for each in known if left_alone(each.lead) is Label.ANNOYING]
    unclear = [each for each in known if left_alone(each.lead) is Label.CANNOT_TELL]
    breaking.sort(key=lambda each: (each.lead.days_to_break or 0.0, each.lead.rank, each.id))
    for some in (stable, unclear):
        some.sort(key=lambda each: (each.opened_at, each.lead.rank, each.id))
    ordered = [*breaking, *stable, *unclear]
    chosen = next((each for each in ordered if each.id != before), ordered[0] if ordered else None)
    return _proposal(chosen, now) if chosen else None


def _proposal(chosen: Incident, now: datetime) -> Proposal:
    if left_alone(chosen.lead) is Label.WILL_BREAK:
        foreseen = crosses(chosen.lead)
        why = f"it will break next month{f': {foreseen}' if foreseen else ''}"
        return Proposal(chosen.id, chosen.lead.title, Propose.FOCUS, why)
    age = days_open(chosen, now)
    opened = f"open for {counted(age, 'day')}" if age else "open since today"
    stable = left_alone(chosen.lead) is Label.ANNOYING
    why = f"{opened}, {'annoying but stable' if stable else 'and nobody can tell whether it gets worse'}"
    return Proposal(chosen.id, chosen.lead.title, Propose.CLOSE if stable else Propose.LOOK, why)


def proposal_from_json(record: Mapping[str, Any] | None) -> Proposal | None:
    """The proposal as a checkup keeps it; older ones have none."""
    return Proposal(**{**record, "what": Propose(record["what"])}) if record else None
