"""Say day by day what would have been found"""

import os

import click


@click.command()
@click.argument("pipelines", nargs=-1, metavar="[PIPELINE]...")
@click.option("--from", "first", required=True, metavar="DAY", help="The first day, like 2026-10-01.")
@click.option("--to", "last", required=True, metavar="DAY", help="The last day.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, pipelines: tuple[str, ...], first: str, last: str, form: str) -> None:
    """Run the checks as of each day, knowing only what was known then, and count the pages of that time.

    Each day is judged at the hour of `schedule.checks`; rows that were loaded later do not exist yet. A
    problem that is still open is in every day's list. With --format json, one object a day. Thresholds that
    people accepted (oakum tuned) do not count. Nothing is sent.
    Exit status: 0 nothing found, 1 findings, 2 it could not run.

    \b
    Example:
      oakum replay --from 2026-10-01 --to 2026-10-31
    """
    from contextlib import closing
    from datetime import timedelta

    from bot.app import answers
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.commands._days import days_at
    from bot.messages.terminal import Tally, day_line, new_errors
    from bot.settings.load import load
    from bot.store.before import before_then
    from bot.store.labels import heard
    from bot.store.runs import pings
    from bot.store.store import open_store

    days = show.days(first, last)
    settings = show.noted(load(context.obj, os.environ, routes=False))
    zone = settings.deployment.timezone
    moments = days_at(settings, [days[0] - timedelta(days=1), *days])
    tally, shown = Tally(), None
    with closing(open_store(settings.deployment.store)) as store, show.progress() as report:
        known = pings(store), system_clock(), before_then(store)
        told = answers(settings, store.profiles, moments, pipelines, report, *known, heard=heard(store))
        before = next(told)  # what was open on the day before is no news
        for said in told:
            tally = tally.plus(said, before)
            if form == "json":
                show.answer(said, settings, form)
            else:
                show.lines([day_line(said, before, zone), *new_errors(said, shown)])
            before = shown = said
    for pipeline, why in tally.silent.items():
        show.notice(f"{pipeline} could not be checked on any day: {why}", loud=True)
    if form == "text":
        show.lines([tally.line()])
    context.exit(2 if tally.silent or (settings.broken and not pipelines) else 1 if tally.found else 0)
