"""Repeated keys of profiles: counted for the new ones, and anew for those kept ones that they concern."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from checks.profiles.duplicates import Excess, duplicates
from checks.profiles.grouping import Group
from checks.profiles.profile import Profile
from checks.profiles.repeats import NO_REPEATS
from checks.sources.tables import Bundle, SourceTable, TooSlowError, Unreadable

CHANGED = "was written anew while it was read; the next run reads it again"

Made = tuple[Bundle, Sequence[Profile]]
"""A bundle and its profiles."""


def counted(
    table: SourceTable, new: Sequence[Made], kept: Sequence[Made], every: Sequence[Bundle], later: set[date]
) -> tuple[list[Made], list[Made], list[Unreadable]]:
    """The new profiles with their repeated keys; kept ones whose count is another now; what was not counted.

    `every` are all bundles whose keys can be read; of days that come `later` nothing is kept yet.
    """
    try:
        made, again = _counted(table, new, kept, every, later)
    except TooSlowError as error:
        empty = [(bundle, loads) for bundle, loads in new if bundle.is_empty]
        read = [bundle for bundle, _ in new if not bundle.is_empty]
        said = f"its keys cannot be counted: {error}"
        return empty, [], [Unreadable(each.day, f"{named(read)}: {said}") for each in read]
    except Exception:  # a file may vanish at any time, also one of an older day whose keys alone are wanted
        there = [bundle for bundle in every if table.is_as_it_was(bundle)]
        if len(there) == len(every):
            raise
        left = _without(new, {*every} - {*there})
        made, again, failed = counted(table, left, kept, there, later)
        return made, again, [*failed, *_changed(new, left)]
    settled = [each for each in made if table.is_as_it_was(each[0])]
    return settled, again, list(_changed(made, settled))


def with_duplicates(loads: Sequence[Profile], found: Mapping[Group, Excess]) -> list[Profile]:
    """The profiles of some loads with what was found of their keys."""
    told = []
    for load in loads:
        count, rows, alike = found.get((load.partition, load.load_day), (0, (), NO_REPEATS))
        told.append(replace(load, duplicates=count, duplicate_rows=rows, repeats=alike))
    return told


def named(bundles: Sequence[Bundle]) -> str:
    """Several partitions by the newest of them."""
    newest, others = max(bundles, key=lambda bundle: bundle.day or date.min), len(bundles) - 1
    more = f" and {others} more {'partition' if others == 1 else 'partitions'}" if others else ""
    return f"{newest.files[0]}{more}"


def _counted(
    table: SourceTable, new: Sequence[Made], kept: Sequence[Made], every: Sequence[Bundle], later: set[date]
) -> tuple[list[Made], list[Made]]:
    read = [bundle for bundle, _ in new if not bundle.is_empty]
    found = duplicates(table, read, every) if read else {}
    made: list[Made] = [(bundle, with_duplicates(loads, found)) for bundle, loads in new]
    there = {*every}
    concerned = [each for each in _concerned(kept, found, later) if each[0] in there]
    if not concerned:
        return made, []
    found = duplicates(table, [bundle for bundle, _ in concerned], every)
    return made, [(bundle, with_duplicates(loads, found)) for bundle, loads in concerned]


def _concerned(kept: Sequence[Made], found: Mapping[Group, Excess], later: set[date]) -> Iterator[Made]:
    """Kept profiles of rows that repeat a new key, or one of a partition that is not any more what it was."""
    as_before = {load.partition for _, loads in kept for load in loads} | later
    for bundle, loads in kept:
        repeated = {date.fromisoformat(day) for load in loads for day in load.repeats.days}
        if not repeated <= as_before or any((load.partition, load.load_day) in found for load in loads):
            yield bundle, loads


def _without(made: Sequence[Made], gone: set[Bundle]) -> list[Made]:
    return [each for each in made if each[0] not in gone]


def _changed(made: Sequence[Made], settled: Sequence[Made]) -> Iterator[Unreadable]:
    there = {bundle for bundle, _ in settled}
    for bundle, _ in made:
        if bundle not in there:
            yield Unreadable(bundle.day, f"{bundle.files[0]}: {CHANGED}")
