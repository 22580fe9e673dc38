"""What of all that is open is somebody's: what they have, are paged for next, and look after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.declared import Hop
from bot.domain.escalation import next_up
from bot.domain.incident import Incident, State
from bot.domain.roster import Roster


@dataclass(frozen=True, slots=True)
class Next:
    """An incident that somebody is told of next, and when, unless another one acknowledges before."""

    incident: Incident
    at: datetime


def held(incidents: Iterable[Incident], who: str) -> list[Incident]:
    """What somebody has."""
    return [each for each in incidents if each.state is State.ACKNOWLEDGED and each.acknowledged_by == who]


def coming(incidents: Iterable[Incident], who: str, steps: Sequence[Hop], roster: Roster) -> list[Next]:
    """What somebody is told of next, by the ladder of the pipeline."""
    found = []
    for incident in incidents:
        after = next_up(incident, steps) if incident.state is State.OPEN else None
        if after is not None and who in roster.told(after[0].notify, after[1]):
            found.append(Next(incident, after[1]))
    return found


def looks_after(who: str, owner: str, steps: Sequence[Hop], roster: Roster) -> bool:
    """Whether a pipeline is somebody's: they own it, or may be paged for it."""
    names = {person for hop in steps for person in roster.takes_part(hop.notify)}
    return who in names | set(roster.takes_part(owner))
