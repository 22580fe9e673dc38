"""What an audit means for incidents: which are opened, changed, back, or gone. The engine writes it down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.audit import Audit
from bot.domain.finding import Finding
from bot.domain.flapping import calmed, came_back, is_held, stirred
from bot.domain.incident import Act, Incident, State, act, group_key, opened, refreshed, reopened, with_roots
from bot.domain.owners import OWNER
from bot.domain.record import to_record
from bot.domain.unread import UNREAD, is_read
from checks.verdict import Outcome

REOPEN_WITHIN = timedelta(days=7)

GROSS = ("range", "mass_point", "new_level")
"""What drift finds in a few rows too."""

_PLACE = ("rank", "label", "score", "follows", "because")


@dataclass(frozen=True, slots=True)
class Opened:
    """Trouble that nobody knew of; the incident has no number yet."""

    incident: Incident


@dataclass(frozen=True, slots=True)
class Changed:
    """The same trouble, looking different today. `news` is what people should hear of beyond the edit."""

    incident: Incident
    before: Incident
    news: str


@dataclass(frozen=True, slots=True)
class Reopened:
    """Trouble that was resolved not long ago, and is back."""

    incident: Incident
    before: Incident


@dataclass(frozen=True, slots=True)
class Gone:
    """Trouble that the checks find in order again."""

    incident: Incident
    before: Incident


@dataclass(frozen=True, slots=True)
class Held:
    """Trouble that is in order now, and is held open because it comes and goes."""

    incident: Incident
    before: Incident


@dataclass(frozen=True, slots=True)
class Back:
    """Trouble that was held open, and is there again."""

    incident: Incident
    before: Incident


Change = Opened | Changed | Reopened | Gone | Held | Back


def reconcile(
    audit: Audit, found: Sequence[Finding], known: Sequence[Incident], now: datetime
) -> Iterator[Change]:
    """What becomes of a pipeline's incidents. `known` are those that are open, and those resolved of late.

    A finding belongs to the incident that has it already, whatever day its beginning is dated to now; a new
    one joins what it follows from, unless nobody would hear of it there, or else what began together with it.

    An incident resolves only on a fresh ok: missing data and errors never resolve. One that comes and goes is
    held open until it stays in order. What a person resolved
    comes back only with evidence that they had not seen; within seven days it is the same incident, later
    a new one.
    """
    latest = {incident.group: incident for incident in sorted(known, key=_newest_last)}
    homes = {finding.fingerprint: each for each in latest.values() for finding in each.findings}
    groups: dict[str, list[Finding]] = {}
    for finding, root in with_roots(found):
        groups.setdefault(_home(finding, root, homes, now), []).append(finding)
    for group, findings in groups.items():
        change = _with_findings(audit, findings, group, latest.get(group), now)
        if change is not None:
            yield change
    for group, incident in latest.items():
        if group not in groups and not incident.is_resolved:
            change = _without_findings(audit, incident, now)
            if change is not None:
                yield change


def _newest_last(incident: Incident) -> tuple[bool, int]:
    """Open ones come after those that are over: they are the ones that go on."""
    return not incident.is_resolved, incident.id


def _home(finding: Finding, root: Finding, homes: Mapping[str, Incident], now: datetime) -> str:
    """The group of a finding: that of the incident that has it, or else that of what it follows from."""
    own, above = homes.get(finding.fingerprint), homes.get(root.fingerprint)
    if own is not None and not _begins_anew(own, finding, now):
        return own.group
    if above is None or _begins_anew(above, root, now):
        return group_key(root)
    return above.group if _is_heard(above, root, now) else group_key(finding)


def _begins_anew(last: Incident, finding: Finding, now: datetime) -> bool:
    """Whether it is a new incident's, since the one that had it has been over for too long."""
    over = last.is_resolved and not _is_recent(last, now)
    return over and _is_news(last, [finding], recent=False)


def _is_heard(incident: Incident, root: Finding, now: datetime) -> bool:
    """Whether people hear of what joins an incident: not of one that sleeps, nor of one that stays closed."""
    if incident.is_resolved:
        return _is_news(incident, [root], recent=_is_recent(incident, now))
    return incident.state is not State.SNOOZED


def _is_recent(incident: Incident, now: datetime) -> bool:
    return incident.resolved_at is not None and now - incident.resolved_at <= REOPEN_WITHIN


def _with_findings(
    audit: Audit, findings: Sequence[Finding], group: str, last: Incident | None, now: datetime
) -> Change | None:
    anew = replace(opened(0, findings, now), group=group)
    if last is None:
        return Opened(anew)
    if last.calm_since is not None:
        again = replace(last, findings=tuple(_merged(audit, findings, last)))
        return Back(stirred(again, now), last)
    if not last.is_resolved:
        return _changed(last, _merged(audit, findings, last), now)
    recent = _is_recent(last, now)
    if not _is_news(last, findings, recent=recent):
        return None
    if not recent:
        return Opened(anew)
    return Reopened(came_back(reopened(last, findings, now), now), last)


def _without_findings(audit: Audit, incident: Incident, now: datetime) -> Change | None:
    left = [finding for finding in incident.findings if not is_over(finding, audit)]
    if left:
        return _changed(incident, left, now)
    if not is_held(incident, now):
        return Gone(act(incident, Act.RESOLVE, None, now), incident)
    return Held(calmed(incident, now), incident) if incident.calm_since is None else None


def _changed(before: Incident, findings: Sequence[Finding], now: datetime) -> Changed | None:
    if _facts(findings) == _facts(before.findings):
        return None
    after = refreshed(before, findings, now)
    return Changed(after, before, _news(before, after))


def _facts(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """What is known of findings, without their place, which the other incidents decide."""
    known = (to_record(finding) for finding in sorted(findings, key=lambda each: each.fingerprint))
    return [{name: value for name, value in each.items() if name not in _PLACE} for each in known]


def _merged(audit: Audit, findings: Sequence[Finding], last: Incident) -> list[Finding]:
    """Today's findings, each since it was first seen, and those of before that are not over."""
    before = {finding.fingerprint: finding for finding in last.findings}
    today = {finding.fingerprint for finding in findings}
    fresh = [_since_first_seen(finding, before.get(finding.fingerprint)) for finding in findings]
    standing = [each for each in last.findings if each.fingerprint not in today and not is_over(each, audit)]
    return fresh + standing


def _since_first_seen(finding: Finding, before: Finding | None) -> Finding:
    moments = [each.since for each in (finding, before) if each and each.since]
    return replace(finding, since=min(moments, default=None))


def _news(before: Incident, after: Incident) -> str:
    """What is worth a line in the thread: another finding, or that it pages now."""
    known = {finding.fingerprint for finding in before.findings}
    added = [finding.summary for finding in after.findings if finding.fingerprint not in known]
    louder = "it pages now" if after.pages and not before.pages else ""
    return "; ".join(part for part in (louder, *(f"also: {summary}" for summary in added)) if part)


def _is_news(last: Incident, findings: Sequence[Finding], *, recent: bool) -> bool:
    """Whether today's findings say more than was known when the incident was resolved.

    What Oakum itself resolved was in order in between: that it is back is news.
    """
    if last.resolved_by is None:
        return True
    known = {finding.fingerprint: finding for finding in last.findings}
    return any(_is_new(finding, known.get(finding.fingerprint), recent=recent) for finding in findings)


def _is_new(finding: Finding, known: Finding | None, *, recent: bool) -> bool:
    if known is None:
        return True
    if not finding.bad:  # nothing dates the evidence: ask again after a while
        return not recent
    return not known.bad or max(finding.bad) > max(known.bad)


def is_over(finding: Finding, audit: Audit) -> bool:
    """Whether a fresh audit says that a finding no longer holds.

    Its own check says ok of it; or says ok of all of its table, where nothing of the table failed. Either way
    every bad partition that is not too old to be judged was judged again. What is gross ends where no more
    than that could be looked for, since that is not there any more; what has moved does not.
    """
    if finding.check == OWNER:
        return _is_owned(finding, audit)
    if finding.check == UNREAD:
        return is_read(audit)
    judged = audit.judged.get(finding.table, ())
    if not judged or any(day not in judged and day >= min(judged) for day in finding.bad):
        return False
    said = [each for each in audit.judgements if (each.table, each.check) == (finding.table, finding.check)]
    own = [each for each in said if audit.fingerprint(each) == finding.fingerprint]
    if own:
        gross = finding.evidence.get("kind") in GROSS
        return all(each.outcome is Outcome.OK or (gross and each.only_gross) for each in own)
    return bool(said) and all(each.outcome is Outcome.OK for each in said) and not audit.failed(finding.table)


def _is_owned(finding: Finding, audit: Audit) -> bool:
    """What nobody owned has no partitions: over where owners were asked after, and it is not there any more.

    A source that could not be listed leaves it open; one that is not read any more, or a former owner, does
    not.
    """
    asked = [each for each in audit.judgements if each.check == OWNER]
    own = (each for each in asked if audit.fingerprint(each) == finding.fingerprint)
    return bool(asked) and all(each.outcome is Outcome.OK for each in own)
