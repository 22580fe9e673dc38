"""Audits: each run of the checks, with its findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select

from bot.domain.audit import Audit, from_record, to_record
from bot.domain.finding import Finding
from bot.domain.record import from_record as finding_from_record
from bot.domain.record import to_record as finding_to_record
from bot.store.tables import audits, findings
from checks.verdict import Urgency

_AT_ONCE = 500
"""A query has room for so many names."""


def add(connection: Connection, audit: Audit, found: Sequence[Finding]) -> int:
    """Keep an audit and its ranked findings; returns its number."""
    row = insert(audits).values(pipeline=audit.pipeline, as_of=audit.as_of, report=to_record(audit))
    number: int = connection.execute(row.returning(audits.c.id)).scalar_one()
    rows = [
        {
            "audit_id": number,
            "fingerprint": finding.fingerprint,
            "rank": finding.rank,
            "urgency": finding.urgency.value,
            "label": finding.label.value,
            "record": finding_to_record(finding),
        }
        for finding in found
    ]
    if rows:
        connection.execute(insert(findings), rows)
    return number


def since(connection: Connection, pipeline: str, moment: datetime) -> tuple[Audit, ...]:
    """The audits of a pipeline from a moment on, the newest first."""
    query = select(audits).where(audits.c.pipeline == pipeline, audits.c.as_of >= moment)
    rows = connection.execute(query.order_by(audits.c.as_of.desc(), audits.c.id.desc()))
    return tuple(from_record(row.pipeline, row.as_of, row.report) for row in rows)


def between(connection: Connection, pipeline: str, begins: datetime, ends: datetime) -> tuple[Audit, ...]:
    """The audits of a pipeline between two moments, the newest first."""
    query = select(audits).where(audits.c.pipeline == pipeline, audits.c.as_of.between(begins, ends))
    rows = connection.execute(query.order_by(audits.c.as_of.desc(), audits.c.id.desc()))
    return tuple(from_record(row.pipeline, row.as_of, row.report) for row in rows)


def loudness(
    connection: Connection, pipeline: str, begins: datetime, ends: datetime
) -> list[tuple[datetime, dict[str, Urgency]]]:
    """How loud each finding of the audits between two moments was, by fingerprint; the oldest audit first."""
    query = select(audits.c.id, audits.c.as_of, findings.c.fingerprint, findings.c.urgency)
    query = query.select_from(audits.join(findings, findings.c.audit_id == audits.c.id))
    query = query.where(audits.c.pipeline == pipeline, audits.c.as_of.between(begins, ends))
    found: dict[int, tuple[datetime, dict[str, Urgency]]] = {}
    for row in connection.execute(query.order_by(audits.c.as_of, audits.c.id)):
        found.setdefault(row.id, (row.as_of, {}))[1][row.fingerprint] = Urgency(row.urgency)
    return list(found.values())


def last(connection: Connection, pipeline: str) -> Audit | None:
    """The newest audit of a pipeline."""
    query = select(audits).where(audits.c.pipeline == pipeline)
    row = connection.execute(query.order_by(audits.c.as_of.desc(), audits.c.id.desc()).limit(1)).first()
    return from_record(row.pipeline, row.as_of, row.report) if row else None


@dataclass(frozen=True, slots=True)
class Look:
    """When a pipeline was audited, and whether anything was judged."""

    as_of: datetime
    judged: bool


def last_look(connection: Connection, pipeline: str) -> Look | None:
    """The newest audit of a pipeline without its report, which is long: it is asked for every second."""
    query = select(audits.c.as_of, audits.c.report["judged"].label("judged"))
    query = query.where(audits.c.pipeline == pipeline)
    row = connection.execute(query.order_by(audits.c.as_of.desc(), audits.c.id.desc()).limit(1)).first()
    return Look(row.as_of, bool(row.judged)) if row else None


def last_at(connection: Connection, pipeline: str) -> datetime | None:
    """When a pipeline was audited for the last time."""
    return connection.execute(
        select(func.max(audits.c.as_of, type_=audits.c.as_of.type)).where(audits.c.pipeline == pipeline)
    ).scalar()


def first_at(connection: Connection, pipeline: str) -> datetime | None:
    """When a pipeline was audited for the first time."""
    return connection.execute(
        select(func.min(audits.c.as_of, type_=audits.c.as_of.type)).where(audits.c.pipeline == pipeline)
    ).scalar()


def findings_by_audit(connection: Connection, pipeline: str) -> list[tuple[Finding, ...]]:
    """What each audit of a pipeline found, the oldest first; those without a finding too."""
    query = select(audits.c.id, findings.c.record).where(audits.c.pipeline == pipeline)
    query = query.select_from(audits.outerjoin(findings, findings.c.audit_id == audits.c.id))
    found: dict[int, list[Finding]] = {}
    for number, record in connection.execute(query.order_by(audits.c.as_of, audits.c.id, findings.c.rank)):
        found.setdefault(number, []).extend([finding_from_record(record)] if record else [])
    return [tuple(each) for each in found.values()]


def found_since(
    connection: Connection, pipeline: str, moment: datetime
) -> list[tuple[datetime, tuple[Finding, ...]]]:
    """What each audit of a pipeline found from a moment on, the oldest first; those without a finding too."""
    query = select(audits.c.id, audits.c.as_of, findings.c.record).where(
        audits.c.pipeline == pipeline, audits.c.as_of >= moment
    )
    query = query.select_from(audits.outerjoin(findings, findings.c.audit_id == audits.c.id))
    found: dict[tuple[datetime, int], list[Finding]] = {}
    for row in connection.execute(query.order_by(audits.c.as_of, audits.c.id, findings.c.rank)):
        mine = found.setdefault((row.as_of, row.id), [])
        mine.extend([finding_from_record(row.record)] if row.record else [])
    return [(as_of, tuple(each)) for (as_of, _), each in found.items()]


def bad_days(
    connection: Connection, pipeline: str, fingerprints: Sequence[str], moment: datetime
) -> dict[str, set[date]]:
    """By fingerprint, the bad days that the audits from a moment on told of."""
    query = select(findings.c.fingerprint, findings.c.record)
    query = query.select_from(findings.join(audits, findings.c.audit_id == audits.c.id))
    query = query.where(audits.c.pipeline == pipeline, audits.c.as_of >= moment)
    found: dict[str, set[date]] = {}
    for start in range(0, len(fingerprints), _AT_ONCE):
        some = fingerprints[start : start + _AT_ONCE]
        for mark, record in connection.execute(query.where(findings.c.fingerprint.in_(some))):
            found.setdefault(mark, set()).update(finding_from_record(record).bad)
    return found


def findings_of(connection: Connection, pipeline: str) -> tuple[Finding, ...]:
    """The findings of a pipeline's newest audit, by rank."""
    newest = select(audits.c.id).where(audits.c.pipeline == pipeline)
    newest = newest.order_by(audits.c.as_of.desc(), audits.c.id.desc()).limit(1)
    query = select(findings.c.record).where(findings.c.audit_id == newest.scalar_subquery())
    rows = connection.execute(query.order_by(findings.c.rank, findings.c.id))
    return tuple(finding_from_record(record) for record in rows.scalars())
