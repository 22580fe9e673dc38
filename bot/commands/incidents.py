"""List the incidents: who took them and when, when they were over"""

import os
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from bot.domain.response import Response

DAYS = 90
COLUMNS = (
    "incident", "pipeline", "urgency", "check", "table", "column", "summary", "opened_at", "hops_told",
    "acknowledged_at", "acknowledged_by", "minutes_to_acknowledge", "resolved_at", "resolved_by",
    "minutes_to_resolve",
)  # fmt: skip


@click.command()
@click.argument("pipelines", nargs=-1, metavar="[PIPELINE]...")
@click.option(
    "--days", type=click.IntRange(1, 36_500), default=DAYS, show_default=True, help="How far to look back."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True
)
@click.pass_context
def command(context: click.Context, pipelines: tuple[str, ...], days: int, form: str) -> None:
    """A line for each time that an incident was opened: who took it and after how long, who resolved it.

    Where nobody resolved it the checks saw that it was over. Below the lines, of pages, the mean time to
    acknowledge (MTTA) and to resolve (MTTR). Times are UTC. Exit status: 0 shown, 2 it could not be.

    \b
    Examples:
      oakum incidents churn --days 30
      oakum incidents --format csv > incidents.csv
    """
    from contextlib import closing
    from datetime import timedelta

    from bot.app import named
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.domain.response import means, responses
    from bot.settings.load import load
    from bot.store import incidents
    from bot.store.store import open_store

    settings = show.noted(load(context.obj, os.environ, routes=False))
    since = system_clock() - timedelta(days=days)
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        found = [
            each
            for pipeline in named(settings, pipelines)
            for incident in incidents.of_pipeline(connection, pipeline.pipeline)
            for each in responses(incident, incidents.story(connection, incident.id))
            if each.opened_at >= since
        ]
    found.sort(key=lambda each: (each.opened_at, each.incident.id))
    if form == "csv":
        _as_csv(found)
        return
    of_pages = means(found)
    if form == "json":
        rows = [_row(each) for each in found]
        mtta, mttr = _minutes(of_pages.mtta), _minutes(of_pages.mttr)
        told = {"pages": of_pages.pages, "unanswered": of_pages.unanswered}
        show.as_json({"schema": 1, "incidents": rows, "mtta_minutes": mtta, "mttr_minutes": mttr, **told})
        return
    from bot.messages.response import response_lines

    show.lines(response_lines(found, of_pages, days))


def _as_csv(found: "Sequence[Response]") -> None:
    import csv
    import sys

    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(cell) for name, cell in _row(each).items()} for each in found)


def _harmless(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _row(each: "Response") -> dict[str, Any]:
    lead = each.incident.lead
    column = lead.column if isinstance(lead.column, str) else ", ".join(lead.column or ())
    return {
        "incident": each.incident.id,
        "pipeline": each.incident.pipeline,
        "urgency": each.incident.urgency.value,
        "check": lead.check,
        "table": lead.table,
        "column": column,
        "summary": lead.summary,
        "opened_at": f"{each.opened_at:%Y-%m-%dT%H:%M:%SZ}",
        "hops_told": each.told,
        "acknowledged_at": each.acknowledged_at and f"{each.acknowledged_at:%Y-%m-%dT%H:%M:%SZ}",
        "acknowledged_by": each.acknowledged_by,
        "minutes_to_acknowledge": _minutes(each.to_acknowledge),
        "resolved_at": each.resolved_at and f"{each.resolved_at:%Y-%m-%dT%H:%M:%SZ}",
        "resolved_by": each.resolved_by,
        "minutes_to_resolve": _minutes(each.to_resolve),
    }


def _minutes(span: "timedelta | None") -> float | None:
    return None if span is None else round(span.total_seconds() / 60, 1)
