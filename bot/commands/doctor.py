"""Examine the set-up: what works, what is to be mended"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.domain.examined import Thing
    from bot.settings.load import Settings

_STYLES = {"ok": "good", "to mend": "page", "unknown": "ticket"}


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, form: str) -> None:
    """Examine the set-up, and say of each thing: ok, to mend, or unknown, and what to do.

    The configuration, the store, every table with its newest day and its columns, who can be told, and, where
    they are set up, Slack (tokens, scopes, channels, people, user groups), the mail server, and what each
    rollback would go back to. Nothing is posted or sent, and nothing is rolled back.
    Exit status: 0 nothing is to be mended, 1 something is, 2 the configuration cannot be read.

    \b
    Examples:
      oakum doctor
      oakum doctor --format json | jq '.things[] | select(.state != "ok")'
    """
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.commands._doctor import examine
    from bot.domain.examined import State
    from bot.messages.terminal import Line

    settings, lacking = _settings(context.obj)
    with show.progress("tables") as report:
        things = [*lacking, *examine(settings, system_clock(), report)]
    to_mend = sum(thing.state is State.MEND for thing in things)
    if form == "json":
        said = [{"what": thing.what, "state": thing.state.value, "said": thing.said} for thing in things]
        show.as_json({"schema": 1, "to_mend": to_mend, "things": said})
    else:
        show.lines(
            Line(f"{thing.state.value:<8} {thing.what}: {thing.said}", _STYLES[thing.state.value])
            for thing in things
        )
    context.exit(1 if to_mend else 0)


def _settings(folder: Path) -> "tuple[Settings, list[Thing]]":
    """The settings, and what keeps their routes from being used: those are left out then."""
    from bot.domain.examined import mend
    from bot.settings.errors import ConfigError
    from bot.settings.load import load

    without_routes = load(folder, os.environ, routes=False)
    try:
        return load(folder, os.environ), []
    except ConfigError as error:
        return without_routes, [mend("routes", str(problem)) for problem in error.problems]
