"""Why was I paged, who is on call when, how many pages: what the ladders did."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.duty import AHEAD, Shift
from bot.domain.escalation import next_up
from bot.domain.finding import Finding
from bot.domain.incident import Incident, State
from bot.domain.tiredness import Page
from bot.messages.blocks import actions, button, context, section
from bot.messages.figures import clock_time, counted, moment
from bot.messages.health import incident_line
from bot.messages.incident import ACKNOWLEDGE, DETAILS
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import Surroundings, named
from bot.messages.text import NOTIFICATION, bullets, code, cut, escape, listing, more, sentence

_PEOPLE = 10
_NOT_I = "If something else rang, it was not I."


def why_paged(
    incident: Incident, around: Surroundings, at: datetime, hop: int, route: str, *, who: str = "you"
) -> SlackMessage:
    """The newest page of somebody: for what, by which step and rule, and who is next."""
    whom = "You were" if who == "you" else f"{named(who)} was"
    step = f"step {hop + 1:,} of {len(around.steps):,} of the ladder" if hop >= 0 else "the ladder"
    said = (
        f"{whom} paged {moment(at, around.zone)}, by {escape(route)}: {step} of *{escape(incident.pipeline)}*"
    )
    lines = [said, incident_line(incident, around, {}), _rule(incident.lead), _next(incident, around)]
    buttons = [button("Details", DETAILS, incident.id)]
    if incident.state is State.OPEN:
        buttons.insert(0, button("Acknowledge", ACKNOWLEDGE, incident.id, "primary"))
    blocks = [section("\n".join(lines)), actions("paged", buttons)]
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def _rule(lead: Finding) -> str:
    columns = ", ".join(lead.column) if isinstance(lead.column, tuple) else lead.column
    place = code(f"{lead.table}.{columns}" if columns else lead.table)
    fed = (
        f"{code(lead.feeds[0])} ({lead.feeds[1]}) is fed by it" if lead.feeds else "it feeds nothing declared"
    )
    return f"The rule: {code(lead.check)} of {place} pages, and {fed}."


def _next(incident: Incident, around: Surroundings) -> str:
    if incident.state is not State.OPEN:
        return f"Nobody is paged for it any more: it is {incident.state.value}."
    after = next_up(incident, around.steps)
    if after is None:
        return "Nobody is next: the ladder has no further step."
    hop, at = after
    whom = named(around.roster.called(hop.notify, at))
    return f"Next is {whom}, {moment(at, around.zone)}, unless somebody acknowledges."


def never_paged(who: str, pipelines: Sequence[str]) -> SlackMessage:
    """Nothing rang them, as far as is kept."""
    whom = "I never paged you" if who == "you" else f"I never paged {named(who)}"
    of = f" for {listing(pipelines, 5)}" if pipelines else ""
    return SlackMessage(text=cut(f"{whom}{of}. {_NOT_I}", NOTIFICATION))


def not_paged_then(who: str, begins: datetime, ends: datetime, zone: ZoneInfo) -> SlackMessage:
    """Nothing rang them between two moments."""
    whom = "you" if who == "you" else named(who)
    said = f"I did not page {whom} from {clock_time(begins, zone)} until {clock_time(ends, zone)}. {_NOT_I}"
    return SlackMessage(text=cut(said, NOTIFICATION))


def pages_message(
    pages: Sequence[Page],
    begins: datetime,
    ends: datetime,
    zone: ZoneInfo,
    unwatched: Sequence[str] = (),
    people: Sequence[str] = (),
) -> SlackMessage:
    """How many pages, by person and by pipeline; of some `people` alone where they are named."""
    mine = [each for each in pages if not people or each.person in people]
    whose = f" for {' and '.join(named(each) for each in people)}" if people else ""
    from_, until = clock_time(begins, zone), clock_time(ends, zone)
    said = f"{counted(len(mine), 'page')}{whose}, from {from_} until {until}"
    blocks: list[Block] = [section(f"*{said}*")]
    for heading, names in (("By person", [each.person for each in mine]), ("By pipeline", _pipelines(mine))):
        if names:
            blocks.append(section(bullets(f"{heading}:", *_counts(names), way="`oakum load`")))
    if unwatched:
        names_ = listing(unwatched, _PEOPLE, "`/pipeline health`")
        blocks.append(context(f"I did not watch all that time: {names_}. There may have been other pages."))
    blocks.append(
        context("One incident that rings somebody by several routes is one page. More: `/pipeline load`")
    )
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def _pipelines(pages: Iterable[Page]) -> list[str]:
    return [each.pipeline for each in pages]


def _counts(names: Iterable[str]) -> tuple[list[str], int]:
    found = Counter(names).most_common()
    return [f"{named(name)}: {times:,}" for name, times in found[:_PEOPLE]], len(found) - _PEOPLE


def duty_message(
    who: str, pipelines: Sequence[tuple[str, Surroundings]], now: datetime, *, you: bool = False
) -> SlackMessage:
    """When somebody is on call, by pipeline: now until when, or from when on."""
    lines = [line for name, around in pipelines if (line := _duty(who, name, around, now))]
    whom = "You are" if you else f"{named(who)} is"
    way = "`/pipeline oncall NAME`"
    said = bullets(f"{whom} on call:", lines[:_PEOPLE], len(lines) - _PEOPLE, way=way)
    if not lines:
        said = f"{whom} on no ladder in the next {AHEAD.days // 7} weeks."
    return SlackMessage(
        text=cut(said, NOTIFICATION),
        blocks=[section(said), context(f"As of {moment(now, _zone(pipelines))}")],
    )


def _zone(pipelines: Sequence[tuple[str, Surroundings]]) -> ZoneInfo:
    return pipelines[0][1].zone if pipelines else ZoneInfo("UTC")


def _duty(who: str, pipeline: str, around: Surroundings, now: datetime) -> str:
    """The first step of a ladder that somebody is, or will be."""
    for place, hop in enumerate(around.steps, start=1):
        step = f"step {place:,} of *{escape(pipeline)}*"
        if who in around.roster.told(hop.notify, now):
            until = _until(hop.notify, who, around, now)
            return f"{step}, now{until}"
    for place, hop in enumerate(around.steps, start=1):
        if shift := _coming(hop.notify, who, around, now):
            return f"step {place:,} of *{escape(pipeline)}*, from {moment(shift.starts, around.zone)}"
    return ""


def _until(name: str, who: str, around: Surroundings, now: datetime) -> str:
    rotas = around.roster.rotas
    if name not in rotas.by_name:
        return ""
    shift = rotas.shift(name, now)
    return (
        f" until {moment(shift.ends, around.zone)}"
        if shift.person == who and shift.ends < now + AHEAD
        else ""
    )


def _coming(name: str, who: str, around: Surroundings, now: datetime) -> Shift | None:
    rotas = around.roster.rotas
    if name not in rotas.by_name:
        return None
    return next((each for each in rotas.shifts(name, now, now + AHEAD) if each.person == who), None)


def since_message(
    known: Sequence[tuple[Incident, Surroundings, datetime]], left: int, as_of: str
) -> SlackMessage:
    """Since when each incident is so: its first bad row, when it was noticed, who has it."""
    blocks: list[Block] = []
    for incident, around, first in known:
        noticed = moment(incident.opened_at, around.zone)
        said = f"since {moment(first, around.zone)}, noticed {noticed}"
        blocks.append(section(f"{incident_line(incident, around, {})}\n{said}"))
    blocks.append(context(*([more(left, "`/pipeline findings`")] if left > 0 else []), as_of))
    first_one, around, begun = known[0]
    title = sentence(first_one.lead.title, 200)
    text = f"{title}: since {clock_time(begun, around.zone)}"
    return SlackMessage(text=cut(text, NOTIFICATION), blocks=blocks)
