"""What comes and goes is held open until it stays in order: nobody is paged at each of its turns."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.incident import Act, Incident, State, act

TURNS, LATELY = 2, timedelta(days=14)
"""It flaps once it has come back so often in so long."""
CALM = timedelta(days=3)
"""So long it has to be in order before it is over."""


def came_back(incident: Incident, now: datetime) -> Incident:
    """The incident, which knows that it is back."""
    recent = (at for at in incident.came_back if now - at < LATELY)
    return replace(incident, came_back=(*recent, now))


def times(incident: Incident, now: datetime) -> int:
    """How often it came back lately."""
    return sum(now - at < LATELY for at in incident.came_back)


def is_held(incident: Incident, now: datetime) -> bool:
    """Whether an incident that is in order now stays open all the same."""
    if incident.calm_since is not None:
        return now - incident.calm_since < CALM
    return times(incident, now) >= TURNS


def calmed(incident: Incident, now: datetime) -> Incident:
    """It is in order and held open: whoever has it keeps it, and its ladder rests."""
    return replace(incident, calm_since=now, next_hop_at=None, fence=incident.fence + 1)


def stirred(incident: Incident, now: datetime) -> Incident:
    """It was held open and is back: where nobody has it, its ladder is climbed from the first step.

    Whoever has it is asked whether they still do when that is due anew: days in order do not count.
    """
    back = came_back(replace(incident, calm_since=None, fence=incident.fence + 1), now)
    if back.state is State.ACKNOWLEDGED:
        return replace(back, held_since=now, asked_at=None)
    return act(back, Act.CLIMB, None, now) if back.state is State.OPEN and back.pages else back


def held_open(incident: Incident, now: datetime) -> str:
    """Why an incident that is in order stays open."""
    often = f"came back {times(incident, now)} times in {LATELY.days} days"
    return (
        f"the checks find it in order again; it {often}, so it stays open until that lasts {CALM.days} days"
    )
