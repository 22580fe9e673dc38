"""Is the pipeline healthy? Never "healthy" without a fresh look at every core table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from bot.domain.audit import Audit
from bot.domain.declared import Pipeline
from bot.domain.doubts import unjudged_features
from bot.domain.incident import loudest
from bot.domain.sensitivity import UNMEASURED, caught
from bot.domain.shadow import shadowed_until
from checks.declared import Table
from checks.statistics.due import moment
from checks.verdict import Outcome, Urgency

MAX_AGE = timedelta(hours=26)
"""Checks run daily; two hours are left for them to run. An older "ok" is "unknown"."""

WEEK = timedelta(days=7)


class Status(StrEnum):
    """What a pipeline is, the worst that holds."""

    UNKNOWN = "unknown"
    BROKEN = "broken"
    DEGRADED = "degraded"
    HEALTHY = "healthy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The answer: as of when it holds, and for each core table that is not judged, why not."""

    pipeline: str
    status: Status
    as_of: datetime | None
    unjudged: Mapping[str, str] = field(default_factory=dict)
    caught: str = ""
    """Of a healthy one, what would have been seen; empty where nobody asked."""
    though: Sequence[str] = ()
    """Of a healthy one, what it does not rest on: features that could not be judged, a small reference."""

    @property
    def worth(self) -> str:
        """What "healthy" is worth, in words: it is never said without its number, or why there is none."""
        return "; ".join([self.caught or UNMEASURED, *self.though]) if self.status is Status.HEALTHY else ""


def health(
    pipeline: Pipeline,
    audits: Sequence[Audit],
    open_urgencies: Iterable[Urgency],
    zone: tzinfo,
    now: datetime,
    max_age: timedelta = MAX_AGE,
    holidays: frozenset[date] | None = None,
) -> Health:
    """The health of a pipeline at `now`.

    `unknown` if a core table has an expected partition that is unjudged or one of the last seven days that
    cannot be read, if its last judgement is too old, if something of it could not be checked (an unreadable
    reference, say), or if none of its checks could decide;
    otherwise `broken` with an open page, `degraded` with an open ticket, else `healthy`.
    It holds as of the core table that was looked at longest ago. `holidays` are the pipeline's, for whoever
    knows those of its country; without them, the days that it lists count.
    """
    fresh = sorted(
        (each for each in audits if now - max_age <= each.as_of <= now),
        key=lambda each: each.as_of,
        reverse=True,
    )
    core = {name: table for name, table in pipeline.tables.items() if table.core} or dict(pipeline.tables)
    latest = {name: _latest(name, fresh) for name in core}
    calendar = _Calendar.of(pipeline, zone, holidays)
    unjudged = {
        name: why
        for name, table in core.items()
        if (why := _unjudged(name, table, latest[name], fresh, calendar))
    }
    seen = [audit.as_of for audit in latest.values() if audit]
    status = Status.UNKNOWN if unjudged else _open_status(open_urgencies)
    measured = [
        each for name, audit in latest.items() if audit for each in audit.sensitivity if each.table == name
    ]
    said = [
        each
        for name, audit in latest.items()
        if audit and status is Status.HEALTHY
        for each in audit.judgements
        if each.table == name
    ]
    return Health(
        pipeline=pipeline.pipeline,
        status=status,
        though=unjudged_features(said, len(pipeline.tables) > 1),
        caught=caught(pipeline, measured) if status is Status.HEALTHY else "",
        as_of=min(seen, default=None),
        unjudged=unjudged,
    )


def expected_day(table: Table, as_of: datetime, zone: tzinfo, holidays: frozenset[date]) -> date | None:
    """The newest day whose partition was due at `as_of`; None where nothing says when partitions are due."""
    window = table.finish_by
    if window is None:
        return None
    today = as_of.astimezone(zone).date()
    for back in range(window.day_offset, window.day_offset + 15):
        day = today - timedelta(days=back)
        due = moment(datetime.combine(day + timedelta(days=window.day_offset), window.time), zone)
        off = not window.on_holidays and day in holidays
        if due <= as_of and day.weekday() in window.days and not off:
            return day
    return None


@dataclass(frozen=True, slots=True)
class _Calendar:
    zone: tzinfo
    holidays: frozenset[date]

    @classmethod
    def of(cls, pipeline: Pipeline, zone: tzinfo, holidays: frozenset[date] | None) -> "_Calendar":
        listed = () if isinstance(pipeline.holidays, str) else pipeline.holidays
        return cls(pipeline.timezone or zone, frozenset(listed) if holidays is None else holidays)


def _latest(table: str, audits: Sequence[Audit]) -> Audit | None:
    return next((audit for audit in audits if audit.newest(table)), None)


def _unjudged(
    name: str, table: Table, audit: Audit | None, fresh: Sequence[Audit], calendar: _Calendar
) -> str | None:
    """Why a table counts as unjudged; None where it was judged."""
    if audit is not None and (until := shadowed_until(audit)):
        return f"new, and only watched until {until:%a %-d %b}: a week of history is needed"
    if audit is None:
        said = next(
            (error.what for each in fresh for error in each.errors if error.table in (None, name)), None
        )
        return said or "not judged lately"
    expected = expected_day(table, audit.as_of, calendar.zone, calendar.holidays)
    newest = audit.newest(name)
    if expected and newest and newest < expected:
        return f"the partition of {expected.isoformat()} is not judged yet"
    failed = next((each.what for each in audit.errors if each.table == name and each.day is None), None)
    return failed or _unread(name, audit, calendar.zone) or _undecided(name, audit)


def _unread(name: str, audit: Audit, zone: tzinfo) -> str | None:
    """Why a partition of the last week cannot be read, or is newer than what was judged; that of today is
    nobody's yet."""
    newest, today = audit.newest(name), audit.as_of.astimezone(zone).date()
    dated = [(each.day, each.what) for each in audit.errors if each.table == name and each.day]
    return next((what for day, what in dated if newest and newest - WEEK < day < today), None)


def _undecided(name: str, audit: Audit) -> str | None:
    """What is needed before any check can say something of a table; None where one did."""
    said = [each for each in audit.judgements if each.table == name]
    if any(each.outcome is not Outcome.NOT_ENOUGH_DATA for each in said):
        return None
    needs = next((each.needs for each in said if each.needs), "")
    return f"no check could decide yet: needed are {needs}" if needs else "no check said anything of it"


def _open_status(urgencies: Iterable[Urgency]) -> Status:
    worst = loudest(urgencies)
    return {Urgency.PAGE: Status.BROKEN, Urgency.TICKET: Status.DEGRADED}.get(worst, Status.HEALTHY)
