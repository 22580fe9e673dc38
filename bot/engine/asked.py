"""Answers to questions in people's own words, as the store tells them now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.beforehand import BEFORE, Beforehand, beforehand, first_bad
from bot.domain.declared import Pipeline
from bot.domain.downstream import Place, places
from bot.domain.health import MAX_AGE, health
from bot.domain.incident import Incident
from bot.domain.tiredness import Page, once
from bot.domain.trust import Stone, Trust, makers, way_to
from bot.settings.holidays import days_off
from bot.settings.load import Settings
from bot.store import audits, incidents, loads, rings
from bot.store.rings import Ring

LOOKED_AROUND = timedelta(days=3)
"""So long before and after a day there is an audit, even over a weekend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The pages between two moments, and since when each pipeline is watched (None: it never was)."""

    begins: datetime
    ends: datetime
    pages: Sequence[Page]
    watched: Mapping[str, datetime | None]

    @property
    def unwatched(self) -> Sequence[str]:
        """The pipelines that were watched for none of that time, or not from its beginning."""
        return [name for name, since in self.watched.items() if since is None or since > self.begins]


def trusts(
    connection: Connection, settings: Settings, tables: Sequence[Place], fed: Sequence[str], now: datetime
) -> list[Trust]:
    """The answer about each of these tables and of what is fed by some."""
    known = places(settings.pipelines)
    asked = [("/".join(place), [place]) for place in tables]
    asked += [(name, makers(name, known)) for name in fed]
    ways = [(name, way_to(starts, known)) for name, starts in asked]
    names = dict.fromkeys(place[0] for _, way in ways for place in way)
    watched = [each for each in settings.pipelines if each.pipeline in names]
    stones = {stone.place: stone for each in watched for stone in _stones(connection, settings, each, now)}
    return [Trust(name=name, stones=[stones[place] for place in way]) for name, way in ways]


def _stones(connection: Connection, settings: Settings, pipeline: Pipeline, now: datetime) -> list[Stone]:
    """Each table of a pipeline, judged as if it were the only one."""
    name = pipeline.pipeline
    open_ = incidents.unresolved(connection, name)
    recent = audits.since(connection, name, now - MAX_AGE)
    zone, holidays = settings.zone(pipeline), days_off(pipeline, (now.year - 1, now.year))
    found = []
    for table, declared in pipeline.tables.items():
        mine = [each for each in open_ if any(one.table == table for one in each.findings)]
        alone = pipeline.model_copy(update={"tables": {table: declared}})
        urgencies = [each.urgency for each in mine]
        said = health(alone, recent, urgencies, zone, now, holidays=holidays)
        found.append(Stone(place=(name, table), health=said, incidents=mine))
    return found


def changed_before(connection: Connection, settings: Settings, incident: Incident) -> Beforehand:
    """What is known to have changed in the day before an incident's first bad row."""
    declared = next((each for each in settings.pipelines if each.pipeline == incident.pipeline), None)
    zone = settings.zone(declared) if declared else settings.deployment.timezone
    ends = first_bad(incident, zone)
    since, until = ends - BEFORE - LOOKED_AROUND, max(ends, incident.opened_at) + LOOKED_AROUND
    kept = [each for each in audits.since(connection, incident.pipeline, since) if each.as_of <= until]
    found = audits.found_since(connection, incident.pipeline, ends - BEFORE)
    others = [each for as_of, some in found if as_of <= until for each in some]
    deployed = rings.deployments(connection, ends - BEFORE, ends)
    return beforehand(incident, kept[::-1], others, deployed, zone)


def newest_page(
    connection: Connection,
    person: str,
    pipelines: Sequence[str],
    between: tuple[datetime, datetime] | None = None,
) -> tuple[Ring, Incident] | None:
    """What rang somebody last (`between` two moments), with its incident as it is now; None: nothing did."""
    ring = rings.newest(connection, person, pipelines, between)
    return (ring, incidents.get(connection, ring.incident)) if ring else None


def pages_between(
    connection: Connection, pipelines: Sequence[str], begins: datetime, ends: datetime
) -> Counted:
    """How often people were rung, by several routes once."""
    rung = loads.pages_since(connection, begins, pipelines)
    return Counted(
        begins=begins,
        ends=ends,
        pages=[each for each in once(rung) if each.at <= ends],
        watched={name: audits.first_at(connection, name) for name in pipelines},
    )
