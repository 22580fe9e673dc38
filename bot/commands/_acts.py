"""What somebody does on the terminal to what is open: as in Slack, at the same engine."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.commands import _show as show
from bot.domain.checkup import Checkup
from bot.domain.declared import Pipeline
from bot.domain.incident import Act, Illegal, Incident, State
from bot.domain.way import TERMINAL
from bot.messages.acted import Acted, acted_lines, acted_record
from bot.messages.surroundings import Surroundings, surroundings
from bot.settings.errors import did_you_mean
from bot.settings.load import Settings, load
from bot.store import checkups, incidents
from bot.store.incidents import NoSuchIncidentError
from bot.store.store import Store, open_store

BY = TERMINAL
"""The route by which people do here what they do."""
TOO_LATE = 1
"""The exit status where somebody else was faster."""


class NotThereError(LookupError):
    """What is to be acted on does not exist; the text says what does."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where things are done. What is to be said of them the bot sends, or the next `check --post`."""

    store: Store
    settings: Settings

    def somebody(self, said: str) -> str:
        """Whoever of `people` is meant. Anybody else, too: at night no command refuses a name."""
        people = self.settings.deployment.people
        known = self._called(said)
        if known is None and people:
            show.notice(f"{said} is nobody of `people`: {did_you_mean(said, people)}")
        return known or said

    def one_of_people(self, said: str) -> str:
        """Raises: NotThereError."""
        known = self._called(said)
        if known is None:
            people = self.settings.deployment.people
            raise NotThereError(f"nobody of `people` is called {said!r}: {did_you_mean(said, people)}")
        return known

    def _called(self, said: str) -> str | None:
        people = {name.casefold(): name for name in self.settings.deployment.people}
        return people.get(said.removeprefix("@").casefold())

    def zone(self, pipeline: str) -> ZoneInfo:
        """The time zone in which a pipeline's people read times, also of one that was removed."""
        declared = (each for each in self.settings.pipelines if each.pipeline == pipeline)
        return next(map(self.settings.zone, declared), self.settings.deployment.timezone)

    def incident(self, number: int) -> Incident:
        """Raises: NotThereError."""
        try:
            with self.store.read() as connection:
                return incidents.get(connection, number)
        except NoSuchIncidentError as error:
            raise NotThereError(f"{error}: `oakum backlog` lists what is open") from error

    def nobodys(self, pipeline: str) -> list[int]:
        """The incidents that nobody has, of a pipeline or, of none, of all. Raises: UnknownPipelineError."""
        name = self._named([pipeline])[0].pipeline if pipeline else None
        with self.store.read() as connection:
            found = incidents.unresolved(connection, name)
        return [each.id for each in found if each.state is State.OPEN]

    def newest_checkup(self, pipeline: str | None) -> Checkup:
        """Of a pipeline that need not be named where there is only one.

        Raises: NotThereError, UnknownPipelineError.
        """
        name = self.pipeline(pipeline).pipeline
        with self.store.read() as connection:
            checkup = checkups.last(connection, name)
        if checkup is None:
            raise NotThereError(f"there was no checkup of {name} yet")
        return checkup

    def around(self, pipeline: str) -> Surroundings:
        """What a declared pipeline's messages need beside."""
        return surroundings(self.pipeline(pipeline), self.settings.deployment, self.settings.roster)

    def pipeline(self, said: str | None) -> Pipeline:
        """The one that is meant, which need not be named where there is only one.

        Raises: NotThereError, UnknownPipelineError.
        """
        found = self._named([said] if said else [])
        if len(found) != 1:
            which = f"of which pipeline? There are: {', '.join(each.pipeline for each in found)}"
            raise NotThereError(which if found else "no pipeline is declared yet")
        return found[0]

    def _named(self, names: Sequence[str]) -> Sequence[Pipeline]:
        """The pipelines with these names, or all. Raises: UnknownPipelineError."""
        from bot.app import named  # late: an acknowledgement needs nothing of it

        return named(self.settings, names)

    def tried(
        self,
        numbers: Sequence[int],
        what: Act,
        who: str,
        do: Callable[[Incident], Incident | Illegal],
        *,
        closes: bool = False,
    ) -> list[Acted]:
        """What became of each; nothing is done where one of them does not exist. Raises: NotThereError."""
        found = [self.incident(number) for number in dict.fromkeys(numbers)]
        acted = [self._acted(each, what, who, do(each)) for each in found]
        return [replace(each, closes=closes) for each in acted]

    def _acted(self, before: Incident, what: Act, who: str, done: Incident | Illegal) -> Acted:
        zone = self.zone(before.pipeline)
        if isinstance(done, Illegal):
            return Acted(what, who, done.incident or before, late=True, zone=zone)
        return Acted(what, who, done, late=False, zone=zone)


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    """The store of a configuration."""
    settings = show.noted(load(folder, os.environ, routes=False, channels=True))
    with closing(open_store(settings.deployment.store)) as store:
        yield Desk(store, settings)


def tell(told: Sequence[Acted], form: str) -> None:
    """Print what became of it, and end with the status that says so."""
    if form == "json":
        show.as_json({"schema": 1, "incidents": [acted_record(each) for each in told]})
    else:
        show.lines(line for each in told for line in acted_lines(each))
    click.get_current_context().exit(TOO_LATE if any(each.late for each in told) else 0)
