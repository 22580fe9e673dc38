"""A categorical feature with a level that was never there."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.history import History
from checks.plant import SHARES, Plant, rows_of
from checks.planted._feature import Feature, features
from checks.profiles.frequencies import SHARE, Frequencies

PLANTED = "#planted"


def plants(history: History) -> Iterator[Plant]:
    """One for each watched category; a boolean has no room for a third."""
    kinds = dict(history.judged[-1].schema)
    for feature in features(history, Frequencies):
        if kinds.get(feature.name) == "boolean":
            continue
        yield Plant(
            check="drift",
            column=feature.name,
            unit="% of rows",
            what=f"a new level of `{feature.name}`",
            says=partial("{1}% of rows in a new level of `{0}`".format, feature.name),
            sizes=SHARES,
            is_seen=partial(_is_seen, feature),
            guess=100 * SHARE,
        )


def _is_seen(feature: Feature, size: float) -> bool:
    """The rows come from the largest level."""
    values: Frequencies = feature.newest.values
    largest = max(values.levels, key=lambda level: values.levels[level], default=None)
    if largest is None:
        return False
    rows = min(rows_of(size, values.rows), values.levels[largest])
    levels = {**values.levels, largest: values.levels[largest] - rows, PLANTED: rows}
    kept = {level: many for level, many in levels.items() if many}
    return feature.is_seen(replace(feature.column, levels=Frequencies(kept, values.rest)))
