"""Close an incident, or accept it, for a reason"""

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
    """Take from the backlog what nobody will mend, as `/pipeline close` does: for a reason that is kept. It
    comes back only with evidence that is new. `oakum resolve` is for what was mended.

    Exit status: 0 closed, 1 it was over before (it says by whom), 2 not done.

    \b
    Examples:
      oakum close 12 the report is switched off
      oakum close 12 --who maria "that is the new normal"
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.domain.incident import Act
    from bot.engine import people
    from bot.messages.modal import CAUSE_LIMIT

    said = reason(f"oakum close {incident} the report is switched off", why)[:CAUSE_LIMIT]
    with acts.opened(folder) as desk:
        name = desk.somebody(who)
        told = desk.tried(
            [incident],
            Act.RESOLVE,
            name,
            lambda each: people.resolve(desk.store, each.id, name, system_clock(), said, by=acts.BY),
            closes=True,
        )
    acts.tell(told, form)
