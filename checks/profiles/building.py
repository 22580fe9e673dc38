"""What a scan wants of the columns, and how facts that come one by one are attached to its profiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checks.profiles import masses
from checks.profiles.distribution import Distribution
from checks.profiles.grouping import Group
from checks.profiles.hours import Hours
from checks.profiles.profile import Profile
from checks.profiles.slices import Level
from checks.profiles.values import Values
from checks.profiles.vectors import Vectors, add
from checks.sources.tables import LOADED


@dataclass(frozen=True, slots=True)
class Wanted:
    """Columns of texts; of numbers, those that are `degrees` among them, those in which values that stand for
    missing ones are looked for, and those of which `heavy` values are kept; the `watched` ones, whose
    distribution is kept in so many `knots`. Of any columns those whose `levels` are counted, and whether
    their names may be told; and those that hold `vectors`."""

    texts: Sequence[str]
    numbers: Sequence[str]
    degrees: frozenset[str]
    sentinels: frozenset[str]
    heavy: Sequence[str]
    watched: Sequence[str]
    knots: int
    levels: Mapping[str, bool]
    vectors: Sequence[str] = ()


class Building:
    """Profiles by their group, while facts come one by one."""

    def __init__(self, profiles: Mapping[Group, Profile]) -> None:
        self._profiles = dict(profiles)
        self._columns = {group: dict(each.columns) for group, each in profiles.items()}
        self._contents = {group: dict(each.slices.content) for group, each in profiles.items()}

    @property
    def groups(self) -> list[Group]:
        """The groups, in the order they were given."""
        return list(self._profiles)

    def values(self, group: Group, name: str) -> Values:
        """What is known of the values of a column by now."""
        return self._columns[group][name].values

    def attach(self, group: Group, name: str, **facts: Any) -> None:
        """Facts of one column, in place of those that it had."""
        self._columns[group][name] = replace(self._columns[group][name], **facts)

    def attach_distribution(self, group: Group, name: str, found: Distribution) -> None:
        """The distribution of a column, or of the load times."""
        if name == LOADED:
            self._profiles[group] = replace(self._profiles[group], loaded=found)
        else:
            self.attach(group, name, distribution=found)

    def attach_masses(self, group: Group, name: str, found: Distribution) -> None:
        """The values of a column that hold many rows each."""
        self.attach(group, name, values=replace(self.values(group, name), masses=masses.heavy(found)))

    def attach_vectors(self, group: Group, name: str, found: Vectors) -> None:
        """Vectors of a column, beside those that came before of the same group."""
        known = self._columns[group][name].vectors
        self.attach(group, name, vectors=found if known is None else add(known, found))

    def attach_hours(self, group: Group, found: Hours) -> None:
        """When the rows happened."""
        hours, ages, delays = found
        self._slice(group, hours=hours, ages=ages, delays=delays)

    def attach_segments(self, group: Group, found: Mapping[str, Mapping[str, Level]]) -> None:
        """The levels of the segment columns."""
        self._slice(group, segments=found)

    def attach_content(self, group: Group, name: str, found: int) -> None:
        """The sum of the hashes of a column."""
        self._contents[group][name] = found

    def done(self) -> list[Profile]:
        """The profiles with all that was attached."""
        for group, content in self._contents.items():
            self._slice(group, content=content)
        return [replace(each, columns=self._columns[group]) for group, each in self._profiles.items()]

    def _slice(self, group: Group, **facts: Any) -> None:
        profile = self._profiles[group]
        self._profiles[group] = replace(profile, slices=replace(profile.slices, **facts))
