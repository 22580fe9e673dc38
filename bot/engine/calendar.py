"""Which findings the calendar explains, by their bad days of the last weeks: each says so in its evidence."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.domain.audit import Audit
from bot.domain.calendar_pattern import LEAST, of_one_kind, pattern
from bot.domain.declared import Pipeline
from bot.domain.finding import Finding
from bot.settings.holidays import days_off
from bot.store import audits

WEEKS = timedelta(weeks=12)


def explained(
    connection: Connection, pipeline: Pipeline, audit: Audit, found: Sequence[Finding], now: datetime
) -> tuple[Finding, ...]:
    """The findings; those that were bad only on holidays, or on one weekday, say that."""
    since = now - WEEKS
    off = days_off(pipeline, range(since.year, now.year + 1)) if found else frozenset()
    asked = {each.fingerprint: set(each.bad) for each in found if of_one_kind(each.bad, off)}
    before = audits.bad_days(connection, pipeline.pipeline, list(asked), since)
    known = {mark: _lately(days | before.get(mark, set()), since) for mark, days in asked.items()}
    bad = {mark: days for mark, days in known.items() if len(days) >= LEAST and of_one_kind(days, off)}
    judged = _judged(connection, pipeline.pipeline, audit, since) if bad else {}
    return tuple(
        _explained(each, bad.get(each.fingerprint, set()), judged.get(each.table, set()), off)
        for each in found
    )


def _lately(days: Collection[date], since: datetime) -> set[date]:
    return {day for day in days if day >= since.date()}


def _explained(
    finding: Finding, bad: Collection[date], judged: Collection[date], off: Collection[date]
) -> Finding:
    said = pattern(bad, judged, off)
    return replace(finding, evidence={**finding.evidence, "calendar": str(said)}) if said else finding


def _judged(connection: Connection, name: str, audit: Audit, since: datetime) -> dict[str, set[date]]:
    """The days on which each table was judged."""
    found: dict[str, set[date]] = {}
    for each in (audit, *audits.since(connection, name, since)):
        for table, days in each.judged.items():
            found.setdefault(table, set()).update(_lately(days, since))
    return found
