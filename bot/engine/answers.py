"""Answers to questions, true as of now: how a pipeline is, and what is open."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.accepted import LEARNED_WITHIN, Accepted
from bot.domain.declared import Pipeline
from bot.domain.finding import Finding
from bot.domain.health import MAX_AGE, Health, health
from bot.domain.incident import Incident
from bot.domain.intent import post_key
from bot.domain.stage import Staged
from bot.domain.survival import Survival
from bot.settings.holidays import days_off
from bot.settings.load import Settings
from bot.store import audits, incidents, stages, survivals
from bot.store.receipts import receipts
from bot.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one pipeline stands: its health, its open incidents by rank, where the message of each is; how loud
    it is, and which changes of schema were accepted of late."""

    pipeline: Pipeline
    health: Health
    incidents: tuple[Incident, ...]
    posts: Mapping[int, Mapping[str, str]]
    staged: Staged
    accepted: tuple[Accepted, ...]
    survival: Survival | None = None
    """Where everything is broken at once."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the open incidents, by rank."""
        found = (finding for incident in self.incidents for finding in incident.findings)
        return tuple(sorted(found, key=lambda finding: finding.rank))


def current_health(
    store: Store, settings: Settings, now: datetime, some: Collection[str] = ()
) -> tuple[Standing, ...]:
    """How every pipeline stands, or those with these names, in the order of the configuration."""
    declared = [each for each in settings.pipelines if not some or each.pipeline in some]
    with store.read() as connection:
        return tuple(standing(connection, settings, each, now) for each in declared)


def health_of(store: Store, settings: Settings, pipeline: str, now: datetime) -> Standing | None:
    """How one pipeline stands; None if there is no such pipeline."""
    declared = next((each for each in settings.pipelines if each.pipeline == pipeline), None)
    if declared is None:
        return None
    with store.read() as connection:
        return standing(connection, settings, declared, now)


def standing(connection: Connection, settings: Settings, pipeline: Pipeline, now: datetime) -> Standing:
    """How a pipeline stands, as the caller's transaction sees it."""
    name = pipeline.pipeline
    open_ = by_rank(incidents.unresolved(connection, name))
    recent = audits.since(connection, name, now - MAX_AGE)
    urgencies, zone = [each.urgency for each in open_], settings.zone(pipeline)
    holidays = days_off(pipeline, (now.year - 1, now.year))
    said = health(pipeline, recent, urgencies, zone, now, holidays=holidays)
    return Standing(
        pipeline=pipeline,
        health=said,
        incidents=open_,
        posts=posts_of(connection, open_),
        staged=stages.of(connection, name),
        accepted=stages.accepted_since(connection, name, now - LEARNED_WITHIN),
        survival=survivals.standing(connection, name),
    )


def posts_of(connection: Connection, some: Sequence[Incident]) -> dict[int, Mapping[str, str]]:
    """The receipts of the messages of incidents, by number; those not posted yet are left out."""
    keys = {post_key(incident.id): incident.id for incident in some}
    return {keys[key]: receipt for key, receipt in receipts(connection, list(keys)).items()}


def by_rank(some: Iterable[Incident]) -> tuple[Incident, ...]:
    """Incidents by the rank of their leading finding; the focus of their pipeline first."""
    return tuple(sorted(some, key=lambda each: (each.focus is None, each.lead.rank, each.id)))
