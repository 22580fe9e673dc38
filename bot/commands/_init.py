"""What `oakum init` proposes to write, and where: into a new configuration, or beside what is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.commands._places import Given
from bot.settings import propose
from bot.settings.load import Settings, load
from bot.settings.put import put
from bot.settings.written import key
from checks.sources.folder import Found
from checks.sources.look import Look, look
from checks.sources.opening import Opened, Place
from checks.sources.tables import SourceError


class CannotProposeError(Exception):
    """Nothing can be proposed; says what to change."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a proposal goes: the source it names and its place, what its data is called, who owns it, the
    text of an `oakum.yaml` where there is none, names that other pipelines have, and where tables of the
    source are declared already, by their paths."""

    source: str
    place: Place
    data: str
    owner: str
    deployment: str | None
    taken: frozenset[str] = frozenset()
    declared: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """The tables that were looked at, why others are not proposed, and whether they are all declared."""

    looks: Sequence[Look]
    left_out: Mapping[str, str]
    all_declared: bool


def home(folder: Path, environ: Mapping[str, str], given: Given, login: str) -> Home:
    """Raises CannotProposeError where the configuration that is there declares no source for the data."""
    called = propose.pipeline_name(given.name)
    if not (folder / "oakum.yaml").exists():
        owner = propose.pipeline_name(login)
        proposed = propose.deployment(called, given.source(folder), owner)
        return Home(called, given.place, called, owner, proposed)
    settings = load(folder, environ, routes=False)
    if not settings.deployment.people:
        raise CannotProposeError(f"{folder / 'oakum.yaml'} has no people: add who owns the data")
    owner = next(iter(settings.deployment.people))
    taken = frozenset(each.pipeline for each in settings.pipelines)
    for name, source in settings.deployment.sources.items():
        if place := given.within(source):
            return Home(name, place, called, owner, None, taken, _declared(settings, name))
    if given.is_foreign:
        raise CannotProposeError(f"{given} {given.nothing}")
    add = f"add under `sources`: {key(called)}: {given.source(None)}"
    raise CannotProposeError(
        f"{folder / 'oakum.yaml'} is there already, and none of its sources holds {given.name}; {add}"
    )


def _declared(settings: Settings, source: str) -> dict[str, str]:
    """Where the tables of a source are declared, by their paths."""
    return {
        table.path or name: pipeline.pipeline
        for pipeline in settings.pipelines
        for name, table in pipeline.tables.items()
        if table.source == source
    }


def see(
    home: Home, given: Given, wanted: str | None, progress: Callable[[str, int, int], None] | None
) -> Seen:
    """Look at the tables in the place of a source, or at one of them; not at those that are declared."""
    opened = Opened()
    found = given.tables(home.place, opened)
    if wanted is not None:
        found = [each for each in found if each.name == wanted]
    declared = {each.name: where for each in found if (where := _where(each, home.declared))}
    looks: list[Look] = []
    left_out = {name: f"pipeline {where} declares it already" for name, where in declared.items()}
    for number, each in enumerate(found):
        if each.name in declared:
            continue
        if progress:
            progress(each.name, number, len(found))
        try:
            looks.append(look(opened, home.place, each))
        except SourceError as error:
            left_out[each.name] = str(error)
    return Seen(looks, left_out, len(declared) == len(found))


def _where(found: Found, declared: Mapping[str, str]) -> str | None:
    """The pipeline that declares a table."""
    return next((declared[path] for path in found.paths if path in declared), None)


def choose(seen: Seen) -> Look:
    """The table to begin with: the one with the most days, of those the one with the most rows."""
    return max(seen.looks, key=lambda each: (each.days, each.rows))


def files(folder: Path, name: str, home: Home, looks: Sequence[Look]) -> dict[Path, str]:
    """What is to be written."""
    proposed = {folder / "pipelines" / f"{name}.yaml": propose.pipeline(name, home.owner, home.source, looks)}
    if home.deployment is None:
        return proposed
    return {folder / "oakum.yaml": home.deployment, **proposed}


def write(proposed: Mapping[Path, str], name: str, taken: frozenset[str]) -> None:
    """Write all, or nothing: a file that is there is never touched. Raises CannotProposeError."""
    for path in proposed:
        if path.exists() or name in taken:
            what = f"{path} is there already" if path.exists() else f"there is a pipeline {name!r} already"
            raise CannotProposeError(f"{what}: name this one with --name, or look first with --dry-run")
    for path, text in proposed.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            put(path, text)
        except OSError as error:
            raise CannotProposeError(f"{path} cannot be written ({error.strerror})") from error
