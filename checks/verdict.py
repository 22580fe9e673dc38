"""What a check says: ok, breach, or not enough data. Always one of the three, with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from checks.agreement import Agreed


class Outcome(StrEnum):
    """The three things a check can say."""

    OK = "ok"
    BREACH = "breach"
    NOT_ENOUGH_DATA = "not enough data"


ROWS = "rows"

ONLY_GROSS = "gross"
"""The kind of evidence where there is not enough data, and what is gross was looked for: it is not there."""


class Urgency(StrEnum):
    """How loud a breach is: somebody is paged, somebody gets a ticket, or it is written down."""

    PAGE = "page"
    TICKET = "ticket"
    NOTE = "note"


def called(day: date, today: date) -> str:
    """Tue 12 Feb; a day of another year than today's with its year, Tue 31 Dec 2013."""
    return f"{day:%a %-d %b}" if day.year == today.year else f"{day:%a %-d %b %Y}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that fails, by its key: other values stay in the source."""

    key: Mapping[str, Any]
    at: datetime | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """Which rows of a table a breach is about, so that the source can be asked for the first of them.

    `what` is `null`, `missing` (NULL, NaN or an empty text), `blank` (one of these but NULL), `duplicate`,
    `outside` (below `low` or above `high`), `equal` (to `low`), `not allowed` (by what was `agreed`), `like`
    (of the signature or the day `like`), `misfit` (not in the format `like`), `infinite`, `nan`, `astray`
    (of another day) or `gone` (after the last row with a day past the 12th, or a fraction of .60 or more).
    With a `segment`, a column and a level as it is kept, only rows of that level are meant.
    """

    what: str
    partitions: tuple[date, ...]
    column: str | None = None
    low: float | None = None
    high: float | None = None
    agreed: Agreed | None = None
    like: str | None = None
    segment: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A breach is one only where the rows bear it out: a number is not as it was, since a day (in words), and
    its unit may have changed in some levels of one of the columns `among`.

    The rows of `day` are compared with those of the days `before`; from day to day the number wanders by so
    many deviations.
    """

    column: str
    among: tuple[str, ...]
    day: date
    before: tuple[date, ...]
    since: str
    wander: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A limit lies between the bounds of D that profiles give: the rows of a column say on which side it is,
    those of `day` beside those of its `peers`. What has drifted is `said` so. Chance is to bring such a D so
    many `times` as rarely as if the column were the only one that is judged."""

    column: str
    day: date
    peers: tuple[date, ...]
    limit: float
    said: str
    times: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one check says about one column (or several, or the whole table) at one moment.

    `affected` of `volume` rows of the newest bad partition are wrong (`unit` says what is counted, if it is
    not rows). `hours` says how much of the time that is so: so many of the hours that were looked at, a
    whole partition being 24; None where it is so from now on, all of the time. `days_to_break` is 0 when it
    is broken now and None when nothing is extrapolated. `bad` lists the partitions in breach, the oldest
    first.
    """

    check: str
    table: str
    outcome: Outcome
    column: str | tuple[str, ...] | None = None
    segment: str | None = None
    summary: str = ""
    needs: str = ""
    urgency: Urgency = Urgency.TICKET
    since: datetime | None = None
    bad: tuple[date, ...] = ()
    affected: int = 0
    volume: int = 0
    unit: str = ROWS
    hours: tuple[float, float] | None = None
    days_to_break: float | None = 0.0
    evidence: Mapping[str, Any] = field(default_factory=dict)
    failing: Failing | None = None
    rows: Sequence[Row] = ()
    suspected: Suspicion | Doubt | None = None

    @property
    def affected_share(self) -> float:
        """The share of the newest bad partition's rows that are wrong, between 0 and 1."""
        return min(1.0, self.affected / self.volume) if self.volume else 0.0
