"""Values that stand one column further in a part of the rows: a column holds its neighbour's beside its own.

Told by words and forms that the column never had and its neighbour always did; of numbers and dates by the
texts among them, and the other way round. Means and spreads of numbers say nothing of a part of the rows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from checks.profiles.likeness import portrait
from checks.profiles.moved import SHORTEST
from checks.profiles.profile import Profile
from checks.profiles.values import Values
from checks.profiles.words import ALIKE, COVERED
from checks.sources.signature import MISSING_WORDS
from checks.statistics.distance import surprise

SHARE, ROWS, CHANCE = 0.02, 5, 1e-6
EXPLAINED = 0.8
"""So much of what a column never held must be its neighbour's: new words of its own come in, too."""

FORMS = {
    "number": re.compile(r"[-+]?9+([.,]9+)*([eEaA][-+]?9+)?"),
    "time": re.compile(r"9{1,4}[-/.]9{1,2}[-/.]9{1,4}([ A]9{1,2}:.*)?"),
    "truth": re.compile(r"[9aA]|Aa"),
}
"""What these look like where they are read as texts, since others stand among them."""

AS_MANY = 1.5
"""The parts of two columns are one part where the larger is no more than so many times the smaller."""


@dataclass(frozen=True, slots=True)
class Partly:
    """The columns that hold their neighbours' values in a part of the rows, and the way: 1 right, -1 left."""

    columns: tuple[str, ...]
    source: str
    way: int
    rows: int


@dataclass(frozen=True)
class Known:
    """What a column held before: texts, each with its form; or what has a form where it is read as a text."""

    values: Values
    sort: str
    rows: int

    def holds(self, mark: str, kind: str) -> bool:
        """Whether it held such a word, or such a form."""
        if self.sort == "text":
            return mark in getattr(self.values, kind)
        return kind == "signatures" and bool(FORMS[self.sort].fullmatch(mark))


def _known(days: Sequence[Profile], name: str) -> Known:
    found = portrait(days, name)
    values = found.values if found else Values()
    return Known(values, found.sort if found else "", sum(each.rows for each in days))


def partly_shifted(newest: Profile, reference: Sequence[Profile]) -> Partly | None:
    """The longest run of two or more neighbouring columns that received as many rows each."""
    names = [name for name, _ in newest.schema]
    days = [each for each in reference if each.rows]
    if not days or [name for name, _ in days[-1].schema] != names:
        return None
    known = {name: _known(days, name) for name in names}
    found = (each for way in (1, -1) for each in _runs(newest, known, names, way))
    return max(found, key=lambda each: len(each.columns), default=None)


def _runs(newest: Profile, known: Mapping[str, Known], names: Sequence[str], way: int) -> list[Partly]:
    """What no form can tell, numbers that moved among numbers, ends no run and begins none."""
    found: list[Partly] = []
    run: list[tuple[int, int]] = []
    for at in range(len(names) + 1):
        inside = 0 <= at - way < len(names) and at < len(names)
        pair = (known[names[at]], known[names[at - way]]) if inside else None
        if pair and pair[0].sort == pair[1].sort in FORMS:
            continue
        rows = _received(newest.columns[names[at]].values, *pair) if pair else 0
        if rows and run and max(rows, run[-1][1]) > AS_MANY * min(rows, run[-1][1]):
            rows = 0
        if rows:
            run.append((at, rows))
            continue
        if len(run) >= SHORTEST:
            columns = tuple(names[run[0][0] : run[-1][0] + 1])
            many = round(median(each for _, each in run))
            found.append(Partly(columns, names[run[0][0] - way], way, many))
        run = []
    return found


def _received(now: Values, own: Known, neighbour: Known) -> int:
    """How many rows of a column hold what only its neighbour held; 0 where it is no case."""
    if not now.signatures or not own.sort or not neighbour.sort:
        return 0
    kind = "words" if all(map(_has_words, (now, own.values, neighbour.values))) else "signatures"
    strange = {mark: rows for mark, rows in _marks(now, kind).items() if not own.holds(mark, kind)}
    theirs = {mark: rows for mark, rows in strange.items() if neighbour.holds(mark, kind)}
    rows, total = sum(theirs.values()), sum(now.signatures.values())
    if rows < ROWS or rows < SHARE * total or rows < EXPLAINED * sum(strange.values()):
        return 0
    if surprise(rows, total, 1 / max(1, own.rows)) >= CHANCE:
        return 0
    return rows if neighbour.sort != "text" or _like(theirs, own, neighbour, kind) else 0


def _has_words(values: Values) -> bool:
    return bool(values.signatures) and _covers(_marks(values, "words"), values)


def _marks(values: Values, kind: str) -> dict[str, int]:
    found: Mapping[str, int] = getattr(values, kind)
    return {mark: rows for mark, rows in found.items() if mark and mark not in MISSING_WORDS}


def _covers(marks: Mapping[str, int], values: Values) -> bool:
    return sum(marks.values()) >= COVERED * sum(values.signatures.values())


def _like(received: Mapping[str, int], own: Known, neighbour: Known, kind: str) -> bool:
    """Whether what came in has the neighbour's shares, as far as the column does not hold it anyway."""
    there = _marks(neighbour.values, kind)
    usual = {mark: rows for mark, rows in there.items() if not own.holds(mark, kind)}
    here, all_of_it = sum(received.values()), sum(usual.values())
    return sum(min(received.get(mark, 0) / here, rows / all_of_it) for mark, rows in usual.items()) >= ALIKE
