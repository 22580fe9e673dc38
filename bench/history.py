"""What does a long history cost? Run: python bench/history.py

A table of 24 columns (bench/_generated.py), 12 numbers watched, as many rows a day as a million in four
weeks. A weekly checkup profiles seven new days, of as many rows or of ten times as many, and judges them;
with 4 and with 52 weeks of kept profiles, in CPU seconds without imports, medians of three.
Then a replay of the last 28 days of such a table of 20 columns from kept profiles, in days a CPU second.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import tempfile
from datetime import UTC, datetime, time, timedelta
from statistics import median
from time import process_time  # noqa: TID251 (a benchmark measures the real time)
from zoneinfo import ZoneInfo

from bench import _generated as generated
from bench.scan import RUNS, Shelf
from checks.audit import Auditor
from checks.declared import Table

ROWS, WEEKS = 35_714, (4, 52)
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
    """Print two Markdown tables."""
    print("| rows of a new day | weeks kept | seven new days are profiled | and judged | together |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as root:
        whole, days = Path(root, "whole"), 7 * max(WEEKS)
        generated.write(whole, ROWS * days, days=days)
        _warm(whole)
        for rows in NEW:
            new = Path(root, str(rows))
            generated.write(new, rows * 7, days=7, first=days - 7)
            for weeks in WEEKS:
                runs = [_checkup(whole, new, weeks) for _ in range(RUNS)]
                profiled, judged = (median(each) for each in zip(*runs, strict=True))
                print(f"| {rows:,} | {weeks} | {profiled:.2f} | {judged:.2f} | {profiled + judged:.2f} |")
        narrow = Path(root, "narrow")
        generated.write(narrow, REPLAYED * days, days=days, without=NOT_REPLAYED)
        speed = median(_replayed(narrow) for _ in range(RUNS))
        print(
            f"\nReplay of 28 days of 20 columns with {max(WEEKS)} weeks kept: {speed:.1f} days a CPU second"
        )


def _warm(whole: Path) -> None:
    """Import what is imported late."""
    _auditor(_newest(whole, 2), Shelf()).audit(_morning(0))


def _checkup(whole: Path, new: Path, weeks: int) -> tuple[float, float]:
    folder, shelf = _newest(whole, weeks), Shelf()
    for day in new.iterdir():
        (folder / day.name).unlink()
        (folder / day.name).symlink_to(day)
    _a_week_ago(folder, shelf)
    began = process_time()
    auditor = _auditor(folder, shelf)
    profiled = process_time()
    auditor.audit(_morning(0))
    return profiled - began, process_time() - profiled


def _a_week_ago(folder: Path, shelf: Shelf) -> None:
    """The checkup before, of which nothing is left but what was kept."""
    auditor = _auditor(folder, shelf)
    auditor.audit(_morning(7))
    identity = auditor.surveys["usage"].table.identity
    shelf.forget(identity, sorted(shelf.kept(identity))[-7:])


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
