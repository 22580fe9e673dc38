"""What drift says beside a declared period with bad days in it, and of a young table.

Run: python bench/references.py   (five minutes; a word of a title, like `young`, for that table alone)

One feature, 1,000 rows a day, judged day by day as the check judges it. Days wander (AR(1), 0.7 a day) by so
many standard deviations, and weekdays differ by so many.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from bench._simulated import START, Floats, history, measured, wander, weekday_pattern
from checks.data import drift
from checks.profiles.remembered import Remembered
from checks.verdict import Outcome

ROWS, SEEDS, PERIOD, AFTER = 1_000, 40, 28, 14
Row = Sequence[str]


def main(arguments: Sequence[str]) -> None:
    """Print each table in Markdown."""
    tables: list[tuple[str, Row, Callable[[], Iterable[Row]]]] = [
        (
            "A declared period of 28 days",
            ("days", "bad days", "false alarms a week", "0.25 sd", "0.6 sd"),
            periods,
        ),
        (
            "A young table",
            ("days", "told in days 4 to 7", "in days 8 to 21", "0.5 sd on day 6", "on day 13"),
            young,
        ),
    ]
    for title, heads, rows in tables:
        if not arguments or any(each in title.lower() for each in arguments):
            print(f"\n### {title}\n\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
            for row in rows():
                print(f"| {' | '.join(row)} |", flush=True)


KINDS = {"calm": (0.0, 0.0), "wander by 0.1 sd": (0.1, 0.0), "weekdays differ by 0.5 sd": (0.03, 0.5)}
WEEKENDS = {f"weekends differ by {by} sd": by for by in (0.5, 1.0)}
YOUNG = (*KINDS, *WEEKENDS)


def _level(rng: np.random.Generator, kind: str, days: int) -> Floats:
    if kind in WEEKENDS:
        return wander(rng, days, 0.03) + WEEKENDS[kind] * (np.arange(days) % 7 >= 5)
    wild, weekdays = KINDS[kind]
    return wander(rng, days, wild) + weekday_pattern(rng, days, weekdays)


def _days(rng: np.random.Generator, level: Floats) -> list[Floats]:
    return [rng.normal(mean, 1, ROWS) for mean in level]


def periods() -> Iterable[Row]:
    """Fourteen clean days after the period, and a bad one in place of the last."""
    declared = {"from": START.isoformat(), "to": (START + timedelta(days=PERIOD - 1)).isoformat()}
    for kind in KINDS:
        for bad in (0, 3, 7):
            alarms, seen = 0, [0, 0]
            for seed in range(SEEDS):
                rng = np.random.default_rng(seed)
                level = _level(rng, kind, PERIOD + AFTER)
                first = int(rng.integers(0, PERIOD - bad + 1))
                level[first : first + bad] += 0.8
                said = _Replayed(_days(rng, level), reference=declared)
                alarms += sum(said.alarm(PERIOD + at) for at in range(1, AFTER + 1))
                for place, shift in enumerate((0.25, 0.6)):
                    seen[place] += said.alarm(PERIOD + AFTER, shift)
            weeks = SEEDS * AFTER / 7
            yield kind, str(bad), f"{alarms / weeks:.3f}", *(f"{each / SEEDS:.0%}" for each in seen)


def young() -> Iterable[Row]:
    """False tickets of a table's first three weeks, and shifts that are seen."""
    for kind in YOUNG:
        early = late = 0
        seen = [0, 0]
        for seed in range(SEEDS):
            rng = np.random.default_rng(seed)
            said = _Replayed(_days(rng, _level(rng, kind, 21)))
            early += sum(said.alarm(many) for many in range(4, 8))
            late += sum(said.alarm(many) for many in range(8, 22))
            for place, many in enumerate((6, 13)):
                seen[place] += said.alarm(many, 0.5)
        yield kind, f"{early / SEEDS:.2f}", f"{late / SEEDS:.2f}", *(f"{each / SEEDS:.0%}" for each in seen)


class _Replayed:
    """A table as it was after each of its days; distances are worked out once."""

    def __init__(self, days: Sequence[Floats], **declared: object) -> None:
        self.days, self.profiles, self.declared = days, measured(days), declared
        self.known = Remembered()

    def alarm(self, many: int, shift: float = 0.0) -> bool:
        """Whether the last of so many days is told, or would be if it were shifted."""
        profiles = self.profiles[:many]
        if shift:
            profiles = [*profiles[:-1], *measured([self.days[many - 1] + shift], many - 1)]
        past = history(profiles, columns={"x": {"drift": True}}, **self.declared)
        verdicts = drift.judge(replace(past, remembered=self.known))
        return any(each.outcome is Outcome.BREACH for each in verdicts)


if __name__ == "__main__":
    main(sys.argv[1:])
