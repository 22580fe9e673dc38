"""The bot's home tab: what is mine, what to fix first, the health of my pipelines, who is on call."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.incident import Incident, State
from bot.domain.mine import coming, held, looks_after
from bot.messages.answers import pipeline_line, ranked
from bot.messages.blocks import actions, button, context, divider, header, section
from bot.messages.figures import hour, moment
from bot.messages.health import Bulletin, state_line
from bot.messages.incident import ACKNOWLEDGE, DETAILS, reasons
from bot.messages.message import Block
from bot.messages.newcomer import NEW_PIPELINE
from bot.messages.on_call import first_step
from bot.messages.text import escape, fitted, more

_PIPELINES, _OPEN, _MOST_MINE, _FOCUSES, _LADDERS = 20, 10, 8, 8, 12
_FINDINGS = "`/pipeline findings`"

Pair = tuple[Incident, Bulletin]


def home_view(
    bulletins: Sequence[Bulletin],
    now: datetime,
    zone: ZoneInfo,
    me: str = "",
    settings: Sequence[Block] = (),
    *,
    may_watch: bool = False,
) -> Mapping[str, Any]:
    """The view of type `home` for one person: 100 blocks and Slack's size limit hold however much is open.

    Who `may_watch` a table that nobody watches yet has a button for it.
    """
    pairs = ranked(bulletins)
    mine = _mine(bulletins, me)
    rest = [pair for pair in pairs[1:] if pair[0].id not in mine]
    own = [each for each in bulletins if _is_own(each, me)] or list(bulletins)
    blocks: list[Block] = [*_focus(pairs, mine)]
    if me:
        blocks += _mine_blocks(mine, pairs[0][0].id if pairs else None)
    blocks += [header("My pipelines" if len(own) < len(bulletins) else "Pipelines"), section(_health(own))]
    if len(own) < len(bulletins):
        others = [each for each in bulletins if each not in own]
        blocks.append(section(f"*Others*\n{_health(others)}"))
    if may_watch:
        watch = button("Watch a table", NEW_PIPELINE, "home")
        blocks.append(actions("home_new", [watch]))
    blocks += [header("On call"), section(_on_call(own, now))]
    if rest:
        blocks += [header("Also open"), *_rest(rest)]
    blocks += settings
    blocks.append(context(f"As of {moment(now, zone)}. Type `/pipeline help` for what I can answer."))
    return {"type": "home", "blocks": blocks}


@dataclass(frozen=True, slots=True)
class _Mine:
    """What a person has, or is paged for next, and which of both."""

    pair: Pair
    said: str

    @property
    def line(self) -> str:
        """It, with the pipeline, and why it is mine."""
        return f"{pipeline_line(*self.pair)}\n_{self.said}_"


def _mine(bulletins: Sequence[Bulletin], me: str) -> dict[int, _Mine]:
    """All that is mine, by number."""
    found: dict[int, _Mine] = {}
    for each in bulletins:
        for incident in held(each.incidents, me):
            found[incident.id] = _Mine((incident, each), "you have it")
        around = each.around
        for after in coming(each.incidents, me, around.steps, around.roster):
            next_at = f"you are next, at {hour(after.at, around.zone)}"
            found.setdefault(after.incident.id, _Mine((after.incident, each), next_at))
    return found


def _mine_blocks(mine: Mapping[int, _Mine], first: int | None) -> list[Block]:
    """What is mine besides the first to fix, which says so itself."""
    besides = [each for number, each in mine.items() if number != first]
    if not mine:
        return [header("Mine"), section("You have nothing, and are next for nothing.")]
    blocks: list[Block] = [header("Also mine")] if len(besides) < len(mine) else [header("Mine")]
    blocks += [
        section(each.line, button("Details", DETAILS, each.pair[0].id)) for each in besides[:_MOST_MINE]
    ]
    if len(besides) > _MOST_MINE:
        blocks.append(context(more(len(besides) - _MOST_MINE, _FINDINGS)))
    return blocks if besides else []


def _is_own(bulletin: Bulletin, me: str) -> bool:
    around = bulletin.around
    return looks_after(me, around.owner, around.steps, around.roster)


def _focus(pairs: Sequence[Pair], mine: Mapping[int, _Mine]) -> list[Block]:
    if not pairs:
        return [header("Nothing to fix"), section("Nothing is open in any pipeline.")]
    incident, bulletin = pairs[0]
    reason = [context(said)] if (said := reasons(incident)) else []
    return [
        header("Fix this first"),
        section(mine[incident.id].line if incident.id in mine else pipeline_line(incident, bulletin)),
        *reason,
        _buttons(incident),
        *_other_focuses([pair for pair in pairs[1:] if pair[0].id not in mine]),
        divider(),
    ]


def _other_focuses(pairs: Sequence[Pair]) -> Iterator[Block]:
    """Each pipeline has one focus a week: those of the other pipelines."""
    lines = [f"• {pipeline_line(*pair)}" for pair in pairs if pair[0].focus is not None]
    if lines:
        shown = fitted(lines[:_FOCUSES], 2500, len(lines) - _FOCUSES, _FINDINGS)
        yield section(f"*The focus of this week elsewhere*\n{shown}")


def _health(bulletins: Sequence[Bulletin]) -> str:
    lines = [state_line(bulletin.health, bulletin.around) for bulletin in bulletins[:_PIPELINES]]
    left = len(bulletins) - _PIPELINES
    return fitted(lines, left=left, way="`/pipeline health NAME`") or "No pipeline is declared yet."


def _on_call(bulletins: Sequence[Bulletin], now: datetime) -> str:
    lines = [
        f"*{escape(each.health.pipeline)}*: {first_step(each.around, now)}"
        for each in bulletins
        if each.around.steps
    ]
    left = len(lines) - _LADDERS
    said = fitted(lines[:_LADDERS], left=left, way="`/pipeline oncall NAME`")
    return said or "Nobody: no pipeline is declared yet."


def _rest(pairs: Sequence[Pair]) -> list[Block]:
    blocks: list[Block] = [
        section(pipeline_line(incident, bulletin), button("Details", DETAILS, incident.id))
        for incident, bulletin in pairs[:_OPEN]
    ]
    left = len(pairs) - _OPEN
    return [*blocks, context(more(left, _FINDINGS))] if left > 0 else blocks


def _buttons(incident: Incident) -> Block:
    buttons = [button("Details", DETAILS, incident.id)]
    if incident.state is State.OPEN:
        buttons.insert(0, button("Acknowledge", ACKNOWLEDGE, incident.id, "primary"))
    return actions(f"home_{incident.id}", buttons)
