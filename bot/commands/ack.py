"""Take incidents: nobody else is paged for them"""

from pathlib import Path

import click

from bot.commands._asked import FORM, WHO, number


def _number(said: str) -> int:
    """Raises: BadParameter."""
    if said.strip().casefold() == "all":  # as in Slack
        raise click.BadParameter("type --all, or --all and the name of a pipeline")
    return number(said)


@click.command()
@click.argument("numbers", nargs=-1, type=_number, metavar="[NUMBER]...")
@click.option(
    "--all",
    "every",
    is_flag=False,
    flag_value="",
    metavar="[PIPELINE]",
    help="All that nobody has, of one pipeline or of every one.",
)
@WHO
@FORM
@click.pass_obj
def command(folder: Path, numbers: tuple[int, ...], every: str | None, who: str, form: str) -> None:
    """Acknowledge incidents, as `/pipeline ack` does: the ladder stops, and the others hear who has it.

    The numbers stand in the messages and in `oakum backlog`. Where one of them does not exist, nothing is
    done. The running bot tells it, or the next `oakum check --post`. Exit status: 0 yours, 1 somebody was
    faster (it says who), 2 not done.

    \b
    Examples:
      oakum ack 12
      oakum ack 12 14 --who maria
      oakum ack --all churn
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.domain.incident import Act
    from bot.engine import people

    if bool(numbers) == (every is not None):
        raise click.UsageError("Say which: their numbers, like 12 14, or --all")
    with acts.opened(folder) as desk:
        name = desk.somebody(who)
        told = desk.tried(
            desk.nobodys(every) if every is not None else numbers,
            Act.ACKNOWLEDGE,
            name,
            lambda each: people.acknowledge(desk.store, each.id, name, system_clock(), by=acts.BY),
        )
    if not told and form == "text":
        click.echo("Nothing is open that nobody has.")
    acts.tell(told, form)
