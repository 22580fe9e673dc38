"""`oakum drill --rehearse`: a failure in a copy of a real day, followed through checks, triage and ladder."""

import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from bot.commands._gate import Asked, judged, table_named
from bot.domain.declared import Pipeline
from bot.domain.downstream import places
from bot.domain.finding import Finding, from_verdict
from bot.domain.incident import opened
from bot.domain.prices import prices_of
from bot.domain.rehearsal import Rehearsed
from bot.domain.silence import Target
from bot.domain.triage import rank
from bot.domain.who_gets import who_gets
from bot.engine.silence import active
from bot.settings.load import Settings
from bot.settings.places import place
from bot.store import incidents
from bot.store.store import Store
from checks.gate import Judged
from checks.rehearsal import OF_A_COLUMN, SAYS, Plant
from checks.sources.files import FilesTable
from checks.sources.look import span
from checks.sources.opening import Opened
from checks.sources.rehearsed import copied, planted
from checks.sources.tables import Bundle, SourceError
from checks.verdict import Outcome


class CannotRehearseError(Exception):
    """There is no copy to plant anything in; says why."""


def rehearsed(
    settings: Settings, store: Store, text: str, plant: Plant, column: str | None, now: datetime
) -> Rehearsed:
    """Plant it, judge the copy as `gate` does, and follow it. Nothing is kept.

    Raises `CannotRehearseError`.
    """
    pipeline, name = table_named(settings, text)
    column = _column(pipeline, name, column) if plant in OF_A_COLUMN else None
    with tempfile.TemporaryDirectory(prefix="oakum-") as folder:
        try:
            day, copy = _copy(settings, pipeline, name, Path(folder))
            before = _found(settings, pipeline, name, copy, day, now)
            after = _found(settings, pipeline, name, planted(copy, plant, column), day, now)
        except SourceError as error:
            raise CannotRehearseError(str(error)) from error
    known = {(finding.fingerprint, finding.affected) for finding in before}  # what is so without the plant
    new = [finding for finding in after if (finding.fingerprint, finding.affected) not in known]
    what = f"{SAYS[plant].format(column=column)} in a copy of {pipeline.pipeline}/{name} of {day:%a %-d %b}"
    return _followed(settings, store, pipeline, what, new, now)


def _column(pipeline: Pipeline, name: str, column: str | None) -> str:
    columns = pipeline.tables[name].columns
    primary = next((each for each, watched in columns.items() if watched.primary), None)
    chosen = column or primary
    if chosen is None:
        raise click.UsageError(f"which column of {name}? Name it with --column")
    return chosen


def _copy(settings: Settings, pipeline: Pipeline, name: str, folder: Path) -> tuple[date, Path]:
    declared = pipeline.tables[name]
    table = Opened().table(place(settings.deployment.sources[declared.source]), name, declared)
    if not isinstance(table, FilesTable):
        raise CannotRehearseError(f"{name} lies in a database: a copy is made of files only")
    if not declared.has_days:
        raise CannotRehearseError(f"{name} has no days (partition: none): there is nothing to copy a day of")
    bundles, _ = table.bundles()
    days = [each.day for each in bundles if each.day is not None]
    newest = max(days) if days else _newest_in_rows(table, bundles)
    return newest, copied(table, bundles, newest, folder)


def _newest_in_rows(table: FilesTable, bundles: Sequence[Bundle]) -> date:
    found = span(table, bundles)
    if found is None:
        raise CannotRehearseError(f"{table.name} has no partition yet")
    return found[0]


def _found(
    settings: Settings, pipeline: Pipeline, name: str, batch: Path, day: date, now: datetime
) -> list[Finding]:
    as_of = datetime.combine(day, datetime.min.time(), settings.zone(pipeline))
    asked = Asked(pipeline, name, None, batch, "serving", "stop", as_of, now)
    said: Judged = judged(settings, asked)
    if said.audit is None:
        raise CannotRehearseError(said.nothing)
    known = places([*settings.pipelines, pipeline])
    breaches = [each for each in said.audit.verdicts if each.outcome is Outcome.BREACH]
    return [from_verdict(each, pipeline, known) for each in breaches if day in each.bad or not each.bad]


def _followed(
    settings: Settings, store: Store, pipeline: Pipeline, what: str, new: Sequence[Finding], now: datetime
) -> Rehearsed:
    prices = prices_of(settings.pipelines)
    with store.read() as connection:
        open_ = [finding for each in incidents.unresolved(connection) for finding in each.findings]
        silences = active(connection, settings, pipeline.pipeline, now)
    mine = {finding.fingerprint for finding in new}
    found = tuple(each for each in rank([*new, *open_], prices) if each.fingerprint in mine)
    told = None
    if found and opened(0, found, now).pages:
        target = Target(pipeline.pipeline, found[0].table, None, found[0].check)
        ladder = settings.deployment, settings.roster
        told = who_gets(pipeline, *ladder, target, silences, settings.quiet(pipeline), now)
    return Rehearsed(pipeline=pipeline, what=what, found=found, open=len(open_), told=told)
