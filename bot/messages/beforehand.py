"""What changed just before? For each incident, the day before its first bad row."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.beforehand import Beforehand, Happened, Kind
from bot.messages.answers import nothing_open
from bot.messages.blocks import context, fitting, section
from bot.messages.figures import moment
from bot.messages.health import Bulletin
from bot.messages.message import Block, SlackMessage
from bot.messages.text import NOTIFICATION, bullets, cut, escape, fitted, more, one_line, sentence

_SAID = {
    Kind.SETTINGS: "settings, noticed {}",
    Kind.SCHEMA: "schema, {}",
    Kind.LATE: "late, {}",
    Kind.RELOADED: "loaded again, {}",
    Kind.DEPLOYED: "deployed, {}",
}
_SHOWN, _TOGETHER = 8, 6


def beforehand_message(known: Sequence[tuple[Beforehand, ZoneInfo]], left: int = 0) -> SlackMessage:
    """A paragraph an incident; `left` are those that are not looked at. One alone is told in full."""
    groups = [[section(_paragraph(*each))] for each in known]
    shown = groups[: fitting(groups)]
    blocks = _in_full(*known[0]) if len(known) == 1 else [block for group in shown for block in group]
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
    """The changes that were nearest, and how to see those before them."""
    lines = _lines(said, zone)
    way = f"“what changed before incident {said.incident.id}?” tells them all"
    near = bullets(_heading(said, zone), lines[-_SHOWN:], len(lines) - _SHOWN, 2000, way=way)
    return fitted([near, *_untold(said)], 2800, way=way)


def _in_full(said: Beforehand, zone: ZoneInfo) -> list[Block]:
    """All changes; of more than a message has room for those that were nearest."""
    lines = [f"• {each}" for each in _lines(said, zone)]
    for first in range(len(lines)):
        before = [f"• {first:,} before these, for which there is no room"] if first else []
        told = [_heading(said, zone), *before, *lines[first:], *_untold(said)]
        blocks = [section("\n".join(told[at : at + _TOGETHER])) for at in range(0, len(told), _TOGETHER)]
        if fitting([blocks]):
            break
    return blocks


def _lines(said: Beforehand, zone: ZoneInfo) -> list[str]:
    return [_line(each, zone) for each in said.happened] or ["nothing that I know of"]


def _heading(said: Beforehand, zone: ZoneInfo) -> str:
    title = cut(escape(one_line(said.incident.lead.title)), 250)
    return (
        f"*{title}* ({escape(said.incident.pipeline)}, incident {said.incident.id})\n"
        f"In the day before its first bad row, {moment(said.ends, zone)}:"
    )


def _untold(said: Beforehand) -> list[str]:
    """What nobody can tell."""
    return [f"• cannot tell {sentence(each)}" for each in said.unknown]


def _line(each: Happened, zone: ZoneInfo) -> str:
    return f"{_SAID[each.kind].format(moment(each.at, zone))}: {sentence(each.said, 250)}"
