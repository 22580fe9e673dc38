"""The checks: what they say is kept with findings, incidents and messages, all in one transaction."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.accepted import LEARNED_WITHIN, told
from bot.domain.audit import Audit, AuditFunction, Error, kept
from bot.domain.blast import with_blast
from bot.domain.cadence import last_daily, last_weekly
from bot.domain.declared import Pipeline
from bot.domain.declared_routes import Routes
from bot.domain.downstream import places
from bot.domain.finding import Finding, from_verdict
from bot.domain.flapping import held_open
from bot.domain.incident import Incident, What
from bot.domain.intent import Edit, Intent
from bot.domain.prices import prices_of
from bot.domain.reconcile import Back, Change, Changed, Gone, Held, Opened, Reopened, reconcile
from bot.domain.roots import folded
from bot.domain.shadow import new_tables, quieter_while_new
from bot.domain.silence import hushed
from bot.domain.stage import Stage, as_loud_as
from bot.domain.thresholds import thresholds
from bot.domain.triage import rank
from bot.domain.unread import unread
from bot.engine import calendar, focus, number, ranking, shadow, survival, tuning, write_down
from bot.engine.silence import active, put_to_sleep
from bot.settings.load import Settings
from bot.store import audits, incidents, outbox, stages
from bot.store.labels import labels
from bot.store.store import Store
from checks.candidate import Candidate
from checks.verdict import Outcome

RETRY_AFTER = timedelta(hours=1)
"""After checks that could not run at all."""

REMEMBERED = timedelta(days=60)
"""What a person resolved so long ago is not held against the same evidence any more."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Checked:
    pipeline: Pipeline
    audit: Audit
    found: tuple[Finding, ...]
    candidates: Mapping[str, Candidate] = field(default_factory=dict)


def check_due(store: Store, settings: Settings, audit: AuditFunction, now: datetime) -> int:
    """Run the checks of every pipeline that is due and that no other process checks; returns how many."""
    due = _due(store, settings, now)
    if not due:
        return 0
    with store.claimed([each.pipeline for each in due]) as mine:
        due = [each for each in _due(store, settings, now) if each.pipeline in mine]  # one may have been done
        check(store, settings, audit, due, now)
        return len(due)


def _due(store: Store, settings: Settings, now: datetime) -> list[Pipeline]:
    with store.read() as connection:
        return [each for each in settings.pipelines if is_due(connection, settings, each, now)]


def is_due(connection: Connection, settings: Settings, pipeline: Pipeline, now: datetime) -> bool:
    """Whether the daily or the checkup's time has passed since the last audit. Missed ones are due once."""
    last = audits.last_look(connection, pipeline.pipeline)
    if last is None:
        return True
    if not last.judged and now - last.as_of >= RETRY_AFTER:
        return True
    daily = last_daily(settings.deployment.schedule.checks, settings.deployment.timezone, now)
    weekly = last_weekly(*pipeline.checkup.at, settings.checkup_zone(pipeline), now)
    return last.as_of < max(daily, weekly)


def check(
    store: Store, settings: Settings, audit: AuditFunction, pipelines: Sequence[Pipeline], now: datetime
) -> None:
    """Run the checks of some pipelines as of `now`, and write down what follows from them."""
    ran = [_run(audit, pipeline, settings, now) for pipeline in pipelines]
    if not ran:
        return
    checked = _with_blast(ran, settings)
    with store.write() as connection:
        checked = [
            _as_tuned(connection, _with_unread(connection, settings, each, now), now) for each in checked
        ]
        ranked = _rank_all(connection, settings, checked)
        for each in checked:
            name = each.pipeline.pipeline
            stage = shadow.moved_on(connection, settings, each.pipeline, each.audit, now)
            new = new_tables(each.audit, stages.of(connection, name))
            found = (finding for finding in ranked if finding.pipeline == name)
            mine = [quieter_while_new(as_loud_as(finding, stage), new) for finding in found]
            audits.add(connection, each.audit, mine)
            number.told_daily(connection, settings, each.pipeline, each.candidates, now, stage)
            if stage is not Stage.SHADOW:
                accepted = stages.accepted_since(connection, name, now - LEARNED_WITHIN)
                heard = replace(each, found=tuple(told(mine, accepted, now)))
                if settings.deployment.routes.posts:  # elsewhere nobody could bring back what it mutes
                    survival.looked(connection, each.pipeline, each.audit, heard.found, now, stage=stage)
                _reconcile(connection, settings, heard, now, muted=stage is Stage.MUTED)
        ranking.refresh(connection, now)
        for each in checked:
            focus.settle(connection, settings, each.pipeline, now)


def _run(audit: AuditFunction, pipeline: Pipeline, settings: Settings, now: datetime) -> _Checked:
    """One pipeline's audit; where it fails as a whole, one that judged nothing and says why."""
    try:
        result = audit(pipeline, now)
        breaches = [verdict for verdict in result.verdicts if verdict.outcome is Outcome.BREACH]
        known = places(settings.pipelines)
        found = tuple(from_verdict(verdict, pipeline, known) for verdict in breaches)
        judged_by = thresholds(pipeline, settings.zone(pipeline), settings.pipelines, result.references)
        audited = kept(pipeline.pipeline, now, result, judged_by, found)
        # "healthy" says what it is worth, also where people have resolved or accepted what is still found
        audited = replace(audited, sensitivity=tuple(result.sensitivity()))
        return _Checked(pipeline, audited, found, result.candidates)
    except Exception as error:  # one pipeline must not keep the others from being checked
        log.exception("the checks of %s could not run", pipeline.pipeline)
        said = Error(None, f"the checks could not run: {type(error).__name__}: {error}")
        return _Checked(pipeline, Audit(pipeline=pipeline.pipeline, as_of=now, errors=(said,)), ())


def _with_unread(connection: Connection, settings: Settings, checked: _Checked, now: datetime) -> _Checked:
    """What was found, with what the calendar says of it, and what could not be looked at."""
    pipeline, before = checked.pipeline, audits.last(connection, checked.pipeline.pipeline)
    said = unread(pipeline, checked.audit.errors, before)
    known = places(settings.pipelines)
    more = tuple(from_verdict(each, pipeline, known) for each in said)
    found = calendar.explained(connection, pipeline, checked.audit, checked.found, now)
    return replace(checked, found=(*found, *more))


def _as_tuned(connection: Connection, checked: _Checked, now: datetime) -> _Checked:
    """What was found, as loud as people said."""
    loud = tuning.applied(connection, checked.pipeline.pipeline, checked.found, now)
    return replace(checked, found=tuple(loud))


def _with_blast(checked: Sequence[_Checked], settings: Settings) -> list[_Checked]:
    """The findings with what was built on them."""
    judged = {
        (each.pipeline.pipeline, name): days for each in checked for name, days in each.audit.judged.items()
    }
    known = places(settings.pipelines)
    return [
        replace(each, found=tuple(with_blast(one, known, judged) for one in each.found)) for each in checked
    ]


def _rank_all(connection: Connection, settings: Settings, checked: Sequence[_Checked]) -> tuple[Finding, ...]:
    """Today's findings ranked together with the newest ones of the other pipelines."""
    now_checked = {each.pipeline.pipeline for each in checked}
    found = [finding for each in checked for finding in each.found]
    for pipeline in settings.pipelines:
        if pipeline.pipeline not in now_checked:
            found += audits.findings_of(connection, pipeline.pipeline)
    heard = labels(connection)
    return rank(folded(found, settings.pipelines), prices_of(settings.pipelines), heard)


def _reconcile(
    connection: Connection, settings: Settings, checked: _Checked, now: datetime, *, muted: bool
) -> None:
    """What is muted or silenced is written down, and messages that stand show it; nothing new is said."""
    name = checked.pipeline.pipeline
    open_ = incidents.unresolved(connection, name)
    over = [each for each in incidents.touched_since(connection, name, now - REMEMBERED) if each.is_resolved]
    routes = settings.deployment.routes
    posts = routes.posts and not muted
    silences, at = active(connection, settings, name, now), settings.quiet(checked.pipeline).until(now)
    for change in reconcile(checked.audit, checked.found, [*over, *open_], now):
        quiet = muted or hushed(change.incident, silences, now) is not None
        said = _write(connection, checked.pipeline, change, routes, now, at if posts and not quiet else None)
        outbox.put(connection, [each for each in said if not quiet or isinstance(each, Edit)], now)
    for incident in incidents.unresolved(connection, name):
        put_to_sleep(connection, incident, silences, now)
    if posts:  # of an incident that is older than the route, nobody heard yet
        outbox.put(connection, write_down.unheard(connection, checked.pipeline, routes), now)


def _write(
    connection: Connection,
    pipeline: Pipeline,
    change: Change,
    routes: Routes,
    now: datetime,
    at: datetime | None,
) -> Sequence[Intent]:
    """Keep a change and its line of the timeline; returns what is to be said of it.

    A new one is posted `at` the next working hour, a page now; never where that is None.
    """
    if isinstance(change, Opened):
        return _open(connection, pipeline, change.incident, routes, now, at)
    after, before = change.incident, change.before
    write_down.save(connection, after, before)
    if isinstance(change, Changed):
        return _changed(connection, change, now)
    what, said = _turned(change, now)
    return write_down.happened(connection, after, what, now, text=said)


def _turned(change: Gone | Held | Reopened | Back, now: datetime) -> tuple[What, str]:
    """What became of an incident that was in order, or is."""
    if isinstance(change, Gone):
        return What.GONE, "the checks find it in order again"
    if isinstance(change, Held):
        return What.HELD, held_open(change.incident, now)
    back = f"it is back: {change.incident.lead.summary}"
    return What.REOPENED if isinstance(change, Reopened) else What.BACK, back


def _open(
    connection: Connection,
    pipeline: Pipeline,
    incident: Incident,
    routes: Routes,
    now: datetime,
    at: datetime | None,
) -> Sequence[Intent]:
    made = incidents.add(connection, incident)
    if at is not None:
        due = now if made.pages else at
        outbox.put(connection, [write_down.post_of(made, pipeline, routes)], now, due=due)
    return write_down.happened(connection, made, What.OPENED, now, text=made.lead.summary)


def _changed(connection: Connection, change: Changed, now: datetime) -> Sequence[Intent]:
    if change.news:
        return write_down.happened(connection, change.incident, What.CHANGED, now, text=change.news)
    channel = write_down.channel_of(connection, change.incident.id)
    return (write_down.edit_of(change.incident, channel),) if channel else ()
