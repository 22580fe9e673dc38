"""Say that an incident is over, or was a false alarm"""

from pathlib import Path

import click

from bot.commands._asked import FORM, WHO, number, text


@click.command()
@click.argument("incident", type=number, required=False, metavar="NUMBER")
@click.option("--cause", callback=text, help="What it was; “patched: …” keeps it as a debt.")
@click.option(
    "--false-alarm",
    "alarm",
    is_flag=False,
    flag_value="",
    callback=text,
    metavar="[REASON]",
    help="Nothing was wrong: it counts in the alert budget.",
)
@WHO
@FORM
@click.pass_obj
def command(
    folder: Path, incident: int | None, cause: str | None, alarm: str | None, who: str, form: str
) -> None:
    """Resolve an incident, as `/pipeline resolve` and `/pipeline false-alarm` do.

    If the checks see it again within seven days, it is open again. The running bot tells it, or the next
    `oakum check --post`. Exit status: 0 resolved, 1 it was over before (it says by whom), 2 not done.

    \b
    Examples:
      oakum resolve 12 --cause "fixed: the export runs in UTC again"
      oakum resolve 12 --cause "patched: restarted the export"
      oakum resolve 12 --false-alarm "a holiday in DE"
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.domain.incident import Act
    from bot.domain.labels import false_alarm
    from bot.engine import people
    from bot.messages.modal import CAUSE_LIMIT

    if incident is None:
        raise click.UsageError("Which one? The number comes first: oakum resolve 12 --false-alarm")
    if cause is not None and alarm is not None:
        raise click.UsageError(
            "A false alarm has its reason behind it: --false-alarm REASON, without --cause"
        )
    said = (cause or "" if alarm is None else false_alarm(alarm))[:CAUSE_LIMIT]
    with acts.opened(folder) as desk:
        name = desk.somebody(who)
        told = desk.tried(
            [incident],
            Act.RESOLVE,
            name,
            lambda each: people.resolve(desk.store, each.id, name, system_clock(), said, by=acts.BY),
        )
    acts.tell(told, form)
