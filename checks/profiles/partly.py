"""Values that stand one column further in a part of the rows: a column holds its neighbour's beside its own.

Told by words and forms that the column never had and its neighbour always did. Means and spreads of numbers
say nothing of a part of the rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from statistics import median

from checks.profiles.moved import SHORTEST
from checks.profiles.profile import Profile
from checks.profiles.values import Values, add
from checks.profiles.words import ALIKE, COVERED
from checks.sources.signature import MISSING_WORDS
from checks.statistics.distance import surprise

SHARE, ROWS, CHANCE = 0.02, 5, 1e-6
EXPLAINED = 0.8
"""So much of what a column never held must be its neighbour's: new words of its own come in, too."""

AS_MANY = 1.5
"""The parts of two columns are one part where the larger is no more than so many times the smaller."""


@dataclass(frozen=True, slots=True)
class Partly:
    """The columns that hold their neighbours' values in a part of the rows, and the way: 1 right, -1 left."""

    columns: tuple[str, ...]
    source: str
    way: int
    rows: int


def partly_shifted(newest: Profile, reference: Sequence[Profile]) -> Partly | None:
    """The longest run of two or more neighbouring columns that received as many rows each."""
    names = [name for name, _ in newest.schema]
    days = [each for each in reference if each.rows]
    if not days or [name for name, _ in days[-1].schema] != names:
        return None
    known = {
        name: reduce(add, (each.columns[name].values for each in days if name in each.columns), Values())
        for name in names
        if newest.columns[name].values.signatures
    }
    found = (each for way in (1, -1) for each in _runs(newest, known, names, way))
    return max(found, key=lambda each: len(each.columns), default=None)


def _runs(newest: Profile, known: Mapping[str, Values], names: Sequence[str], way: int) -> list[Partly]:
    found: list[Partly] = []
    run: list[tuple[int, int]] = []
    for at in range(len(names) + 1):
        rows = _received(newest, known, names, at, way)
        if rows and run and max(rows, run[-1][1]) > AS_MANY * min(rows, run[-1][1]):
            rows = 0
        if rows:
            run.append((at, rows))
            continue
        if len(run) >= SHORTEST:
            columns = tuple(names[place] for place, _ in run)
            many = round(median(each for _, each in run))
            found.append(Partly(columns, names[run[0][0] - way], way, many))
        run = []
    return found


def _received(newest: Profile, known: Mapping[str, Values], names: Sequence[str], at: int, way: int) -> int:
    """How many rows of a column hold what only its neighbour held; 0 where it is no case."""
    if at >= len(names) or not 0 <= at - way < len(names):
        return 0
    own, neighbour = known.get(names[at]), known.get(names[at - way])
    if own is None or neighbour is None:
        return 0
    now = newest.columns[names[at]].values
    marks = [_marks(each, "words") for each in (now, own, neighbour)]
    if not all(map(_covers, marks, (now, own, neighbour))):
        marks = [_marks(each, "signatures") for each in (now, own, neighbour)]
    strange = {mark: rows for mark, rows in marks[0].items() if mark not in marks[1]}
    theirs = {mark: rows for mark, rows in strange.items() if mark in marks[2]}
    rows, total = sum(theirs.values()), sum(now.signatures.values())
    if rows < ROWS or rows < SHARE * total or rows < EXPLAINED * sum(strange.values()):
        return 0
    seen = sum(own.signatures.values())
    if surprise(rows, total, 1 / max(1, seen)) >= CHANCE or not _like(theirs, marks[2], marks[1]):
        return 0
    return rows


def _marks(values: Values, kind: str) -> dict[str, int]:
    found: Mapping[str, int] = getattr(values, kind)
    return {mark: rows for mark, rows in found.items() if mark and mark not in MISSING_WORDS}


def _covers(marks: Mapping[str, int], values: Values) -> bool:
    return sum(marks.values()) >= COVERED * sum(values.signatures.values())


def _like(received: Mapping[str, int], there: Mapping[str, int], own: Mapping[str, int]) -> bool:
    """Whether what came in has the neighbour's shares, as far as the column does not hold it anyway."""
    usual = {mark: rows for mark, rows in there.items() if mark not in own}
    here, all_of_it = sum(received.values()), sum(usual.values())
    return sum(min(received.get(mark, 0) / here, rows / all_of_it) for mark, rows in usual.items()) >= ALIKE
