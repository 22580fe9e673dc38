"""What is said in an incident's thread and in direct messages: notes, and the page of a hop."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.declared import Person
from bot.domain.escalation import next_up
from bot.domain.forgotten import GRACE
from bot.domain.incident import Event, Incident, State, What
from bot.domain.intent import IncidentNote
from bot.messages.blocks import actions, button, section
from bot.messages.figures import hour
from bot.messages.incident import ACKNOWLEDGE, DETAILS, RESOLVE, figures, headline, state, title, where
from bot.messages.message import SlackMessage
from bot.messages.surroundings import Surroundings, link, mention, mention_of, named
from bot.messages.text import NOTIFICATION, code, cut, dotted, escape, sentence

KEEP, GIVE_BACK = "incident_keep", "incident_give_back"
_DOING = {
    What.ACKNOWLEDGED: "has it",
    What.KEPT: "still has it",
    What.TAKEN_BACK: "gave it back",
    What.SNOOZED: "put it to sleep",
    What.CANCELLED: "cancelled the rollback",
    What.RESOLVED: "resolved it",
    What.FIXED: "fixed what was patched",
    What.BROUGHT_BACK: "brought back",
    What.EXPERT: "asked upstream",
}
_SIGNS = {
    What.OPENED: "🔴",
    What.CHANGED: "🔺",
    What.REOPENED: "🔁",
    What.ACKNOWLEDGED: "👀",
    What.HANDED: "🤝",
    What.ASKED: "❓",
    What.KEPT: "👀",
    What.TAKEN_BACK: "🔁",
    What.SNOOZED: "💤",
    What.WOKE: "⏰",
    What.WAITS: "🌙",
    What.ESCALATED: "📟",
    What.UNANSWERED: "🚨",
    What.COUNTING: "⏳",
    What.CANCELLED: "✋",
    What.NOT_ROLLED_BACK: "🚫",
    What.ROLLED_BACK: "⏪",
    What.ROLLBACK_FAILED: "🚨",
    What.RESOLVED: "✅",
    What.FIXED: "✅",
    What.HELD: "🌗",
    What.BACK: "🔁",
    What.GONE: "✅",
    What.FOCUS: "📌",
    What.BROUGHT_BACK: "🔁",
    What.SURVIVED: "✅",
    What.EXPERT: "📨",
}


def note(
    event: IncidentNote | Event, zone: ZoneInfo, people: Mapping[str, Person] | None = None
) -> SlackMessage:
    """A line of the timeline, told in the thread. It rings nobody but who is handed the incident, or has
    one whose rollback failed."""
    what = What(event.what if isinstance(event, IncidentNote) else event.kind)
    line = _line(what, event.who, event.text, event.at, zone)
    if what is What.HANDED:
        to = mention(event.text, people or {})
        line = f"{named(event.who or '')} hands it to {to} · {hour(event.at, zone)}"
    if what is What.ROLLBACK_FAILED and event.who:
        line = f"{mention(event.who, people or {})} {_line(what, None, event.text, event.at, zone)}"
    return SlackMessage(text=cut(f"{_SIGNS[what]} {line}", NOTIFICATION))


def _line(what: What, who: str | None, text: str, at: datetime, zone: ZoneInfo) -> str:
    said = sentence(text, 800)
    doing = _DOING.get(what)
    begin = f"{named(who)} {doing}" if who and doing else said or what.value.capitalize()
    told = f": {said}" if who and doing and said else ""
    return f"{begin}{told} · {hour(at, zone)}"


def page(
    incident: Incident,
    person: str,
    around: Surroundings,
    timeline: Sequence[Event] = (),
    *,
    link_to: str = "",
) -> SlackMessage:
    """The page of a hop: it rings one person, or a user group. In a DM `link_to` is the incident's message.

    Once somebody has it, or it is over, the page says so and asks for nothing: an edit rings nobody.
    """
    asks = incident.state is State.OPEN and incident.calm_since is None
    who = mention_of(person, around)
    said = f"{who} {escape(headline(incident))}"
    lines = [
        f"*{said}*" if not who.startswith("<") else f"{who} *{escape(headline(incident))}*",
        dotted(figures(incident.lead, over=incident.is_resolved), where(incident.lead)),
        _ask(incident, around) if asks else f"{state(incident, around, timeline)}.",
        dotted(
            link(link_to, "Open the message") if link_to else "",
            link(around.runbook, "Runbook") if around.runbook else "",
        ),
    ]
    acknowledge = [button("Acknowledge", ACKNOWLEDGE, incident.id, "primary")] if asks else []
    buttons = [*acknowledge, button("Details", DETAILS, incident.id)]
    return SlackMessage(
        text=cut(said, NOTIFICATION),
        blocks=[section("\n".join(line for line in lines if line)), actions("page", buttons)],
    )


def _ask(incident: Incident, around: Surroundings) -> str:
    if upcoming := next_up(incident, around.steps):
        hop, at = upcoming
        after = named(around.roster.called(hop.notify, at))
        return f"Please acknowledge; {after} is next at {hour(at, around.zone)}."
    after = f"; then {code(around.rolls_back)} may be rolled back" if around.rolls_back else ""
    return f"Please acknowledge; you are the last one of the ladder{after}."


def ask(incident: Incident, person: str, around: Surroundings, link_to: str = "") -> SlackMessage:
    """Whoever has it is asked whether that is still so. In a DM `link_to` is the incident's message."""
    who, asked = mention(person, around.people), incident.asked_at
    until = f" Without an answer it is open again at {hour(asked + GRACE, around.zone)}." if asked else ""
    said = f"{who} are you still on *{escape(title(incident))}*?{until}"
    lines = [said, link(link_to, "Open the message") if link_to else ""]
    buttons = [
        button("Still on it", KEEP, incident.id, "primary"),
        button("Give it back", GIVE_BACK, incident.id),
        button("Resolve", RESOLVE, incident.id),
    ]
    return SlackMessage(
        text=cut(f"{who} are you still on it? {escape(title(incident))}", NOTIFICATION),
        blocks=[section("\n".join(line for line in lines if line)), actions("ask", buttons)],
    )
