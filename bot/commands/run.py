"""Run the bot: Slack, the checks, the deliveries"""

import os
from pathlib import Path

import click


class NothingToWatchError(Exception):
    """Not one pipeline can be used."""


@click.command()
@click.pass_obj
def command(folder: os.PathLike[str]) -> None:
    """Run the bot until it is told to stop (Ctrl-C or SIGTERM; a second one ends it at once).

    It connects to Slack by Socket Mode, so no public address is needed, or is called by Slack where
    `routes.slack.mode` is http; it runs the checks daily and before each checkup, and delivers what is to be
    said. What was missed while it was down is caught up once. Without
    `routes` in oakum.yaml it checks and remembers, and nobody is told.

    \b
    Example:
      SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… oakum --config config run
    """
    import logging
    from contextlib import closing

    from bot.app import Oakum
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.commands._stop import until_told
    from bot.domain.examined import ways
    from bot.settings.load import load
    from bot.store.store import open_store

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick every second is no news
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # nor are calls, whose addresses may be secrets
    logging.getLogger("alembic").setLevel(logging.WARNING)  # nor are its plug-ins
    settings = show.noted(load(Path(folder), os.environ))
    if not settings.pipelines:
        raise NothingToWatchError("no pipeline can be used: mend what is said above, and start again")
    if not ways(settings.deployment):
        show.notice(_nobody_is_told(Path(folder)), loud=True)
    with closing(open_store(settings.deployment.store)) as store:
        oakum = Oakum(settings, store, system_clock)
        with until_told() as wait:
            try:
                oakum.start()
                click.echo(f"Oakum watches {', '.join(each.pipeline for each in settings.pipelines)}.")
                wait()
            finally:
                oakum.stop()


def _nobody_is_told(folder: Path) -> str:
    return (
        f"nobody is told of what is found, since {folder / 'oakum.yaml'} sets up no route: "
        "add `routes` there (`oakum init` has written them behind a #), and start again"
    )
