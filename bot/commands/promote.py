"""Make an incident the focus of its pipeline until the next checkup"""

from pathlib import Path

import click

from bot.commands._asked import FORM, WHO, number, reason


@click.command()
@click.argument("incident", type=number, metavar="NUMBER")
@click.argument("why", nargs=-1, metavar="WHY")
@WHO
@FORM
@click.pass_obj
def command(folder: Path, incident: int, why: tuple[str, ...], who: str, form: str) -> None:
    """Say that this is to be fixed first, whatever ranks higher, as `/pipeline promote` does, and why.

    It is the focus of its pipeline until the next checkup; nobody is paged for that. Exit status: 0 it is, 1
    it is over already, 2 not done.

    \b
    Examples:
      oakum promote 12 the board looks at it on Monday
      oakum promote 12 --who maria "it's what the board looks at"
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.domain.incident import Act
    from bot.engine import focus
    from bot.messages.modal import CAUSE_LIMIT

    said = reason(f"oakum promote {incident} the board looks at it on Monday", why)[:CAUSE_LIMIT]
    with acts.opened(folder) as desk:
        name = desk.somebody(who)
        told = desk.tried(
            [incident],
            Act.PROMOTE,
            name,
            lambda each: focus.promote(
                desk.store, desk.settings, each.id, name, said, system_clock(), by=acts.BY
            ),
        )
    acts.tell(told, form)
