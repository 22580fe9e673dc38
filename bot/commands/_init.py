"""What `oakum init` proposes to write, and where: into a new configuration, or beside what is there."""

import glob
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.settings import propose
from bot.settings.load import load
from bot.settings.written import key, scalar
from checks.sources.folder import Found, tables_in
from checks.sources.look import Look, look
from checks.sources.opening import Opened
from checks.sources.tables import SourceError


class CannotProposeError(Exception):
    """Nothing can be proposed; says what to change."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a proposal goes: the source it names and its root, what its data is called, who owns it, the text
    of an `oakum.yaml` where there is none, and names that other pipelines have."""

    source: str
    root: Path
    data: str
    owner: str
    deployment: str | None
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """The tables that were looked at, and why others cannot be proposed."""

    looks: Sequence[Look]
    left_out: Mapping[str, str]


def home(folder: Path, environ: Mapping[str, str], place: Path, login: str) -> Home:
    """Raises CannotProposeError where the configuration that is there declares no source for the data."""
    data = _folder(place)
    called = propose.pipeline_name(data.resolve().name)
    if not (folder / "oakum.yaml").exists():
        root = str(data) if data.is_absolute() else os.path.relpath(data.absolute(), folder.resolve())
        owner = propose.pipeline_name(login)
        return Home(called, data.resolve(), called, owner, propose.deployment(called, root, owner))
    settings = load(folder, environ, routes=False)
    if not settings.deployment.people:
        raise CannotProposeError(f"{folder / 'oakum.yaml'} has no people: add who owns the data")
    owner = next(iter(settings.deployment.people))
    taken = frozenset(each.pipeline for each in settings.pipelines)
    for name, source in settings.deployment.sources.items():
        if source.root is not None and data.resolve().is_relative_to(Path(source.root).resolve()):
            return Home(name, Path(source.root).resolve(), called, owner, None, taken)
    line = f"{key(called)}: {{kind: files, root: {scalar(str(data.resolve()))}}}"
    said = f"is there already, and none of its sources holds {data}; add under `sources`: {line}"
    raise CannotProposeError(f"{folder / 'oakum.yaml'} {said}")


def _folder(place: Path) -> Path:
    """The folder of a place, which may be a file."""
    return place.parent if place.is_file() else place


def see(
    root: Path, place: Path, wanted: str | None, progress: Callable[[str, int, int], None] | None
) -> Seen:
    """Look at the tables in a place below the root of a source, or at one of them."""
    found = [_below(root, place, each) for each in tables_in(place)]
    if wanted is not None:
        found = [each for each in found if each.name == wanted]
    looks: list[Look] = []
    left_out: dict[str, str] = {}
    opened = Opened()
    for number, each in enumerate(found):
        if progress:
            progress(each.name, number, len(found))
        try:
            looks.append(look(opened, root, each))
        except SourceError as error:
            left_out[each.name] = str(error)
    return Seen(looks, left_out)


def _below(root: Path, place: Path, found: Found) -> Found:
    """A table with its path from the root of the source on."""
    parts = _folder(place).resolve().relative_to(root).parts
    above = "".join(f"{glob.escape(part)}/" for part in parts)
    return replace(found, path=above + found.path)


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
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise CannotProposeError(f"{path} cannot be written ({error.strerror})") from error
