"""A day by the hour, as evidence keeps it: where it is not as usual, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.finding import Finding
from bot.messages.figures import number
from bot.messages.text import cut, one_line
from checks.figures import percent
from checks.verdict import called

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What is drawn: rows, or shares in percent, by hour of the clock on the wall, beside the usual ones.

    From `since` to before `until` they are not as usual; `mark` is the moment at which that began.
    """

    title: str
    what: str
    day: date
    hours: Sequence[datetime]
    values: Sequence[float]
    usual: Sequence[float]
    since: datetime
    until: datetime
    mark: datetime
    share: bool

    def told(self, value: float) -> str:
        """A value as people read it."""
        return percent(value / 100) if self.share else number(round(value))

    @property
    def alt(self) -> str:
        """The same in words, for those who cannot see it."""
        at = next(at for at, hour in enumerate(self.hours) if hour >= self.since)
        other = "the day before" if self.share else "usually"
        around = [
            f"{clock(self.hours[place], self.day)}: {self.told(self.values[place])}, {other} "
            f"{self.told(self.usual[place])}"
            for place in (at - 1, at)
            if place >= 0
        ]
        words = f"{self.title}. {self.what}. {'; '.join(around)}."
        return cut(one_line(words), 1000)


def hours_of(finding: Finding) -> Hours | None:
    """None where the hours say nothing, or the evidence is another version's."""
    evidence = finding.evidence
    try:
        if kept := evidence.get("by_hour"):
            return _rows(finding, kept) if kept.get("differs") else None
        kept = evidence.get("shares_by_hour")
        return _shares(finding, kept) if kept else None
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration, ZeroDivisionError):
        return None


def clock(at: datetime, day: date) -> str:
    """14:00; of another day than the one that is drawn 01:00 (+1); the end of the day is 24:00."""
    if at == datetime.combine(day + timedelta(days=1), time()):
        return "24:00"
    days = (at.date() - day).days
    return f"{at:%H:%M}" + (f" ({days:+})" if days else "")


def _rows(finding: Finding, kept: Mapping[str, Any]) -> Hours:
    day, hours, (rows, usual) = _read(kept)
    since, until, inside = _differs(kept, hours)
    count, expected = sum(rows[at] for at in inside), sum(usual[at] for at in inside)
    ended = None if count else _near(kept.get("last"), since - HOUR, since)
    mark = _next_minute(ended) if ended else since
    when = _when(day, (mark, until), _ends(hours, usual, (since, until)))
    said = f"none {when}" if not count else f"{number(count)} {when}, {number(round(expected))} are usual"
    return Hours(
        title=f"{one_line(finding.table)}: rows of {called(day, day)} by hour: {said}",
        what=f"Bars: rows of each hour; grey line: {one_line(str(kept['usual']))}",
        day=day, hours=hours, values=rows, usual=usual, since=since, until=until, mark=mark, share=False,
    )  # fmt: skip


def _shares(finding: Finding, kept: Mapping[str, Any]) -> Hours:
    day, hours, (wrong, rows, usual) = _read(kept)
    since, until, inside = _differs(kept, hours)
    mark = _near(kept.get("first"), since, since + HOUR) or since
    whole = [at for at in inside if hours[at] >= mark] or inside  # the hour in which it began is a mixture
    outside = [at for at in range(len(hours)) if at not in inside]
    here, there = (sum(wrong[at] for at in each) / sum(rows[at] for at in each) for each in (whole, outside))
    when = _when(day, (mark, until), _ends(hours, rows, (since, until)))
    elsewhere = "before" if when.startswith("after") else "after" if when.startswith("before") else "else"
    said = f"{percent(here)} {when}, {percent(there)} {elsewhere}"
    return Hours(
        title=f"{one_line(finding.table)}: {one_line(kept['of'])}, {called(day, day)} by hour: {said}",
        what="Bars: share of the rows of each hour; grey line: the day before",
        day=day, hours=hours, since=since, until=until, mark=mark, share=True,
        values=[100 * one / of if of else 0.0 for one, of in zip(wrong, rows, strict=True)],
        usual=[100 * each for each in usual],
    )  # fmt: skip


def _read(kept: Mapping[str, Any]) -> tuple[date, list[datetime], list[list[float]]]:
    """The day, its hours, and the figures of each hour one beside the other."""
    hours = [datetime.fromisoformat(each) for each in kept["hours"]]
    figures = [list(map(float, each)) for each in zip(*kept["hours"].values(), strict=True)]
    return date.fromisoformat(kept["day"]), hours, figures


def _differs(kept: Mapping[str, Any], hours: Sequence[datetime]) -> tuple[datetime, datetime, Sequence[int]]:
    """From when to when the hours are not as usual, and which these are; raises ValueError where none is."""
    since, until = map(datetime.fromisoformat, kept["differs"])
    inside = [at for at, hour in enumerate(hours) if since <= hour < until]
    if not inside:
        raise ValueError("no hour differs")
    return since, until, inside


def _near(at: str | None, first: datetime, last: datetime) -> datetime | None:
    """The moment of the first or the last row, where it lies in the hour that it can tell more of."""
    moment = datetime.fromisoformat(at) if at else None
    return moment if moment and first <= moment < last else None


def _next_minute(at: datetime) -> datetime:
    whole = at.replace(second=0, microsecond=0)
    return at if whole == at else whole + timedelta(minutes=1)


def _ends(
    hours: Sequence[datetime], usual: Sequence[float], span: tuple[datetime, datetime]
) -> tuple[bool, bool]:
    """Whether hardly a row is usual before, and after."""
    total = sum(usual)
    before = sum(rows for hour, rows in zip(hours, usual, strict=True) if hour < span[0])
    after = sum(rows for hour, rows in zip(hours, usual, strict=True) if hour >= span[1])
    return before <= 0.01 * total, after <= 0.01 * total


def _when(day: date, span: tuple[datetime, datetime], ends: tuple[bool, bool]) -> str:
    """After 14:00; before 06:00; from 03:00 to 05:00."""
    first, last = (clock(each, day) for each in span)
    if ends[1]:
        return f"after {first}"
    return f"before {last}" if ends[0] else f"from {first} to {last}"
