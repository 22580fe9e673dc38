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
    problem that is still open is in every day's list. With --format json, one object a day. Nothing is sent.
    Exit status: 0 nothing found, 1 findings, 2 it could not run.

    \b
    Example:
      oakum replay --from 2026-10-01 --to 2026-10-31
    """
    from bot.app import replay
    from bot.commands import _show as show
    from bot.domain.answer import pages_of
    from bot.messages.terminal import Line, day_line
    from bot.settings.load import load
    from bot.store.store import open_store

    settings = show.noted(load(context.obj, os.environ, routes=False))
    zone = settings.deployment.timezone
    days = show.days(first, last)
    store = open_store(settings.deployment.store)
    before: frozenset[str] = frozenset()
    pages = found = 0
    try:
        with show.progress() as report:
            for said in replay(settings, store.profiles, days, pipelines, report):
                if form == "json":
                    show.answer(said, zone, form)
                else:
                    show.lines([day_line(said, before, zone)])
                found += bool(said.findings)
                pages += pages_of(said, before)
                before = frozenset(each.fingerprint for each in said.findings)
    finally:
        store.close()
    if form == "text":
        show.lines([Line(f"{len(days)} days, {found} of them with findings; {pages} pages", "title")])
    context.exit(2 if settings.broken else 1 if found else 0)
