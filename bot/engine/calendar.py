"""Which findings the calendar explains, by their bad days of the last weeks: each says so in its evidence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.domain.audit import Audit
from bot.domain.calendar_pattern import may_be, pattern
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
    before = audits.bad_days(connection, pipeline.pipeline, [each.fingerprint for each in found], since)
    off = days_off(pipeline, range(since.year, now.year + 1)) if found else frozenset()
    judged: dict[str, set[date]] = {}
    told = []
    for finding in found:
        bad = before.get(finding.fingerprint, set()) | set(finding.bad)
        bad = {day for day in bad if day >= since.date()}
        if may_be(bad, off):
            judged = judged or _judged(connection, pipeline.pipeline, audit, since)
            days = {day for day in judged.get(finding.table, set()) if day >= since.date()}
            said = pattern(bad, days, off)
            evidence = {**finding.evidence, "calendar": str(said)}
            finding = replace(finding, evidence=evidence) if said else finding
        told.append(finding)
    return tuple(told)


def _judged(connection: Connection, name: str, audit: Audit, since: datetime) -> dict[str, set[date]]:
    """The days on which each table was judged."""
    found: dict[str, set[date]] = {}
    for each in (audit, *audits.since(connection, name, since)):
        for table, days in each.judged.items():
            found.setdefault(table, set()).update(days)
    return found
