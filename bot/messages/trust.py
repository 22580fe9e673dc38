"""Can I trust it today? Yes, no or cannot tell, in the gate's words, with what was found on the way."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.domain.downstream import Place
from bot.domain.gate import Says
from bot.domain.incident import Incident
from bot.domain.trust import Stone, Trust
from bot.messages.blocks import context, fitting, section
from bot.messages.figures import counted, moment
from bot.messages.health import incident_line
from bot.messages.message import SlackMessage
from bot.messages.surroundings import Surroundings
from bot.messages.text import NOTIFICATION, bullets, code, cut, escape, more, sentence

_SIGNS = {Says.YES: "🟢", Says.NO: "🔴", Says.CANNOT_TELL: "⚪"}
_SAID = {
    Says.YES: "Yes: nothing is open in {} or in what it is built on",
    Says.NO: "No: do not rely on {} today",
    Says.CANNOT_TELL: "I cannot tell whether {} can be trusted",
}
_SHOWN = 4


def trust_message(
    trusts: Sequence[Trust],
    around: Mapping[str, Surroundings],
    links: Mapping[int, str],
    zone: ZoneInfo,
) -> SlackMessage:
    """A paragraph each; `around` is told by pipeline, `links` are where the messages of incidents are."""
    groups = [[section(_paragraph(each, around, links)), context(_looked_at(each, zone))] for each in trusts]
    shown = groups[: fitting(groups)]
    blocks = [block for group in shown for block in group]
    if len(groups) > len(shown):
        blocks.append(context(f"{more(len(groups) - len(shown))}: ask about one of them"))
    text = "; ".join(_said(each) for each in trusts)
    return SlackMessage(text=cut(text, NOTIFICATION), blocks=blocks)


def _said(trust: Trust) -> str:
    return _SAID[trust.says].format(code(trust.name))


def _paragraph(trust: Trust, around: Mapping[str, Surroundings], links: Mapping[int, str]) -> str:
    lines = [f"{_SIGNS[trust.says]} *{_said(trust)}*"]
    if not trust.stones:
        lines.append("No table that I watch feeds it.")
    found = [(stone, incident) for stone in trust.wrong for incident in stone.incidents]
    if found:
        said, way = "What was found on the way:", "`/pipeline findings`"
        shown = [_open(*each, trust, around, links) for each in found[:_SHOWN]]
        lines.append(bullets(said, shown, len(found) - _SHOWN, 1600, way=way))
    unknown = [f"{code('/'.join(place))}: {sentence(why, 300)}" for place, why in trust.unknown.items()]
    if unknown:
        said = "What I would have to know:"
        lines.append(bullets(said, unknown[:_SHOWN], len(unknown) - _SHOWN, 1000, way="`/pipeline health`"))
    return "\n".join(lines)


def _open(
    stone: Stone,
    incident: Incident,
    trust: Trust,
    around: Mapping[str, Surroundings],
    links: Mapping[int, str],
) -> str:
    own = stone.place == trust.stones[0].place
    where = "" if own else f"in {code(_short(stone.place, trust))}, which it is built on: "
    return where + incident_line(incident, around[stone.place[0]], links)


def _short(place: Place, trust: Trust) -> str:
    """The table alone, where all are of one pipeline."""
    several = len({each.place[0] for each in trust.stones}) > 1
    return "/".join(place) if several else place[1]


def _looked_at(trust: Trust, zone: ZoneInfo) -> str:
    if not trust.stones:
        return "Tables say what they feed under `feeds`."
    as_of = f"as of {moment(trust.as_of, zone)}" if trust.as_of else "not all of it was judged lately"
    names = ", ".join(escape(_short(each.place, trust)) for each in trust.stones[:_SHOWN])
    left = len(trust.stones) - _SHOWN
    of = f"{names} {more(left)}" if left > 0 else names
    return f"By {counted(len(trust.stones), 'table')} ({of}), {as_of}. Of one batch, ask `oakum gate`."
