"""Who is on call in a time to come, with each hand-over in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages.blocks import context, section
from bot.messages.figures import clock_time, moment
from bot.messages.message import SlackMessage
from bot.messages.on_call import HINT, calendar_as_of
from bot.messages.surroundings import Surroundings, named
from bot.messages.text import NOTIFICATION, bullets, cut, escape, fitted, more

_MOST = 8
"""So many stretches of one step are shown: a week of people who take over every morning."""
_WAY = "ask about one pipeline or day, like `who is on call for NAME tomorrow?`"
Ladders = Sequence[tuple[str, Surroundings]]


@dataclass(frozen=True, slots=True)
class Then:
    """A time to come, in the time zone of who asks."""

    begins: datetime
    ends: datetime
    zone: ZoneInfo

    @property
    def is_moment(self) -> bool:
        """Whether it is one moment."""
        return self.begins == self.ends

    @property
    def words(self) -> str:
        """Between when and when."""
        if self.is_moment:
            return f"At {clock_time(self.begins, self.zone)}"
        return f"Between {moment(self.begins, self.zone)} and {moment(self.ends, self.zone)}"


def on_call_then_message(pipelines: Ladders, then: Then, now: datetime) -> SlackMessage:
    """A pipeline a paragraph, a step of its ladder a line: who has it, from when on who else."""
    title = f"On call at {clock_time(then.begins, then.zone)}"
    if not then.is_moment:
        title = f"On call from {clock_time(then.begins, then.zone)} until {clock_time(then.ends, then.zone)}"
    said = ["\n".join(_ladder(name, around, then, now)) for name, around in pipelines]
    short = "; ".join(f"{escape(name)}: {_short(around, then)}" for name, around in pipelines)
    return SlackMessage(
        text=cut(f"{title}: {short}", NOTIFICATION),
        blocks=[section(fitted([f"{then.words} these are on call:", *said], way=_WAY)), context(HINT)],
    )


def duty_then_message(who: str, pipelines: Ladders, then: Then, now: datetime, *, you: bool) -> SlackMessage:
    """When somebody is on call in these days, by pipeline and step."""
    whom = "you are" if you else f"{named(who)} is"
    lines = [line for name, around in pipelines for line in _steps(who, name, around, then)]
    if lines:
        said = bullets(f"{then.words} {whom} on call:", lines, way=_WAY)
    else:
        said = f"{then.words} {whom} on no ladder."
    unread = [line for name, around in pipelines for line in _unread(name, around, now)]
    blocks = [section(said), *([context(fitted(unread, way="`/pipeline oncall NAME`"))] if unread else [])]
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def _short(around: Surroundings, then: Then) -> str:
    name = around.steps[0].notify
    times = around.roster.stretches(name, then.begins, then.ends)
    return escape(", then ".join(around.roster.called(name, starts) for starts, _ in times[:_MOST]))


def _names(around: Surroundings) -> Iterator[tuple[int, str]]:
    """Each name on a ladder once, with its place."""
    return enumerate(dict.fromkeys(hop.notify for hop in around.steps), start=1)


def _ladder(pipeline: str, around: Surroundings, then: Then, now: datetime) -> Iterator[str]:
    yield f"*{escape(pipeline)}*"
    for place, name in _names(around):
        times = around.roster.stretches(name, then.begins, then.ends)
        said = [
            named(around.roster.called(name, starts))
            + (f" from {moment(starts, then.zone)}" if starts > then.begins else "")
            for starts, _ in times
        ]
        yield f"{place}. {_some(said)}{calendar_as_of(around.roster.rotas.copy(name), around, now)}"


def _steps(who: str, pipeline: str, around: Surroundings, then: Then) -> Iterator[str]:
    for place, name in _names(around):
        times = [
            (starts, ends)
            for starts, ends in around.roster.stretches(name, then.begins, then.ends)
            if who in around.roster.told(name, starts)
        ]
        if times:
            when = "" if then.is_moment else f", {_when(times, then)}"
            yield f"step {place:,} of *{escape(pipeline)}*{when}"


def _when(times: Sequence[tuple[datetime, datetime]], then: Then) -> str:
    if times == [(then.begins, then.ends)]:
        return "all of that time"
    return _some([f"{moment(starts, then.zone)} until {moment(ends, then.zone)}" for starts, ends in times])


def _unread(pipeline: str, around: Surroundings, now: datetime) -> Iterator[str]:
    """Whose calendar is old or was never read: it may name more."""
    for place, name in _names(around):
        if old := calendar_as_of(around.roster.rotas.copy(name), around, now):
            yield f"I may not know all of step {place:,} of {escape(pipeline)}{old}"


def _some(said: Sequence[str]) -> str:
    left = [more(len(said) - _MOST, "ask about one day")] if len(said) > _MOST else []
    return ", ".join([", then ".join(said[:_MOST]), *left])
