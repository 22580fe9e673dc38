"""Sign off the newest checkup: somebody has looked"""

from pathlib import Path

import click

from bot.commands._asked import FORM, WHO


@click.command()
@click.argument("pipeline", required=False, metavar="[PIPELINE]")
@WHO
@FORM
@click.pass_obj
def command(folder: Path, pipeline: str | None, who: str, form: str) -> None:
    """Say that you looked at the newest checkup of a pipeline, as “I looked” below its digest does.

    Exit status: 0 on the record, 1 somebody signed it off before (it says who), 2 not done.

    \b
    Examples:
      oakum sign-off churn
      oakum sign-off churn --who maria
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.commands import _show as show
    from bot.engine import people
    from bot.messages.acted import signed_lines, signed_record

    with acts.opened(folder) as desk:
        name = desk.somebody(who)
        newest = desk.newest_checkup(pipeline)
        signed = people.sign_off(desk.store, newest.id, name, system_clock(), by=acts.BY)
        zone = desk.zone(signed.pipeline)
    if form == "json":
        show.as_json({"schema": 1, "checkup": signed_record(signed, name)})
    else:
        show.lines(signed_lines(signed, name, zone))
    click.get_current_context().exit(0 if signed.signed_off_by == name else acts.TOO_LATE)
