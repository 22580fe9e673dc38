"""Names in the configuration that must be declared elsewhere in it."""

from collections.abc import Collection, Iterator, Sequence

from bot.domain.declared import Deployment, Pipeline
from bot.settings import on_call, rollbacks, upstream
from bot.settings.document import Document
from bot.settings.errors import Problem, Trail, did_you_mean
from bot.settings.holidays import refusal
from bot.settings.nobody import nobody
from bot.settings.routes import slack_mistakes
from checks.declared import Assumption, Table
from checks.sources.dated import is_dated, mistake, undated


def of_deployment(
    deployment: Deployment, document: Document, routes: Collection[str], rolled_back: Collection[str]
) -> list[Problem]:
    """What `oakum.yaml` names and does not declare. `routes` and `rolled_back` are those that it sets up."""
    found = [
        *on_call.mistakes(deployment, routes),
        *rollbacks.mistakes(deployment, routes, rolled_back),
        *slack_mistakes(deployment, routes),
        *upstream.of_sources(deployment),
    ]
    return [document.problem(trail, said) for trail, said in found]


def _unknown_checks(name: str, table: Table, document: Document) -> Iterator[Problem]:
    """Assumptions tied to a check that is none, neither of ours nor of the table's own."""
    if all(each.check is None for each in table.assumed):
        return
    from checks.catalog import names  # with numpy behind it, which most commands do not need

    own = [each.name for each in table.checks]
    for place, assumption in enumerate(table.assumed):
        for key, said in _of_assumption(assumption, names(), own):
            yield document.problem(("tables", name, "assumptions", place, key), said)


def _of_assumption(
    assumption: Assumption, checks: Sequence[str], own: Sequence[str]
) -> Iterator[tuple[str, str]]:
    check = assumption.check
    if check is None or (check in checks and check != "own"):
        return
    if check == "own":
        for name in assumption.columns:
            if name not in own:
                yield "columns", f"there is no check of your own {name!r}: {did_you_mean(name, own)}"
    elif check not in own:
        yield "check", f"there is no check {check!r}: {did_you_mean(check, [*checks, *own])}"
    elif assumption.columns:
        yield "columns", "a check of your own speaks of no columns: remove columns"


def _unknown_tables(
    name: str, table: Table, tables: Collection[str], document: Document
) -> Iterator[Problem]:
    """Seams to tables that the pipeline does not have, or to the table itself."""
    named: list[tuple[Trail, str]] = []
    for place, seam in enumerate(table.reconciliation):
        named.append((("reconciliation", place, "with"), seam.with_))
        if seam.rejected:
            named.append((("reconciliation", place, "rejected"), seam.rejected))
    for place, handoff in enumerate(table.takes_from):
        named.append((("takes_from", place, "table"), handoff.table))
    if table.lineage:
        named.append((("lineage", "source_table"), table.lineage.source_table))
    others = [other for other in tables if other != name]
    for trail, other in named:
        if other not in others:
            why = f"{other!r} is no other table of this pipeline: {did_you_mean(other, others)}"
            yield document.problem(("tables", name, *trail), why)


def _flows_without_days(name: str, pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    """Rows that come day by day from a table, or into one, that has no days."""
    for place, seam in enumerate(pipeline.tables[name].reconciliation):
        sides = [name, seam.with_, *([seam.rejected] if seam.rejected else [])]
        whole = [each for each in sides if each in pipeline.tables and not pipeline.tables[each].has_days]
        if seam.kind == "flow" and whole:
            said = f"{whole[0]} has no days, and rows flow day by day: write kind: lookup"
            yield document.problem(("tables", name, "reconciliation", place), said)


def _wrong_path(table: Table) -> str:
    """What is wrong with the days in the path of a table of files; empty where nothing is."""
    path = table.path or ""
    if not table.has_days and is_dated(path):
        return (
            f"says days, and partition: none has none: write partition: {{column: day}}, or {undated(path)}"
        )
    return mistake(path)


def _unknown_in_maintenance(pipeline: Pipeline, document: Document) -> Iterator[Problem]:
    """Tables that a window would keep quiet, if there were any of that name."""
    for place, window in enumerate(pipeline.maintenance):
        for number, name in enumerate(window.tables):
            if name not in pipeline.tables:
                why = f"{name!r} is no table of this pipeline: {did_you_mean(name, pipeline.tables)}"
                yield document.problem(("maintenance", place, "tables", number), why)


def of_pipeline(pipeline: Pipeline, deployment: Deployment, document: Document) -> list[Problem]:
    """What a pipeline names and `oakum.yaml` does not declare, and holidays that nobody knows."""
    named: list[tuple[Trail, str, Collection[str]]] = []
    if pipeline.owner not in deployment.groups:
        named.append((("owner",), pipeline.owner, deployment.people))
    if pipeline.policy is not None:
        named.append((("policy",), pipeline.policy, deployment.policies))
    for name, table in pipeline.tables.items():
        named.append((("tables", name, "source"), table.source, deployment.sources))
        if table.run_log and table.run_log.source:
            named.append((("tables", name, "run_log", "source"), table.run_log.source, deployment.sources))
    found = [
        document.problem(trail, f"{name!r} is not declared in oakum.yaml: {did_you_mean(name, known)}")
        for trail, name, known in named
        if name not in known
    ]
    if pipeline.owner in deployment.groups:
        found.append(document.problem(("owner",), nobody(pipeline.owner, deployment.people, deployment)))
    found += _unknown_in_maintenance(pipeline, document)
    found += [document.problem(*said) for said in upstream.of_handoffs(pipeline, deployment)]
    for name, table in pipeline.tables.items():
        found += _unknown_checks(name, table, document)
        found += _unknown_tables(name, table, pipeline.tables, document)
        found += _flows_without_days(name, pipeline, document)
        source = deployment.sources.get(table.source)
        if source is not None and source.kind == "files" and table.path is None:
            said = "is missing; add it: where the files lie, relative to the root of the source"
            found.append(document.problem(("tables", name, "path"), f"{said}, like usage/day=*/*.parquet"))
        elif source is not None and source.kind == "files" and (wrong := _wrong_path(table)):
            found.append(document.problem(("tables", name, "path"), wrong))
    if isinstance(pipeline.holidays, str) and (why := refusal(pipeline.holidays)):
        found.append(document.problem(("holidays",), why))
    return found
