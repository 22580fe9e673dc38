"""What changed just before? For each incident, the day before its first bad row."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.beforehand import Beforehand, Happened, Kind
from bot.messages.answers import nothing_open
from bot.messages.blocks import context, fitting, section
from bot.messages.figures import moment
from bot.messages.health import Bulletin
from bot.messages.message import SlackMessage
from bot.messages.text import NOTIFICATION, bullets, cut, escape, more, one_line, sentence

_SAID = {
    Kind.SETTINGS: "settings, noticed {}",
    Kind.SCHEMA: "schema, {}",
    Kind.LATE: "late, {}",
    Kind.RELOADED: "loaded again, {}",
    Kind.DEPLOYED: "deployed, {}",
}
_SHOWN = 8


def beforehand_message(known: Sequence[tuple[Beforehand, ZoneInfo]], left: int = 0) -> SlackMessage:
    """A paragraph an incident; `left` are those that are not looked at."""
    groups = [[section(_paragraph(*each))] for each in known]
    shown = groups[: fitting(groups)]
    blocks = [block for group in shown for block in group]
    left += len(groups) - len(shown)
    said = "Versions are known only of models that a rollback was asked for; changes elsewhere I do not see."
    blocks.append(context(*([more(left, "ask in the thread of an incident")] if left else []), said))
    text = "; ".join(_shortly(each) for each, _ in known)
    return SlackMessage(text=cut(text, NOTIFICATION), blocks=blocks)


def nothing_before(bulletins: Sequence[Bulletin], zone: ZoneInfo) -> SlackMessage:
    """Nothing is open, so that there is nothing to look before."""
    return nothing_open(bulletins, zone, "I look for changes before the first bad row of what is open.")


def _shortly(said: Beforehand) -> str:
    if said.happened:
        return f"Before incident {said.incident.id}: {sentence(said.happened[-1].said, 200)}"
    return f"Before incident {said.incident.id} I know of no change"


def _paragraph(said: Beforehand, zone: ZoneInfo) -> str:
    incident = said.incident
    title = cut(escape(one_line(incident.lead.title)), 250)
    heading = (
        f"*{title}* ({escape(incident.pipeline)}, incident {incident.id})\n"
        f"In the day before its first bad row, {moment(said.ends, zone)}:"
    )
    lines = [_line(each, zone) for each in said.happened]
    lines = lines or ["nothing that I know of"]
    lines = lines[:_SHOWN]
    lines += [f"cannot tell {sentence(each)}" for each in said.unknown]
    return bullets(heading, lines, len(said.happened) - _SHOWN, 2800)


def _line(each: Happened, zone: ZoneInfo) -> str:
    return f"{_SAID[each.kind].format(moment(each.at, zone))}: {sentence(each.said, 250)}"
