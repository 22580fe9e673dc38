"""Say who would be told of a finding, when and by which routes"""

import os
from pathlib import Path

import click


@click.command()
@click.argument("target", metavar="PIPELINE[/TABLE[/COLUMN]]")
@click.argument("check", required=False)
@click.option("--at", "at", metavar="TIME", help="When it is found, like 2026-12-24T03:00.  [default: now]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, target: str, check: str | None, at: str | None, form: str) -> None:
    """Say who would be told of a finding if nobody acknowledges: when, by which routes, whether they wake.

    Ladders, schedules, silences, maintenance windows and working hours are read by the code that pages.
    So is how loud the pipeline is now: muted, in the shadow, tickets only. Nothing is sent. Exit status: 0
    somebody is paged, 1 nobody is, 2 it could not be said.

    \b
    Examples:
      oakum who-gets churn
      oakum who-gets churn/usage_daily null_rate --at 2026-12-24T03:00
    """
    from contextlib import closing

    from bot.app import named
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.commands._calendars import read_calendars
    from bot.domain.silence import targeted
    from bot.domain.unread import BESIDES
    from bot.domain.who_gets import who_gets
    from bot.engine.silence import active
    from bot.messages.who_gets import who_gets_lines, who_gets_record
    from bot.settings.errors import did_you_mean
    from bot.settings.load import load
    from bot.store import stages
    from bot.store.store import open_store
    from checks.catalog import names

    checks = (*names(), *BESIDES)
    settings = show.noted(load(Path(context.obj), os.environ, routes=False))
    if check is not None and check not in checks:
        said = f"there is no check {check!r}: {did_you_mean(check, checks)}"
        raise click.BadParameter(said, param_hint="CHECK")
    meant, _ = targeted(settings.pipelines, checks, [target, check] if check else [target])
    (pipeline,) = named(settings, [meant.pipeline])
    zone = settings.zone(pipeline)
    moment = show.moment(at, zone) if at else system_clock()
    with closing(open_store(settings.deployment.store)) as store:
        read_calendars(store, settings, system_clock(), moment)
        with store.read() as connection:
            silences = active(connection, settings, pipeline.pipeline, moment)
            staged = stages.of(connection, pipeline.pipeline)
    ladder = settings.deployment, settings.roster
    told = who_gets(pipeline, *ladder, meant, silences, settings.quiet(pipeline), moment)
    if form == "json":
        show.as_json(who_gets_record(meant, told, pipeline.channel, staged))
    else:
        show.lines(who_gets_lines(meant, told, pipeline.channel, zone, moment, staged))
    context.exit(0 if staged.may_page and any(rung.people and rung.by for rung in told.rungs) else 1)
