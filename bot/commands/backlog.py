"""List the backlog: what is open and not the focus, its label, age and owner"""

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings.load import Settings


@click.command()
@click.argument("pipeline", required=False, metavar="[PIPELINE]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, pipeline: str | None, form: str) -> None:
    """The focus of each pipeline, and below it what can wait: by rank, with what becomes of it if it is left,
    when it crosses its limit, how long it has been open, who has it or owns it, and its price.

    It tells what the bot has written down; `oakum check` looks at the data. Exit status: 0 shown, 2 it could
    not be.

    \b
    Examples:
      oakum backlog
      oakum backlog churn --format json
    """
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.messages.backlog_lines import Books, backlog_lines, backlog_object
    from bot.settings.load import load
    from bot.store import incidents
    from bot.store.store import open_store

    settings = show.noted(load(context.obj, os.environ, routes=False))
    names = _named(settings, pipeline)
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        books = [
            Books(each.pipeline, each.owner, incidents.unresolved(connection, each.pipeline))
            for each in settings.pipelines
            if each.pipeline in names
        ]
    if form == "json":
        show.as_json(backlog_object(books, system_clock()))
    else:
        show.lines(backlog_lines(books, system_clock(), settings.deployment.timezone))


def _named(settings: "Settings", pipeline: str | None) -> list[str]:
    """The named pipeline, or all."""
    from bot.app import UnknownPipelineError
    from bot.settings.errors import did_you_mean

    known = [each.pipeline for each in settings.pipelines]
    if pipeline is not None and pipeline not in known:
        raise UnknownPipelineError(f"there is no pipeline {pipeline!r}: {did_you_mean(pipeline, known)}")
    return [pipeline] if pipeline else known
