"""How often do the rules cry wolf, and how soon do they see a real trouble? Run: python bench/statistics.py.

Calls the checks themselves on made-up histories (seeded) and prints Markdown tables.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from bench._segments import segments_false, segments_growth
from bench._simulated import Floats, counted, history, measured, null_counts
from bench._volumes import rows_false, rows_power
from checks.data import drift, null_rate
from checks.profiles.profile import Profile
from checks.profiles.remembered import Remembered
from checks.verdict import Outcome, Verdict

YEAR = 365
Rng = np.random.Generator


def main() -> None:
    """Print every table."""
    for title, heads, rows in (
        (
            "Null rate: false alarms a feature-year",
            ("nulls, rows a day", "wander", "growing", "level"),
            null_false(),
        ),
        ("Null rate: growth", ("from, points a day", "median days", "90 %", "seen"), null_growth()),
        (
            "Null rate: false growths a year of a column with segments",
            ("segments", "wander", "of the column", "of segments", "days told"),
            segments_false(),
        ),
        (
            "Null rate: growth in one of four segments",
            ("from, rows a day", "points a day", "median days", "90 %", "seen", "told twice"),
            segments_growth(),
        ),
        ("Null rate: jump at 2 %", ("jump, rows", "day one", "day eight", "day 21"), null_jump()),
        ("Row count: false alarms a table-year", ("table", "fewer", "more", "days told"), rows_false()),
        (
            "Row count: a loss from a day on, and a dip of one day",
            ("table, loss", "day 1", "by day 2", "day 5", "day 20", "week after a dip"),
            rows_power(),
        ),
        ("Drift: false alarms a feature-week", ("rows, distribution", "alarms", "pages"), drift_false()),
        ("Drift: seen on the first day", ("trouble", "rows", "seen"), drift_power()),
    ):
        print(f"\n### {title}\n\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
        for row in rows:
            print(f"| {' | '.join(row)} |", flush=True)


def _kind(verdict: Verdict) -> str:
    return str(verdict.evidence.get("kind", "breach")) if verdict.outcome is Outcome.BREACH else ""


def _said_of_nulls(profiles: Sequence[Profile]) -> str:
    return _kind(next(null_rate.judge(history(profiles, columns={"x": {"null_rate": True}}))))


def _begun(said: Iterable[str]) -> Counter[str]:
    """How often each kind began: an alarm that goes on is one alarm."""
    found: Counter[str] = Counter()
    before = ""
    for kind in said:
        if kind and kind != before:
            found[kind] += 1
        before = kind
    return found


def null_false(features: int = 6) -> Iterable[Sequence[str]]:
    """A year of each feature, judged every day after six weeks."""
    first = 42
    calm = [
        (0.02, 40_000, 0.08),
        (0.002, 40_000, 0.08),
        (0.1, 5_000, 0.08),
        (0.02, 500, 0.08),
        (0.01, 60, 0.08),
    ]
    for share, rows, wild in (*calm, (0.02, 1_000, 0.5), (0.02, 1_000, 1.5)):
        total: Counter[str] = Counter()
        for seed in range(features):
            counts = null_counts(np.random.default_rng(seed), share, first + YEAR, rows, wild=wild)
            profiles = counted(list(counts), [rows] * len(counts))
            total += _begun(_said_of_nulls(profiles[: day + 1]) for day in range(first, first + YEAR))
        alarms = (f"{total[kind] / features:.1f}" for kind in ("growing", "level"))
        yield f"{share:.1%}, {rows:,}", f"{wild}", *alarms


def null_growth(runs: int = 20) -> Iterable[Sequence[str]]:
    """Days from the beginning of a growth until the check says anything (a jump or a growth)."""
    first, rows = 60, 40_000
    for share, a_day in ((0.02, 0.003), (0.005, 0.003), (0.1, 0.003), (0.02, 0.0005), (0.005, 0.0005)):
        delays = []
        for seed in range(runs):
            more = {first + day: a_day * (day + 1) for day in range(30)}
            counts = null_counts(np.random.default_rng(100 + seed), share, first + 30, rows, more)
            profiles = counted(list(counts), [rows] * len(counts))
            delays.append(_delay(profiles, first, _said_of_nulls))
        seen = [delay for delay in delays if delay is not None]
        slow = f"{np.quantile(seen, 0.9):.0f}" if seen else "-"
        yield f"{share:.1%}, {100 * a_day:.2f}", f"{median(seen):.0f}", slow, f"{len(seen) / runs:.0%}"


def _delay(profiles: Sequence[Profile], first: int, say: Callable[[Sequence[Profile]], str]) -> int | None:
    for day in range(first, len(profiles)):
        if say(profiles[: day + 1]):
            return day - first + 1
    return None


def null_jump(runs: int = 25) -> Iterable[Sequence[str]]:
    """What is said of a jump that stays."""
    first = 70
    for jump, rows in ((0.01, 40_000), (0.02, 40_000), (0.05, 40_000), (0.05, 500), (0.3, 500)):
        days: list[Counter[str]] = [Counter(), Counter(), Counter()]
        for seed in range(runs):
            more = {first + day: jump for day in range(21)}
            counts = null_counts(np.random.default_rng(500 + seed), 0.02, first + 21, rows, more)
            profiles = counted(list(counts), [rows] * len(counts))
            for found, day in zip(days, (1, 8, 21), strict=True):
                found[_said_of_nulls(profiles[: first + day])] += 1
        yield f"{100 * jump:.0f} points, {rows:,}", *(_shares(found, runs) for found in days)


def _shares(found: Counter[str], runs: int) -> str:
    return ", ".join(f"{kind} {count / runs:.0%}" for kind, count in sorted(found.items()) if kind) or "0 %"


Draw = Callable[[Rng, int], Floats]
DISTRIBUTIONS: dict[str, Draw] = {
    "normal": lambda rng, n: rng.normal(rng.normal(0, 0.02), 1, n),
    "log-normal σ = 1": lambda rng, n: np.exp(rng.normal(0, 1, n)),
    "log-normal σ = 2": lambda rng, n: np.exp(rng.normal(0, 2, n)),
    "Pareto α = 1": lambda rng, n: rng.pareto(1.0, n),
    "Pareto α = 2": lambda rng, n: rng.pareto(2.0, n),
    "a third zeros": lambda rng, n: np.where(rng.random(n) < 1 / 3, 0.0, rng.normal(size=n)),
    "counts (Poisson 3)": lambda rng, n: rng.poisson(3, n).astype(float),
}


def drift_false(features: int = 8, days: int = 84) -> Iterable[Sequence[str]]:
    """Features that stay what they are (the normal one wanders by .02 sd a day); no declared reference."""
    sizes = [(rows, "normal") for rows in (200, 1_000, 10_000, 100_000)]
    for rows, name in [*sizes, *((1_000, other) for other in DISTRIBUTIONS if other != "normal")]:
        alarms = pages = 0
        many = features if rows < 100_000 else 2
        for seed in range(many):
            rng = np.random.default_rng(seed)
            profiles = measured([DISTRIBUTIONS[name](rng, rows) for _ in range(28 + days)])
            known = Remembered()
            for day in range(28, 28 + days):
                past = history(profiles[: day + 1], columns={"x": {"drift": True}})
                verdict = next(drift.judge(replace(past, remembered=known)))
                alarms += verdict.outcome is Outcome.BREACH
                pages += verdict.outcome is Outcome.BREACH and verdict.urgency == "page"
        weeks = many * days / 7
        yield f"{rows:,}, {name}", f"{alarms / weeks:.3f}", f"{pages / weeks:.3f}"


def _shifted(by: float) -> Callable[[Rng, Floats], Floats]:
    return lambda rng, values: values + by


def _coded(rng: Rng, values: Floats) -> Floats:
    values[: len(values) // 100] = -999
    return values


def _stuck(rng: Rng, values: Floats) -> Floats:
    values[: len(values) // 50] = 0.5
    return values


def drift_power(runs: int = 60) -> Iterable[Sequence[str]]:
    """One bad batch after 28 clean ones."""
    troubles: dict[str, Callable[[Rng, Floats], Floats]] = {
        "shift of 0.1 sd": _shifted(0.1),
        "shift of 0.25 sd": _shifted(0.25),
        "shift of 0.5 sd": _shifted(0.5),
        "1 % coded −999": _coded,
        "2 % stuck at one value": _stuck,
    }
    for name, spoil in troubles.items():
        for rows in (200, 1_000, 10_000):
            seen = 0
            for seed in range(runs if rows < 10_000 else 20):
                rng = np.random.default_rng(seed)
                batches = [DISTRIBUTIONS["normal"](rng, rows) for _ in range(29)]
                batches[-1] = spoil(rng, batches[-1])
                verdict = next(drift.judge(history(measured(batches), columns={"x": {"drift": True}})))
                seen += verdict.outcome is Outcome.BREACH
            yield name, f"{rows:,}", f"{seen / (runs if rows < 10_000 else 20):.0%}"


if __name__ == "__main__":
    main()
