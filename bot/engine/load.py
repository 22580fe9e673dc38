"""How much people carry: their last four weeks, from the timelines of incidents and the pages that rang."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.escalation import ladder
from bot.domain.tiredness import WINDOW, Answer, Load, Told, load_of
from bot.settings.load import Settings
from bot.store import checkups, incidents, loads
from bot.store.store import Store


def load(connection: Connection, settings: Settings, pipelines: Sequence[str], now: datetime) -> Load:
    """The load of those who look after these pipelines."""
    since = now - WINDOW
    told = [each for name in pipelines for each in _of_late(connection, name, since)]
    zones = {each.pipeline: settings.zone(each) for each in settings.pipelines}
    known = [name for name in pipelines if name in zones]
    return load_of(
        [each for each in told if each[0].pipeline in zones],
        loads.pages_since(connection, since, known),
        zones,
        _shifts(settings, known, since, now),
        now,
        loads.pulses(connection, known),
    )


def _of_late(connection: Connection, pipeline: str, since: datetime) -> list[Told]:
    """The incidents that are not over, or were touched of late, each with its story."""
    stories = loads.stories(connection, pipeline, since)
    found = incidents.touched_since(connection, pipeline, since, or_open=True)
    return [(each, stories.get(each.id, ())) for each in found]


def _shifts(settings: Settings, pipelines: Sequence[str], since: datetime, now: datetime) -> dict[str, int]:
    """How many shifts each person had on the ladders of these pipelines; only schedules have any."""
    rotas = settings.roster.rotas
    ladders = (ladder(each, settings.deployment) for each in settings.pipelines if each.pipeline in pipelines)
    names = {hop.notify for steps in ladders for hop in steps if hop.notify in rotas.by_name}
    found = Counter(
        shift.person for name in sorted(names) for shift in rotas.shifts(name, since, now) if shift.person
    )
    return dict(found)


def answered(store: Store, checkup: int, who: str, said: Answer, now: datetime) -> None:
    """`who` says how much of their week was hand work. Raises NoSuchCheckupError."""
    with store.write() as connection:
        checkups.get(connection, checkup)
        loads.answer(connection, checkup, who, said, now)
