"""What a shift is: a turn of whoever is told first, or a day where nobody takes turns."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.on_call import Rotas

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shifts:
    """So many shifts there were; `said` tells what was counted as one."""

    count: float
    said: str


def turns_of(name: str, rotas: Rotas, start: datetime, end: datetime) -> Shifts:
    """The shifts between two moments of the name on the first step of a ladder.

    Of a calendar those that it names; of people who take turns, by the length of a turn, whoever had them;
    a day each where the name is a person or a team, or the calendar says nothing of that time.
    """
    days, rota = (end - start) / A_DAY, rotas.by_name.get(name)
    if rota is not None and rota.calendar is None:
        length = (1 if rota.changes_on is None else 7) * rota.every
        return Shifts(days / length, f"a turn of {name}, {length} days" if length > 1 else f"a day of {name}")
    named = 0
    if rota is not None and end > start:
        named = sum(shift.person is not None for shift in rotas.shifts(name, start, end))
    if named:
        return Shifts(named, f"a turn in the calendar of {name}")
    return Shifts(days, f"24 hours, since {name} takes no turns by a schedule")
