"""How often does the growth of nulls in a segment cry wolf, and how soon is a real one told?"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from statistics import median

import numpy as np
from numpy.typing import NDArray

from bench._simulated import START, history, wander, weekday_pattern
from checks.data import null_rate
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.slices import Level, Slices
from checks.verdict import Outcome

DAYS, FIRST = 180, 28
YEAR = 365
Counts = NDArray[np.int64]
Rng = np.random.Generator

CALM, DRIFTING, WILD = (0.08, 0.7), (0.2, 0.95), (0.5, 0.95)
"""By how much a level's share wanders (in logit), and how much of it is left the day after."""


def _missing(
    rng: Rng, share: float, rows: Counts, wanders: tuple[float, float], more: Sequence[float] = ()
) -> Counts:
    """Missing values a day of one level, with a pattern of weekdays; the last days miss so much more."""
    days = len(rows)
    logit = np.log(share / (1 - share)) + wander(rng, days, *wanders) + weekday_pattern(rng, days, 0.2)
    shares = 1 / (1 + np.exp(-logit))
    if len(more):
        shares[-len(more) :] = np.minimum(0.99, shares[-len(more) :] + np.asarray(more))
    return rng.binomial(rows, shares)


def _sized(rng: Rng, rows: float, days: int) -> Counts:
    return np.maximum(20, rng.poisson(rows, days))


def _profiles(rows: Sequence[Counts], missing: Sequence[Counts]) -> list[Profile]:
    """Partitions with a column `x`, whose missing values are known by level of `s`."""
    found = []
    for at in range(len(rows[0])):
        levels = {
            f"={name}": Level(int(many[at]), {"x": int(some[at])})
            for name, (many, some) in enumerate(zip(rows, missing, strict=True))
        }
        found.append(
            Profile(
                partition=START + timedelta(days=at),
                rows=sum(each.rows for each in levels.values()),
                columns={"x": ColumnProfile(sum(each.missing["x"] for each in levels.values()))},
                slices=Slices(segments={"s": levels}),
            )
        )
    return found


def _told(profiles: Sequence[Profile]) -> list[tuple[str, str]]:
    """What is told: the segment, and the kind."""
    said = null_rate.judge(history(profiles, columns={"x": {"null_rate": True}}, segment="s"))
    return [
        (each.segment or "", str(each.evidence.get("kind")))
        for each in said
        if each.outcome is Outcome.BREACH
    ]


def segments_false(tables: int = 6) -> Iterable[Sequence[str]]:
    """Half a year of clean levels, each with its own rate, size, weekdays and wander, judged every day."""
    for levels in (4, 12, 50):
        for name, wanders in (("0.08", CALM), ("0.2, slow", DRIFTING), ("0.5, slow", WILD)):
            began, days = {"column": 0, "segment": 0}, 0
            for seed in range(tables):
                rng = np.random.default_rng(seed)
                rows = [_sized(rng, 10 ** rng.uniform(1.5, 4), DAYS) for _ in range(levels)]
                share = [10 ** rng.uniform(-2.5, -0.7) for _ in range(levels)]
                every = zip(share, rows, strict=True)
                profiles = _profiles(rows, [_missing(rng, each, many, wanders) for each, many in every])
                before: set[str] = set()
                for day in range(FIRST, DAYS):
                    grows = {
                        "segment" if segment else "column"
                        for segment, kind in _told(profiles[: day + 1])
                        if kind == "growing"
                    }
                    days += "segment" in grows
                    for each in grows - before:
                        began[each] += 1
                    before = grows
            years = tables * (DAYS - FIRST) / YEAR
            alarms = (f"{began[each] / years:.1f}" for each in ("column", "segment"))
            yield f"{levels}", name, *alarms, f"{days / years:.0f}"


def segments_growth(runs: int = 20) -> Iterable[Sequence[str]]:
    """One level of four grows: days until it is named; runs in which something is told beside it."""
    first, after = 90, 40
    for share, rows, a_day in (
        (0.02, 10_000, 0.01),
        (0.02, 1_000, 0.01),
        (0.02, 100, 0.01),
        (0.1, 1_000, 0.01),
        (0.3, 1_000, 0.01),
        (0.02, 10_000, 0.003),
        (0.02, 1_000, 0.003),
        (0.02, 100, 0.003),
        (0.1, 1_000, 0.003),
    ):
        delays, twice = [], 0
        for seed in range(runs):
            rng = np.random.default_rng(900 + seed)
            sizes = [_sized(rng, each, first + after) for each in (rows, 10_000, 10_000, 10_000)]
            more = [a_day * (day + 1) for day in range(after)]
            missing = [
                _missing(rng, share, many, CALM, more if not at else ()) for at, many in enumerate(sizes)
            ]
            profiles = _profiles(sizes, missing)
            told = [_told(profiles[: day + 1]) for day in range(first, first + after)]
            named = [any(segment == "s = 0" for segment, _ in each) for each in told]
            delays += [named.index(True) + 1] if True in named else []
            twice += any(len(each) > 1 for each in told[7:])
        said = f"{median(delays):.0f}", f"{np.quantile(delays, 0.9):.0f}"
        seen, more_than_one = f"{len(delays) / runs:.0%}", f"{twice / runs:.0%}"
        yield f"{share:.0%}, {rows:,}", f"{100 * a_day:.1f}", *said, seen, more_than_one
