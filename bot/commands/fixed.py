"""Say that what was patched is fixed now"""

from pathlib import Path

import click

from bot.commands._asked import FORM, WHO, number, text


@click.command()
@click.argument("incident", type=number, metavar="NUMBER")
@click.option("--cause", callback=text, default="", help="What fixed it.")
@WHO
@FORM
@click.pass_obj
def command(folder: Path, incident: int, cause: str, who: str, form: str) -> None:
    """Pay the debt of an incident that was resolved as “patched: …”, as `/pipeline fixed` does.

    Exit status: 0 fixed, 1 it is open again, 2 not done.

    \b
    Example:
      oakum fixed 12 --cause "the export has a retry"
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.domain.incident import Act
    from bot.engine import people
    from bot.messages.modal import CAUSE_LIMIT

    with acts.opened(folder) as desk:
        name, said = desk.somebody(who), cause[:CAUSE_LIMIT]
        told = desk.tried(
            [incident],
            Act.FIX,
            name,
            lambda each: people.fix(desk.store, each.id, name, system_clock(), said, by=acts.BY),
        )
    acts.tell(told, form)
