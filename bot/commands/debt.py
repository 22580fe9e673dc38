"""List what was patched and is owed a fix"""

from pathlib import Path

import click

from bot.commands._asked import FORM, PIPELINE


@click.command()
@PIPELINE
@FORM
@click.pass_obj
def command(folder: Path, pipeline: str | None, form: str) -> None:
    """Incidents that were resolved as “patched: …” and are not fixed, the oldest first, as `/pipeline debt`
    does: it is the one that nobody remembers. `oakum fixed` pays one. Exit status: 0 shown, 2 not.

    \b
    Examples:
      oakum debt
      oakum debt churn --format json
    """
    from bot.commands import _acts as acts
    from bot.commands import _show as show
    from bot.engine.debts import debts
    from bot.messages.debt import debt_lines, debt_record

    with acts.opened(folder) as desk:
        owed = debts(desk.store, [desk.pipeline(pipeline).pipeline] if pipeline else [])
        zone = desk.settings.deployment.timezone
    if form == "json":
        show.as_json({"schema": 1, "debts": [debt_record(each) for each in owed]})
    else:
        show.lines(debt_lines(owed, zone))
