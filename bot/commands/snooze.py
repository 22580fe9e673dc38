"""Put an incident to sleep for a while"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands._asked import FORM, WHO, number

if TYPE_CHECKING:
    from bot.domain.incident import Illegal, Incident


@click.command()
@click.argument("incident", type=number, metavar="NUMBER")
@click.argument("time")
@WHO
@FORM
@click.pass_obj
def command(folder: Path, incident: int, time: str, who: str, form: str) -> None:
    """Hear nothing of one incident for a while, as `/pipeline snooze` does: 30m, 2h, 3d, or until tomorrow or
    monday, which mean nine o'clock where the pipeline is. Two weeks at most.

    If it is not over then, it is open again and its ladder is climbed from the first step; a ticket that
    becomes a page wakes at once. `oakum silence` keeps a whole table quiet. Exit status: 0 it sleeps, 1 it is
    over already, 2 not done.

    \b
    Examples:
      oakum snooze 12 2h
      oakum snooze 12 monday --who maria
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.domain.incident import Act
    from bot.domain.snooze import until
    from bot.engine import people
    from bot.messages.figures import clock_time

    if not time.strip():  # in Slack that is an hour; here most likely a variable that is not set
        raise click.UsageError("For how long? Like 30m, 2h or 3d, or until when: tomorrow, monday")
    with acts.opened(folder) as desk:
        name = desk.somebody(who)

        def sleep(each: "Incident") -> "Incident | Illegal":
            now, zone = system_clock(), desk.zone(each.pipeline)
            wakes = until(time, now, zone)
            said = f"until {clock_time(wakes, zone)}"
            return people.snooze(desk.store, each.id, name, now, wakes, said, by=acts.BY)

        told = desk.tried([incident], Act.SNOOZE, name, sleep)
    acts.tell(told, form)
