"""What was patched and is owed a fix, with a button each."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.patch import Debt
from bot.messages.answers import in_words
from bot.messages.blocks import button, context, section
from bot.messages.figures import clock_time, counted, moment
from bot.messages.incident import title
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import named
from bot.messages.terminal import Line
from bot.messages.text import dotted, escape, more, sentence

FIX = "incident_fix"
_SHOWN = 10


def debt_message(debts: Sequence[Debt], zone: ZoneInfo) -> SlackMessage:
    """The oldest first: it is the one that nobody remembers."""
    if not debts:
        return SlackMessage(text="Nothing was patched that is not fixed.")
    said = f"{counted(len(debts), 'patch', 'patches')} owed a fix"
    blocks: list[Block] = [section(f"*{said}*, the oldest first")]
    blocks += [
        section(_line(each, zone), button("It is fixed", FIX, each.incident.id)) for each in debts[:_SHOWN]
    ]
    if len(debts) > _SHOWN:
        blocks.append(
            context(more(len(debts) - _SHOWN, "`/pipeline debt NAME`; what is fixed makes room for them"))
        )
    return SlackMessage(text=said, blocks=blocks)


def fixed(id_: int) -> SlackMessage:
    """The answer to whoever says that it is fixed."""
    return in_words(f"Good: incident {id_} is fixed, and no debt any more.")


def not_owed(id_: int) -> SlackMessage:
    """The answer where there is no debt."""
    return in_words(f"Nothing is owed for incident {id_}: it was not patched, or is fixed already.")


def _line(owed: Debt, zone: ZoneInfo) -> str:
    patched = f"patched by {named(owed.who)} {moment(owed.at, zone)}"
    return dotted(
        f"*{escape(title(owed.incident))}* (no. {owed.incident.id}, {escape(owed.incident.pipeline)})",
        f"{patched}: {sentence(owed.cause, 200)}" if owed.cause else patched,
    )


def debt_lines(debts: Sequence[Debt], zone: ZoneInfo) -> Iterator[Line]:
    """The same on the terminal, all of it, with what to type once it is fixed."""
    if not debts:
        yield Line("Nothing was patched that is not fixed.", "good")
    for each in debts:
        yield Line(f"no. {each.incident.id}, {each.incident.pipeline}: {title(each.incident)}")
        patched = f"  patched by {each.who or 'somebody'} {clock_time(each.at, zone)}"
        yield Line(f"{patched}: {each.cause}" if each.cause else patched, "dim")
    if debts:
        yield Line(f"When it is fixed: oakum fixed {debts[0].incident.id}", "dim")


def debt_record(owed: Debt) -> dict[str, Any]:
    """The same for machines; the moment is UTC."""
    return {
        "incident": owed.incident.id,
        "pipeline": owed.incident.pipeline,
        "title": title(owed.incident),
        "patched_by": owed.who,
        "patched_at": f"{owed.at:%Y-%m-%dT%H:%M:%SZ}",
        "cause": owed.cause,
    }
