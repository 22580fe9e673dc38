"""What does hindsight cost? Run: python bench/hindsight.py

A folder of a year, 20 columns and 10,000,000 rows in 365 daily Parquet files (bench/_generated.py), replayed
without configuration for two outages, with its page. Seconds and CPU seconds with imports, and peak memory,
in a process that does nothing else (the folder is written by another).
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from time import perf_counter, process_time  # noqa: TID251 (a benchmark measures the real time)

from bench import _generated as generated
from bench._memory import peak

ROWS, DAYS = 10_000_000, 365
LEFT_OUT = ("of_5", "of_30", "of_200", "started_on")
"""Without them there are 20 columns."""


def main() -> None:
    """Print a Markdown table."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "lake")
        writing = get_context("spawn").Process(target=write, args=(folder,))
        writing.start()
        writing.join()
        print(f"{ROWS:,} rows × 20 columns, {DAYS} files\n")
        print("| work | seconds | CPU seconds |\n| --- | --- | --- |")
        _measure(folder)
        print(f"\npeak memory {peak():,.0f} MB")


def write(folder: Path) -> None:
    """The made-up year."""
    generated.write(folder / "usage", ROWS, days=DAYS, without=LEFT_OUT)


def _measure(folder: Path) -> None:
    whole = _Watch()
    from bot.commands._hindsight import hindsight
    from bot.domain.hindsight import Outage
    from bot.messages.hindsight_page import page

    last = generated.FIRST + timedelta(days=DAYS)
    outages = [Outage(last - timedelta(days=back)) for back in (40, 150)]
    parts: dict[str, _Watch] = {}

    @contextmanager
    def progress(unit: str) -> Iterator[None]:
        parts[unit] = _Watch()
        yield
        parts[unit].stop()

    said = hindsight(folder, outages, None, last, progress)
    drawing = _Watch()
    page(said)
    drawing.stop()
    whole.stop()
    print(f"| profile {DAYS} days | {parts['partitions']} |")
    print(f"| replay {DAYS - 7} mornings | {parts['days']} |")
    print(f"| the page | {drawing} |")
    print(f"| all of it, with imports and the first look | {whole} |\n")
    for alarm in said.false_alarms:  # nothing is planted in this year
        print(f"told on {alarm.told} [{alarm.loudest}]: {alarm.first.title}")
    print(f"{len(said.false_alarms)} alarms in a year in which nothing happened")


class _Watch:
    """Seconds and CPU seconds from its making to its stop."""

    def __init__(self) -> None:
        self.wall, self.used = perf_counter(), process_time()

    def stop(self) -> None:
        self.wall, self.used = perf_counter() - self.wall, process_time() - self.used

    def __str__(self) -> str:
        return f"{self.wall:.0f} | {self.used:.0f}"


if __name__ == "__main__":
    main()
