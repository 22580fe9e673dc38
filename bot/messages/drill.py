"""A drill in words: the test page to a person, its twins by mail and at a service, and the result."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.declared import Person
from bot.domain.drill import CALENDAR, Call, Drill, Receipt, receipt
from bot.domain.examined import Thing
from bot.domain.way import Route
from bot.messages.alert import Action, Alert
from bot.messages.blocks import button, context, section
from bot.messages.figures import clock_time, counted, hour, moment
from bot.messages.incident import GREY
from bot.messages.mail import laid_out
from bot.messages.message import Block, Mail, SlackMessage
from bot.messages.surroundings import group_mention, mention, named
from bot.messages.terminal import Line
from bot.messages.text import NOTIFICATION, bullets, code, cut, escape, sentence

CAME = "drill_came"
NAMES: dict[Route, str] = {
    "slack": "Slack",
    "slack_webhook": "Slack's webhook",
    "email": "e-mail",
    "pagerduty": "PagerDuty",
    "webhook": "the webhook",
    "apprise": "apprise",
}
_SAID = {
    Receipt.CONFIRMED: "came",
    Receipt.ACCEPTED: "was taken by the other side; nobody says that it came",
    Receipt.FAILED: "could not be sent",
    Receipt.WAITING: "was not sent",
}
_STYLES = {
    Receipt.CONFIRMED: "good",
    Receipt.ACCEPTED: "ticket",
    Receipt.FAILED: "page",
    Receipt.WAITING: "page",
}


def drill_page(drill: Drill, person: str, zone: ZoneInfo, group: str = "") -> SlackMessage:
    """The test page to a person: all that was sent to them, a line and a button each.

    `group` is the id of the user group that `person` names: it is mentioned, and any member may answer.
    """
    rings = f"{group_mention(group)} " if group else ""
    said = f"{rings}🔔 *This is a {drill.name}* (no. {drill.id}, by {named(drill.who)}): nothing is wrong"
    ask = "It is over." if drill.is_closed else f"What has reached you by {moment(drill.closes_at, zone)}?"
    blocks: list[Block] = [section(f"{said}. {ask}")]
    if drill.about:
        blocks.append(section(f"&gt; {sentence(drill.about, 1000)}"))
    blocks += [_line(drill, call, zone, is_group=bool(group)) for call in drill.of(person)]
    if group and not drill.is_closed:
        blocks.append(context("One answer is enough, of whoever is in the group and was told by Slack"))
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def _line(drill: Drill, call: Call, zone: ZoneInfo, *, is_group: bool) -> Block:
    name = NAMES[call.way.route]
    if call.confirmed_at is not None:
        return section(
            f"✅ {name}: came, says {named(call.confirmed_by or '')} at {hour(call.confirmed_at, zone)}"
        )
    if drill.is_closed:
        return section(f"❔ {name}: nobody says that it came")
    said = "a test page was sent"
    if call.way.route == "slack":
        said = "this mention" if is_group else "this message"
    answer = f"{drill.id}:{call.way.route}" + (f":{call.way.person}" if is_group else "")
    return section(f"• {name}: {said}", button("It came", CAME, answer, "primary"))


def drill_hook(
    drill: Drill, person: str, people: Mapping[str, Person], groups: Mapping[str, str]
) -> SlackMessage:
    """The same where nobody can answer: it rings as a page would, and says whom to tell that it did."""
    rings = group_mention(groups[person]) if person in groups else mention(person, people)
    said = f"{rings} 🔔 *This is a {drill.name}* (no. {drill.id}, by {named(drill.who)}): nothing is wrong."
    noted = code(f"oakum drill --came {shlex.quote(f'{person}:slack_webhook')}", 200)
    tell = f"Tell {named(_who(drill))} that it came: {noted} notes it."
    blocks: list[Block] = [section(said)]
    blocks += [section(f">{sentence(drill.about, 1000)}")] if drill.about else []
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=[*blocks, context(tell)])


def drill_mail(drill: Drill, person: str, zone: ZoneInfo, has_slack: bool) -> Mail:
    """The same by mail; the answer is given in Slack, or to whoever began it, who notes it."""
    title = f"{drill.name.upper()}: this mail from Oakum tries the way to {person}"
    said = {
        "title": title,
        "color": GREY,
        "number": drill.id,
        "name": drill.name,
        "about": drill.about,
        "who": drill.who,
        "tell": "Press “It came” in Oakum's message in Slack"
        if has_slack
        else f"Tell {_who(drill)} that it came (oakum drill --came {person}:email notes it)",
        "until": clock_time(drill.closes_at, zone),
    }
    return laid_out("drill", title, said)


def _who(drill: Drill) -> str:
    return "whoever runs Oakum" if drill.who == CALENDAR else drill.who


def drill_alert(drill: Drill, call: Call) -> Alert:
    """The same at a service; it ends there once somebody says that it came, or the drill is over."""
    over = call.confirmed_at is not None or drill.is_closed
    return Alert(
        action=Action.RESOLVE if over else Action.TRIGGER,
        summary=_summary(drill, call),
        pipeline="drill",
        table="",
        check="drill",
        at=drill.started_at,
        person=call.way.person,
        details={
            "incident": None,
            "drill": drill.id,
            "about": drill.about or None,
            "state": "resolved" if over else "open",
            "acknowledged_by": None,
            "resolved_by": call.confirmed_by,
            "findings": [],
        },
        severity="info",
    )


def _summary(drill: Drill, call: Call) -> str:
    tries = f"{drill.name.upper()}: Oakum tries the way to {call.way.person}"
    ask = "Nothing is wrong; please acknowledge"
    return f"{tries}. {ask}. {drill.about}" if drill.about else f"{tries}. {ask}"


def drill_report(drill: Drill, to_mend: Sequence[Thing] = ()) -> SlackMessage:
    """What came and what did not, for the channel, and what is to be mended beside, like a gap."""
    said = f"🔔 {drill.name.capitalize()} {drill.id}: {summary(drill)}"
    blocks = [*came(drill, said), *beside(to_mend)]
    return SlackMessage(text=said, blocks=blocks)


def came(drill: Drill, said: str) -> Sequence[Block]:
    """What a drill says by what did not come, with a hint."""
    missing = [
        f"{named(call.way.person)} by {NAMES[call.way.route]}: {_fate(call)}" for call in drill.missing
    ]
    if not missing:
        return [section(f"*{said}*")]
    hint = "Nobody may count on a way without a receipt: mend it, then `oakum drill`"
    return [section(bullets(f"*{said}*", missing)), context(hint)]


def beside(to_mend: Sequence[Thing]) -> Sequence[Block]:
    """What is to be mended beside; nothing where nothing is."""
    things = [escape(f"{thing.what}: {thing.said}") for thing in to_mend]
    return [section(bullets("To mend beside", things))] if things else []


def summary(drill: Drill) -> str:
    """How many of the test pages came."""
    came = len(drill.calls) - len(drill.missing)
    return f"{came} of {counted(len(drill.calls), 'test page')} came"


def _fate(call: Call) -> str:
    why = f" ({escape(call.error[:200])})" if call.error else ""
    return f"{_SAID[receipt(call)]}{why}"


def drill_lines(drill: Drill, zone: ZoneInfo) -> Iterator[Line]:
    """A drill on a terminal: a test page a line."""
    state = "over" if drill.is_closed else f"answers until {clock_time(drill.closes_at, zone)}"
    began = f"by {drill.who}, {clock_time(drill.started_at, zone)}"
    yield Line(f"{drill.name.capitalize()} {drill.id} {began}, {state}: {summary(drill)}")
    for call in drill.calls:
        how = receipt(call)
        why = f": {call.error}" if call.error and how is not Receipt.CONFIRMED else ""
        way = f"{call.way.person} by {NAMES[call.way.route]} ({', '.join(call.policies)})"
        yield Line(f"  {way}: {_SAID[how]}{_when(call)}{why}", _STYLES.get(how, "page"))


def mend_lines(to_mend: Sequence[Thing]) -> Iterator[Line]:
    """What is to be mended beside, a thing a line."""
    for thing in to_mend:
        yield Line(f"to mend  {thing.what}: {thing.said}", "page")


def mend_rows(to_mend: Sequence[Thing]) -> list[dict[str, str]]:
    """The same for machines."""
    return [{"what": thing.what, "said": thing.said} for thing in to_mend]


def drill_record(drill: Drill) -> dict[str, Any]:
    """The same for machines."""
    return {
        "schema": 1,
        "drill": drill.id,
        "about": drill.about or None,
        "who": drill.who,
        "started_at": f"{drill.started_at:%Y-%m-%dT%H:%M:%SZ}",
        "closes_at": f"{drill.closes_at:%Y-%m-%dT%H:%M:%SZ}",
        "closed": drill.is_closed,
        "calls": [
            {
                "person": call.way.person,
                "route": call.way.route,
                "policies": list(call.policies),
                "receipt": receipt(call).value,
                "confirmed_by": call.confirmed_by,
                "error": call.error or None,
            }
            for call in drill.calls
        ],
    }


def _when(call: Call) -> str:
    if call.confirmed_at is None:
        return ""
    sent = call.sent_at or call.confirmed_at
    minutes = round((call.confirmed_at - sent).total_seconds() / 60)
    return f", says {call.confirmed_by}, after {minutes:,} min"
