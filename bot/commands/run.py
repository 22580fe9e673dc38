"""Run the bot: Slack, the checks, the deliveries"""

import os
import signal
import threading

import click


@click.command()
@click.pass_obj
def command(folder: os.PathLike[str]) -> None:
    """Run the bot until it is told to stop (Ctrl-C or SIGTERM).

    It connects to Slack by Socket Mode, so no public address is needed, runs the checks daily and before each
    checkup, and delivers what is to be said. What was missed while it was down is caught up once.

    \b
    Example:
      SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… oakum --config config run
    """
    import logging
    from pathlib import Path

    from bot.app import Oakum
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.settings.load import load
    from bot.store.store import open_store

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # a tick every two seconds is no news
    settings = show.noted(load(Path(folder), os.environ))
    oakum = Oakum(settings, open_store(settings.deployment.store), system_clock)
    told_to_stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: told_to_stop.set())
    try:
        oakum.start()
        click.echo(f"Oakum watches {', '.join(each.pipeline for each in settings.pipelines)}.")
        told_to_stop.wait()
    finally:
        oakum.stop()
