"""What is built on a table, by what is declared: tables over tables, and the reports and models they feed."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from bot.domain.declared import Pipeline
from checks.declared import Criticality, Table

POINTS: Mapping[str, int] = {"critical": 8, "high": 4, "normal": 2, "low": 1}
"""What a consumer's criticality weighs, in the ranking and in the choice of the most critical one."""

Place = tuple[str, str]
"""A pipeline and a table of it."""


Graph = Mapping[Place, Sequence[Place]]
"""Places, each with others that it leads to directly."""


class Known(dict[Place, Table]):
    """Every declared table; what is built on each is worked out once, when it is asked for."""

    @cached_property
    def feeding(self) -> Graph:
        """Each table, with those that are built on it."""
        return feeding(self)

    @cached_property
    def names(self) -> frozenset[str]:
        """By which tables may be named among what others feed."""
        return frozenset(name for place in self for name in (place[1], "/".join(place)))


def places(pipelines: Iterable[Pipeline]) -> Known:
    """Every declared table."""
    return Known({(each.pipeline, name): table for each in pipelines for name, table in each.tables.items()})


def feeding(known: Mapping[Place, Table]) -> dict[Place, list[Place]]:
    """Each table, with those that are built on it: that take from it, are reconciled with it or traced to
    it, or are named among what it feeds."""
    found: dict[Place, dict[Place, None]] = {
        place: dict.fromkeys(other for others in fed.values() for other in others if other != place)
        for place, fed in declared_feeds(known).items()
    }
    for place, table in known.items():
        for source in _sources(place, table):
            if source in found and source != place:
                found[source][place] = None
    return {place: list(others) for place, others in found.items()}


def declared_feeds(known: Mapping[Place, Table]) -> dict[Place, dict[str, list[Place]]]:
    """The tables among what each table says that it feeds: of its own pipeline, or else of others."""
    by_name: dict[str, list[Place]] = {}
    for place in known:
        for name in (place[1], "/".join(place)):
            by_name.setdefault(name, []).append(place)
    found: dict[Place, dict[str, list[Place]]] = {place: {} for place in known}
    for place, table in known.items():
        for name in table.feeds:
            every = by_name.get(name, [])
            found[place][name] = [each for each in every if each[0] == place[0]] or every
    return found


def built_on(known: Known) -> dict[Place, list[Place]]:
    """Each table, with those that it is built on directly."""
    found: dict[Place, list[Place]] = {place: [] for place in known}
    for place, others in known.feeding.items():
        for other in others:
            found[other].append(place)
    return found


def _sources(place: Place, table: Table) -> set[Place]:
    names = {handoff.table for handoff in table.takes_from} | {seam.with_ for seam in table.reconciliation}
    return {(place[0], name) for name in names | ({table.lineage.source_table} if table.lineage else set())}


def reached(start: Place, graph: Graph) -> list[Place]:
    """Every place that one leads to, the nearest first."""
    found = dict.fromkeys([start])
    at = [start]
    for place in at:  # grows as it goes
        new = [other for other in graph.get(place, ()) if other not in found]
        found.update(dict.fromkeys(new))
        at += new
    return at[1:]


def downstream(start: Place, known: Known) -> list[Place]:
    """Every table that comes from one, the nearest first."""
    return reached(start, known.feeding)


def consumers(places: Sequence[Place], known: Known) -> dict[str, Criticality]:
    """What the tables feed that is no table, the most critical first."""
    found: dict[str, Criticality] = {}
    for place in places:
        for name, criticality in known[place].feeds.items():
            if name not in known.names and POINTS[criticality] > POINTS.get(found.get(name, ""), 0):
                found[name] = criticality
    return dict(sorted(found.items(), key=lambda each: (-POINTS[each[1]], each[0])))


def fed(place: Place, known: Known) -> dict[str, Criticality]:
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
