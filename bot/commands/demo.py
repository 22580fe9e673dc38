"""Show the whole story on real data, in a small Slack in the browser"""

import signal
import threading
from pathlib import Path

import click


@click.command()
@click.option("--port", default=8213, show_default=True, help="Of the page; 0 takes a free one.")
@click.option("--once", is_flag=True, help="Print what was found, and end.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--data",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".demo"),
    show_default=True,
    help="Where the prepared data is kept for the next time.",
)
def command(port: int, once: bool, form: str, folder: Path) -> None:
    """Run Friday's checkup on the flights and the weather of New York, 2013, and show it in a local Slack.

    No account is needed and nothing leaves this machine. The clock of the demo starts on Friday 2013-02-15 at
    15:00 in New York; three defects are planted in the data, and what else is found is real.

    \b
    Examples:
      oakum demo
      oakum demo --once --format json
    """
    import json

    from bot.commands import _show as show
    from bot.commands._demo import Demo
    from bot.domain.answer import to_object
    from bot.messages import story

    def tell(line: str) -> None:
        click.secho(line, dim=True, err=True)

    with Demo(folder.resolve(), None if once else port, tell) as demo:
        with show.progress() as report:
            week = demo.look_back(report)
        told = demo.story(week)
        if form == "json":
            click.echo(json.dumps({**to_object(week[-1]), "demo": story.to_object(told)}, ensure_ascii=False))
        else:
            show.lines(story.story_lines(told, week[-1], demo.zone))
        if not once:
            demo.open()
            click.secho(f"\nOpen {demo.page_url} to see it in Slack; Ctrl-C ends the demo.", bold=True)
            _wait()


def _wait() -> None:
    stopped = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopped.set())
    stopped.wait()
