"""Show the whole story on real data, in a small Slack in the browser"""

from pathlib import Path

import click


class NotInstalledError(Exception):
    """The demo's own libraries are missing."""


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
    import logging

    from bot.commands import _show as show
    from bot.commands._stop import until_told
    from bot.domain.answer import to_object
    from bot.messages import story

    try:
        from bot.commands._demo import Demo
    except ImportError as error:
        raise NotInstalledError(
            f"the demo's libraries are not installed ({error.name}): type make demo, or pip install '.[demo]'"
        ) from error

    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    with until_told() as wait, Demo(folder.resolve(), None if once else port, show.notice) as demo:
        with show.progress() as report:
            week = demo.look_back(report)
        told = demo.story(week)
        if form == "json":
            show.as_json({**to_object(week[-1]), "demo": story.to_object(told)})
        else:
            show.lines(story.story_lines(told, demo.health(), week[-1], demo.zone))
        if not once:
            demo.open(told)
            ready = f"\nOpen {demo.page_url} to see it in Slack; Ctrl-C ends the demo."
            click.secho(ready, bold=True, err=form == "json")
            wait()
