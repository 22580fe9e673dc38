"""What is built on a table, by what is declared: tables over tables, and the reports and models they feed."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.declared import Pipeline
from checks.declared import Criticality, Table

POINTS: Mapping[str, int] = {"critical": 8, "high": 4, "normal": 2, "low": 1}
"""What a consumer's criticality weighs, in the ranking and in the choice of the most critical one."""

Place = tuple[str, str]
"""A pipeline and a table of it."""


def places(pipelines: Iterable[Pipeline]) -> dict[Place, Table]:
    """Every declared table."""
    return {(each.pipeline, name): table for each in pipelines for name, table in each.tables.items()}


def downstream(start: Place, known: Mapping[Place, Table]) -> list[Place]:
    """Every table that comes from one, the nearest first."""
    found = [start]
    for place in found:  # grows as it goes
        found += [other for other in known if other not in found and _is_built_on(other, place, known)]
    return found[1:]


def _is_built_on(place: Place, other: Place, known: Mapping[Place, Table]) -> bool:
    """Whether a table takes from the other, is reconciled with it or traced to it, or is fed by it."""
    if place == other:
        return False
    if place in _named(other, known):
        return True
    table = known[place]
    sources = {handoff.table for handoff in table.takes_from} | {seam.with_ for seam in table.reconciliation}
    sources |= {table.lineage.source_table} if table.lineage else set()
    return place[0] == other[0] and other[1] in sources


def _named(place: Place, known: Mapping[Place, Table]) -> set[Place]:
    """The tables among what a table feeds: of its own pipeline, or else of others."""
    found: set[Place] = set()
    for name in known[place].feeds:
        every = {each for each in known if name in (each[1], "/".join(each))}
        found |= {each for each in every if each[0] == place[0]} or every
    return found


def consumers(places: Sequence[Place], known: Mapping[Place, Table]) -> dict[str, Criticality]:
    """What the tables feed that is no table, the most critical first."""
    found: dict[str, Criticality] = {}
    tables = {name for place in known for name in (place[1], "/".join(place))}
    for place in places:
        for name, criticality in known[place].feeds.items():
            if name not in tables and POINTS[criticality] > POINTS.get(found.get(name, ""), 0):
                found[name] = criticality
    return dict(sorted(found.items(), key=lambda each: (-POINTS[each[1]], each[0])))


def fed(place: Place, known: Mapping[Place, Table]) -> dict[str, Criticality]:
    """What a table feeds, tables too, directly or over others; of what is fed twice, the most critical."""
    return known[place].feeds | consumers([place, *downstream(place, known)], known)


def as_fed(pipeline: Pipeline, declared: Iterable[Pipeline]) -> dict[str, Table]:
    """The tables of a pipeline, or of a part of it, each with all that it feeds: what the checks go by.

    What stands on a table is looked for in all that are `declared`.
    """
    known = places([*declared, pipeline])
    return {
        name: table.model_copy(update={"feeds": fed((pipeline.pipeline, name), known)})
        for name, table in pipeline.tables.items()
    }
