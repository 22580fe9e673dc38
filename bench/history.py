"""What does a long history cost? Run: python bench/history.py

A table of 24 columns (bench/_generated.py), 12 numbers watched, as many rows a day as a million in four
weeks. A weekly checkup profiles seven new days, of as many rows or of ten times as many, and judges them;
with 4 and with 52 weeks of kept profiles in turns, in CPU seconds without imports, medians of eleven.
Then a replay of the last 28 days of such a table of 20 columns from kept profiles, in days a CPU second.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import gc
import tempfile
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, time, timedelta
from statistics import median
from time import process_time  # noqa: TID251 (a benchmark measures the real time)
from zoneinfo import ZoneInfo

from bench import _generated as generated
from bench.scan import RUNS, Shelf
from bot.cli import COLLECT_AFTER
from checks.audit import Auditor
from checks.declared import Table

ROWS, WEEKS, TURNS = 35_714, (4, 52), 11
NEW = (35_714, 357_142)
"""Rows of each new day: as in a table of a million rows in four weeks, and of ten million."""

REPLAYED = 5_000
"""Rows of each day that is replayed: profiles are as large as those of larger days."""

NOT_REPLAYED = ("of_5", "of_30", "of_200", "started_on")
"""Without them there are 20 columns."""

ZONE = ZoneInfo("UTC")
DECLARED = {
    "source": "lake",
    "path": "day=*/*.parquet",
    "partition": {"column": "day"},
    "key": ["id"],
    "unique_within": "partition",
    "event_time": "at",
    "loaded_at_field": "into",
    "finish_by": {"time": "06:30"},
    "columns": {name: {"drift": True, "null_rate": True} for name in generated.NUMBERS},
}


def main() -> None:
    """Print a Markdown table, and the speed of a replay."""
    gc.set_threshold(COLLECT_AFTER)  # as the command does
    print("| rows of a new day | weeks kept | seven new days are profiled | and judged | together |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as root:
        whole, days = Path(root, "whole"), 7 * max(WEEKS)
        generated.write(whole, ROWS * days, days=days)
        _warm(whole)
        for rows in NEW:
            new = Path(root, str(rows))
            generated.write(new, rows * 7, days=7, first=days - 7)
            _compare(rows, {weeks: _Kept(whole, new, weeks) for weeks in WEEKS})
        narrow = Path(root, "narrow")
        generated.write(narrow, REPLAYED * days, days=days, without=NOT_REPLAYED)
        speed = median(_replayed(narrow) for _ in range(RUNS))
        print(
            f"\nReplay of 28 days of 20 columns with {max(WEEKS)} weeks kept: {speed:.1f} days a CPU second"
        )


def _warm(whole: Path) -> None:
    """Import what is imported late."""
    _auditor(_newest(whole, 2), Shelf()).audit(_morning(0))


def _compare(rows: int, kept: Mapping[int, "_Kept"]) -> None:
    """In turns, so that what else the machine does falls on both."""
    runs = [{weeks: each.checkup() for weeks, each in kept.items()} for _ in range(TURNS)]
    for weeks in kept:
        profiled, judged = (median(each) for each in zip(*(run[weeks] for run in runs), strict=True))
        print(f"| {rows:,} | {weeks} | {profiled:.2f} | {judged:.2f} | {profiled + judged:.2f} |")
    few, many = kept
    times = sorted(sum(run[many]) / sum(run[few]) for run in runs)
    print(f"| {rows:,} | {many} : {few} | | | {median(times):.2f}× ({times[0]:.2f} to {times[-1]:.2f}) |")


class _Kept:
    """A table with so many weeks, of which the last is new, and what the checkup before kept."""

    def __init__(self, whole: Path, new: Path, weeks: int) -> None:
        self.folder, shelf = _newest(whole, weeks), Shelf()
        for day in new.iterdir():
            (self.folder / day.name).unlink()
            (self.folder / day.name).symlink_to(day)
        auditor = _auditor(self.folder, shelf)
        auditor.audit(_morning(7))
        identity = auditor.surveys["usage"].table.identity
        shelf.forget(identity, sorted(shelf.kept(identity))[-7:])
        self.shelf = shelf

    def checkup(self) -> tuple[float, float]:
        """CPU seconds until the new days are profiled, and until they are judged."""
        shelf = deepcopy(self.shelf)
        began = process_time()
        auditor = _auditor(self.folder, shelf)
        profiled = process_time()
        auditor.audit(_morning(0))
        return profiled - began, process_time() - profiled


def _replayed(whole: Path) -> float:
    shelf = Shelf()
    _auditor(whole, shelf)
    auditor, began = _auditor(whole, shelf), process_time()
    for back in range(28, 0, -1):
        auditor.audit(_morning(back))
    return 28 / (process_time() - began)


def _newest(whole: Path, weeks: int) -> Path:
    """The last weeks alone, as links."""
    folder = Path(tempfile.mkdtemp(dir=whole.parent))
    for day in sorted(whole.iterdir())[-7 * weeks :]:
        (folder / day.name).symlink_to(day)
    return folder


def _auditor(folder: Path, shelf: Shelf) -> Auditor:
    return Auditor({"usage": (folder, Table.model_validate(DECLARED))}, shelf, ZONE)


def _morning(back: int) -> datetime:
    return datetime.combine(generated.FIRST + timedelta(days=7 * max(WEEKS) - back), time(9), UTC)


if __name__ == "__main__":
    main()
