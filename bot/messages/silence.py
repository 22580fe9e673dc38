"""Silences in Slack: what one would do before it is made, those that go on, and how to end them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, TypeAdapter

from bot.domain.silence import LATELY, Preview, Silence, Target
from bot.messages.blocks import actions, button, context, section
from bot.messages.figures import counted, moment
from bot.messages.incident import title
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import named
from bot.messages.text import NOTIFICATION, cut, dotted, escape, listing, more, one_line

SILENCE, END_SILENCE, NEW_SILENCE = "silence_make", "silence_end", "silence_new"
WHY_LIMIT = 200
_SHOWN = 10
KEPT = "What is found meanwhile is kept: what is not over then wakes, and is told when the silence ends."


@dataclass(frozen=True, slots=True)
class Agreed:
    """All that is needed to make a silence, as a button or a form keeps it."""

    target: Target
    until: AwareDatetime
    why: Annotated[str, Field(max_length=WHY_LIMIT)]

    @classmethod
    def read(cls, carried: str) -> "Agreed":
        """Raises: ValueError."""
        return TypeAdapter(cls).validate_json(carried, strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """A silence before it is made: until when, of which tables, who would be paged for them, what sleeps."""

    target: Target
    until: datetime
    why: str
    tables: Sequence[str]
    people: Sequence[str]
    seen: Preview

    @property
    def agreed(self) -> str:
        """As `Agreed` reads it."""
        said = {"target": target_record(self.target), "until": self.until.isoformat(), "why": self.why}
        return json.dumps(said, ensure_ascii=False)


def would(foreseen: Foreseen, zone: ZoneInfo) -> str:
    """What would happen, a line each."""
    seen = foreseen.seen
    said = [f"Silence *{escape(str(foreseen.target))}* until {moment(foreseen.until, zone)}?"]
    said += [f"• goes to sleep: *{escape(title(each))}* (no. {each.id})" for each in seen.sleeping[:_SHOWN]]
    if len(seen.sleeping) > _SHOWN:
        said.append(f"• {more(len(seen.sleeping) - _SHOWN, '`/pipeline findings`')}")
    said.append(f"• muted: {listing(foreseen.tables, 5)}")
    people = ", ".join(named(each) for each in foreseen.people[:_SHOWN])
    if len(foreseen.people) > _SHOWN:
        people += f" {more(len(foreseen.people) - _SHOWN, '`/pipeline oncall`')}"
    said.append(f"• not paged meanwhile: {people or 'nobody would be anyway'}")
    said.append(f"• {late(seen)}")
    return "\n".join(said)


def preview_message(foreseen: Foreseen, zone: ZoneInfo) -> SlackMessage:
    """What would happen; nothing does before the button is pressed."""
    said = f"Silence *{escape(str(foreseen.target))}* until {moment(foreseen.until, zone)}?"
    blocks = [
        section(would(foreseen, zone)),
        actions("silence", [button("Silence it", SILENCE, foreseen.agreed, "primary")]),
        context(KEPT),
    ]
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def late(seen: Preview) -> str:
    """How much of what came of late it would have kept quiet."""
    of = counted(seen.of, "incident")
    return f"would have kept quiet {seen.covered:,} of {of} of the last {LATELY.days} days"


def silences_message(silences: Sequence[Silence], zone: ZoneInfo, now: datetime) -> SlackMessage:
    """Those that go on or are to come, each with a button to end it."""
    if not silences:
        said = "Nothing is silenced. `/pipeline silence PIPELINE/TABLE 2h WHY` does it."
        return SlackMessage(text=said, blocks=[section(said), _new()])
    blocks: list[Block] = [
        section(_line(each, zone, now), button("End it", END_SILENCE, each.id)) for each in silences[:_SHOWN]
    ]
    if len(silences) > _SHOWN:
        blocks.append(context(f"{more(len(silences) - _SHOWN)}: `oakum silence list`"))
    blocks.append(_new())
    return SlackMessage(text=f"{counted(len(silences), 'silence')} of what is found", blocks=blocks)


def _new() -> Block:
    return actions("silence_new", [button("Silence something…", NEW_SILENCE, "new")])


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
    return SlackMessage(
        text=cut(f"Silence {silence.id} of *{escape(silence.target)}* is over.", NOTIFICATION)
    )


def reason(words: str) -> str:
    """What was typed as the reason, as it is kept: one line, unescaped."""
    return one_line(words)[:WHY_LIMIT]


def target_record(target: Target) -> Mapping[str, Any]:
    """What is silenced, as a button keeps it."""
    return {
        "pipeline": target.pipeline,
        "table": target.table,
        "column": target.column,
        "check": target.check,
    }
