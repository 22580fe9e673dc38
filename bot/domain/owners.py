"""What nobody owns is a finding: tables that lie in a source and that no pipeline declares, and an owner whom
none of the routes reaches. Nobody is woken for it."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from bot.domain.claims import Claims
from bot.domain.declared import Deployment, Pipeline, Source
from bot.domain.examined import reached_by
from checks.sources.folder import Found
from checks.verdict import Outcome, Urgency, Verdict

OWNER = "owner"
"""The name of the check."""

MOST_SAID, MOST_NAMED = 5, 20
"""So many tables are named in the summary, and in the evidence."""

_IN_PASSING = re.compile(
    r"(?:^|[^a-z0-9])(?:tmp|temp|temporary|bak|backup|backups|old|copy|orig|trash|scratch)\d*(?=$|[^a-z0-9])"
    r"|\(\d+\)|(?:^|[/.])(?:_|pg_)",
    re.IGNORECASE,
)
"""In the path of what is there for a while only, or for the system: tmp_orders, orders (1), backup/orders."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The tables that lie in a source; where that cannot be told, what is needed for it."""

    found: Sequence[Found] = ()
    needs: str = ""


Lists = Callable[[str], Listed]
"""What lies in a source, by its name."""


def owners(
    pipeline: Pipeline,
    pipelines: Sequence[Pipeline],
    deployment: Deployment,
    routes: Collection[str],
    lists: Lists,
) -> Iterator[Verdict]:
    """What is to be said of a pipeline: of each source that it reads, and of its owner.

    Of a source that several read, the first by name hears. `routes` are those that oakum.yaml names.
    """
    for name in sorted({table.source for table in pipeline.tables.values()}):
        first = heard_by(name, pipelines)
        if first != pipeline.pipeline:
            yield _verdict(f"source {name}", Outcome.OK, f"{first} hears of tables that nobody owns")
        else:
            yield _of_source(name, deployment, pipelines, lists(name))
    if routes:
        yield _of_owner(pipeline, deployment, routes)


def heard_by(source: str, pipelines: Sequence[Pipeline]) -> str | None:
    """The pipeline that hears of what lies in a source; None where no pipeline reads it."""
    read = (
        each.pipeline for each in pipelines if any(table.source == source for table in each.tables.values())
    )
    return min(read, default=None)


def unowned(name: str, deployment: Deployment, pipelines: Sequence[Pipeline], listed: Listed) -> list[str]:
    """What people call the tables of a source that no pipeline declares, and that are not to be ignored."""
    source, known = deployment.sources[name], {table for each in pipelines for table in each.tables}
    left = (each for each in undeclared(name, deployment, pipelines, listed) if not is_ignored(source, each))
    return [each.path if each.name in known else each.name for each in left]


def undeclared(
    name: str, deployment: Deployment, pipelines: Sequence[Pipeline], listed: Listed
) -> list[Found]:
    """The tables of a source that no pipeline declares, also those that are to be ignored."""
    source, claims = deployment.sources[name], Claims.of(deployment.sources, pipelines)
    return [each for each in listed.found if not claims.has(source, each)]


def named(tables: Sequence[str], most: int) -> str:
    """The first so many of them, and how many more there are."""
    said = ", ".join(tables[:most])
    return f"{said} and {len(tables) - most} more" if len(tables) > most else said


def to_do(name: str, source: Source) -> str:
    """What makes the finding go away."""
    return f"`{_proposes(source)}` proposes them, or add to sources.{name}: ignore: [NAME]"


def _proposes(source: Source) -> str:
    return f"oakum init {source.root}" if source.root is not None else "oakum init ADDRESS"


def is_ignored(source: Source, found: Found) -> bool:
    """Whether a table needs no owner: `ignore` of its source says so, or it is there in passing."""
    if _IN_PASSING.search(found.path) or _IN_PASSING.search(found.name):
        return True
    return any(
        fnmatchcase(called, pattern) for pattern in source.ignore for called in (found.name, *found.paths)
    )


def _of_source(name: str, deployment: Deployment, pipelines: Sequence[Pipeline], listed: Listed) -> Verdict:
    about = f"source {name}"
    if listed.needs:
        return _verdict(about, Outcome.NOT_ENOUGH_DATA, needs=listed.needs)
    left = unowned(name, deployment, pipelines, listed)
    if not left:
        return _verdict(about, Outcome.OK, "every table in it is somebody's")
    many = "1 table" if len(left) == 1 else f"{len(left)} tables"
    evidence = {
        "tables": named(left, MOST_NAMED),
        "to_declare": _proposes(deployment.sources[name]),
        "to_ignore": f"sources.{name}.ignore: [NAME]",
        "because": "nobody hears what happens to them"
        if len(left) > 1
        else "nobody hears what happens to it",
    }
    return _verdict(
        about,
        Outcome.BREACH,
        f"{about} holds {many} that nobody owns: {named(left, MOST_SAID)}",
        urgency=Urgency.NOTE,
        affected=len(left),
        unit="tables",
        evidence=evidence,
    )


def _of_owner(pipeline: Pipeline, deployment: Deployment, routes: Collection[str]) -> Verdict:
    owner = pipeline.owner
    about, person = f"owner {owner}", deployment.people[owner]
    if by := reached_by(person, routes):
        return _verdict(about, Outcome.OK, f"can be told by {' and '.join(by)}")
    first = next(iter(routes))
    evidence = {
        "to_mend": f"add people.{owner}.{first} in oakum.yaml",
        "because": "what is found here reaches nobody who owns it",
    }
    said = f"{about} can be told by none of the routes ({', '.join(routes)})"
    return _verdict(about, Outcome.BREACH, said, evidence=evidence)


def _verdict(about: str, outcome: Outcome, summary: str = "", **facts: Any) -> Verdict:
    """Of something that is no table: it has no days, no rows and no price."""
    plain = Verdict(
        check=OWNER,
        table=about,
        outcome=outcome,
        summary=summary,
        urgency=Urgency.TICKET,
        days_to_break=None,
    )
    return replace(plain, **facts)
