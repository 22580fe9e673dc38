"""A table to which nothing comes any more; `freshness` tells it, or `finish_window` that days are missing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from checks.data import finish_window, freshness
from checks.figures import counted
from checks.history import History
from checks.plant import COUNTS, Plant, is_breach
from checks.profiles.ages import newest_moment
from checks.profiles.slices import UNSLICED
from checks.verdict import Verdict

HOUR = timedelta(hours=1)
Judge = Callable[[History], Iterator[Verdict]]


def plants(history: History) -> Iterator[Plant]:
    """One for the table."""
    newest = history.judged[-1]
    moment = newest_moment(history.partitions, history.table, history.as_of)
    since = moment or history.start_of(newest.partition + timedelta(days=1))
    limits = history.table.freshness
    limit = limits and (limits.warn_after or limits.error_after)
    bare = _bare(history)
    silent = [each for each in (freshness.judge, finish_window.judge) if not is_breach(each(bare))]
    if limits is None and len(silent) < 2:  # it is told already that days are missing
        return
    yield Plant(
        check="freshness",
        unit="hours",
        what="a table that stopped",
        says=lambda size: f"nothing new for {counted(int(size), 'hour')}",
        sizes=COUNTS,
        is_seen=partial(_is_seen, bare, silent, since),
        guess=max(limit, history.as_of - since) / HOUR if limit else 36,
    )


def _bare(history: History) -> History:
    """Without contents, which are not what is looked at."""
    partitions = {day: replace(each, columns={}, slices=UNSLICED) for day, each in history.partitions.items()}
    return replace(history, partitions=partitions, memo={})


def _is_seen(history: History, checks: Sequence[Judge], since: datetime, size: float) -> bool:
    """Some hours on, with nothing that is not known now."""
    then = replace(history, as_of=max(history.as_of, since + size * HOUR))
    return any(is_breach(judge(then)) for judge in checks)
