"""Tables that nobody watches: found in the sources, looked at as `oakum init` does, and written down."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.claims import Claims
from bot.domain.newcomer import Newcomer, Newcomers, Wish
from bot.domain.owners import Listed, is_ignored, undeclared
from bot.domain.stage import Stage, Staged
from bot.engine.looks import Looks
from bot.engine.owners import listed
from bot.settings import propose
from bot.settings.document import parsed
from bot.settings.errors import ConfigError
from bot.settings.load import Settings, as_it_is_now, tried
from bot.settings.places import place
from bot.settings.put import put
from bot.store import stages
from bot.store.store import Store
from checks.sources.folder import tables_in
from checks.sources.look import Look, look
from checks.sources.opening import Opened
from checks.sources.tables import SourceError

LISTED_WITHIN, LOOK_WITHIN = 30.0, 120.0
"""Seconds for the names of what a source holds, and for a look at a table, which takes some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The file of a pipeline that is to be, with what was seen of its table."""

    wish: Wish
    newcomer: Newcomer
    look: Look
    path: Path
    text: str

    @property
    def mark(self) -> str:
        """The same for two proposals that say the same, whatever the figures in their comments."""
        return _mark(self.path, self.text)


class TakenError(Exception):
    """It is not written: the file, the name or the table is somebody's by now."""


class IsThereError(Exception):
    """It is not written again: the file says so already."""


def newcomers(settings: Settings, looks: Looks, within: float | None = None) -> Newcomers:
    """What lies in the sources and no pipeline declares, by source and name. One that hangs is not listed.

    Each is waited for `within` so many seconds, `LISTED_WITHIN` where that is None.
    """
    tables: list[Newcomer] = []
    ignored, unlisted = 0, []
    for name, source in settings.deployment.sources.items():
        there = _listed(settings, name, looks, LISTED_WITHIN if within is None else within)
        if there.needs:
            unlisted.append((name, there.needs))
        for found in undeclared(name, settings.deployment, settings.pipelines, there):
            if is_ignored(source, found):
                ignored += 1
            else:
                tables.append(Newcomer(name, found))
    tables.sort(key=lambda each: (each.source, each.found.name, each.found.path))
    return Newcomers(tables, ignored, unlisted)


def _listed(settings: Settings, source: str, looks: Looks, within: float) -> Listed:
    try:
        return looks.at(source, within, lambda: listed(settings, source, tables_in))
    except SourceError as error:
        return Listed(needs=f"a source that can be listed: {error}")


def path_of(settings: Settings, name: str) -> Path:
    """Where a pipeline is written down."""
    return settings.folder / "pipelines" / f"{name}.yaml"


def names_taken(settings: Settings) -> frozenset[str]:
    """What no new pipeline may be called, since a pipeline or a file of the folder is."""
    files = (each.stem for each in (settings.folder / "pipelines").glob("[!.]*.y*ml"))
    return frozenset([*(each.pipeline for each in settings.pipelines), *files])


def proposed(settings: Settings, newcomer: Newcomer, wish: Wish, who: str, looks: Looks) -> Proposal:
    """Look at the table, which takes seconds. Raises SourceError, ConfigError for what cannot be loaded."""
    where, found = place(settings.deployment.sources[newcomer.source]), newcomer.found
    what = f"{newcomer.source}/{found.path}"
    seen = looks.at(what, LOOK_WITHIN, lambda: look(Opened(), where, found))
    text = propose.pipeline_for(who, wish.name, wish.owner, wish.channel, newcomer.source, seen, wish.due)
    path = path_of(settings, wish.name)
    tried(settings, path, text)
    return Proposal(wish=wish, newcomer=newcomer, look=seen, path=path, text=text)


def write(store: Store, settings: Settings, proposal: Proposal, who: str, now: datetime) -> None:
    """Put the file in its place, and keep who did it.

    Raises: IsThereError, TakenError; ConfigError where it would break the configuration as it is by now;
    OSError where it cannot be written.
    """
    settings = as_it_is_now(settings)
    _must_be_free(settings, proposal)
    tried(settings, proposal.path, proposal.text)
    try:
        put(proposal.path, proposal.text)
    except FileExistsError:
        _must_be_free(settings, proposal)
        raise
    with store.write() as connection:
        stages.add(connection, proposal.wish.name, Staged(Stage.NEW, now, who))


def watched_by(settings: Settings, newcomer: Newcomer) -> str | None:
    """The pipeline that watches a table; None where none does."""
    sources = settings.deployment.sources
    if newcomer.source not in sources:  # then no file that names it can be loaded
        return None
    for each in settings.pipelines:
        if Claims.of(sources, [each]).has(sources[newcomer.source], newcomer.found):
            return each.pipeline
    return None


def says(path: Path, mark: str) -> bool:
    """Whether a file is there and says what a proposal with this mark does."""
    try:
        return _mark(path, path.read_text(encoding="utf-8")) == mark
    except (OSError, UnicodeDecodeError, ConfigError):
        return False


def _must_be_free(settings: Settings, proposal: Proposal) -> None:
    path, newcomer = proposal.path, proposal.newcomer
    if says(path, proposal.mark):
        raise IsThereError(path)
    if path.exists():
        raise TakenError("there is such a file already, and it says something else")
    if watcher := watched_by(settings, newcomer):
        raise TakenError(f"pipeline {watcher} watches {newcomer.found.name} by now")


def _mark(path: Path, text: str) -> str:
    said = json.dumps(parsed(str(path), text, {}).data, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
