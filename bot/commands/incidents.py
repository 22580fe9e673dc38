"""List the incidents: who took them and when, when they were over"""

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.domain.incident import Event, Incident
    from bot.settings.load import Settings

DAYS = 90


@click.command()
@click.argument("pipelines", nargs=-1, metavar="[PIPELINE]...")
@click.option(
    "--days", type=click.IntRange(1, 36_500), default=DAYS, show_default=True, help="How far to look back."
)
@click.option("--changes", is_flag=True, help="A line for each change: what, who, by which route.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True
)
@click.pass_context
def command(context: click.Context, pipelines: tuple[str, ...], days: int, changes: bool, form: str) -> None:
    """A line for each time that an incident was opened: who took it and after how long, who resolved it.

    Where nobody resolved it the checks saw that it was over. Below the lines, of pages, the mean time to
    acknowledge (MTTA) and to resolve (MTTR). Pipelines that are no longer declared are listed, too. Times are
    UTC. Exit status: 0 shown, 2 it could not be.

    \b
    Examples:
      oakum incidents churn --days 30
      oakum incidents --format csv > incidents.csv
      oakum incidents --changes --format csv > changes.csv
    """
    from contextlib import closing
    from datetime import timedelta

    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.settings.load import load
    from bot.store.store import open_store

    settings = show.noted(load(context.obj, os.environ, routes=False))
    since = system_clock() - timedelta(days=days)
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        found = _told(connection, settings, pipelines)
    tell = _tell_changes if changes else _tell_responses
    tell(found, since, days, form)


def _told(
    connection: "Connection", settings: "Settings", names: "Sequence[str]"
) -> "list[tuple[Incident, Sequence[Event]]]":
    """The incidents of these pipelines, or of all that are declared or were, each with its story."""
    from bot.app import UnknownPipelineError
    from bot.settings.errors import did_you_mean
    from bot.store import incidents

    known = {*(each.pipeline for each in settings.pipelines), *incidents.pipelines(connection)}
    for name in names:
        if name not in known:
            raise UnknownPipelineError(f"there is no pipeline {name!r}: {did_you_mean(name, sorted(known))}")
    return [
        (incident, incidents.story(connection, incident.id))
        for name in dict.fromkeys(names or sorted(known))
        for incident in incidents.of_pipeline(connection, name)
    ]


def _tell_responses(
    told: "Sequence[tuple[Incident, Sequence[Event]]]", since: "datetime", days: int, form: str
) -> None:
    """A line for each time that one was opened."""
    from bot.commands import _incidents as rows
    from bot.commands import _show as show
    from bot.domain.response import means, responses
    from bot.messages.response import response_lines

    found = [each for incident, story in told for each in responses(incident, story)]
    found = [each for each in found if each.opened_at >= since]
    found.sort(key=lambda each: (each.opened_at, each.incident.id))
    if form == "csv":
        rows.as_csv(rows.RESPONSES, map(rows.response_row, found))
        return
    of_pages = means(found)
    if form == "json":
        listed = [rows.response_row(each) for each in found]
        mtta, mttr = rows.minutes(of_pages.mtta), rows.minutes(of_pages.mttr)
        counts = {"pages": of_pages.pages, "unanswered": of_pages.unanswered}
        show.as_json({"schema": 1, "incidents": listed, "mtta_minutes": mtta, "mttr_minutes": mttr, **counts})
        return
    show.lines(response_lines(found, of_pages, days))


def _tell_changes(
    told: "Sequence[tuple[Incident, Sequence[Event]]]", since: "datetime", days: int, form: str
) -> None:
    """A line for each change, in the order in which they happened."""
    from bot.commands import _incidents as rows
    from bot.commands import _show as show
    from bot.messages.response import change_lines

    found = [(incident, event) for incident, story in told for event in story if event.at >= since]
    found.sort(key=lambda each: each[1].at)
    listed = [rows.change_row(*each) for each in found]
    if form == "csv":
        rows.as_csv(rows.CHANGES, listed)
    elif form == "json":
        show.as_json({"schema": 1, "changes": listed})
    else:
        show.lines(change_lines(found, days))
