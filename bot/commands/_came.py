"""`oakum drill --came`: somebody says what came, where no button can be pressed."""

from collections.abc import Sequence
from contextlib import closing

import click

from bot.clock import system_clock
from bot.domain.drill import Drill, Way
from bot.engine.drill import confirm
from bot.settings.errors import did_you_mean
from bot.settings.load import Settings
from bot.store import drills
from bot.store.store import open_store


def came(settings: Settings, said: Sequence[str], who: str) -> Drill | None:
    """Note for the newest drill what came, as PERSON:ROUTE; the drill as it stands then, None without one.

    Nothing is noted where one of them names no test page of it.
    """
    with closing(open_store(settings.deployment.store)) as store:
        with store.read() as connection:
            drill = drills.last(connection)
        if drill is None:
            return None
        for way in [_way(drill, each) for each in said]:
            confirm(store, drill.id, way, who, system_clock())
        with store.read() as connection:
            return drills.get(connection, drill.id)


def _way(drill: Drill, said: str) -> Way:
    ways = {f"{call.way.person}:{call.way.route}": call.way for call in drill.calls}
    if said in ways:
        return ways[said]
    if said == "all":
        raise click.BadParameter(
            f"a receipt is of one test page: name each, like {min(ways)}", param_hint="--came"
        )
    raise click.BadParameter(
        f"{drill.name} {drill.id} sent nothing to {said!r}: {did_you_mean(said, sorted(ways))}",
        param_hint="--came",
    )
