"""The bot's home tab: what to look at now, the health of every pipeline, and what is open."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.incident import Incident, State
from bot.messages.answers import pipeline_line, ranked
from bot.messages.blocks import actions, button, context, divider, header, section
from bot.messages.figures import moment
from bot.messages.health import Bulletin, state_line
from bot.messages.incident import ACKNOWLEDGE, DETAILS, reasons
from bot.messages.message import Block
from bot.messages.text import fitted, more

_PIPELINES, _OPEN = 20, 15


def home_view(bulletins: Sequence[Bulletin], now: datetime, zone: ZoneInfo) -> Mapping[str, Any]:
    """The view of type `home`: 100 blocks and Slack's size limit hold however much is open."""
    pairs = ranked(bulletins)
    blocks: list[Block] = [*_focus(pairs), header("Pipelines"), section(_health(bulletins))]
    if len(pairs) > 1:
        blocks += [header("Also open"), *_rest(pairs[1:])]
    blocks.append(context(f"As of {moment(now, zone)}. Type `/pipeline help` for what I can answer."))
    return {"type": "home", "blocks": blocks}


def _focus(pairs: Sequence[tuple[Incident, Bulletin]]) -> list[Block]:
    if not pairs:
        return [header("Nothing to fix"), section("Nothing is open in any pipeline.")]
    incident, bulletin = pairs[0]
    reason = [context(said)] if (said := reasons(incident)) else []
    return [
        header("Fix this first"),
        section(pipeline_line(incident, bulletin)),
        *reason,
        _buttons(incident),
        divider(),
    ]


def _health(bulletins: Sequence[Bulletin]) -> str:
    lines = [state_line(bulletin.health, bulletin.around) for bulletin in bulletins[:_PIPELINES]]
    return fitted(lines, left=len(bulletins) - _PIPELINES) or "No pipeline is declared yet."


def _rest(pairs: Sequence[tuple[Incident, Bulletin]]) -> list[Block]:
    blocks: list[Block] = [
        section(pipeline_line(incident, bulletin), button("Details", DETAILS, incident.id))
        for incident, bulletin in pairs[:_OPEN]
    ]
    left = len(pairs) - _OPEN
    return [*blocks, context(f"{more(left)}: `/pipeline findings`")] if left > 0 else blocks


def _buttons(incident: Incident) -> Block:
    buttons = [button("Details", DETAILS, incident.id)]
    if incident.state is State.OPEN:
        buttons.insert(0, button("Acknowledge", ACKNOWLEDGE, incident.id, "primary"))
    return actions(f"home_{incident.id}", buttons)
