"""How often is a rare class said to vanish that does not, and how soon is it seen?

Run: python bench/rare_events.py (ten minutes).

Walks the check's own rule over made-up counts (seeded) and prints Markdown tables.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bench._simulated import wander
from checks.statistics.rare import mornings

ROWS, YEAR, KNOWN = 40_000, 365, 180
RATES = (0.3, 2.0, 20.0)
Rng = np.random.Generator
Means = NDArray[np.float64]


def poisson(rng: Rng, mean: Means) -> NDArray[np.int64]:
    """Chance alone."""
    return rng.poisson(mean)


def bursts(rng: Rng, mean: Means) -> NDArray[np.int64]:
    """A negative binomial with three times the variance."""
    return rng.poisson(rng.gamma(mean / 2, 2.0))


def weekdays(rng: Rng, mean: Means) -> NDArray[np.int64]:
    """None at weekends."""
    at = np.arange(len(mean)) % 7
    return rng.poisson(np.where(at < 5, mean * 7 / 5, 0.0))


def wandering(rng: Rng, mean: Means) -> NDArray[np.int64]:
    """A level that wanders by 20 % over weeks."""
    return rng.poisson(mean * np.exp(wander(rng, len(mean), 0.2, memory=0.95)))


KINDS: dict[str, Callable[[Rng, Means], NDArray[np.int64]]] = {
    "Poisson": poisson,
    "three times the variance": bursts,
    "none at weekends": weekdays,
    "wanders by 20 %": wandering,
}


def main() -> None:
    """Print every table."""
    print("\n### Rare events: false alarms a value-year\n")
    print("| counts | a day | vanished | fewer |\n| --- | --- | --- | --- |")
    for row in false_alarms():
        print(f"| {' | '.join(row)} |", flush=True)
    print("\n### Rare events: days until it is told\n")
    print(
        "| counts | a day | vanished: median | 90 % | half: median | 90 % | seen in 90 days |\n|"
        + " --- |" * 7
    )
    for row in delays():
        print(f"| {' | '.join(row)} |", flush=True)


def false_alarms(years: int = 200) -> Iterable[Sequence[str]]:
    """Each year judged every day after half of one that is known."""
    for name, make in KINDS.items():
        for rate in RATES:
            begun = {True: 0, False: 0}
            for seed in range(years):
                counts = make(np.random.default_rng(seed), np.full(KNOWN + YEAR, rate))
                told = list(mornings(counts, [ROWS] * len(counts)))
                for before, now in zip(told[KNOWN - 1 :], told[KNOWN:], strict=False):
                    if now and not before:
                        begun[now.vanished] += 1
            yield name, f"{rate:g}", f"{begun[True] / years:.2f}", f"{begun[False] / years:.2f}"


def delays(runs: int = 200, days: int = 90) -> Iterable[Sequence[str]]:
    """Days from the first one of the loss until anything is told."""
    for name, make in KINDS.items():
        for rate in RATES:
            gone, half = (_delays(make, rate, left, runs, days) for left in (0.0, 0.5))
            seen = np.isfinite(half).mean()
            yield (
                name,
                f"{rate:g}",
                _at(gone, 0.5),
                _at(gone, 0.9),
                _at(half, 0.5),
                _at(half, 0.9),
                f"{seen:.0%}",
            )


def _delays(
    make: Callable[[Rng, Means], NDArray[np.int64]], rate: float, left: float, runs: int, days: int
) -> Means:
    found = []
    for seed in range(runs):
        rng = np.random.default_rng(1_000 + seed)
        counts = make(rng, np.full(KNOWN + days, rate))
        counts[KNOWN:] = rng.binomial(counts[KNOWN:], left)
        told = list(mornings(counts, [ROWS] * len(counts)))[KNOWN:]
        found.append(next((float(at + 1) for at, low in enumerate(told) if low), np.inf))
    return np.array(found)


def _at(found: Means, share: float) -> str:
    day = float(np.quantile(found, share, method="higher"))
    return f"{day:.0f}" if np.isfinite(day) else "-"


if __name__ == "__main__":
    main()
