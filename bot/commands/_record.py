"""What `oakum exec` writes down. Nothing here may keep the job from running: what goes wrong is only told."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands._show import notice

if TYPE_CHECKING:
    from checks.runs import Run


class CannotBeRecordedError(Exception):
    """What was typed names nothing that is declared."""


@dataclass(frozen=True, slots=True)
class Record:
    """Where a run is written down, and for which day of which tables; without a store, nowhere."""

    store: str = ""
    pipeline: str = ""
    partitions: Mapping[str, date] = field(default_factory=dict)
    started: datetime | None = None

    @classmethod
    def of(
        cls,
        folder: Path,
        environ: Mapping[str, str],
        pipeline: str,
        tables: Sequence[str],
        partition: str | None,
        started: datetime,
    ) -> "Record":
        """What the configuration says of the pipeline; where it cannot be used, nothing is recorded."""
        return _or_told(lambda: _found(folder, environ, pipeline, tables, partition, started)) or cls()

    def began(self) -> None:
        """Write down that the job is under way."""
        self._write(None, None)

    def ended(self, status: int, at: datetime) -> None:
        """Write down how it ended."""
        self._write(status, at)

    def _write(self, status: int | None, at: datetime | None) -> None:
        if self.store:
            _or_told(lambda: self._keep(status, at))

    def _run(self, day: date, status: int | None, at: datetime | None) -> "Run":
        from checks.runs import Run, State, Teller

        state = State.UNDER_WAY if status is None else State.FAILED if status else State.SUCCEEDED
        said = f"exit status {status}" if status else ""
        return Run(
            partition=day, started=self.started, finished=at, state=state, teller=Teller.PING, said=said
        )

    def _keep(self, status: int | None, at: datetime | None) -> None:
        from bot.store.runs import record
        from bot.store.store import open_store

        with closing(open_store(self.store)) as store, store.write() as connection:
            for table, day in self.partitions.items():
                record(connection, self.pipeline, table, self._run(day, status, at))


def _found(
    folder: Path,
    environ: Mapping[str, str],
    pipeline: str,
    tables: Sequence[str],
    partition: str | None,
    started: datetime,
) -> Record:
    from bot.app import named
    from bot.engine.pinged import partitions
    from bot.settings.load import load

    settings = load(folder, environ, routes=False)
    if pipeline in settings.unusable:
        raise CannotBeRecordedError(settings.unusable[pipeline])
    (declared,) = named(settings, [pipeline])
    day = None if partition is None else _day(partition)
    days: dict[str, date] = {}
    for name in tables or (None,):
        days |= partitions(settings, declared, name, day, started)
    return Record(settings.deployment.store, pipeline, days, started)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CannotBeRecordedError(f"--partition {text!r} is no day: write one like 2026-11-19") from error


def _or_told(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Exception as error:  # the job comes first, whatever is wrong with us
        notice(f"the run is not recorded: {error}", loud=True)
        return None
