"""Give an incident to somebody"""

from pathlib import Path

import click

from bot.commands._asked import FORM, WHO, number


@click.command()
@click.argument("incident", type=number, metavar="NUMBER")
@click.argument("person")
@WHO
@FORM
@click.pass_obj
def command(folder: Path, incident: int, person: str, who: str, form: str) -> None:
    """Hand an incident over to somebody of `people`, or take it on their behalf, as `/pipeline assign` does.

    In Slack the thread mentions them; without an app of Slack's nothing rings for them. Exit status: 0 they
    have it, 1 it is over already, 2 not done.

    \b
    Example:
      oakum assign 12 jon
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.commands import _show as show
    from bot.domain.incident import Act
    from bot.engine import people

    with acts.opened(folder) as desk:
        to, name = desk.one_of_people(person), desk.somebody(who)
        told = desk.tried(
            [incident],
            Act.HAND_OVER,
            name,
            lambda each: people.hand_over(desk.store, each.id, name, system_clock(), to, by=acts.BY),
        )
        is_rung = "slack" in desk.settings.routes or to == name or any(each.late for each in told)
    if not is_rung:
        show.notice(f"nothing rings for {to}: tell them")
    acts.tell(told, form)
