"""Who is on call now, until when, and who is next, for each pipeline."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.duty import Copy
from bot.messages.blocks import context, section
from bot.messages.figures import moment
from bot.messages.message import SlackMessage
from bot.messages.surroundings import Surroundings, named
from bot.messages.text import NOTIFICATION, cut, escape, fitted

HINT = "The first is paged at once, each other when nobody before has acknowledged"


def on_call_message(pipelines: Sequence[tuple[str, Surroundings]], now: datetime) -> SlackMessage:
    """A pipeline a paragraph, a hop of its ladder a line."""
    said = ["\n".join(_pipeline(name, around, now)) for name, around in pipelines]
    text = cut("; ".join(_short(name, around, now) for name, around in pipelines), NOTIFICATION)
    return SlackMessage(
        text=text, blocks=[section(fitted(said, way="`/pipeline oncall NAME`")), context(HINT)]
    )


def _short(name: str, around: Surroundings, now: datetime) -> str:
    return f"{escape(name)}: {escape(around.roster.called(around.steps[0].notify, now))}"


def _pipeline(pipeline: str, around: Surroundings, now: datetime) -> Iterator[str]:
    yield f"*{escape(pipeline)}*"
    for place, name in enumerate(dict.fromkeys(hop.notify for hop in around.steps), start=1):
        yield f"{place}. {named(around.roster.called(name, now))}{_until(name, around, now)}"


def first_step(around: Surroundings, now: datetime) -> str:
    """Who is paged first now, until when, and who then; or who is paged next on the ladder."""
    name = around.steps[0].notify
    said = f"{named(around.roster.called(name, now))}{_until(name, around, now)}"
    others = [each for each in dict.fromkeys(hop.notify for hop in around.steps) if each != name]
    after = f"; if there is no answer, {named(around.roster.called(others[0], now))}" if others else ""
    return said + after


def _until(name: str, around: Surroundings, now: datetime) -> str:
    """Of a schedule: until when it is so, and who is next."""
    rotas = around.roster.rotas
    if name not in rotas.by_name:
        return ""
    shift = rotas.shift(name, now)
    after = rotas.on_call(name, shift.ends)
    old = calendar_as_of(rotas.copy(name), around, now)
    if after == shift.person:  # for longer than is looked ahead
        return old
    return f" until {moment(shift.ends, around.zone)}, then {named(after or 'nobody')}{old}"


def calendar_as_of(copy: Copy | None, around: Surroundings, now: datetime) -> str:
    """How old the copy of a calendar is, where it could not be read for a day."""
    if copy is None or not copy.is_old(now):
        return ""
    if copy.as_of is None:
        return f" (its calendar cannot be read: {escape(copy.trouble)})"
    return f" (its calendar as of {moment(copy.as_of, around.zone)}; it cannot be read since)"
