"""A categorical feature in which rows moved from one of its largest levels to another, whichever it be."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations

from checks.history import History
from checks.plant import SHARES, Plant, rows_of
from checks.planted._feature import Feature, features
from checks.profiles.frequencies import Frequencies, together

LARGEST = 3
"""Between so many levels rows move, both ways: what makes up for how a day strays anyway is seen last."""


def plants(history: History) -> Iterator[Plant]:
    """One for each watched category with two levels that are known by name."""
    for feature in features(history, Frequencies):
        known = together(feature.newest.peers).levels
        values: Frequencies = feature.newest.values
        largest = sorted(known.keys() & values.levels, key=lambda level: -values.levels[level])[:LARGEST]
        if len(largest) < 2:
            continue
        yield Plant(
            check="drift",
            column=feature.name,
            unit="% of rows",
            what=f"another mix of `{feature.name}`",
            says=partial("{1}% of rows in another level of `{0}`".format, feature.name),
            sizes=SHARES,
            is_seen=partial(_is_seen, feature, largest),
            guess=100 * feature.newest.limit,
        )


def _is_seen(feature: Feature, largest: Sequence[str], size: float) -> bool:
    """From each level that holds so many rows, and of course from the largest."""
    values: Frequencies = feature.newest.values
    rows = rows_of(size, values.rows)
    pairs = permutations(largest, 2)
    return all(
        feature.is_seen(replace(feature.column, levels=_moved(values, level, other, rows)))
        for level, other in pairs
        if values.levels[level] >= rows or level == largest[0]
    )


def _moved(values: Frequencies, level: str, other: str, rows: int) -> Frequencies:
    rows = min(rows, values.levels[level])
    left = {level: values.levels[level] - rows, other: values.levels[other] + rows}
    return Frequencies({**values.levels, **left}, values.rest)
