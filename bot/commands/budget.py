"""Show how often people are paged, against one page per two shifts, and for what"""

import os
from pathlib import Path

import click


@click.command()
@click.argument("pipelines", nargs=-1, metavar="[PIPELINE]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def command(folder: Path, pipelines: tuple[str, ...], form: str) -> None:
    """Of the last four weeks and eight: the pages a shift, how many of them were real by what people said
    when they resolved them (with the 80 % interval), the outages that nobody was paged for; a line a check.

    A page is a round of an incident in which its ladder told somebody. A shift is a turn of the schedule on
    the first step of the policy, or 24 hours where there is none. Exit status: 0 shown, 2 it could not be.

    \b
    Examples:
      oakum budget
      oakum budget churn --format json
    """
    from contextlib import closing

    from bot.app import UnknownPipelineError
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.engine.budget import all_budgets
    from bot.messages.budget import budget_lines, budget_record
    from bot.settings.errors import did_you_mean
    from bot.settings.load import load
    from bot.store.store import open_store

    settings = show.noted(load(folder, os.environ, routes=False))
    known = [each.pipeline for each in settings.pipelines]
    for name in pipelines:
        if name not in known:
            raise UnknownPipelineError(f"there is no pipeline {name!r}: {did_you_mean(name, known)}")
    with closing(open_store(settings.deployment.store)) as store:
        found = all_budgets(store, settings, system_clock(), pipelines)
    if form == "json":
        show.as_json({"schema": 1, "pipelines": [budget_record(each) for each in found]})
    else:
        show.lines(budget_lines(found))
