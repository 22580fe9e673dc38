"""What is wrong with the vectors of one batch, beside those of before, that no distance is needed for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checks.figures import counted, percent, verb
from checks.profiles.vectors import Vectors
from checks.statistics.distance import surprise

ALL_ALIKE = 0.9
"""From this share on an encoder is stuck, rather than asked the same thing twice."""

LEAST, RATIO, CHANCE = 0.01, 3, 1e-6
"""Repeated vectors are told from this share on, at so many times the usual, and by no such chance."""

ZEROS = 5
"""So many vectors that are all zero are no accident."""

SEED = 3
"""With so many days before, one of them may be wrong itself: it alone says of nothing that it is usual."""

KNOWN = 100
"""With fewer vectors nothing is said of how often they repeat."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in words, and with how many rows; `grave` where nothing of the batch can be used."""

    kind: str
    said: str
    rows: int
    grave: bool = False


def faults(name: str, now: Vectors, before: Sequence[Vectors]) -> Iterator[Fault]:
    """The faults of a batch, the worst first."""
    yield from _dimension(name, now, before)
    yield from _broken(name, now, before)
    yield from _alike(name, now, before)
    yield from _zeros(name, now, before)


def _dimension(name: str, now: Vectors, before: Sequence[Vectors]) -> Iterator[Fault]:
    """Lengths that no batch before had; without any before, lengths beside the commonest."""
    usual = Counter(each.dimension for each in before or [now]).most_common(1)[0][0]
    days = Counter(length for each in before for length in each.lengths)
    known = {length for length, seen in days.items() if seen > 1 or len(before) < SEED} | {usual}
    other = {length: rows for length, rows in now.lengths.items() if length not in known}
    if not other:
        return
    rows, most = sum(other.values()), max(other, key=lambda each: other[each])
    if rows == now.rows and len(other) == 1:
        said = f"`{name}` has {counted(most, 'dimension')} now, and had {usual:,}"
        yield Fault("dimension", said, rows, grave=True)
        return
    said = f"{counted(rows, 'vector')} of `{name}` {verb(rows, 'has', 'have')} {_listed(other)} dimensions"
    yield Fault("mixed", f"{said} instead of {usual:,}", rows, grave=2 * rows >= now.rows)


def _usual(shares: Iterable[float]) -> float:
    """The second largest share: Sundays are usual, a single bad day is not. Of few days the largest."""
    rising = sorted(shares)
    return rising[-2] if len(rising) >= SEED else max(rising, default=0.0)


def _listed(lengths: dict[int, int]) -> str:
    return " or ".join(f"{length:,}" for length in sorted(lengths))


def _broken(name: str, now: Vectors, before: Sequence[Vectors]) -> Iterator[Fault]:
    """One is enough where there never was one: whatever is worked out of it is NaN too."""
    if not now.broken:
        return
    usual = _usual(each.broken / each.rows for each in before if each.rows)
    if usual and (now.broken <= RATIO * usual * now.rows or surprise(now.broken, now.rows, usual) >= CHANCE):
        return
    hold = verb(now.broken, "holds", "hold")
    said = f"{counted(now.broken, 'vector')} of `{name}` {hold} NaN, infinity or NULL"
    yield Fault("nan", said, now.broken, grave=2 * now.broken >= now.rows)


def _alike(name: str, now: Vectors, before: Sequence[Vectors]) -> Iterator[Fault]:
    whole = now.whole - now.zeros
    if whole < KNOWN:
        return
    share = now.repeated / whole
    if now.repeated == whole - 1:
        if not any(each.repeated >= each.whole - each.zeros - 1 > 0 for each in before):
            yield Fault("stuck", f"all vectors of `{name}` are the same: a stuck encoder", whole, grave=True)
        return
    if not before:
        return
    usual = _usual(each.repeated / max(1, each.whole - each.zeros) for each in before)
    least = max(usual, 1 / sum(max(1, each.whole) for each in before))
    if share < LEAST or share <= RATIO * usual or surprise(now.repeated, whole, least) >= CHANCE:
        return
    said = f"{percent(share)} of the vectors of `{name}` repeat another one; usual is {percent(usual)}"
    yield Fault("repeated", said, now.repeated, grave=share >= ALL_ALIKE)


def _zeros(name: str, now: Vectors, before: Sequence[Vectors]) -> Iterator[Fault]:
    if now.zeros < min(ZEROS, now.rows):
        return
    usual = _usual(each.zeros / each.rows for each in before if each.rows)
    least = max(usual, 1 / max(1, sum(each.rows for each in before)))
    if now.zeros <= RATIO * usual * now.rows or (before and surprise(now.zeros, now.rows, least) >= CHANCE):
        return
    said = f"{counted(now.zeros, 'vector')} of `{name}` {verb(now.zeros, 'is', 'are')} all zero"
    yield Fault("zero", said, now.zeros, grave=2 * now.zeros >= now.rows)
