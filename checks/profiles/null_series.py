"""The missing values of one column, day by day, and what a verdict on them rests on."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from checks.column import NullRate
from checks.figures import percent
from checks.profiles.missing import missing, share
from checks.profiles.profile import Profile
from checks.statistics.baseline import Level
from checks.statistics.crossing import crossing
from checks.statistics.single_days import Day, is_common
from checks.statistics.trend import FLAT_FROM, WINDOW, Points, Trend, chance_of_order, expit, points_a_day

SHOWN_DAYS = 28


@dataclass(frozen=True)
class Series:
    """The missing values of one column, day by day; NaN and empty texts count, beside NULL."""

    column: str
    settings: NullRate
    profiles: Sequence[Profile]

    @cached_property
    def counts(self) -> list[int]:
        """Missing values by day."""
        return [missing(profile, self.column) for profile in self.profiles]

    @cached_property
    def rows(self) -> list[int]:
        """Rows by day."""
        return [profile.rows for profile in self.profiles]

    @cached_property
    def weekdays(self) -> list[int]:
        """Weekdays, Monday being 0."""
        return [profile.partition.weekday() for profile in self.profiles]

    @cached_property
    def days(self) -> list[Day]:
        """All of it, day by day."""
        return [Day(*each) for each in zip(self.counts, self.rows, self.weekdays, strict=True)]

    def is_common(self, run: int, bad: Collection[date]) -> bool:
        """Whether the last days, so many in a row, are as high as single ones were, `bad` ones aside."""
        before = zip(self.days[:-run], self.profiles, strict=False)
        return is_common(self.days[-run:], [day for day, each in before if each.partition not in bad])

    @property
    def rate(self) -> float:
        """The null rate of the newest partition."""
        return share(self.profiles[-1], self.column)

    def points_a_day(self, days: int = WINDOW) -> Points:
        """The slope of the rate over the last days, in percentage points, with its 90 % interval."""
        return points_a_day([share(each, self.column) for each in self.profiles[-days:]])

    @property
    def are(self) -> str:
        """What the missing values of the newest partition are, the rarer kinds too."""
        found, rows = self.profiles[-1].columns[self.column], self.profiles[-1].rows
        kinds = [("null", found.nulls), ("NaN", found.nan), ("an empty text", found.empty)]
        there = [(kind, count) for kind, count in kinds if count]
        if len(there) < 2:
            return f"are {there[0][0] if there else 'null'}"
        told = ", ".join(f"{percent(count / rows)} {kind}" for kind, count in there)
        return f"are missing ({told})"

    @property
    def over(self) -> bool:
        """Whether the declared limit is crossed."""
        return self.settings.limit is not None and self.rate > self.settings.limit


def _crossing(series: Series, points: Points) -> dict[str, str | None] | None:
    """When a growth reaches the declared limit."""
    limit = series.settings.limit
    if limit is None:
        return None
    left = 100 * (limit - series.rate)
    return crossing(series.profiles[-1].partition, left, points, percent(limit))


def evidence(
    series: Series,
    levels: Sequence[Level],
    trend: Trend,
    jumps: Sequence[bool],
    points: Points | None = None,
) -> dict[str, object]:
    """What a verdict on the missing values of a column rests on."""
    foreseen = _crossing(series, points) if points else None
    points = points or series.points_a_day()
    newest = series.profiles[-1].columns[series.column]
    recent = list(zip(series.profiles, jumps, strict=True))[-SHOWN_DAYS:]
    level = levels[-1]
    chance = chance_of_order(*(each[-FLAT_FROM:] for each in (series.counts, series.rows, series.weekdays)))
    return {
        "nulls": newest.nulls,
        "nan": newest.nan,
        "empty": newest.empty,
        "rows": series.rows[-1],
        "rate": round(series.rate, 7),
        "limit": series.settings.limit,
        "jump": None if math.isnan(level.residual) else round(level.residual, 4),
        "jump_limit": None if math.isnan(level.limit) else round(level.limit, 4),
        "usual": None if math.isnan(level.expected) else round(expit(level.expected), 7),
        "direction": str(trend.direction),
        "kendall_p": None if math.isnan(chance) else chance,
        "points_a_day": round(points[0], 4),
        "points_a_day_interval": [round(points[1], 4), round(points[2], 4)],
        **({"crossing": foreseen} if foreseen else {}),
        "by_day": {each.partition.isoformat(): round(share(each, series.column), 5) for each, _ in recent},
        "days": {
            each.partition.isoformat(): {"ok": not jump, "said": percent(share(each, series.column))}
            for each, jump in recent[-7:]
        },
    }
