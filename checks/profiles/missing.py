"""Missing values of a column: NULL, NaN, an empty text, and what is written instead of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from checks.profiles.packed import PackedColumns
from checks.profiles.profile import ColumnProfile, Profile
from checks.sources.signature import MISSING_WORDS
from checks.statistics.distance import surprise

RARE, SHARE, ROWS, CHANCE = 0.001, 0.003, 5, 1e-6
LOOKED_BACK = 28
KNOWN = 3 * LOOKED_BACK
"""No further back are such words counted: what has lasted longer is the new normal."""

MIN_PARTITIONS = 7
ORDINARY = ("0", "-1")
"""Fog is a visibility of 0: ordinary numbers hide missing values only where as many of these are gone."""

STEADY = 0.005
"""Half a point more is not yet a null rate that rises."""


@dataclass(frozen=True, slots=True)
class Disguise:
    """A value that stands for a missing one: on which partitions, and with what share of the newest.

    `usual` is the most it held before; `nulls_before` and `nulls_now` are the shares of missing values.
    """

    word: str
    profiles: Sequence[Profile]
    rows: int
    share: float
    usual: float
    nulls_before: float
    nulls_now: float


def missing(profile: Profile, column: str) -> int:
    """NULL, NaN and empty texts of a column."""
    columns = profile.columns
    if isinstance(columns, PackedColumns):  # half a year is asked for this, and for nothing else
        return columns.missing(column)
    found = columns[column]
    return found.nulls + found.nan + found.empty


def share(profile: Profile, column: str) -> float:
    """The share of rows without a value."""
    return missing(profile, column) / profile.rows if profile.rows else 0.0


def words(found: ColumnProfile) -> Mapping[str, int]:
    """How many rows hold a value that is often written for a missing one (−999, N/A, 1970-01-01)."""
    texts = {word: rows for word, rows in found.values.signatures.items() if word in MISSING_WORDS}
    return {**found.values.sentinels, **texts}


def held(profile: Profile, column: str, value: str) -> float:
    """The share of rows that hold a word for a missing value or, named as it is kept, a level."""
    found = profile.columns[column]
    levels = found.levels.levels if found.levels else {}
    return words(found).get(value, levels.get(value, 0)) / profile.rows if profile.rows else 0.0


def disguise(profiles: Sequence[Profile], column: str) -> Disguise | None:
    """The word that took the place of missing values in the newest partition, if one did.

    It holds 0.3 % and five rows, was never above 0.1 % nor a third of its share in the 28 clean partitions
    before, and no chance would bring so many (binomial p < 1e-6). Where the null rate rises too, it took
    nobody's place. Days with such a word are not learned from.
    """
    found = [_run(profiles[-KNOWN:], column, word) for word in words(profiles[-1].columns[column])]
    return max((each for each in found if each), key=lambda each: each.share, default=None)


def _run(profiles: Sequence[Profile], column: str, word: str) -> Disguise | None:
    if not _holds_enough(words(profiles[-1].columns[column])[word], profiles[-1].rows):
        return None
    counts = [words(each.columns[column]).get(word, 0) for each in profiles]
    clean: list[int] = []
    shares: list[float] = []
    totals: list[int] = []
    start = len(profiles)
    for at, profile in enumerate(profiles):
        known = shares[-LOOKED_BACK:], totals[-LOOKED_BACK:]
        if len(clean) >= MIN_PARTITIONS and _rose(counts[at], profile.rows, *known):
            start = min(start, at)
        else:
            clean.append(at)
            shares.append(counts[at] / profile.rows)
            totals.append(profile.rows)
            start = len(profiles)
    if start == len(profiles):
        return None
    newest = profiles[-1]
    before = median(share(profiles[day], column) for day in clean[-LOOKED_BACK:])
    held, rise = counts[-1] / newest.rows, share(newest, column) - before
    if rise > (-held / 2 if word in ORDINARY else STEADY):
        return None
    usual = max(shares[-LOOKED_BACK:])
    return Disguise(word, profiles[start:], counts[-1], held, usual, before, share(newest, column))


def _holds_enough(rows: int, total: int) -> bool:
    return rows >= ROWS and rows >= SHARE * total


def _rose(rows: int, total: int, shares: Sequence[float], totals: Sequence[int]) -> bool:
    """`shares` are those of the rows that held the word before, `totals` all rows of these partitions."""
    if not _holds_enough(rows, total):
        return False
    usual = max(shares)
    if usual > RARE or 3 * usual >= rows / total:
        return False
    return surprise(rows, total, max(usual, 1 / sum(totals))) < CHANCE
