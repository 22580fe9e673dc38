"""The answer to "is the pipeline healthy?": true as of a moment, in words a manager understands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.health import Health, Status
from bot.domain.incident import Incident, State
from bot.messages.asleep import asleep
from bot.messages.blocks import context, divider, fitting, section
from bot.messages.figures import moment
from bot.messages.incident import figures
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import Surroundings, link, named
from bot.messages.text import (
    NOTIFICATION,
    bullets,
    code,
    cut,
    dotted,
    escape,
    more,
    one_line,
    sentence,
)

SIGNS: Mapping[Status, str] = {
    Status.HEALTHY: "🟢",
    Status.DEGRADED: "🟡",
    Status.BROKEN: "🔴",
    Status.UNKNOWN: "⚪",
}
_SAID: Mapping[Status, str] = {
    Status.HEALTHY: "{} is healthy",
    Status.DEGRADED: "{} runs, but not everything in it is right",
    Status.BROKEN: "{} is broken: do not rely on its data",
    Status.UNKNOWN: "I cannot tell whether {} is healthy",
}
UNDECLARED = "no file of the configuration declares it any more"
"""Why a pipeline is not judged that is gone while incidents of it are open."""
_SHOWN, _MISSING = 3, 5
_PIPELINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """One pipeline's health, its open incidents in the order of triage, their messages' addresses by id."""

    health: Health
    incidents: Sequence[Incident]
    around: Surroundings
    links: Mapping[int, str]
    notes: str = ""
    """What is not told of it, and why."""
    instead: str = ""
    """What stands instead of a ranking, where everything is broken at once."""


def health_message(bulletins: Sequence[Bulletin]) -> SlackMessage:
    """One paragraph a pipeline, the worst first; with one pipeline its open troubles are told too."""
    ordered = sorted(bulletins, key=lambda each: (_ORDER[each.health.status], each.health.pipeline))
    groups = [
        [section(paragraph(each, in_full=len(ordered) == 1)), divider()] for each in ordered[:_PIPELINES]
    ]
    groups = groups[: fitting(groups)]
    left = len(ordered) - len(groups)
    blocks: list[Block] = [block for group in groups for block in group]
    if left > 0:
        blocks.append(context(more(left, "no worse than these, `/pipeline health NAME` tells of one")))
    text = "; ".join(_shortly(bulletin.health) for bulletin in ordered) or "No pipeline is declared yet"
    return SlackMessage(text=cut(text, NOTIFICATION), blocks=blocks[:-1] if left <= 0 else blocks)


_ORDER = {Status.BROKEN: 0, Status.UNKNOWN: 1, Status.DEGRADED: 2, Status.HEALTHY: 3}


def paragraph(bulletin: Bulletin, *, in_full: bool) -> str:
    """The state, as of when, what is open and who has it, and what is missing to know more."""
    health = bulletin.health
    state = state_line(health, bulletin.around)
    if health.unjudged:
        state = unjudged_text(f"{state}\nWhat I would have to know:", health.unjudged)
    open_ = bulletin.instead or _open(bulletin, _SHOWN if in_full else 1)
    said = (state, bulletin.notes, open_)
    return "\n".join(each for each in said if each)


def state_line(health: Health, around: Surroundings) -> str:
    """🟢 *churn is healthy*, as of …; would have caught …"""
    as_of = f"as of {moment(health.as_of, around.zone)}" if health.as_of else "it was not judged lately"
    worth = f"; {_worth(health)}" if health.worth else ""
    return f"{SIGNS[health.status]} *{_plainly(health)}*, {as_of}{worth}."


def _worth(health: Health) -> str:
    return escape(cut(one_line(health.worth), 400))


def _shortly(health: Health) -> str:
    """For whoever sees the notification alone."""
    return f"{_plainly(health)} ({_worth(health)})" if health.worth else _plainly(health)


def _plainly(health: Health) -> str:
    return _SAID[health.status].format(escape(one_line(health.pipeline)))


def unjudged_text(heading: str, unjudged: Mapping[str, str]) -> str:
    """A line for each table that is not judged, with the reason."""
    shown = [f"{code(table)}: {sentence(why, 300)}" for table, why in list(unjudged.items())[:_MISSING]]
    return bullets(heading, shown, len(unjudged) - _MISSING, 1200, way="`oakum check` names them")


def _open(bulletin: Bulletin, shown: int) -> str:
    incidents = bulletin.incidents
    if not incidents:
        return "Nothing is open." if bulletin.health.status is Status.HEALTHY else ""
    said = (
        f"{len(incidents):,} problems are open, the first to fix:"
        if incidents[1:]
        else "One problem is open:"
    )
    lines = [incident_line(incident, bulletin.around, bulletin.links) for incident in incidents[:shown]]
    way = code(f"/pipeline findings {bulletin.health.pipeline}", 250)
    return bullets(said, lines, len(incidents) - shown, 1700, way=way)


def incident_line(incident: Incident, around: Surroundings, links: Mapping[int, str]) -> str:
    """One incident on two lines: what, with the way to its message; the figures, who has it, its number."""
    said = cut(one_line(incident.lead.title.replace("`", "")), 250)
    text = link(links[incident.id], said) if incident.id in links else escape(said)
    below = dotted(figures(incident.lead), who_has_it(incident, around), f"incident {incident.id}")
    return f"*{text}*\n{below}"


def who_has_it(incident: Incident, around: Surroundings) -> str:
    """Who has it, or that nobody has."""
    if incident.state is State.ACKNOWLEDGED and incident.acknowledged_at:
        since = moment(incident.acknowledged_at, around.zone)
        return f"{named(incident.acknowledged_by or 'somebody')} has it since {since}"
    if said := asleep(incident, around.zone):
        return said
    return "resolved" if incident.is_resolved else "nobody has it yet"
