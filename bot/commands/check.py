"""Run the checks now, or as of then"""

import os

import click


@click.command()
@click.argument("pipelines", nargs=-1, metavar="[PIPELINE]...")
@click.option("--as-of", metavar="TIME", help="Know only what was known then, like 2026-11-20T15:00.")
@click.option("--explain", is_flag=True, help="Show every verdict, and each factor of a finding's rank.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(
    context: click.Context, pipelines: tuple[str, ...], as_of: str | None, explain: bool, form: str
) -> None:
    """Run the checks of the named pipelines (of all, without a name), and say what to fix first.

    Nothing is sent and no incident is opened. Profiles are kept in the store, so that the next run reads only
    what is new. Exit status: 0 nothing found, 1 findings, 2 something could not be checked.

    \b
    Examples:
      oakum check
      oakum check churn --as-of 2026-11-20T15:00 --explain
      oakum check --format json | jq '.pipelines[].health'
    """
    from bot.app import check
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.settings.load import load
    from bot.store.store import open_store

    settings = show.noted(load(context.obj, os.environ, routes=False))
    moment = show.moment(as_of, settings.deployment.timezone) if as_of else system_clock()
    store = open_store(settings.deployment.store)
    try:
        with show.progress() as report:
            said = check(settings, store.profiles, moment, pipelines, report)
    finally:
        store.close()
    show.answer(said, settings.deployment.timezone, form, explain=explain)
    context.exit(2 if settings.broken else said.exit_status)
