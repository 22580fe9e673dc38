"""The one message of an incident: what is wrong, what it costs, who has it, who is next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.crossing import crosses
from bot.domain.escalation import last_told, next_up
from bot.domain.finding import Finding
from bot.domain.incident import Event, Incident, State, What
from bot.domain.patch import is_patch, what_for
from bot.domain.wording import money, reason
from bot.messages.asleep import asleep
from bot.messages.blocks import actions, button, context, header, overflow, section
from bot.messages.calendar import calendar
from bot.messages.evidence import rows_left
from bot.messages.figures import hour, moment, second
from bot.messages.focus import focus_line
from bot.messages.measure import measure
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import Surroundings, link, named
from bot.messages.text import (
    NOTIFICATION,
    code,
    cut,
    dotted,
    escape,
    fitted,
    keyed,
    listing,
    more,
    one_line,
    sentence,
)

RED, AMBER, GREEN, GREY = "#c9352b", "#e0a100", "#2f8f4e", "#8a8f98"
COLORS: Mapping[State, str] = {
    State.OPEN: RED,
    State.ACKNOWLEDGED: AMBER,
    State.SNOOZED: GREY,
    State.RESOLVED: GREEN,
}


@dataclass(frozen=True, slots=True)
class Sleep:
    """How long an incident may sleep: in the menu, and as it would be typed."""

    offered: str
    said: str


SLEEPS = {
    "snooze-hour": Sleep("Snooze for an hour", "1h"),
    "snooze-day": Sleep("Snooze until tomorrow, 09:00", "tomorrow"),
}
"""What the menu offers, by what stands before the incident's number."""

SNOOZE_ASK = "snooze-ask"
"""What the menu offers for any other time, with a preview."""

MISTAKEN = "false-alarm"
"""What the menu offers where nothing is wrong."""

ROLL_BACK = "rollback"
"""What the menu offers where a model may go back."""

ACKNOWLEDGE, RESOLVE, DETAILS, MORE = (
    "incident_acknowledge",
    "incident_resolve",
    "incident_details",
    "incident_more",
)

_FACTS, _EVIDENCE, _LINE = 2400, 1500, 600
_ROWS_SHOWN, _FINDINGS_SHOWN = 2, 3


def incident_message(
    incident: Incident, around: Surroundings, timeline: Sequence[Event] = ()
) -> SlackMessage:
    """The message as the incident stands now; it fits Slack's limits whatever the findings say.

    At most five blocks below the headline: Slack folds a longer attachment, and with it the buttons.
    """
    blocks = [
        section(_facts(incident, around)),
        *_rows(incident, around),
        *_reason(incident),
        section(standing(incident, around, timeline)),
        _buttons(incident, around),
    ]
    return SlackMessage(
        text=cut(escape(f"{headline(incident)} ({incident.pipeline})"), NOTIFICATION),
        head=[header(headline(incident))],
        blocks=blocks,
        color=GREY if incident.calm_since else COLORS[incident.state],
    )


def _reason(incident: Incident) -> list[Block]:
    """Why it has its place in the ranking, while that matters."""
    said = "" if incident.is_resolved else reasons(incident)
    return [context(said)] if said else []


def reasons(incident: Incident) -> str:
    """Why it has its place, and of the focus since when it is: a line each."""
    return "\n".join(each for each in (why(incident.lead), focus_line(incident.focus)) if each)


def why(finding: Finding) -> str:
    """The reason for its place, where it has one; the price stands in the figures above it."""
    return sentence(reason(finding, priced=False), _LINE) if finding.rank else ""


def headline(incident: Incident) -> str:
    """One line, unescaped, for a headline and a notification."""
    said = title(incident)
    if incident.state is State.RESOLVED:
        return f"Resolved · {said}"
    if incident.calm_since is not None:
        return f"Held open · {said}"
    return f"Fix this first · {said}" if incident.focus else said


def title(incident: Incident) -> str:
    """What is wrong, on one line, whatever became of it."""
    return one_line(incident.lead.title.replace("`", ""))


def where(finding: Finding) -> str:
    """`table` · `column`, with the segment where there is one."""
    columns = (finding.column,) if isinstance(finding.column, str) else finding.column or ()
    return dotted(code(finding.table), listing(columns), code(finding.segment) if finding.segment else "")


def figures(finding: Finding, *, over: bool = False) -> str:
    """The number beside its baseline, when it crosses its limit, and what it costs unless it is over."""
    now, usual = measure(finding)
    cost = ""
    if finding.cost and finding.cost.high > 0 and not over:
        cost = f"costs about *{escape(money(finding.cost))}* a month"
    foreseen = "" if over else sentence(crosses(finding), 150)
    return dotted(f"*{now}*" if now else "", usual, foreseen, cost)


def _facts(incident: Incident, around: Surroundings) -> str:
    lead = incident.lead
    said = [
        figures(lead, over=incident.is_resolved),
        f"*{incident.urgency.value.capitalize()}* · {where(lead)}",
        _since(lead, around),
        escape(calendar(lead)),
        *(f"This was taken for granted: “{sentence(said, 300)}”" for said in lead.broken_assumptions),
        *_others(incident, around),
    ]
    return fitted([line for line in said if line], _FACTS)


def _since(lead: Finding, around: Surroundings) -> str:
    """From which row and second on."""
    first = lead.rows[0] if lead.rows else None
    at = (first.at if first else None) or lead.since
    if first is None:
        return f"Since {moment(at, around.zone)}" if at else ""
    when = f"{second(at, around.zone)}, " if at else "in "
    why = f": {sentence(first.why, 200)}" if first.why else ""
    return f"First seen {when}row {code(keyed(first.key))}{why}"


def _others(incident: Incident, around: Surroundings) -> list[str]:
    """The other findings of the trouble, and those that follow from it."""
    rest = incident.findings[1:]
    follow = [each for each in rest if each.follows]
    beside = [each for each in rest if not each.follows]
    way = f"`/pipeline why {incident.id}`" if around.has_buttons else "`oakum check --explain`"
    return [_named("Same root", beside, where, way), _named("Follows from it", follow, follower, way)]


def follower(finding: Finding) -> str:
    """What follows from another one: which check, and where."""
    return f"{finding.check.replace('_', ' ')} of {where(finding)}"


def _named(words: str, some: Sequence[Finding], called: Callable[[Finding], str], way: str) -> str:
    if not some:
        return ""
    shown = "; ".join(
        f"{called(finding)} {measure(finding)[0]}".strip() for finding in some[:_FINDINGS_SHOWN]
    )
    left = len(some) - _FINDINGS_SHOWN
    return f"{words}: {shown}" + (f" {more(left, way)}" if left > 0 else "")


def _rows(incident: Incident, around: Surroundings) -> list[Block]:
    """The next failing rows after the first, which the facts name."""
    rest = incident.lead.rows[1:]
    if not rest:
        return []
    shown = [row_line(row.key, row.why) for row in rest[:_ROWS_SHOWN]]
    way = "the thread has more" if around.has_buttons else "`oakum check --explain`"
    left = rows_left(incident.lead, 1 + _ROWS_SHOWN, way)
    return [section(fitted([*shown, *([left] if left else [])], _EVIDENCE))]


def row_line(key: Mapping[str, object], why: str) -> str:
    """A failing row and why it fails."""
    return f"• {code(keyed(key))} {sentence(why, 200)}".rstrip()


def standing(incident: Incident, around: Surroundings, timeline: Sequence[Event] = ()) -> str:
    """Who owns it, and who is next or who has it: nobody is named twice."""
    owner, stands = named(around.owner), state(incident, around, timeline)
    said = f"Owner {stands}" if stands.startswith(f"{owner} ") else dotted(f"Owner {owner}", stands)
    runbook = link(around.runbook, "Runbook") if around.runbook else ""
    return cut(dotted(said, _held(incident, around), runbook), _LINE * 2)


def _held(incident: Incident, around: Surroundings) -> str:
    """That it is in order, and not over."""
    if incident.calm_since is None:
        return ""
    return f"in order since {moment(incident.calm_since, around.zone)}, held open because it comes and goes"


def state(incident: Incident, around: Surroundings, timeline: Sequence[Event] = ()) -> str:
    """Who has it and since when, how it ended, or who is next."""
    if incident.state is State.ACKNOWLEDGED and incident.acknowledged_at:
        who = named(incident.acknowledged_by or "somebody")
        return f"{who} has it since {moment(incident.acknowledged_at, around.zone)}, nobody else is paged"
    if said := asleep(incident, around.zone):
        return f"{said}; then it is open again"
    if incident.state is State.RESOLVED and incident.resolved_at:
        return _resolved(incident, around, timeline)
    return "nobody is paged while it is in order" if incident.calm_since else _next(incident, around)


def _next(incident: Incident, around: Surroundings) -> str:
    """Who was paged, who is next and at what time."""
    last = last_told(incident, around.steps)
    told = named(around.roster.called(last[0].notify, last[1])) if last else ""
    upcoming = next_up(incident, around.steps)
    if upcoming:
        hop, at = upcoming
        who = named(around.roster.called(hop.notify, at))
        if not told and not around.climbs:
            return f"{who} is the first to be paged, once the bot runs"
        if not told:
            return f"{who} is paged {moment(at, around.zone)}"
        return f"{told} was paged, {who} is next at {hour(at, around.zone)} unless somebody acknowledges"
    if told and incident.next_hop_at:
        return f"{told} was paged, the last one of the ladder"
    return "everybody on the ladder was paged, nobody has acknowledged" if told else "nobody is paged for it"


def _resolved(incident: Incident, around: Surroundings, timeline: Sequence[Event]) -> str:
    when = moment(incident.resolved_at, around.zone) if incident.resolved_at else ""
    if incident.resolved_by is None:
        return f"gone since {when}: the checks find it in order again"
    cause = next((event.text for event in reversed(timeline) if event.kind == What.RESOLVED), "")
    how = "patched, not fixed," if is_patch(cause) else "resolved"
    said = f"{how} by {named(incident.resolved_by)} {when}"
    return f"{said}: {sentence(what_for(cause), 400)}" if what_for(cause) else said


def _buttons(incident: Incident, around: Surroundings) -> Block:
    details = button("Details", DETAILS, incident.id)
    resolve = ("Resolve…", f"resolve:{incident.id}")
    mistaken = ("False alarm…", f"{MISTAKEN}:{incident.id}")
    sleeps = [(each.offered, f"{value}:{incident.id}") for value, each in SLEEPS.items()]
    sleeps = sleeps[: 1 if around.rolls_back else 2]  # a menu has room for five; the form offers the others
    sleeps.append(("Snooze…", f"{SNOOZE_ASK}:{incident.id}"))
    back = (
        [(cut(f"Roll {around.rolls_back} back…", 75), f"{ROLL_BACK}:{incident.id}")]
        if around.rolls_back
        else []
    )
    acknowledge = button("Acknowledge", ACKNOWLEDGE, incident.id, "primary")
    if incident.state is State.OPEN:
        return actions(
            "incident", [acknowledge, details, overflow(MORE, [*sleeps, resolve, mistaken, *back])]
        )
    if incident.state is State.SNOOZED:
        return actions("incident", [acknowledge, details, overflow(MORE, [resolve, mistaken, *back])])
    if incident.state is State.ACKNOWLEDGED:
        done = button("Resolve", RESOLVE, incident.id, "primary")
        return actions("incident", [done, details, overflow(MORE, [*sleeps, mistaken, *back])])
    return actions("incident", [details])
