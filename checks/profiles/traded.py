"""A value that was always there, and rises as the missing ones fall: these stand behind it now."""

from collections.abc import Sequence
from statistics import median

from checks.profiles.missing import (
    CHANCE,
    KNOWN,
    LOOKED_BACK,
    MIN_PARTITIONS,
    ROWS,
    SHARE,
    Disguise,
    missing,
    words,
)
from checks.profiles.profile import Profile
from checks.statistics.distance import surprise

BLANKS = ("an empty text", "NaN")
"""They count as missing themselves: told is that they took the place of NULL."""

Day = tuple[int, int, int]
"""The rows that hold the value, those that miss one otherwise, and all."""


def traded(profiles: Sequence[Profile], column: str) -> Disguise | None:
    """The value that took the place of missing ones in the newest partition, if one did.

    In up to 28 clean partitions before (seven at least) it was never so much, by 0.3 points and five rows,
    nor were the missing ones ever so few, by half as much; neither is chance (binomial p < 1e-6). Both
    together are as many as they were. Days on which it was so are not learned from.
    """
    possible = [*words(profiles[-1].columns[column]), *BLANKS]
    found = [_of(profiles[-KNOWN:], column, word) for word in possible]
    return max((each for each in found if each), key=lambda each: each.share - each.usual, default=None)


def _of(profiles: Sequence[Profile], column: str, word: str) -> Disguise | None:
    if _day(profiles[-1], column, word)[0] < ROWS:
        return None
    days = [_day(each, column, word) for each in profiles]
    clean: list[Day] = []
    shares: list[float] = []
    run: list[Profile] = []
    for profile, day in zip(profiles, days, strict=True):
        share = day[0] / day[2]
        rose = len(clean) >= MIN_PARTITIONS and share - max(shares[-LOOKED_BACK:]) >= SHARE
        if rose and _took_their_place(day, clean[-LOOKED_BACK:]):
            run.append(profile)
        else:
            clean.append(day)
            shares.append(share)
            run = []
    if not run:
        return None
    held, lost, total = days[-1]
    known = clean[-LOOKED_BACK:]
    usual, before = max(each[0] / each[2] for each in known), median(each[1] / each[2] for each in known)
    return Disguise(word, run, held, held / total, usual, before, lost / total)


def _day(profile: Profile, column: str, word: str) -> Day:
    found, every = profile.columns[column], missing(profile, column)
    if word in BLANKS:
        held = found.nan if word == "NaN" else found.empty
        return held, every - held, profile.rows
    return words(found).get(word, 0), every, profile.rows


def _took_their_place(day: Day, known: Sequence[Day]) -> bool:
    """Whether as many fewer are missing on a day on which the value is more than on the known ones."""
    held, lost, total = day
    most, fewest = max(each[0] / each[2] for each in known), min(each[1] / each[2] for each in known)
    rose, fell = held / total - most, fewest - lost / total
    if fell < rose / 2:
        return False
    together = (held + lost) / total - median((each[0] + each[1]) / each[2] for each in known)
    if abs(together) > (held / total - median(each[0] / each[2] for each in known)) / 2:
        return False
    least = 1 / sum(each[2] for each in known)
    return (
        surprise(held, total, max(most, least)) < CHANCE
        and surprise(total - lost, total, 1 - fewest) < CHANCE
    )
