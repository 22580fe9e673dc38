"""What a scan wants of the columns, and how facts that come one by one are attached to its profiles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from checks.profiles import masses
from checks.profiles.distribution import Distribution
from checks.profiles.grouping import Group
from checks.profiles.hours import Hours
from checks.profiles.profile import Profile
from checks.profiles.slices import Level
from checks.sources.tables import LOADED

Building = dict[Group, Profile]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Columns of texts; of numbers, those that are `degrees` among them, those in which values that stand for
    missing ones are looked for, and those of which `heavy` values are kept; the `watched` ones, whose
    distribution is kept in so many `knots`."""

    texts: Sequence[str]
    numbers: Sequence[str]
    degrees: frozenset[str]
    sentinels: frozenset[str]
    heavy: Sequence[str]
    watched: Sequence[str]
    knots: int


def attach(profiles: Building, group: Group, name: str, **facts: Any) -> None:
    """Facts of one column, in place of those that it had."""
    profile = profiles[group]
    column = replace(profile.columns[name], **facts)
    profiles[group] = replace(profile, columns={**profile.columns, name: column})


def attach_distribution(profiles: Building, group: Group, name: str, found: Distribution) -> None:
    """The distribution of a column, or of the load times."""
    if name == LOADED:
        profiles[group] = replace(profiles[group], loaded=found)
    else:
        attach(profiles, group, name, distribution=found)


def attach_masses(profiles: Building, group: Group, name: str, found: Distribution) -> None:
    """The values of a column that hold many rows each."""
    values = replace(profiles[group].columns[name].values, masses=masses.heavy(found))
    attach(profiles, group, name, values=values)


def attach_hours(profiles: Building, group: Group, found: Hours) -> None:
    """When the rows happened."""
    hours, ages, delays = found
    told = replace(profiles[group].slices, hours=hours, ages=ages, delays=delays)
    profiles[group] = replace(profiles[group], slices=told)


def attach_segments(profiles: Building, group: Group, found: dict[str, dict[str, Level]]) -> None:
    """The levels of the segment columns."""
    profiles[group] = replace(profiles[group], slices=replace(profiles[group].slices, segments=found))


def attach_content(profiles: Building, group: Group, name: str, found: int) -> None:
    """The sum of the hashes of a column."""
    told = profiles[group].slices
    content = {**told.content, name: found}
    profiles[group] = replace(profiles[group], slices=replace(told, content=content))
