"""A column that is missing, and one that comes with another type."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.data import contract
from checks.history import History
from checks.plant import Plant, heaviest, is_breach, only, with_columns, with_newest
from checks.profiles.profile import Profile

ONE = (1,)


def plants(history: History) -> Iterator[Plant]:
    """Of the column that weighs most, or else of the first."""
    names = [name for name, _ in history.judged[-1].schema]
    name = heaviest(history, names)
    if name is None:
        return
    narrow = history if history.table.contract else _narrow(history, name, names)
    for what, change in ((f"a missing column `{name}`", _without), (f"another type of `{name}`", _retyped)):
        yield Plant(
            check="contract",
            column=name,
            unit="column",
            what=what,
            says=partial(lambda said, _: said, what),
            sizes=ONE,
            is_seen=partial(_is_seen, narrow, change(narrow.judged[-1], name)),
        )


def _is_seen(history: History, newest: Profile, _: float) -> bool:
    return is_breach(contract.judge(with_newest(history, newest)))


def _narrow(history: History, name: str, names: list[str]) -> History:
    """What is learned of a column is learned from the reference, and of no more than itself; beside it stands
    another one, so that something is left where it is missing."""
    kept = {name, *[other for other in names if other != name][:1]}
    looked_at = [*history.reference, history.judged[-1]]
    partitions = {each.partition: with_columns(each, kept) for each in looked_at}
    declared = [each for each in history.table.columns if each in kept]
    return replace(only(history, *declared), partitions=dict(sorted(partitions.items())), memo={})


def _without(newest: Profile, name: str) -> Profile:
    return with_columns(newest, newest.columns.keys() - {name})


def _retyped(newest: Profile, name: str) -> Profile:
    """Numbers as text, and what is text as numbers."""
    other = "int64" if dict(newest.schema)[name] == "string" else "string"
    schema = tuple((each, other if each == name else kind) for each, kind in newest.schema)
    return replace(newest, schema=schema)
