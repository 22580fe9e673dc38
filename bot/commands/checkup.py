"""Show the newest checkup of a pipeline, with nothing left out"""

from pathlib import Path

import click

from bot.commands._asked import FORM, PIPELINE


@click.command()
@PIPELINE
@FORM
@click.pass_obj
def command(folder: Path, pipeline: str | None, form: str) -> None:
    """All that the newest checkup found: what a digest or its mail had no room for, too.

    `oakum sign-off` says that you looked, `oakum rows` shows its fresh rows. Exit status: 0 shown, 2 not.

    \b
    Examples:
      oakum checkup churn
      oakum checkup churn --format json
    """
    from bot.commands import _acts as acts
    from bot.commands import _show as show
    from bot.domain.checkup import to_json
    from bot.messages.mail import digest_in_full
    from bot.messages.terminal import Line

    with acts.opened(folder) as desk:
        checkup = desk.newest_checkup(pipeline)
        around = desk.around(checkup.pipeline)
    if form == "json":
        show.as_json({"schema": 1, "checkup": to_json(checkup)})
    else:
        show.lines(map(Line, digest_in_full(checkup, around).splitlines()))
