"""A rare value that matters, and that no longer comes."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.figures import counted
from checks.history import History
from checks.model import rare_events
from checks.plant import Plant, is_breach
from checks.profiles.profile import Profile
from checks.statistics.rare import LONGEST

DAYS = (*range(1, 15), 16, 18, 21, 24, 28, 32, 36, 42, 49, LONGEST)


def plants(history: History) -> Iterator[Plant]:
    """One for each value that is declared as rare."""
    for name, column in history.table.columns.items():
        for value in filter(partial(_ever_came, history, name), column.rare):
            alone = column.model_copy(update={"rare": (value,)})
            table = history.table.model_copy(update={"columns": {name: alone}})
            yield Plant(
                check="rare_events",
                column=name,
                unit="days",
                what=f"no `{value}` any more",
                says=partial(_says, value),
                sizes=DAYS,
                is_seen=partial(_is_seen, replace(history, table=table), name, value),
            )


def _ever_came(history: History, name: str, value: str) -> bool:
    """What never came cannot vanish."""
    columns = (each.columns[name] for each in history.judged if name in each.columns)
    return any(column.values.rare.get(value) for column in columns)


def _says(value: str, size: str) -> str:
    return f"no `{value}` for {counted(int(size), 'day')}"


def _is_seen(history: History, name: str, value: str, size: float) -> bool:
    """On the last days none came."""
    days = [each.partition for each in history.judged[-int(size) :]]
    emptied = {day: _without(history.partitions[day], name, value) for day in days}
    partitions = {**history.partitions, **emptied}
    return is_breach(rare_events.judge(replace(history, partitions=partitions, memo={})))


def _without(profile: Profile, name: str, value: str) -> Profile:
    if name not in profile.columns:
        return profile
    column = profile.columns[name]
    values = replace(column.values, rare={**column.values.rare, value: 0})
    return replace(profile, columns={**profile.columns, name: replace(column, values=values)})
