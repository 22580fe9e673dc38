"""Who is on call in days to come, with each hand-over in them."""

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
    """Some days to come, in the time zone of who asks."""

    begins: datetime
    ends: datetime
    zone: ZoneInfo

    @property
    def _days(self) -> str:
        return f"from {moment(self.begins, self.zone)} until {moment(self.ends, self.zone)}"

    def ladders(self, pipelines: Ladders, now: datetime) -> SlackMessage:
        """A pipeline a paragraph, a step of its ladder a line: who has it, from when on who else."""
        title = f"On call from {clock_time(self.begins, self.zone)} until {clock_time(self.ends, self.zone)}"
        said = ["\n".join(self._ladder(name, around, now)) for name, around in pipelines]
        short = "; ".join(f"{escape(name)}: {self._short(around)}" for name, around in pipelines)
        return SlackMessage(
            text=cut(f"{title}: {short}", NOTIFICATION),
            blocks=[section(fitted([f"On call {self._days}:", *said], way=_WAY)), context(HINT)],
        )

    def duty(self, who: str, pipelines: Ladders, now: datetime, *, you: bool) -> SlackMessage:
        """When somebody is on call in these days, by pipeline and step."""
        whom = "You are" if you else f"{named(who)} is"
        lines = [line for name, around in pipelines for line in self._steps(who, name, around)]
        if lines:
            said = bullets(f"{whom} on call {self._days}:", lines, way=_WAY)
        else:
            said = f"{whom} on no ladder {self._days}."
        unread = [line for name, around in pipelines for line in self._unread(name, around, now)]
        blocks = [section(said), *([context(fitted(unread))] if unread else [])]
        return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)

    def _short(self, around: Surroundings) -> str:
        name = around.steps[0].notify
        times = around.roster.stretches(name, self.begins, self.ends)
        return escape(", then ".join(around.roster.called(name, starts) for starts, _ in times[:_MOST]))

    def _ladder(self, pipeline: str, around: Surroundings, now: datetime) -> Iterator[str]:
        yield f"*{escape(pipeline)}*"
        for place, name in enumerate(dict.fromkeys(hop.notify for hop in around.steps), start=1):
            times = around.roster.stretches(name, self.begins, self.ends)
            said = [
                f"{named(around.roster.called(name, starts))}"
                + (f" from {moment(starts, self.zone)}" if starts > self.begins else "")
                for starts, _ in times[:_MOST]
            ]
            left = [more(len(times) - _MOST, "ask about one day")] if len(times) > _MOST else []
            old = calendar_as_of(around.roster.rotas.copy(name), around, now)
            yield f"{place}. {', '.join([*said, *left])}{old}"

    def _steps(self, who: str, pipeline: str, around: Surroundings) -> Iterator[str]:
        for place, name in enumerate(dict.fromkeys(hop.notify for hop in around.steps), start=1):
            times = [
                (starts, ends)
                for starts, ends in around.roster.stretches(name, self.begins, self.ends)
                if who in around.roster.told(name, starts)
            ]
            if times:
                yield f"step {place:,} of *{escape(pipeline)}*{self._when(times)}"

    def _unread(self, pipeline: str, around: Surroundings, now: datetime) -> Iterator[str]:
        """Whose calendar is old or was never read: it may name more."""
        for place, name in enumerate(dict.fromkeys(hop.notify for hop in around.steps), start=1):
            if old := calendar_as_of(around.roster.rotas.copy(name), around, now):
                yield f"I may not know all of step {place:,} of {escape(pipeline)}{old}"

    def _when(self, times: Sequence[tuple[datetime, datetime]]) -> str:
        if times == [(self.begins, self.ends)]:
            return ", all of that time"
        said = [f"{moment(starts, self.zone)} until {moment(ends, self.zone)}" for starts, ends in times]
        left = [more(len(times) - _MOST, "ask about one day")] if len(times) > _MOST else []
        return f", {', '.join([*said[:_MOST], *left])}"
