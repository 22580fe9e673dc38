"""Answers to questions and commands: what is open, what to fix first, friendly words for late clicks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.checkup import Checkup
from bot.domain.incident import Act, Incident, State
from bot.messages.blocks import actions, button, context, fitting, section
from bot.messages.figures import clock_time, counted, moment
from bot.messages.health import Bulletin, incident_line
from bot.messages.incident import ACKNOWLEDGE, DETAILS, reasons
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import named
from bot.messages.text import NOTIFICATION, code, cut, dotted, escape, listing, more
from bot.messages.typed import there

_SHOWN, _NAMED = 8, 5
_COUNTED = "Counted is what I found then, and what I found later whose first bad row is of then."


def in_words(text: str) -> SlackMessage:
    """A plain answer; the text is escaped already."""
    return SlackMessage(text=cut(text, NOTIFICATION))


def findings_message(bulletins: Sequence[Bulletin]) -> SlackMessage:
    """The open incidents of some pipelines, in the order of triage."""
    pairs = ranked(bulletins)
    if not pairs:
        return nothing_open(bulletins, _zone(bulletins))
    said = f"{counted(len(pairs), 'problem')} open: the focus, then the most costly"
    groups = [
        [section(pipeline_line(incident, bulletin), button("Details", DETAILS, incident.id))]
        for incident, bulletin in pairs[:_SHOWN]
    ]
    groups = groups[: fitting(groups)]
    blocks: list[Block] = [section(f"*{said}*"), *(block for group in groups for block in group)]
    left = len(pairs) - len(groups)
    if left > 0:
        blocks.append(context(more(left, _all_of(bulletins, "`/pipeline findings NAME`"))))
    blocks.append(context(looked_at(bulletins, _zone(bulletins))))
    return SlackMessage(text=said, blocks=blocks)


def _all_of(bulletins: Sequence[Bulletin], of_one: str) -> str:
    """The ways to all that is open; where there is but one pipeline, naming it would show no more."""
    if len(bulletins) == 1:
        return f"{code(f'/pipeline export {bulletins[0].health.pipeline}', 250)} sends them all as a file"
    return f"{of_one} for those of one pipeline, `/pipeline export` for all of them as a file"


def first_message(bulletins: Sequence[Bulletin]) -> SlackMessage:
    """The ONE thing to fix first, why it is first, and its buttons."""
    pairs = ranked(bulletins)
    if not pairs:
        return nothing_open(bulletins, _zone(bulletins))
    incident, bulletin = pairs[0]
    said = f"*Fix this first* · {pipeline_line(incident, bulletin)}"
    buttons = [button("Details", DETAILS, incident.id)]
    if incident.state is State.OPEN:
        buttons.insert(0, button("Acknowledge", ACKNOWLEDGE, incident.id, "primary"))
    blocks = [section(said), actions("first", buttons)]
    if said_why := reasons(incident):
        blocks.insert(1, context(said_why))
    left = len(pairs) - 1
    waits = f"{left:,} more can wait: `/pipeline findings`. " if left else ""
    blocks.append(context(f"{waits}{looked_at(bulletins, _zone(bulletins))}"))
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def pipeline_line(incident: Incident, bulletin: Bulletin) -> str:
    """An incident on two lines, with its pipeline."""
    return f"*{escape(incident.pipeline)}* · {incident_line(incident, bulletin.around, bulletin.links)}"


def ranked(bulletins: Sequence[Bulletin]) -> list[tuple[Incident, Bulletin]]:
    """All open incidents with their pipeline's bulletin: each pipeline's focus, then the others, by rank."""
    pairs = [(incident, bulletin) for bulletin in bulletins for incident in bulletin.incidents]
    return sorted(pairs, key=lambda pair: (pair[0].focus is None, pair[0].lead.rank, pair[0].id))


def nothing_open(bulletins: Sequence[Bulletin], zone: ZoneInfo, besides: str = "") -> SlackMessage:
    """That nothing is open, as of when; and not that all is well, where something could not be judged."""
    return in_words(f"{_nothing_open(bulletins, zone)} {besides}".rstrip())


def _nothing_open(bulletins: Sequence[Bulletin], zone: ZoneInfo) -> str:
    blind = [bulletin.health.pipeline for bulletin in bulletins if bulletin.health.unjudged]
    if not bulletins:
        return "No pipeline is declared yet."
    if blind:
        names = _some(blind)
        return f"Nothing is open, but I could not judge everything: ask `/pipeline health` about {names}."
    return f"Nothing is open: there is nothing to fix. {looked_at(bulletins, zone)}"


def looked_at(bulletins: Sequence[Bulletin], zone: ZoneInfo) -> str:
    """As of when that is so: as of the pipeline that was looked at longest ago."""
    seen = [each.health.as_of for each in bulletins]
    known = [each for each in seen if each is not None]
    late = [each.health.pipeline for each in bulletins if each.health.as_of is None]
    said = f"As of {moment(min(known), zone)}." if known else ""
    if late:
        said = f"{said} Not judged lately: {_some(late)}.".strip()
    return said or "Nothing is watched yet."


def _some(names: Sequence[str]) -> str:
    left = len(names) - _NAMED
    shown = escape(", ".join(names[:_NAMED]))
    return f"{shown} {more(left, '`/pipeline health`')}" if left > 0 else shown


def opened_message(
    pairs: Sequence[tuple[Incident, Bulletin, datetime]],
    bulletins: Sequence[Bulletin],
    words: str,
    span: tuple[datetime, datetime],
    zone: ZoneInfo,
) -> SlackMessage:
    """What began in some time of the past, over or not, each with its first bad row; and what of it could
    not be known."""
    days = f"{words}: from {clock_time(span[0], zone)} until {clock_time(span[1], zone)}"
    said = (
        f"{counted(len(pairs), 'problem') if pairs else 'No problem that I know of'} began ({escape(days)})"
    )
    groups = [
        [section(_began(incident, bulletin, first), button("Details", DETAILS, incident.id))]
        for incident, bulletin, first in pairs[:_SHOWN]
    ]
    groups = groups[: fitting(groups)]
    blocks: list[Block] = [section(f"*{said}*"), *(block for group in groups for block in group)]
    left = len(pairs) - len(groups)
    missing = f"{more(left, '`oakum incidents` lists those that are over, too')}. " if left > 0 else ""
    blocks.append(context(f"{missing}{_COUNTED} {looked_at(bulletins, zone)}"))
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def _began(incident: Incident, bulletin: Bulletin, first: datetime) -> str:
    """An incident, since when it is so, and when that was found."""
    zone = bulletin.around.zone
    found = f"found {moment(incident.opened_at, zone)}"
    said = dotted(f"first bad row {moment(first, zone)}" if first < incident.opened_at else "", found)
    return f"{pipeline_line(incident, bulletin)}\n{said}"


def _zone(bulletins: Sequence[Bulletin]) -> ZoneInfo:
    return bulletins[0].around.zone if bulletins else ZoneInfo("UTC")


def not_possible(incident: Incident, act: Act, zone: ZoneInfo) -> SlackMessage:
    """The friendly word for a second or a late click."""
    return in_words(already(incident, act, named, lambda at: moment(at, zone)))


def is_already(state: State) -> SlackMessage:
    """The same where no more is known of it than how it stands."""
    return in_words(f"It is {state.value} already.")


def already(
    incident: Incident, act: Act, named: Callable[[str], str], when: Callable[[datetime], str]
) -> str:
    """What somebody else did before, with people and moments as they are written there."""
    if incident.state is State.RESOLVED and incident.resolved_at:
        who = named(incident.resolved_by) if incident.resolved_by else "The checks"
        verb = "resolved it" if incident.resolved_by else "found it in order again"
        return f"Nothing to do any more: {who} {verb}, {when(incident.resolved_at)}."
    if incident.state is State.ACKNOWLEDGED and incident.acknowledged_at:
        who = named(incident.acknowledged_by or "somebody")
        return f"{who} has it already, since {when(incident.acknowledged_at)}."
    return f"Incident {incident.id} is {incident.state.value}: you cannot {act.value} it."


def signed_off(checkup: Checkup, who: str, zone: ZoneInfo) -> SlackMessage:
    """The answer to "I looked"."""
    if checkup.signed_off_by == who:
        return in_words("Thank you. It is on the record that you looked.")
    return in_words(signed_before(checkup, named, lambda at: moment(at, zone)))


def signed_before(checkup: Checkup, named: Callable[[str], str], when: Callable[[datetime], str]) -> str:
    """Who was first."""
    at = f", {when(checkup.signed_off_at)}" if checkup.signed_off_at else ""
    who, how = named(checkup.signed_off_by or "somebody"), there(checkup.signed_off_on)
    return f"{who} has signed it off already{how}{at}."


def all_yours(taken: Sequence[int]) -> SlackMessage:
    """The answer to `ack all`: the numbers of what was taken."""
    if not taken:
        return in_words("Nothing is open that nobody has.")
    numbers = listing(taken, 20, "`/pipeline findings`")
    return in_words(
        f"{counted(len(taken), 'problem is', 'problems are')} yours now: {numbers}. Nobody else is paged."
    )


def done(incident: Incident, act: Act) -> SlackMessage:
    """The quiet confirmation after a typed command."""
    said = {
        Act.ACKNOWLEDGE: "It is yours now: nobody else is paged for it.",
        Act.HAND_OVER: "Done: they have it now, and the thread says who gave it to them.",
        Act.KEEP: "Good. I ask again when as much time has passed.",
        Act.TAKE_BACK: "It is open again, and its ladder is climbed from the first step.",
        Act.SNOOZE: "It sleeps. If it is not over when it wakes, it is open again and its ladder is climbed.",
        Act.RESOLVE: "Resolved. If the checks see it again within seven days, it opens again.",
    }.get(act, "Done.")
    return in_words(f"{said} ({escape(incident.pipeline)}, incident {incident.id})")
