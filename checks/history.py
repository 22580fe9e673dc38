"""What a check is given: a table as declared, and its partitions as they were known at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from checks.asks import Answer, Ask
from checks.before import Bad
from checks.declared import Table
from checks.profiles.profile import Profile
from checks.profiles.referred import TrainingSet
from checks.profiles.remembered import Remembered
from checks.runs import Run
from checks.verdict import called

DAY = timedelta(days=1)


@dataclass(frozen=True)
class History:
    """Partitions of one table, by day, oldest first; only those whose day is over are judged.

    Of a table without days they are the states in which it was found, of which that of today is judged too.
    """

    name: str
    table: Table
    partitions: Mapping[date, Profile]
    as_of: datetime
    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()
    unreadable: frozenset[date] = frozenset()
    """Partitions that are there but could not be read: nothing is said of them."""
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out for another moment of the same survey."""
    remembered: Remembered = field(default_factory=Remembered, compare=False, repr=False)
    """What was worked out of the same partitions, in earlier runs too."""
    runs: Sequence[Run] | None = ()
    """Runs that were known then; None where a run log is declared that cannot be read."""
    answers: Mapping[Ask, Answer] = field(default_factory=dict)
    """What the rows themselves say, where a check asked for it."""
    training: TrainingSet | None = None
    """The declared training set; None too where it cannot be read, which is told as an error."""
    before: str | None = None
    """What the last audit called the reference; None where there was none, or nobody knows."""
    bad: Bad = field(default_factory=dict)
    """Days that are known to be bad, by column and of the whole table: they leave the baseline."""
    period: Sequence[Profile] | None = None
    """The whole declared period, where also what came later is known of it; None: what was known then."""

    @property
    def today(self) -> date:
        """The local day of the pipeline."""
        return self.as_of.astimezone(self.zone).date()

    def called(self, day: date) -> str:
        """A day as people are told it: Tue 12 Feb, with the year where that is not the current one."""
        return called(day, self.today)

    def by_the_calendar(self, day: date) -> str:
        """What a person would say of a day that explains itself: that it is a holiday, beside one, or on the
        weekend that one makes longer (Saturday and Sunday, where Monday or Friday is one)."""
        if day in self.holidays:
            return ", on a holiday"
        if day + DAY in self.holidays:
            return ", on the day before a holiday"
        if day - DAY in self.holidays:
            return ", on the day after a holiday"
        other_end = {5: day + 2 * DAY, 6: day - 2 * DAY}.get(day.weekday())
        return ", on a weekend with a holiday" if other_end in self.holidays else ""

    @cached_property
    def judged(self) -> Sequence[Profile]:
        """Partitions whose day is over, oldest first."""
        end = self.today if self.table.has_days else self.today + timedelta(days=1)
        return [profile for day, profile in self.partitions.items() if day < end]

    @property
    def newest(self) -> Profile | None:
        """The newest partition to judge."""
        return self.judged[-1] if self.judged else None

    def bad_days(self, column: str) -> frozenset[date]:
        """The days that are known to be bad for a column."""
        return self.bad.get(column, frozenset()) | self.bad.get(None, frozenset())

    def start_of(self, day: date) -> datetime:
        """Midnight at which a partition's day begins, in the pipeline's time zone."""
        return datetime.combine(day, time(), self.zone)

    def last_days(self, count: int) -> list[date]:
        """The last days that are over, oldest first."""
        return [self.today - timedelta(days=back) for back in range(count, 0, -1)]

    @cached_property
    def reference(self) -> Sequence[Profile]:
        """The partitions of the declared period; without one, the 28 before the newest."""
        period = self.table.period
        if period is None:
            return self.judged[-29:-1]
        if self.period is not None:
            return self.period
        return [profile for profile in self.judged if profile.partition in period]
