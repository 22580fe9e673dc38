"""List the thresholds that people accepted, export them, take one back"""

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.domain.tuned import Tuned


@click.group(invoke_without_command=True)
@click.option("--yaml", "as_yaml", is_flag=True, help="Print what holds as YAML.")
@click.option("--all", "everything", is_flag=True, help="Also what was taken back, or said anew since.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, as_yaml: bool, everything: bool, form: str) -> None:
    """From what strength on checks page, where people said so: accepted proposals and the noise dial, with
    who said it and when. A finding's strength is its value over its limit; below the threshold a page is a
    ticket, never nothing. `oakum check` and `oakum replay` show what is found as its check says it, untuned.

    \b
    Examples:
      oakum tuned
      oakum tuned --yaml > tuned.yaml
      oakum tuned revert 3
    """
    if context.invoked_subcommand is not None:
        return
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.engine.tuning import in_force
    from bot.messages import tuning as words
    from bot.messages.terminal import Line
    from bot.settings.load import load
    from bot.store import tuned
    from bot.store.store import open_store

    settings = show.noted(load(context.obj, os.environ, routes=False))
    with closing(open_store(settings.deployment.store)) as store:
        found = in_force(store, system_clock())
        if everything:
            with store.read() as connection:
                found = list(tuned.all_of(connection))
    if as_yaml:
        click.echo(words.as_yaml(found), nl=False)
    elif form == "json":
        show.as_json({"schema": 1, "tuned": [words.tuned_record(each) for each in found]})
    else:
        show.lines(Line(f"{each.id:>4}  {words.what(each)}; {_said(each)}") for each in found)
        if not found:
            click.echo("All pages as its check says: no threshold was accepted.")


@command.command()
@click.argument("number", type=int)
@click.option("--who", default=getpass.getuser, show_default="you", help="Who says so.")
@click.pass_obj
def revert(folder: Path, number: int, who: str) -> None:
    """Take a threshold back: what held before holds again, from the next checks on.

    \b
    Example:
      oakum tuned revert 3
    """
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.engine import tuning
    from bot.messages.terminal import Line
    from bot.settings.load import load
    from bot.store.store import open_store

    settings = show.noted(load(folder, os.environ, routes=False))
    with closing(open_store(settings.deployment.store)) as store:
        done = tuning.revert(store, number, who, system_clock())
    show.lines([Line(f"{done.id} is taken back: {done.what}")])


def _said(each: "Tuned") -> str:
    back = f"; taken back by {each.reverted_by}" if each.reverted_by else ""
    return f"{each.who}, {each.at:%Y-%m-%d %H:%M} UTC; {each.would}{back}"
