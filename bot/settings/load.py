"""From a folder with `oakum.yaml` and `pipelines/*.yaml` to `Settings`."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.domain.declared import Deployment, Pipeline
from bot.domain.duty import Copy
from bot.domain.quiet import Quiet
from bot.domain.roster import Roster, roster
from bot.domain.rota import Rota
from bot.domain.way import Route
from bot.settings import explain, references
from bot.settings.columns import located
from bot.settings.data_contract import reader
from bot.settings.document import Document, parsed, read
from bot.settings.errors import ConfigError, Problem
from bot.settings.inherited import with_inherited
from bot.settings.prices import disagreements, free
from bot.settings.routes import Tokens, tokens, with_nowhere, with_tokens, without_unset
from bot.settings.unacted import OF_A_PIPELINE, OF_OAKUM, without_unacted
from checks.declared import Declared

_D = TypeVar("_D", bound=Declared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration.

    `broken` are the pipelines that cannot be used (exit status 2, the others go on), `notices` say what is
    read but not acted on, `tokens` where Slack's come from. Paths of sources and of an SQLite store are
    absolute.
    """

    deployment: Deployment
    pipelines: tuple[Pipeline, ...]
    folder: Path
    tokens: Tokens = field(default_factory=Tokens)
    routes: tuple[str, ...] = ()
    """The routes that are set up, also those whose variables are not set here."""
    notices: tuple[str, ...] = ()
    broken: tuple[ConfigError, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)
    """The files of the pipelines, by pipeline: a mistake that shows later is told with its line too."""
    calendars: dict[str, Copy] = field(default_factory=dict, compare=False, repr=False)
    """What the calendars of schedules said when they were last read: what alone changes in here."""
    environ: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The variables by which it was read; they hold secrets."""
    climbs: bool = True
    """Whether ladders are climbed: not by a command that ends before the next step is due."""

    @property
    def roster(self) -> Roster:
        """Who is on call, as far as it is known now."""
        return roster(self.deployment, dict(self.calendars))

    @property
    def unusable(self) -> dict[str, str]:
        """What is wrong with the pipelines that cannot be used, by the name of their file."""
        firsts = [error.problems[0] for error in self.broken]
        return {Path(first.file).stem: str(first) for first in firsts}

    def where(self, pipeline: str, table: str, columns: Sequence[str], said: str) -> str:
        """What is said of columns that a table does not have, with the lines that name them."""
        document = self.documents.get(pipeline)
        return located(document, table, columns, said) if document else said

    def zone(self, pipeline: Pipeline) -> ZoneInfo:
        """The time zone in which a pipeline's days and times are told."""
        return pipeline.timezone or self.deployment.timezone

    def quiet(self, pipeline: Pipeline) -> Quiet:
        """The working hours of a pipeline's people, and what waking them is worth."""
        hours = pipeline.working_hours or self.deployment.working_hours
        return Quiet(hours, self.zone(pipeline), pipeline.cost.wake_above if pipeline.cost else None)

    def checkup_zone(self, pipeline: Pipeline) -> ZoneInfo:
        """The time zone of a pipeline's checkup."""
        return pipeline.checkup.timezone or self.zone(pipeline)


def load(
    folder: Path, environ: Mapping[str, str], *, routes: bool = True, channels: bool = False
) -> Settings:
    """Read the configuration in a folder.

    With `routes=False`, for commands that send nothing, a route or a rollback whose variables are not set is
    left out; with `channels`, for those that write down what is to be said, Slack's stays.
    Raises ConfigError where `oakum.yaml` cannot be used; a pipeline that cannot is in `broken`.
    """
    written = _written(folder, environ)
    deployment, notices = _deployment(written, environ, routes, channels)
    deployment = _with_absolute_paths(deployment, folder.resolve())
    pipelines: dict[str, tuple[Pipeline, str]] = {}
    broken: list[ConfigError] = []
    documents: dict[str, Document] = {}
    for path in _pipeline_files(folder, broken):
        try:
            pipeline, document, said = _declared(read(path, environ), deployment, pipelines)
        except ConfigError as error:
            broken.append(error)
        else:
            pipelines[pipeline.pipeline] = pipeline, str(path)
            documents[pipeline.pipeline] = document
            notices += [*said, *free(pipeline, document)]
    return Settings(
        deployment=deployment,
        pipelines=tuple(pipeline for pipeline, _ in pipelines.values()),
        folder=folder,
        tokens=tokens(written),
        routes=tuple(name for name in get_args(Route) if written.at(("routes", name)) is not None),
        notices=tuple(notices),
        broken=tuple(broken),
        documents=documents,
        environ=environ,
    )


def as_it_is_now(settings: Settings) -> Settings:
    """The configuration as its files are by now; nothing is sent by it. Raises ConfigError."""
    return load(settings.folder, settings.environ, routes=False)


def tried(settings: Settings, path: Path, text: str) -> Pipeline:
    """What a file with this text would declare beside the others, were it there. Raises ConfigError."""
    others = {each.pipeline: (each, settings.documents[each.pipeline].file) for each in settings.pipelines}
    pipeline, *_ = _declared(parsed(str(path), text, settings.environ), settings.deployment, others)
    return pipeline


def load_deployment(folder: Path, environ: Mapping[str, str]) -> Deployment:
    """`oakum.yaml` alone, for commands that need the store and no pipeline. Raises ConfigError."""
    deployment, _ = _deployment(_written(folder, environ), environ, routes=False)
    return _with_absolute_paths(deployment, folder.resolve())


def _written(folder: Path, environ: Mapping[str, str]) -> Document:
    path = folder / "oakum.yaml"
    if not path.is_file():
        say = "there is no such file: name the folder that holds it with --config, or type oakum init FOLDER"
        raise ConfigError([Problem(str(path), None, "", say)])
    return read(path, environ)


def _deployment(
    written: Document, environ: Mapping[str, str], routes: bool, channels: bool = False
) -> tuple[Deployment, list[str]]:
    document, notices = without_unacted(with_tokens(written, environ), OF_OAKUM)
    set_up, rolled_back = _keys(document, "routes"), _keys(document, "rollbacks")
    if not routes:
        document = without_unset(with_nowhere(document) if channels else document)
    deployment = _validated(document, Deployment)
    found = references.of_deployment(deployment, document, set_up, rolled_back)
    if found:
        raise ConfigError(found)
    return deployment, notices


def _declared(
    document: Document, deployment: Deployment, others: Mapping[str, tuple[Pipeline, str]]
) -> tuple[Pipeline, Document, list[str]]:
    """A pipeline, its document with all that it inherits, and what is read but not acted on."""
    document, said = without_unacted(with_inherited(document, deployment.sources), OF_A_PIPELINE)
    return _pipeline(document, deployment, others), document, said


def _pipeline(
    document: Document, deployment: Deployment, others: Mapping[str, tuple[Pipeline, str]]
) -> Pipeline:
    pipeline = _validated(document, Pipeline)
    found = references.of_pipeline(pipeline, deployment, document)
    if pipeline.pipeline in others:
        first = others[pipeline.pipeline][1]
        say = f"{pipeline.pipeline!r} is already the name of the pipeline in {first}: choose another"
        found.append(document.problem(("pipeline",), say))
    found += disagreements(pipeline, document, others)
    if found:
        raise ConfigError(found)
    return pipeline


def _pipeline_files(folder: Path, broken: list[ConfigError]) -> list[Path]:
    there = folder / "pipelines"
    files = sorted(path for path in there.glob("[!.]*") if path.suffix in (".yaml", ".yml"))
    if not files:
        say = "no pipeline is declared: add a file like config/example/pipelines/churn.yaml"
        broken.append(ConfigError([Problem(str(there), None, "", say)]))
    return files


def _validated(document: Document, model: type[_D]) -> _D:
    """The document as a model; raises ConfigError with everything that is wrong with it."""
    found = list(document.problems)
    for trail, name in document.unset.items():
        say = f"{name} is not set in the environment: set it ($${{{name}}} stands for the text itself)"
        found.append(document.problem(trail, say))
    if document.data is None:
        raise ConfigError([*found, document.problem((), "the file is empty")])
    told = {problem.key for problem in found}
    try:
        # a pipeline's file lies in the folder `pipelines` of the configuration's folder
        context = {"contract": reader(Path(document.file).parent.parent)}
        value = model.model_validate(document.data, context=context)
    except ValidationError as error:
        found += [problem for problem in explain.problems(error, document, model) if problem.key not in told]
        raise ConfigError(found) from error
    if found:
        raise ConfigError(found)
    return value


def _keys(document: Document, key: str) -> Collection[str]:
    value: Any = document.at((key,))
    return value if isinstance(value, dict) else ()


def _with_absolute_paths(deployment: Deployment, folder: Path) -> Deployment:
    sources = {
        name: source.model_copy(update={"root": str(_plain(folder / Path(source.root).expanduser()))})
        if source.root is not None
        else source
        for name, source in deployment.sources.items()
    }
    scheme, rest = "sqlite:///", deployment.store.removeprefix("sqlite:///")
    absolute = not rest or rest.startswith(("/", ":")) or not deployment.store.startswith(scheme)
    store = deployment.store if absolute else f"{scheme}{folder / rest}"
    schedules = {name: _with_absolute_calendar(rota, folder) for name, rota in deployment.schedules.items()}
    return deployment.model_copy(update={"sources": sources, "store": store, "schedules": schedules})


def _with_absolute_calendar(rota: Rota, folder: Path) -> Rota:
    """An address stays as it is, and so does a variable that is not set."""
    if rota.calendar is None or "://" in rota.calendar or rota.calendar.startswith("${"):
        return rota
    return rota.model_copy(update={"calendar": str(_plain(folder / Path(rota.calendar).expanduser()))})


def _plain(path: Path) -> Path:
    """Without `..`, where that leads to the same place: behind a link it might not."""
    plain = Path(os.path.normpath(path))
    return plain if plain.resolve() == path.resolve() else path
