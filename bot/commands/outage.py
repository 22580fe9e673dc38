"""Report an outage that nobody was paged for, list those that were reported"""

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.domain.outage import Outage
    from bot.domain.page import Page

FORM = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group()
def command() -> None:
    """Outages that people report. Those that nobody was paged for count in the alert budget, and bring
    thresholds down that were raised.

    \b
    Examples:
      oakum outage add --table churn/usage --from 2026-11-03T14:00 --to 2026-11-03T17:00 --why "wrong prices"
      oakum outage list
      oakum outage remove 2
    """


@command.command()
@click.option("--from", "start", required=True, metavar="TIME", help="When it began: 2026-11-03T14:00.")
@click.option("--to", "end", required=True, metavar="TIME", help="When it was over; now at the latest.")
@click.option("--table", metavar="[PIPELINE/]TABLE", help="What was broken; without it, a whole pipeline.")
@click.option("--pipeline", metavar="PIPELINE", help="Whose table it is, or which pipeline was broken.")
@click.option("--why", default="", help="What it was.")
@click.option("--who", default=getpass.getuser, show_default="you", help="Who says so.")
@FORM
@click.pass_obj
def add(
    folder: Path,
    start: str,
    end: str,
    table: str | None,
    pipeline: str | None,
    why: str,
    who: str,
    form: str,
) -> None:
    """Report an outage, and hear whether somebody was paged for it: then it was not missed.

    Times without a zone are the deployment's. Exit status: 0 kept, 2 not kept.

    \b
    Example:
      oakum outage add --table churn/usage --from 2026-11-03T14:00 --to 2026-11-03T17:00 --why "wrong prices"
    """
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.engine import outage as engine
    from bot.messages.outage import outage_line, verdict
    from bot.messages.terminal import Line
    from bot.settings.load import load
    from bot.store.store import open_store

    if table is None and pipeline is None:
        raise click.UsageError("Say what was broken: --table churn/usage, or --pipeline churn")
    settings = show.noted(load(folder, os.environ, routes=False))
    zone = settings.deployment.timezone
    place = engine.placed(settings, table or pipeline or "", pipeline)
    span = show.moment(start, zone), show.moment(end, zone)
    with closing(open_store(settings.deployment.store)) as store:
        asked = engine.reported(place, span, who, system_clock(), why, "terminal")
        kept, seen = engine.add(store, asked)
    if form == "json":
        show.as_json({"schema": 1, "outage": _row(kept, seen)})
        return
    said = f"Kept as outage {kept.id}: {outage_line(kept, zone)}"
    show.lines([Line(said), Line(f"  {verdict(seen, zone)}")])


@command.command(name="list")
@FORM
@click.pass_obj
def list_(folder: Path, form: str) -> None:
    """List the outages that were reported, and which of them nobody was paged for.

    \b
    Example:
      oakum outage list --format json
    """
    from contextlib import closing

    from bot.commands import _show as show
    from bot.engine import outage as engine
    from bot.messages.outage import outage_line
    from bot.messages.terminal import Line
    from bot.settings.load import load
    from bot.store.store import open_store

    settings = show.noted(load(folder, os.environ, routes=False))
    with closing(open_store(settings.deployment.store)) as store:
        found = engine.told(store)
    if form == "json":
        show.as_json({"schema": 1, "outages": [_row(*each) for each in found]})
        return
    for outage, seen in found:
        said = f"incident {seen.incident} paged" if seen else "missed"
        show.lines([Line(f"{outage.id:>4}  {outage_line(outage, settings.deployment.timezone)}  ({said})")])
    if not found:
        click.echo("No outage was reported.")


@command.command()
@click.argument("number", type=int)
@click.pass_obj
def remove(folder: Path, number: int) -> None:
    """Forget an outage that was none.

    \b
    Example:
      oakum outage remove 2
    """
    from contextlib import closing

    from bot.commands import _show as show
    from bot.engine import outage as engine
    from bot.settings.load import load
    from bot.store.store import open_store

    settings = show.noted(load(folder, os.environ, routes=False))
    with closing(open_store(settings.deployment.store)) as store:
        gone = engine.remove(store, number)
    click.echo(f"Outage {gone.id} of {gone.place} is forgotten.")


def _row(outage: "Outage", seen: "Page | None") -> dict[str, Any]:
    return {
        "id": outage.id,
        "pipeline": outage.pipeline,
        "table": outage.table,
        "from": f"{outage.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "to": f"{outage.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "who": outage.who,
        "why": outage.why,
        "missed": seen is None,
        "incident": seen.incident if seen else None,
    }
