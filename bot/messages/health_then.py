"""The answer to "was the pipeline healthy yesterday?": what was known then, and what was found later."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.course import Course, Stretch
from bot.domain.health import Status
from bot.domain.incident import Incident
from bot.messages.blocks import context, fitting, section
from bot.messages.figures import clock_time, hour, moment
from bot.messages.health import SIGNS
from bot.messages.message import SlackMessage
from bot.messages.text import NOTIFICATION, code, cut, escape, more, one_line, sentence

_SAID: Mapping[Status, str] = {
    Status.HEALTHY: "healthy",
    Status.DEGRADED: "running, but not all right",
    Status.BROKEN: "broken",
    Status.UNKNOWN: "cannot tell",
}
_OF_ONE: Mapping[Status, str] = {
    Status.HEALTHY: "{} was healthy",
    Status.DEGRADED: "{} ran, but not everything in it was right",
    Status.BROKEN: "{} was broken",
    Status.UNKNOWN: "I cannot tell whether {} was healthy",
}
_WORST = (Status.BROKEN, Status.UNKNOWN, Status.DEGRADED, Status.HEALTHY)
_PIPELINES, _OPEN, _LATER = 12, 3, 3
_CHANGES, _CHANGES_OF_MANY = 8, 3
_A_DAY = timedelta(hours=25)
"""So long as the clocks go back, and hours alone tell when something was."""
_WAY = "ask about one pipeline and a shorter time, like `how was NAME on Monday?`"
_HINT = "By what I had judged and what was open then; the tables are those that are declared today."


@dataclass(frozen=True, slots=True)
class Time:
    """A time that is over, in the time zone of who asks, and the words for it."""

    begins: datetime
    ends: datetime
    zone: ZoneInfo
    words: str

    @property
    def is_moment(self) -> bool:
        """Whether it is one moment."""
        return self.begins == self.ends

    @property
    def said(self) -> str:
        """When that is, with its date."""
        begins = clock_time(self.begins, self.zone)
        if self.is_moment:
            return begins
        return f"({self.words}) from {begins} until {clock_time(self.ends, self.zone)}"


def health_then_message(courses: Sequence[Course], time: Time) -> SlackMessage:
    """A paragraph a pipeline, the worst first: each change of its state, what was open or found later."""
    ordered = sorted(courses, key=lambda each: (_rank(each), each.pipeline))
    most = _CHANGES if len(ordered) == 1 else _CHANGES_OF_MANY
    groups = [[section("\n".join(_lines(each, time, most)))] for each in ordered[:_PIPELINES]]
    groups = groups[: fitting(groups)]
    left = len(ordered) - len(groups)
    title = f"*As it was {time.said}*" if time.is_moment else f"*As it was {escape(time.said)}*"
    rest = [context(more(left, f"no worse than these; {_WAY}"))] if left > 0 else []
    blocks = [section(title), *(block for group in groups for block in group), *rest, context(_HINT)]
    short = "; ".join(f"{escape(one_line(each.pipeline))}: {_shortly(each)}" for each in ordered)
    return SlackMessage(text=cut(f"As it was {escape(time.said)}: {short}", NOTIFICATION), blocks=blocks)


def _rank(course: Course) -> int:
    return min((_WORST.index(each.health.status) for each in course.stretches), default=1)


def _shortly(course: Course) -> str:
    """For whoever sees the notification alone."""
    said = ", then ".join(_SAID[each.health.status] for each in course.stretches[:_CHANGES_OF_MANY])
    if len(course.stretches) == 1 and course.stretches[0].health.worth:
        said = f"{said} ({escape(cut(one_line(course.stretches[0].health.worth), 300))})"
    return said or _SAID[Status.UNKNOWN]


def _lines(course: Course, time: Time, most: int) -> Iterator[str]:
    name = escape(one_line(course.pipeline))
    if not course.stretches:
        yield f"{SIGNS[Status.UNKNOWN]} *{_OF_ONE[Status.UNKNOWN].format(name)}*: its file cannot be used."
    elif len(course.stretches) == 1:
        yield _whole(course.stretches[0], name, time)
        yield from _open(course.stretches[0])
    else:
        yield f"*{name}*"
        for stretch in course.stretches[:most]:
            yield _part(stretch, time)
            yield from _open(stretch)
        if len(course.stretches) > most:
            yield more(len(course.stretches) - most, _WAY)
    yield from _later(course, time)


def _whole(stretch: Stretch, name: str, time: Time) -> str:
    """One state in all of the time."""
    health = stretch.health
    said = f"{SIGNS[health.status]} *{_OF_ONE[health.status].format(name)}*"
    judged = f", judged {moment(health.as_of, time.zone)}" if health.as_of and not health.unjudged else ""
    return f"{said}{'' if time.is_moment else ' all of that time'}{judged}{_rest(stretch)}"


def _part(stretch: Stretch, time: Time) -> str:
    said = f"{SIGNS[stretch.health.status]} {_SAID[stretch.health.status]}"
    when = hour if time.ends - time.begins <= _A_DAY else moment
    from_, until = when(stretch.begins, time.zone), when(stretch.ends, time.zone)
    return f"{said} from {from_} until {until}{_rest(stretch)}"


def _rest(stretch: Stretch) -> str:
    """Why nobody can tell; what "healthy" was worth."""
    health = stretch.health
    if health.unjudged:
        table, why = next(iter(health.unjudged.items()))
        left = len(health.unjudged) - 1
        rest = f" (and {left:,} more tables)" if left > 1 else " (and one more table)" if left else ""
        return f": {code(table)}: {sentence(why, 200)}{rest}"
    return f"; {escape(cut(one_line(health.worth), 300))}." if health.worth else "."


def _open(stretch: Stretch) -> Iterator[str]:
    ordered = sorted(stretch.incidents, key=lambda each: (each.lead.rank, each.id))
    for incident in ordered[:_OPEN]:
        yield f"• open then: {_named(incident)}"
    if ordered[_OPEN:]:
        yield f"• {more(len(ordered) - _OPEN, '`oakum incidents` lists those that are over, too')}"


def _later(course: Course, time: Time) -> Iterator[str]:
    """What nobody knew then: it does not change what was said, and it does change what to think of it."""
    for incident, first in course.later[:_LATER]:
        since = moment(first, time.zone)
        yield f"• found later ({moment(incident.opened_at, time.zone)}): {_named(incident)}, since {since}"
    if course.later[_LATER:]:
        yield f"• {more(len(course.later) - _LATER, '`/pipeline findings`')}"


def _named(incident: Incident) -> str:
    return f"{escape(cut(one_line(incident.lead.title.replace('`', '')), 160))} (incident {incident.id})"
