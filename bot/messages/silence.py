"""Silences in Slack: what one would do before it is made, those that go on, and how to end them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.silence import LATELY, Preview, Silence, Target
from bot.messages.blocks import actions, button, context, section
from bot.messages.figures import counted, moment
from bot.messages.incident import title
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import named
from bot.messages.text import NOTIFICATION, cut, dotted, escape, more, one_line

SILENCE, END_SILENCE = "silence_make", "silence_end"
WHY_LIMIT = 200
_SHOWN = 10


def preview_message(target: Target, until: datetime, why: str, seen: Preview, zone: ZoneInfo) -> SlackMessage:
    """What would happen; nothing does before the button is pressed."""
    said = f"Silence *{escape(str(target))}* until {moment(until, zone)}?"
    would = [f"• goes to sleep: *{escape(title(each))}* (no. {each.id})" for each in seen.sleeping[:_SHOWN]]
    if len(seen.sleeping) > _SHOWN:
        would.append(f"• {more(len(seen.sleeping) - _SHOWN)}")
    would.append(f"• {late(seen)}")
    agreed = {"target": target_record(target), "until": until.isoformat(), "why": why}
    blocks = [
        section("\n".join([said, *would])),
        actions(
            "silence", [button("Silence it", SILENCE, json.dumps(agreed, ensure_ascii=False), "primary")]
        ),
        context("What is found meanwhile is kept, and told when the silence is over."),
    ]
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def late(seen: Preview) -> str:
    """How much of what came of late it would have kept quiet."""
    of = counted(seen.of, "incident")
    return f"would have kept quiet {seen.covered:,} of {of} of the last {LATELY.days} days"


def silences_message(silences: Sequence[Silence], zone: ZoneInfo, now: datetime) -> SlackMessage:
    """Those that go on or are to come, each with a button to end it."""
    if not silences:
        return SlackMessage(text="Nothing is silenced. `/pipeline silence PIPELINE/TABLE 2h WHY` does it.")
    blocks: list[Block] = [
        section(_line(each, zone, now), button("End it", END_SILENCE, each.id)) for each in silences[:_SHOWN]
    ]
    if len(silences) > _SHOWN:
        blocks.append(context(f"{more(len(silences) - _SHOWN)}: `oakum silence list`"))
    return SlackMessage(text=f"{counted(len(silences), 'silence')} of what is found", blocks=blocks)


def _line(silence: Silence, zone: ZoneInfo, now: datetime) -> str:
    begins = f"from {moment(silence.starts_at, zone)} " if silence.starts_at > now else ""
    until = f"{begins}until {moment(silence.ends_at, zone)}"
    return dotted(
        f"*{escape(str(silence.target))}* is silent {until}",
        f"by {named(silence.who)}",
        escape(cut(one_line(silence.why), WHY_LIMIT)),
    )


def made(silence: Silence, zone: ZoneInfo, now: datetime) -> SlackMessage:
    """It is silenced: the answer to whoever pressed the button."""
    said = f"{_line(silence, zone, now)}. `/pipeline silence end {silence.id}` ends it."
    return SlackMessage(text=cut(said, NOTIFICATION))


def over(silence: Silence) -> SlackMessage:
    """It is over: the answer to whoever ended it, or came late."""
    return SlackMessage(text=f"Silence {silence.id} of *{escape(str(silence.target))}* is over.")


def target_record(target: Target) -> Mapping[str, Any]:
    """What is silenced, as a button keeps it."""
    return {
        "pipeline": target.pipeline,
        "table": target.table,
        "column": target.column,
        "check": target.check,
    }
