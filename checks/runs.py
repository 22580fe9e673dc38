"""Runs of the jobs that make partitions: when they started and ended, as a run log or a ping tells it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    """What a run is."""

    UNDER_WAY = "under way"
    SUCCEEDED = "success"
    FAILED = "failed"


class Teller(StrEnum):
    """Who knows when a partition was finished, the surest first."""

    RUN_LOG = "run log"
    PING = "ping"
    LOAD_TIMES = "load times"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run for one partition. Times are in UTC; `finished` is None exactly while it is under way.

    `said` are the words of the source, like `exit status 3` or `upstream_failed`.
    """

    partition: date
    started: datetime | None
    finished: datetime | None
    state: State
    teller: Teller
    said: str = ""


def known_by(runs: Iterable[Run], as_of: datetime) -> list[Run]:
    """What was known of the runs then: one that ended later was under way, one that began later was not."""
    known = []
    for run in runs:
        if run.finished is None or run.finished <= as_of:
            if run.started is None or run.started <= as_of:
                known.append(run)
        elif run.started is not None and run.started <= as_of:
            known.append(replace(run, finished=None, state=State.UNDER_WAY, said=""))
    return known


def by_day(runs: Sequence[Run]) -> dict[date, list[Run]]:
    """The runs of each partition, told by the surest who knows of any."""
    found: dict[date, list[Run]] = {}
    for teller in Teller:
        told: dict[date, list[Run]] = {}
        for run in runs:
            if run.teller is teller:
                told.setdefault(run.partition, []).append(run)
        found = told | found
    return found
