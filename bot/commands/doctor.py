"""Examine the set-up: what works, what is to be mended"""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.domain.examined import Thing
    from bot.settings.load import Settings

_STYLES = {"ok": "good", "to mend": "page", "unknown": "ticket"}


@click.command()
@click.option(
    "--live",
    "channel",
    metavar="CHANNEL",
    callback=lambda _context, _option, said: None if said is None else _channel(said),
    help="Also post a message in this channel, edit it, react to it and delete it.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, channel: str | None, form: str) -> None:
    """Examine the set-up, and say of each thing: ok, to mend, or unknown, and what to do.

    The configuration, the store, every table with its newest day and its columns, who can be told, and, where
    they are set up, Slack (tokens, scopes, channels, people, user groups, or the addresses of incoming
    webhooks), the mail server, and what each rollback would go back to. Nothing is sent, nothing is rolled
    back, and nothing is posted, unless --live
    names a channel: there one message, which mentions nobody, comes and goes again, each step with its time;
    by an incoming webhook it comes, and stays.
    Exit status: 0 nothing is to be mended, 1 something is, 2 the configuration cannot be read.

    \b
    Examples:
      oakum doctor
      oakum doctor --live "#churn-data"
      oakum doctor --format json | jq '.things[] | select(.state != "ok")'
    """
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.commands._doctor import examine
    from bot.commands._live import live
    from bot.domain.examined import State
    from bot.messages.terminal import Line

    settings, lacking = _settings(context.obj)
    with show.progress("tables") as report:
        things = [*lacking, *examine(settings, system_clock(), report)]
    if channel is not None:
        things += live(settings, channel)
    to_mend = sum(thing.state is State.MEND for thing in things)
    if form == "json":
        said = [_told(thing) for thing in things]
        show.as_json({"schema": 1, "to_mend": to_mend, "things": said})
    else:
        show.lines(
            Line(f"{thing.state.value:<8} {thing.what}: {thing.said}", _STYLES[thing.state.value])
            for thing in things
        )
    context.exit(1 if to_mend else 0)


def _channel(said: str) -> str:
    """A #name or an id; the # is left off by whoever forgot to quote it."""
    if re.fullmatch(r"[CG][A-Z0-9]{5,}", said):
        return said
    name = said.removeprefix("#")
    if not name or name != name.lower() or re.search(r"[\s#@,.]", name):
        raise click.BadParameter(f'{said!r} is no channel: write it as "#churn-data", in quotes')
    return f"#{name}"


def _told(thing: "Thing") -> dict[str, Any]:
    """A thing as an object; only what was timed has seconds."""
    said: dict[str, Any] = {"what": thing.what, "state": thing.state.value, "said": thing.said}
    return said if thing.seconds is None else said | {"seconds": round(thing.seconds, 3)}


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
