"""Run the checks now, or as of then"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.domain.answer import Answer
    from bot.settings.load import Settings
    from bot.store.store import Store


@click.command()
@click.argument("pipelines", nargs=-1, metavar="[PIPELINE]... [drift TABLE COLUMN]")
@click.option("--as-of", metavar="TIME", help="Know only what was known then, like 2026-11-20T15:00.")
@click.option(
    "--explain",
    is_flag=True,
    help="Show every verdict, each factor of a finding's rank, and what would have been caught.",
)
@click.option(
    "--post", is_flag=True, help="Also send it by the routes, once, from cron, say; only `oakum run` pages."
)
@click.option(
    "--plots",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write a plot of each finding that has one (SVG) into this folder, and name it below the finding.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(
    context: click.Context,
    pipelines: tuple[str, ...],
    as_of: str | None,
    explain: bool,
    post: bool,
    plots: Path | None,
    form: str,
) -> None:
    """Run the checks of the named pipelines (of all, without a name), and say what to fix first.

    Without --post nothing is sent and no incident is opened. Profiles are kept in the store, so that the next
    run reads only what is new, and what was said of today (not --as-of), for `oakum baseline`. Where nothing
    is found, failures are planted in copies of the newest profiles, to say what would have been caught. Exit
    status: 0 nothing found, 1 findings, 2 something could not be checked (or not be posted).

    Findings are as loud as their check says: thresholds that people accepted (oakum tuned) count only in what
    the bot itself finds.

    With --explain drift TABLE COLUMN (or PIPELINE/TABLE COLUMN) nothing is run but this: it shows what the
    newest batch of a feature is compared with, the days its limit was learned from and those left out, what
    is told whatever the limit (new levels, absurd values), and what would change the verdict.

    With --plots, findings of drift are drawn with both distributions, those of null rates and of rows by day,
    or by the hours of the day on which it began, where these tell more.

    \b
    Examples:
      oakum check
      oakum check churn --as-of 2026-11-20T15:00 --explain
      oakum check --explain drift usage_daily sessions_7d
      oakum check --plots /tmp/plots
      oakum check --format json | jq '.pipelines[].health'
    """
    if post and as_of is not None:
        raise click.UsageError("--post tells people of today: leave out --as-of")
    from contextlib import closing
    from functools import partial

    from bot.app import answers, nothing_more
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.commands._explain import asked
    from bot.commands._explain import explain as explained
    from bot.domain.answer import with_sensitivity
    from bot.engine import baseline
    from bot.engine.owners import said_of_owners
    from bot.settings.load import load
    from bot.store.before import before, before_then
    from bot.store.labels import heard as labels_heard
    from bot.store.runs import pings
    from bot.store.store import open_store

    if plots is not None:
        from bot.commands._plots import demand_room

        demand_room(plots)
    settings = show.noted(load(context.obj, os.environ, routes=post))
    routes = settings.deployment.routes
    if post and not (routes.posts or routes.email):
        raise click.UsageError("--post has no way to a person: declare a route in oakum.yaml")
    zone = settings.deployment.timezone
    now = system_clock()
    moment = show.moment(as_of, zone) if as_of is not None else now
    feature = asked(pipelines, [each.pipeline for each in settings.pipelines]) if explain else None
    with closing(open_store(settings.deployment.store)) as store:
        heard = pings(store), before(store) if as_of is None else before_then(store)
        if feature is not None:
            with show.progress() as report:
                known = explained(settings, store.profiles, feature, moment, now, heard, report)
            show.calibration(known, form, plots)
            return
        with show.progress() as report:
            (runs, known_before) = heard
            about = settings, store.profiles, [moment], pipelines, report, runs, now, known_before
            owned = partial(said_of_owners, settings) if as_of is None else nothing_more
            said = next(answers(*about, owned, labels_heard(store)))
        said = with_sensitivity(said, everywhere=explain)
        drawn = None if plots is None else _drawn(said, plots)
        if as_of is None:  # before it is told: whoever reads the first line alone may close the pipe
            baseline.keep(store, said, settings.pipelines)
        show.answer(said, settings, form, explain=explain, plots=drawn)
        posted = not post or _post(store, settings, said)
    unread = settings.broken and not pipelines
    context.exit(2 if unread or not posted else said.exit_status)


def _drawn(said: "Answer", folder: Path) -> dict[str, str]:
    from bot.commands._plots import draw
    from bot.commands._show import progress

    with progress("plots") as report:
        return draw(said.findings, folder, report)


def _post(store: "Store", settings: "Settings", said: "Answer") -> bool:
    """Whether all could be delivered; what could not is kept for the next time, and told."""
    from bot.clock import system_clock
    from bot.commands._post import post
    from bot.commands._show import notice

    left = post(store, settings, said, system_clock)
    for each in left:
        notice(f"not delivered: {each.intent.key}: {each.error}", loud=True)
    return not left
