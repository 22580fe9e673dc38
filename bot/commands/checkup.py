"""Show the newest checkup of a pipeline"""

from pathlib import Path

import click

from bot.commands._asked import FORM, PIPELINE


@click.command()
@PIPELINE
@FORM
@click.pass_obj
def command(folder: Path, pipeline: str | None, form: str) -> None:
    """The digest as its mail tells it, as `/pipeline checkup` shows it.

    `oakum sign-off` says that you looked, `oakum rows` shows its fresh rows. Exit status: 0 shown, 2 not.

    \b
    Examples:
      oakum checkup churn
      oakum checkup churn --format json
    """
    from bot.commands import _acts as acts
    from bot.commands import _show as show
    from bot.messages.acted import checkup_record
    from bot.messages.mail import digest_mail
    from bot.messages.surroundings import surroundings
    from bot.messages.terminal import Line

    with acts.opened(folder) as desk:
        declared, checkup = desk.pipeline(pipeline), desk.newest_checkup(pipeline)
        around = surroundings(declared, desk.settings.deployment, desk.settings.roster)
    if form == "json":
        show.as_json({"schema": 1, "checkup": checkup_record(checkup)})
    else:
        show.lines(Line(each) for each in digest_mail(checkup, around, {}).text.splitlines())
