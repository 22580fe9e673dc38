"""Say how much people carry: pages, nights, hand-offs"""

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.settings.load import Settings


@click.command()
@click.argument("pipelines", nargs=-1, metavar="[PIPELINE]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, pipelines: tuple[str, ...], form: str) -> None:
    """How often each person was paged in the last four weeks: per shift, at night, at weekends; what they
    took and how fast; who hands to whom; what was passed on again and what waited for hours.

    What is too much is said with its limit: more than two incidents within twelve hours, more than one page
    at night a week, an incident that was passed on three times. Exit status: 0 shown, 2 it could not be.

    \b
    Examples:
      oakum load
      oakum load churn --format json | jq '.people[] | {person, at_night}'
    """
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.engine.load import load
    from bot.messages.load import load_lines, load_object
    from bot.settings.load import load as read
    from bot.store.store import open_store

    settings = show.noted(read(context.obj, os.environ, routes=False))
    names = _named(settings, pipelines)
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        found = load(connection, settings, names, system_clock())
    if form == "json":
        show.as_json(load_object(found))
    else:
        show.lines(load_lines(found))


def _named(settings: "Settings", names: "Sequence[str]") -> list[str]:
    """The named pipelines, or all that are declared."""
    from bot.app import UnknownPipelineError
    from bot.settings.errors import did_you_mean

    known = [each.pipeline for each in settings.pipelines]
    for name in names:
        if name not in known:
            raise UnknownPipelineError(f"there is no pipeline {name!r}: {did_you_mean(name, sorted(known))}")
    return list(dict.fromkeys(names)) or known
