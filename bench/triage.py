"""One thing first, on made-up histories whose truth is known: the first place, the focus, forecasts, speed.

Run: python bench/triage.py
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from time import process_time  # noqa: TID251 (a benchmark measures the real time)

import numpy as np

from bench._simulated import counted, history, null_counts
from bot.domain.declared import Cost, Pipeline
from bot.domain.finding import Finding, Label, changed, from_verdict
from bot.domain.focus import Candidate, step
from bot.domain.roots import folded
from bot.domain.triage import Labels, label, rank
from checks.data import null_rate
from checks.verdict import Outcome, Urgency

Rng = np.random.Generator
SCENARIOS, WEEKS, FORECASTS, MANY = 300, 1000, 40, 100_000
TODAY = date(2026, 11, 20)
CHECKS = ("row_count", "null_rate", "guards", "duplicate_keys", "drift")
MONTH = 30


def main() -> None:
    """All tables."""
    tables = {
        "The first place": (
            ("shares wander", "labels a check", "right", "cost of the first to the best"),
            places(),
        ),
        "The focus": (
            ("costs wander a day", "weeks", "swapped for nothing", "a bigger one took over"),
            focuses(),
        ),
        "Forecasts": (("history", "rows", "will break next month", "cannot tell", "not found"), forecasts()),
        "Ranking": (("findings", "seconds", "with folding"), [speed()]),
    }
    for title, (heads, rows) in tables.items():
        print(f"\n### {title}\n\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
        for row in rows:
            print(f"| {' | '.join(row)} |", flush=True)


def places() -> Iterable[Sequence[str]]:
    """How often the first place is the truly costliest, and what it costs of what that one would."""
    for wander in (0.05, 0.1, 0.2, 0.4):
        for labels in (5, 20, 100):
            seen = [_scenario(np.random.default_rng(seed), wander, labels) for seed in range(SCENARIOS)]
            right = np.mean([ratio == 1 for ratio in seen])
            yield f"{wander:.0%}", f"{labels}", f"{right:.1%}", f"{np.mean(seen):.1%}"


def _scenario(rng: Rng, wander: float, labels: int) -> float:
    """The true cost of what is ranked first, as a share of the dearest one's.

    Two to eight failures at once, each in a table of its own with its own price; what is built on some of
    them fails as well. True costs are spread over four orders of magnitude. Each check has been right as
    often as it is, and people said so of a few of its findings.
    """
    right = {check: float(rng.beta(5, 2)) for check in CHECKS}
    heard = {check: Labels(int(rng.binomial(labels, sure)), labels) for check, sure in right.items()}
    tables: dict[str, dict[str, object]] = {}
    prices: dict[str, Cost] = {}
    truth: dict[str, float] = {}
    found: list[Finding] = []
    for at in range(int(rng.integers(2, 9))):
        name, check, cost = f"t{at}", CHECKS[rng.integers(len(CHECKS))], 10 ** rng.uniform(2, 6)
        rows, share = int(np.exp(rng.uniform(7.6, 12.2))), float(np.exp(rng.uniform(-4.6, -0.7)))
        prices[f"p/{name}"] = Cost(per_wrong_unit=cost / (rows * share * right[check] * MONTH))
        seen = min(0.99, share * np.exp(rng.normal(0, wander)))
        found.append(_finding(name, check, rows, int(rng.binomial(rows, seen))))
        fed = [f"{name}_{below}" for below in range(int(rng.integers(1, 4)) if rng.random() < 0.3 else 0)]
        tables |= {name: {"feeds": dict.fromkeys(fed, "normal")}} | {each: {} for each in fed}
        truth[name] = cost
        for each in fed:  # fewer rows of it are touched, at the same price
            part = rng.uniform(0.2, 0.9)
            prices[f"p/{each}"] = prices[f"p/{name}"]
            truth[name] = max(truth[name], cost * part / right[check] * right["drift"])
            found.append(_finding(each, "drift", rows, int(rng.binomial(rows, min(0.99, seen * part)))))
    ranked = rank(folded(found, [_pipeline(tables)]), prices, heard)
    return truth[ranked[0].table] / max(truth.values())


def _finding(table: str, check: str, rows: int, wrong: int) -> Finding:
    return Finding(
        pipeline="p",
        check=check,
        table=table,
        column=None,
        segment=None,
        urgency=Urgency.TICKET,
        since=None,
        summary="",
        affected=wrong,
        volume=rows,
        days_to_break=0.0,
        bad=(TODAY,),
    )


def _pipeline(tables: dict[str, dict[str, object]]) -> Pipeline:
    plain = {"source": "lake", "path": "x", "partition": {"column": "day"}}
    return Pipeline.model_validate(
        {
            "pipeline": "p",
            "owner": "maria",
            "channel": "#p",
            "tables": {name: plain | table for name, table in tables.items()},
        }
    )


def focuses() -> Iterable[Sequence[str]]:
    """How often the focus of a week is swapped for something that is not truly twice as big."""
    for wander in (0.1, 0.2, 0.3, 0.4):
        seen = Counter(_week(np.random.default_rng(seed), wander) for seed in range(WEEKS))
        yield f"{wander:.0%}", f"{WEEKS:,}", f"{seen['nothing'] / WEEKS:.1%}", f"{seen['bigger'] / WEEKS:.1%}"


def _week(rng: Rng, wander: float) -> str:
    """Two to eight incidents, one of which may begin in mid-week; costs as they are seen wander every day."""
    costs = 10 ** rng.uniform(2, 6, rng.integers(2, 9))
    begins = np.where(rng.random(len(costs)) < 0.2, rng.integers(1, 6, len(costs)), 0)
    focus, swapped = None, "kept"
    for at in range(7):
        seen = costs * np.exp(rng.normal(0, wander, len(costs)))
        open_ = [
            Candidate(incident=number, name=f"i{number}", score=float(score), priced=True)
            for number, score in enumerate(seen)
            if begins[number] <= at
        ]
        before, focus = focus, step(focus, open_, TODAY + timedelta(days=at), TODAY)
        if before and focus and focus.incident != before.incident:
            swapped = "bigger" if costs[focus.incident] >= 2 * costs[before.incident] else "nothing"
            if swapped == "nothing":
                return swapped
    return swapped


def forecasts() -> Iterable[Sequence[str]]:
    """What a null rate is called that will cross its limit in 20 days, and one that never will."""
    for name, grow in HISTORIES.items():
        for rows in (1_000, 10_000, 100_000):
            seen = Counter(_forecast(np.random.default_rng(seed), rows, *grow) for seed in range(FORECASTS))
            said = [seen[each] / FORECASTS for each in (Label.WILL_BREAK, Label.CANNOT_TELL, None)]
            yield name, f"{rows:,}", *(f"{each:.0%}" for each in said)


LIMIT, NOW, BEGAN = 0.06, 0.035, 0.02
HISTORIES = {
    "crosses in 20 days, grown for 14": (14, 14, 0.08),
    "crosses in 20 days, grown for 28": (28, 28, 0.08),
    "never: flat": (0, 0, 0.08),
    "never: flat, wanders twice as much": (0, 0, 0.16),
    "never: grew for 14 days, flat since 28": (42, 14, 0.08),
}
"""How many days ago the growth began, how many it lasted, and how the share wanders (in logit) from day to
day."""


def _forecast(rng: Rng, rows: int, ago: int, lasted: int, wild: float) -> Label | None:
    """From 2 % towards a limit of 6 %: 3.5 % today, by as much a day as crosses it in 20 days."""
    days, slope = 120, (LIMIT - NOW) / 20
    level = NOW if ago == lasted else NOW - 0.01  # what stopped to grow stopped below
    start = level - slope * lasted if lasted else BEGAN
    more = {days - 1 - back: slope * min(lasted, ago - back) for back in range(ago)}
    counts = null_counts(rng, max(0.002, start), days, rows, more, wild=wild)
    column = {"x": {"null_rate": {"limit": LIMIT}}}
    verdict = next(null_rate.judge(history(counted(counts, [rows] * days), columns=column)))
    if verdict.outcome is not Outcome.BREACH:
        return None
    said = label(from_verdict(verdict, _pipeline({"t": {}})))
    return said if said is Label.WILL_BREAK else Label.CANNOT_TELL


def speed() -> Sequence[str]:
    """A hundred thousand findings in five hundred tables, each built on the one before in chains of ten."""
    rng = np.random.default_rng(0)
    fed = {f"t{at}": {"feeds": {f"t{at + 1}": "normal"}} if at % 10 != 9 else {} for at in range(500)}
    wrong, pipeline = rng.integers(0, 40_000, MANY), _pipeline(fed)
    found = [
        changed(_finding(f"t{at % 500}", "null_rate", 40_000, int(wrong[at])), column=f"c{at}")
        for at in range(MANY)
    ]
    price = {"p": Cost(per_wrong_unit=1)}
    rank(found[:10], price)  # scipy is there
    alone = min(_seconds(lambda: rank(found, price)) for _ in range(3))
    both = min(_seconds(lambda: rank(folded(found, [pipeline]), price)) for _ in range(3))
    return f"{MANY:,}", f"{alone:.2f}", f"{both:.2f}"


def _seconds(do: Callable[[], object]) -> float:
    """Of the processor, whatever else runs."""
    gc.collect()
    start = process_time()
    do()
    return process_time() - start


if __name__ == "__main__":
    main()
