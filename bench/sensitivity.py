"""What does it cost to measure what the checks would have caught? Run: python bench/sensitivity.py

A table of 24 columns (bench/_generated.py), 12 numbers watched for nulls and drift, 50,000 rows a day, nine
weeks. In CPU seconds without imports, medians of five: the newest day read and judged; judged alone, from
kept profiles; and the failures planted in copies of it.
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

from bench import _generated as generated
from bench.history import DECLARED, ZONE
from bench.scan import Shelf
from checks.audit import Auditor
from checks.declared import Table
from checks.sensitivity import Caught, Sensitivity

DAYS, ROWS, RUNS = 63, 50_000, 5
MORNING = datetime.combine(generated.FIRST + timedelta(days=DAYS), time(9), UTC)


def main() -> None:
    """Print what it took, and what was measured."""
    with tempfile.TemporaryDirectory() as root:
        generated.write(Path(root), ROWS * DAYS, days=DAYS)
        shelf = Shelf()
        _run(root, shelf)
        runs = [_run(root, shelf, new_day=at % 2 == 0) for at in range(2 * RUNS)]
        read, known = runs[::2], runs[1::2]
        print(f"the newest day read and judged: {median(each for each, _, _ in read):.2f} s")
        print(f"judged from kept profiles: {median(each for each, _, _ in known):.2f} s")
        print(f"measured: {median(each for _, each, _ in runs):.2f} s")
    print(*(f"- {each.says}" for each in runs[-1][2] if each.caught is Caught.CAUGHT), sep="\n")


def _run(root: str, shelf: Shelf, new_day: bool = False) -> tuple[float, float, list[Sensitivity]]:
    if new_day:
        sorted(Path(root).glob("day=*/*.parquet"))[-1].touch()
    start = process_time()
    tables = {"made_up": (Path(root), Table.model_validate(DECLARED))}
    audit = Auditor(tables, shelf, ZONE, MORNING).audit(MORNING)
    judged = process_time()
    found = list(audit.sensitivity())
    return judged - start, process_time() - judged, found


if __name__ == "__main__":
    main()
