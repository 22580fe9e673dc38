"""Silence what is found for a while: a pipeline, a table, a check"""

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.silence import Silence

FORM = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group()
def command() -> None:
    """For a while nobody is told of what is found. It is kept, and told when the silence is over.

    \b
    Examples:
      oakum silence add churn/usage_daily --for 2h --why "we migrate" --dry-run
      oakum silence list
      oakum silence end 3
    """


@command.command()
@click.argument("target", metavar="PIPELINE[/TABLE[/COLUMN]]")
@click.option(
    "--for", "span", required=True, metavar="TIME", help="How long, like 2h or 3d; or until: monday."
)
@click.option("--check", help="Only what this check finds.")
@click.option("--from", "start", metavar="TIME", help="Later than now, like 2026-12-24T18:00.")
@click.option("--why", default="", help="What is going on.")
@click.option("--who", default=getpass.getuser, show_default="you", help="Who says so.")
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@FORM
@click.pass_obj
def add(
    folder: Path,
    target: str,
    span: str,
    check: str | None,
    start: str | None,
    why: str,
    who: str,
    dry_run: bool,
    form: str,
) -> None:
    """Silence a pipeline, a table or a column of it, from now on or later.

    It says which open incidents go to sleep, and how many of the last 30 days it would have kept quiet. Exit
    status: 0 done, 2 not done.

    \b
    Example:
      oakum silence add churn/usage_daily --check null_rate --for 2d --why "backfill"
    """
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.domain.silence import LASTS, LONGEST, Silence, demand_time, targeted
    from bot.domain.snooze import until
    from bot.domain.unread import BESIDES
    from bot.engine import silence as engine
    from bot.settings.errors import did_you_mean
    from bot.settings.load import load
    from bot.store.store import open_store
    from checks.catalog import names

    checks = (*names(), *BESIDES)
    settings = show.noted(load(folder, os.environ, routes=False))
    if check is not None and check not in checks:
        raise click.BadParameter(
            f"there is no check {check!r}: {did_you_mean(check, checks)}", param_hint="--check"
        )
    meant, _ = targeted(settings.pipelines, checks, [target, check] if check else [target])
    zone = settings.deployment.timezone
    starts = show.moment(start, zone) if start else system_clock()
    ends = until(span, starts, zone, longest=LONGEST, what=LASTS)
    demand_time(ends, system_clock())
    asked = Silence(id=0, target=meant, starts_at=starts, ends_at=ends, who=who, why=why)
    with closing(open_store(settings.deployment.store)) as store:
        seen = engine.preview(store, meant, system_clock())
        made = asked if dry_run else engine.add(store, settings, asked, system_clock(), by="terminal")
    if form == "json":
        quiet = {"sleeping": [each.id for each in seen.sleeping], "covered": seen.covered, "of": seen.of}
        show.as_json({"schema": 1, "dry_run": dry_run, "silence": _row(made), "would": quiet})
        return
    from bot.messages.incident import headline
    from bot.messages.silence import late

    begins = f" from {_at(starts, zone)}" if start else ""
    click.echo(
        f"{'Would silence' if dry_run else f'Silence {made.id}:'} {meant}{begins} until {_at(ends, zone)}"
    )
    for incident in seen.sleeping:
        click.echo(f"  {'would go' if dry_run else 'goes'} to sleep: no. {incident.id}, {headline(incident)}")
    click.echo(f"  it {late(seen)}")


@command.command(name="list")
@FORM
@click.pass_obj
def list_(folder: Path, form: str) -> None:
    """List the silences that go on or are to come.

    \b
    Example:
      oakum silence list --format json
    """
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.settings.load import load
    from bot.store import silences
    from bot.store.store import open_store

    settings = show.noted(load(folder, os.environ, routes=False))
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        found = silences.not_over(connection, system_clock())
    if form == "json":
        show.as_json({"schema": 1, "silences": [_row(each) for each in found]})
        return
    zone = settings.deployment.timezone
    for each in found:
        why = f": {each.why}" if each.why else ""
        span = f"from {_at(each.starts_at, zone)} until {_at(each.ends_at, zone)}"
        click.echo(f"{each.id:>4}  {each.target}  {span}, by {each.who}{why}")
    if not found:
        click.echo("Nothing is silenced.")


@command.command()
@click.argument("number", type=int)
@click.option("--who", default=getpass.getuser, show_default="you", help="Who says so.")
@click.pass_obj
def end(folder: Path, number: int, who: str) -> None:
    """End a silence: what it put to sleep is open again, and its people are told.

    \b
    Example:
      oakum silence end 3
    """
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.engine import silence as engine
    from bot.settings.load import load
    from bot.store.store import open_store

    settings = show.noted(load(folder, os.environ, routes=False, channels=True))
    with closing(open_store(settings.deployment.store)) as store:
        done = engine.end(store, settings, number, who, system_clock(), by="terminal")
    click.echo(f"Silence {done.id} of {done.target} is over.")


def _row(silence: "Silence") -> dict[str, Any]:
    from bot.messages.silence import target_record

    return {
        "id": silence.id or None,
        **target_record(silence.target),
        "from": f"{silence.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "until": f"{silence.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "who": silence.who,
        "why": silence.why,
    }


def _at(moment: "datetime", zone: Any) -> str:
    from bot.messages.figures import clock_time

    return clock_time(moment, zone)
