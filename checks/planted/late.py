"""A newest day that was finished later than it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from checks.data import finish_window
from checks.figures import counted
from checks.finishes import Finish, finishes
from checks.history import History
from checks.plant import COUNTS, Plant, is_breach
from checks.profiles.distribution import Distribution, Knots
from checks.profiles.profile import Profile

MINUTES = (*COUNTS, 600, 720, 960, 1440, 2880)


def plants(history: History) -> Iterator[Plant]:
    """One for a table whose newest day was finished in time, by a window that is known."""
    if not history.table.has_days or history.runs is None:
        return
    recent = finishes(history).recent
    if not recent or not recent[-1].ok or recent[-1].at is None or recent[-1].due is None:
        return
    newest = recent[-1]
    yield Plant(
        check="finish_window",
        unit="minutes",
        what="a later finish",
        says=lambda size: (
            f"a finish {counted(int(size), 'minute')} later than on {history.called(newest.day)}"
        ),
        sizes=MINUTES,
        is_seen=partial(_is_seen, history, newest),
        guess=(recent[-1].due - recent[-1].at) / timedelta(minutes=1),
    )


def _is_seen(history: History, finish: Finish, size: float) -> bool:
    later, day = timedelta(minutes=size), finish.day
    runs = [
        replace(run, finished=run.finished + later) if run.partition == day and run.finished else run
        for run in history.runs or ()
    ]
    partitions = dict(history.partitions)
    if day in partitions:
        partitions[day] = _loaded_later(partitions[day], later)
    return is_breach(finish_window.judge(replace(history, runs=runs, partitions=partitions, memo={})))


def _loaded_later(profile: Profile, later: timedelta) -> Profile:
    if profile.loaded is None:
        return profile
    parts = (
        Knots(part.values + later.total_seconds(), part.below, part.upto) for part in profile.loaded.parts
    )
    last = profile.last_loaded and profile.last_loaded + later
    return replace(profile, loaded=Distribution(tuple(parts)), last_loaded=last)
