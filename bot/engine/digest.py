"""The weekly checkup: written once when its time has passed, with the digest and its twin by e-mail."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.cadence import last_weekly
from bot.domain.checkup import Checkup, draw_up
from bot.domain.checkup_sets import SETS, Part, is_due, kind_of
from bot.domain.declared import Pipeline
from bot.domain.fresh_rows import fresh_rows
from bot.domain.hook_intent import HookDigest
from bot.domain.intent import DigestMail, DigestPost, Intent
from bot.domain.survival import SURVIVAL, Survival
from bot.engine import expert, focus
from bot.engine.answers import standing
from bot.engine.budget import budgeted
from bot.engine.checkup_parts import About, sections
from bot.engine.proposal import with_proposal
from bot.engine.tuning import proposed
from bot.engine.week import week
from bot.messages.budget import budget_line
from bot.messages.survival import instead
from bot.messages.tuning import to_record
from bot.settings.load import Settings
from bot.store import audits, checkups, incidents, outbox
from bot.store import fresh_rows as rows_looked_at
from bot.store.store import Store

FIRST_LOOKS_BACK = timedelta(days=7)

log = logging.getLogger(__name__)


def digest_due(store: Store, settings: Settings, now: datetime) -> int:
    """Write the checkup of every pipeline whose time has passed; returns how many."""
    written, failures = 0, []
    for pipeline in settings.pipelines:
        try:
            written += _write_if_due(store, settings, pipeline, now)
        except Exception as error:  # one pipeline must not keep the others from their checkup
            log.exception("the checkup of %s could not be written", pipeline.pipeline)
            failures.append(error)
    if failures:
        raise failures[0]
    return written


def _write_if_due(store: Store, settings: Settings, pipeline: Pipeline, now: datetime) -> bool:
    with store.write() as connection:
        due_at = due(connection, settings, pipeline, now)
        if due_at is not None:
            write_checkup(connection, settings, pipeline, due_at, now)
        return due_at is not None


def due(connection: Connection, settings: Settings, pipeline: Pipeline, now: datetime) -> datetime | None:
    """The moment whose checkup is to be written now, if there is one.

    It waits for an audit that is not older than that moment. The first checkup of a pipeline is that of the
    day on which it was first audited, or the next one.
    """
    zone = settings.checkup_zone(pipeline)
    moment = last_weekly(*pipeline.checkup.at, zone, now)
    audited = audits.last_at(connection, pipeline.pipeline)
    if audited is None or audited < moment:
        return None
    last = checkups.last_due(connection, pipeline.pipeline)
    if last is not None:
        return moment if is_due(pipeline.checkup.cadence, moment, last, zone) else None
    first = audits.first_at(connection, pipeline.pipeline) or now
    return moment if moment.astimezone(zone).date() >= first.astimezone(zone).date() else None


def write_checkup(
    connection: Connection, settings: Settings, pipeline: Pipeline, due_at: datetime, now: datetime
) -> Checkup:
    """Draw up a checkup, keep it, and write its digest to the outbox."""
    last = checkups.last(connection, pipeline.pipeline)
    since = last.made_at if last else now - FIRST_LOOKS_BACK
    audit, zone = audits.last(connection, pipeline.pipeline), settings.checkup_zone(pipeline)
    focus.settle(connection, settings, pipeline, now, cycle=due_at.astimezone(zone).date())
    now_standing = standing(connection, settings, pipeline, now)
    drawn = draw_up(
        pipeline,
        due_at,
        now,
        since,
        now_standing.health,
        audit,
        [each for each in now_standing.findings if each.check != SURVIVAL],
        incidents.touched_since(connection, pipeline.pipeline, since),
        zone,
    )
    drawn = with_proposal(connection, drawn, now_standing.incidents, last, since)
    kind = kind_of(pipeline.checkup.cadence, due_at, last.due_at if last else None, zone)
    called = expert.calls(connection, settings, pipeline, drawn)
    proposal = proposed(connection, settings, pipeline, now)
    about = About(connection, settings, pipeline, audit, since, now, len(drawn.findings))
    drawn = replace(
        drawn,
        kind=kind,
        unchecked=pipeline.unchecked if last is None or Part.ASSUMPTIONS in SETS[kind] else (),
        instead=_instead(settings, now_standing.survival) if now_standing.survival else (),
        besides=sections(kind, about),
        budget=budget_line(budgeted(connection, settings, pipeline, now).short),
        tuning=to_record(proposal) if proposal else None,
        experts=expert.named(called),
        rows=fresh_rows(audit, due_at.toordinal() // 7),
        looked=rows_looked_at.so_far(connection, pipeline.pipeline),
        week=week(connection, settings, pipeline, last, now_standing.incidents, since, now),
    )
    checkup = checkups.add(connection, drawn)
    expert.tell(connection, called, due_at, now)
    outbox.put(connection, list(_intents(settings, pipeline, checkup)), now)
    return checkup


def _instead(settings: Settings, survival: Survival) -> tuple[str, ...]:
    return instead(survival, has_buttons=settings.deployment.routes.slack is not None)


def _intents(settings: Settings, pipeline: Pipeline, checkup: Checkup) -> Iterator[Intent]:
    routes, owner = settings.deployment.routes, settings.deployment.people.get(pipeline.owner)
    if routes.slack:
        yield DigestPost(checkup=checkup.id, channel=pipeline.channel)
    if routes.slack_webhook:
        place = routes.slack_webhook.place(pipeline.channel)
        yield HookDigest(checkup=checkup.id, place=place)
    if routes.email and owner and owner.email:
        yield DigestMail(checkup=checkup.id, person=pipeline.owner)
