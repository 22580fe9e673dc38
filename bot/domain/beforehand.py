"""What is known to have changed in the day before the first bad row of an incident."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.domain.accepted import CHANGES
from bot.domain.audit import Audit
from bot.domain.finding import Finding
from bot.domain.incident import Incident
from bot.domain.rollback import Rollback
from bot.domain.thresholds import Change, touched

BEFORE = timedelta(days=1)


class Kind(StrEnum):
    """What may have changed."""

    SETTINGS = "settings"
    SCHEMA = "schema"
    LATE = "late"
    RELOADED = "loaded again"
    DEPLOYED = "deployed"


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that changed, about when, in words."""

    at: datetime
    kind: Kind
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beforehand:
    """What changed between `begins` and the first bad row; `unknown` is what nobody can tell."""

    incident: Incident
    begins: datetime
    ends: datetime
    happened: Sequence[Happened] = ()
    unknown: Sequence[str] = ()


def first_bad(incident: Incident, zone: tzinfo) -> datetime:
    """The first bad row's moment, or the beginning of the first bad day; otherwise when it was opened."""
    known = [each.since for each in incident.findings if each.since]
    days = [each.bad[0] for each in incident.findings if each.bad and not each.since]
    return min([*known, *(datetime.combine(day, time(), zone) for day in days)], default=incident.opened_at)


def beforehand(
    incident: Incident,
    audits: Sequence[Audit],
    found: Iterable[Finding],
    deployed: Iterable[Rollback],
    zone: tzinfo,
) -> Beforehand:
    """By the audits about that time (the oldest first), what they found, and versions that are known."""
    ends = first_bad(incident, zone)
    begins = ends - BEFORE
    mine = {each.fingerprint for each in incident.findings}
    others = {each.fingerprint: each for each in found if each.fingerprint not in mine}
    said = [
        *_settings(audits, begins, ends),
        *(one for each in others.values() for one in _of_finding(each, begins, ends, zone)),
        *_deployments(deployed, begins, ends),
    ]
    return Beforehand(
        incident=incident,
        begins=begins,
        ends=ends,
        happened=sorted(said, key=lambda each: each.at),
        unknown=tuple(_unknown(audits, begins, ends)),
    )


def _settings(audits: Sequence[Audit], begins: datetime, ends: datetime) -> Iterator[Happened]:
    """A change lies between two audits: it counts if it may have been made in that day."""
    for each in touched(audits):
        if each.before.as_of < ends and each.after.as_of > begins:
            for change in each.changes:
                yield Happened(each.at, Kind.SETTINGS, _changed(change))


def _changed(change: Change) -> str:
    before, after = ("not set" if each is None else str(each) for each in (change.before, change.after))
    return f"{change.key}: {before} → {after}"


def _of_finding(finding: Finding, begins: datetime, ends: datetime, zone: tzinfo) -> Iterator[Happened]:
    kind = _kind(finding)
    since = finding.since
    if since is None and finding.bad:
        since = datetime.combine(finding.bad[0], time(), zone)
    if kind is not None and since is not None and begins <= since <= ends:
        yield Happened(since, kind, finding.title)


def _kind(finding: Finding) -> Kind | None:
    said = finding.evidence.get("kind")
    if finding.check == "contract":
        return Kind.SCHEMA if said in CHANGES else None
    if (finding.check, said) in (("freshness", "copied"), ("duplicate_keys", "replayed")):
        return Kind.RELOADED
    return Kind.LATE if finding.check in ("finish_window", "freshness") else None


def _deployments(deployed: Iterable[Rollback], begins: datetime, ends: datetime) -> Iterator[Happened]:
    seen = {(each.name, each.version, each.deployed_at) for each in deployed}
    for name, version, at in seen:
        if at is not None and begins <= at <= ends:
            yield Happened(at, Kind.DEPLOYED, f"{name}, version {version}")


def _unknown(audits: Sequence[Audit], begins: datetime, ends: datetime) -> Iterator[str]:
    logged = [each.as_of for each in audits if each.settings is not None]
    if not any(at <= begins for at in logged) or not any(at >= ends for at in logged):
        yield "whether settings changed: I did not look both before and after that day"
