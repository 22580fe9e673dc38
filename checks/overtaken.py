"""Partitions that came, or were written anew, when a newer one was there already: nobody has judged them yet.

Checks judge the newest partition. What arrives together with it after a night that was missed, what is
replaced later, and what late rows have changed is judged here: once, as it would have been on its morning.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checks.history import History
from checks.profiles.profile import Profile
from checks.profiles.survey import rows_of
from checks.verdict import Outcome, Verdict

DAYS = 7
"""So many partitions before the newest are looked at."""

CHECKS = ("contract", "drift", "emptied", "guards", "null_rate", "row_count", "value_format")
"""What is told by the rows of a partition. The others look back themselves, or look at the clock."""

_BEGUN = ("overtaken",)


def overtaken(history: History) -> Iterator[History]:
    """The history as it ends with each of them, the oldest first; nothing on the first look at a table.

    They share what is learned from day to day, as the days of a replay do.
    """
    recent = [each for each in history.judged[-DAYS - 1 :] if each.mark]
    known = history.remembered
    first_look = not known.knows(_BEGUN)
    new = [each for each in recent if not known.knows(_key(each))]
    known.number(_BEGUN, lambda: 1.0)
    for each in recent:
        known.number(_key(each), lambda: 1.0)
    if history.table.has_days and not first_look:
        yield from (_until(history, each) for each in new if each is not history.newest)


def told(found: Sequence[Verdict], so_far: Sequence[Verdict]) -> list[Verdict]:
    """The breaches among them that nobody has told so far: a run of bad days is told by its newest."""
    said = {_about(each) for each in so_far if each.outcome is Outcome.BREACH}
    return [each for each in found if each.outcome is Outcome.BREACH and _about(each) not in said]


def _key(partition: Profile) -> tuple[str, ...]:
    """What it is known by: its rows, not what is wanted of them; a change of the settings is no news."""
    return ("overtaken", *rows_of(partition.mark))


def _until(history: History, last: Profile) -> History:
    """As it was known on the morning after that partition's day, but with all that is known of it now."""
    assert history.newest is not None
    back = history.newest.partition - last.partition
    known = {day: each for day, each in history.partitions.items() if day <= last.partition}
    return replace(history, partitions=known, as_of=history.as_of - back, answers={})


def _about(verdict: Verdict) -> tuple[object, ...]:
    return verdict.check, verdict.column, verdict.segment, verdict.evidence.get("kind")
