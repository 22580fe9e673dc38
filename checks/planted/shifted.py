"""A numeric feature whose values are larger, or smaller."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.history import History
from checks.plant import DEVIATIONS, Plant
from checks.planted._feature import Feature, features
from checks.planted._masses import deviation, is_discrete, shifted, tilted
from checks.profiles.distribution import Distribution, merge
from checks.profiles.profile import ColumnProfile


def plants(history: History) -> Iterator[Plant]:
    """One for each watched number that has a spread."""
    for feature in features(history, Distribution):
        discrete = is_discrete(feature.newest.values)
        spread = deviation(feature.newest.values if discrete else merge(feature.newest.peers), discrete)
        if spread is None:
            continue
        yield Plant(
            check="drift",
            column=feature.name,
            unit="sd",
            what=f"a shift of `{feature.name}`",
            says=partial("a shift of {1} sd of `{0}`".format, feature.name),
            sizes=DEVIATIONS,
            is_seen=partial(_is_seen, feature, spread, discrete),
            guess=2.5 * feature.newest.limit,
        )


def _is_seen(feature: Feature, spread: float, discrete: bool, size: float) -> bool:
    """Up and down: what is seen on one side alone is not said."""
    return all(feature.is_seen(_shifted(feature, way * size * spread, discrete)) for way in (1, -1))


def _shifted(feature: Feature, by: float, discrete: bool) -> ColumnProfile:
    change = tilted if discrete else shifted
    return replace(feature.column, distribution=change(feature.newest.values, by))
