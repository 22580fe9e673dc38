"""How one partition ended, as far as it is known: by a run log, by pings, or by when its rows came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from checks.profiles.profile import Profile
from checks.runs import Run, State, Teller

FINISHED_SHARE = 0.99
"""Without a run a partition is finished when 99 % of its rows are loaded."""

STILL_ARRIVING = timedelta(minutes=30)
"""While the newest row is so young, more may come."""

BULK = 4
"""So many partitions that were finished within an hour were loaded in one go."""


class End(StrEnum):
    """What has become of a partition; `UNKNOWN`: it is there, and nobody says since when."""

    FINISHED = "finished"
    UNFINISHED = "unfinished"
    MISSING = "missing"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a partition ended, who tells it, and when: the finish, the failure, or the newest sign of life.

    `said` is what more there is to say, like `exit status 3`.
    """

    end: End
    at: datetime | None = None
    teller: Teller | None = None
    said: str = ""


def ending(profile: Profile | None, runs: Sequence[Run], as_of: datetime, *, visible: bool = True) -> Ending:
    """How a partition ended, given what was known of its rows and of its runs at `as_of`.

    Where the partition would not be `visible` yet, that there is none says nothing.
    """
    if not runs:
        return Ending(End.UNKNOWN) if profile is None and not visible else _by_rows(profile, as_of)
    ended = _by_runs(runs)
    if ended.end is End.FINISHED and profile is None and visible:
        return Ending(End.MISSING, said="its run ended well and left nothing")
    return ended


def _by_runs(runs: Sequence[Run]) -> Ending:
    """The first success counts: what is run again later was there already."""
    teller = runs[0].teller
    done = [run.finished for run in runs if run.state is State.SUCCEEDED and run.finished]
    if done:
        return Ending(End.FINISHED, min(done), teller)
    if under_way := [run for run in runs if run.state is State.UNDER_WAY]:
        begun = [run.started for run in under_way if run.started]
        return Ending(End.UNFINISHED, max(begun, default=None), teller)
    last = max(runs, key=lambda run: run.finished.timestamp() if run.finished else 0.0)
    return Ending(End.FAILED, last.finished, teller, last.said)


def _by_rows(profile: Profile | None, as_of: datetime) -> Ending:
    if profile is None:
        return Ending(End.MISSING)
    if not profile.rows:
        return Ending(End.MISSING, said="it is there without a row")
    at = profile.loaded_share_at(FINISHED_SHARE)
    if at is None:
        return Ending(End.UNKNOWN)
    newest = profile.last_loaded
    if newest is not None and as_of - newest < STILL_ARRIVING:
        return Ending(End.UNFINISHED, at, Teller.LOAD_TIMES)
    return Ending(End.FINISHED, at, Teller.LOAD_TIMES)


def in_bulk(endings: Iterable[Ending]) -> frozenset[datetime]:
    """The times of those that finished together, as in a first load: they say nothing of their days."""
    times = sorted(each.at for each in endings if each.end is End.FINISHED and each.at)
    together = zip(times, times[BULK - 1 :], strict=False)
    bounds = [(first, last) for first, last in together if last - first <= timedelta(hours=1)]
    return frozenset(at for at in times if any(first <= at <= last for first, last in bounds))
