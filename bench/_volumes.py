"""Tables that grow, shrink and wander: how often row_count cries wolf, and how soon it sees a loss."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from bench._simulated import START, Floats, counted, history, wander
from checks.data import row_count

FIRST, YEAR = 56, 365
LOST_FROM = 180
HOLIDAYS_A_YEAR = 10


@dataclass(frozen=True)
class Volume:
    """A made-up table: its day-to-day noise, its growth a day, and what else is true of it."""

    noise: float
    growth: float = 0.0
    kind: str = "steady"

    def __str__(self) -> str:
        grows = f", {100 * self.growth:+.1f} % a day" if self.growth else ""
        said = {"wander": ", wanders", "tails": ", heavy tails", "later": " from day 150 on"}.get(
            self.kind, ""
        )
        return f"{self.noise:.0%}{grows}{said}"

    def logs(self, rng: np.random.Generator, days: int) -> Floats:
        """The logarithm of the rows of each day: about 40,000, a third fewer at weekends."""
        at = np.arange(days)
        grown = self.growth * (np.maximum(0, at - 150) if self.kind == "later" else at)
        return np.log(40_000) + grown - 0.4 * (at % 7 >= 5) + self._noise(rng, days)

    def _noise(self, rng: np.random.Generator, days: int) -> Floats:
        if self.kind == "wander":
            return wander(rng, days, self.noise)
        return self.noise * (rng.standard_t(4, days) if self.kind == "tails" else rng.normal(0, 1, days))


VOLUMES = [
    *(Volume(noise, growth) for noise in (0.01, 0.03, 0.05) for growth in (0, 0.001, 0.004, 0.008, -0.004)),
    *(Volume(noise, 0, "wander") for noise in (0.01, 0.03, 0.05)),
    Volume(0.03, 0, "tails"),
    *(Volume(0.02, growth, "later") for growth in (0.004, 0.008, -0.004)),
    Volume(0.1),
]

LOSING = [
    *(Volume(0.01, growth) for growth in (0, 0.008)),
    *(Volume(0.03, growth) for growth in (0, 0.004, 0.008, -0.004)),
    *(Volume(0.05, growth) for growth in (0, 0.004)),
    *(Volume(noise, 0, "wander") for noise in (0.03, 0.05)),
    Volume(0.03, 0, "tails"),
    Volume(0.1),
]


def _sides(logs: Floats, off: Sequence[int] = ()) -> NDArray[np.int64]:
    """What is said of each day on its morning: 1 more, −1 fewer, 0 as expected."""
    rows = [int(each) for each in np.exp(logs)]
    days = [START + timedelta(days=int(each)) for each in off]
    levels = row_count.levels_of(history(counted([0] * len(rows), rows), days))
    return np.array([level.side for level in levels])


def _holidays(rng: np.random.Generator, days: int) -> NDArray[np.int64]:
    return rng.choice(days, days * HOLIDAYS_A_YEAR // YEAR, replace=False)


def rows_false(tables: int = 40) -> Iterator[Sequence[str]]:
    """A year of each table, with ten holidays: alarms that began, and days on which one was open."""
    for volume in VOLUMES:
        begun, days = np.zeros(2), 0
        for seed in range(tables):
            rng = np.random.default_rng(seed)
            logs = volume.logs(rng, FIRST + YEAR)
            off = _holidays(rng, len(logs))
            logs[off] -= rng.uniform(0.2, 1, len(off))
            sides = _sides(logs, list(off))[FIRST:]
            starts = sides[1:] * (sides[1:] != sides[:-1])
            begun += [(starts < 0).sum(), (starts > 0).sum()]
            days += int((sides != 0).sum())
        yield str(volume), *(f"{each / tables:.2f}" for each in begun), f"{days / tables:.1f}"


def rows_power(runs: int = 100) -> Iterable[Sequence[str]]:
    """A loss that begins after half a year and stays; and one of a single day, whose week after is quiet."""
    for volume in LOSING:
        for loss in (0.12, 0.2) if volume.noise < 0.1 else (0.5,):
            seen = np.zeros(5)
            for seed in range(runs):
                logs = volume.logs(np.random.default_rng(1_000 + seed), LOST_FROM + 20)
                gone = np.log(1 - loss)
                low = _sides(logs + gone * (np.arange(len(logs)) >= LOST_FROM))[LOST_FROM:] < 0
                after = _sides(logs + gone * (np.arange(len(logs)) == LOST_FROM))[LOST_FROM + 1 :]
                seen += [low[0], low[:2].any(), low[4], low[19], (after[:7] != 0).any()]
            yield f"{volume}, {loss:.0%}", *(f"{share:.0%}" for share in seen / runs)
