"""The alert budget: how often somebody was paged, against one page per two shifts, and how often for what
was real."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from bot.domain.expected_cost import CONFIDENCE
from bot.domain.outage import Outage
from bot.domain.page import Page
from bot.domain.triage import Labels
from bot.domain.turns import Shifts

TARGET = 0.5
"""Pages a shift."""
SHORT, LONG = timedelta(weeks=4), timedelta(weeks=8)
"""How far is looked back: for the rate, and for what takes longer to learn."""


@dataclass(frozen=True, slots=True)
class Line:
    """One check: how often it paged, and what people said of these pages."""

    check: str
    pages: int
    labels: Labels


@dataclass(frozen=True)
class Budget:
    """The pages of a pipeline between two moments, its shifts, and the outages that nobody was paged for."""

    pipeline: str
    since: datetime
    until: datetime
    shifts: Shifts
    pages: tuple[Page, ...]
    missed: tuple[Outage, ...]

    @property
    def rate(self) -> float | None:
        """Pages a shift; None where there was no shift yet."""
        return len(self.pages) / self.shifts.count if self.shifts.count > 0 else None

    @property
    def is_over(self) -> bool:
        """Whether there were more pages than one per two shifts; one page alone never is too many."""
        return len(self.pages) > max(1.0, TARGET * self.shifts.count)

    @cached_property
    def labels(self) -> Labels:
        """What people said of the pages."""
        return _labels(self.pages)

    @cached_property
    def checks(self) -> tuple[Line, ...]:
        """The checks that paged, the one that paged most first."""
        often = Counter(page.check for page in self.pages)
        lines = (
            Line(check, pages, _labels([page for page in self.pages if page.check == check]))
            for check, pages in often.items()
        )
        return tuple(sorted(lines, key=lambda line: (-line.pages, line.check)))


def budget(
    pipeline: str,
    span: tuple[datetime, datetime],
    shifts: Shifts,
    pages: Sequence[Page],
    outages: Sequence[Outage],
) -> Budget:
    """The budget of a pipeline over a span, from all of its pages and outages."""
    since, until = span
    return Budget(
        pipeline=pipeline,
        since=since,
        until=until,
        shifts=shifts,
        pages=tuple(each for each in pages if since <= each.at <= until and each.pipeline == pipeline),
        missed=tuple(
            each
            for each in outages
            if since < each.ends_at <= until and each.pipeline == pipeline and each.seen_by(pages) is None
        ),
    )


def interval(labels: Labels) -> tuple[float, float] | None:
    """The 80 % Jeffreys interval of the share that was real, Beta(true + ½, false + ½); None without labels.

    `betaincinv` is `scipy.stats.beta.ppf` without the start-up of scipy.stats.
    """
    if not labels.labelled:
        return None
    from scipy.special import betaincinv

    a, b, tail = labels.true + 0.5, labels.labelled - labels.true + 0.5, (1 - CONFIDENCE) / 2
    return float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail))


def _labels(pages: Sequence[Page]) -> Labels:
    said = [page.is_true for page in pages if page.is_true is not None]
    return Labels(true=sum(said), labelled=len(said))


@dataclass(frozen=True, slots=True)
class Budgeted:
    """The budget of the last four weeks, and of the last eight."""

    short: Budget
    long: Budget
