"""A categorical feature in which rows moved from the largest level to the smallest one that is known."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.history import History
from checks.plant import SHARES, Plant, rows_of
from checks.planted._feature import Feature, features
from checks.profiles.frequencies import Frequencies, together


def plants(history: History) -> Iterator[Plant]:
    """One for each watched category with two levels that are known by name."""
    for feature in features(history, Frequencies):
        known = together(feature.newest.peers).levels
        values: Frequencies = feature.newest.values
        if len(known) < 2 or not values.levels:
            continue
        largest = max(values.levels, key=lambda level: values.levels[level])
        smallest = min((level for level in known if level != largest), key=lambda level: known[level])
        yield Plant(
            check="drift",
            column=feature.name,
            unit="% of rows",
            what=f"another mix of `{feature.name}`",
            says=partial("{1}% of rows in another level of `{0}`".format, feature.name),
            sizes=SHARES,
            is_seen=partial(_is_seen, feature, largest, smallest),
            guess=100 * feature.newest.limit,
        )


def _is_seen(feature: Feature, largest: str, smallest: str, size: float) -> bool:
    values: Frequencies = feature.newest.values
    moved = min(rows_of(size, values.rows), values.levels[largest])
    levels = {
        **values.levels,
        largest: values.levels[largest] - moved,
        smallest: values.levels.get(smallest, 0) + moved,
    }
    return feature.is_seen(replace(feature.column, levels=Frequencies(levels, values.rest)))
