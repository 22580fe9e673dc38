"""How long does it take to profile a table, beside one raw scan of every value? Run: python bench/scan.py.

2 million rows × 12 columns in 30 daily Parquet files, five columns watched, a key; each part in a process of
its own, medians of five. The floor is one DuckDB query that reads every value.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import json
import os
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from statistics import median
from time import perf_counter  # noqa: TID251 (a benchmark measures the real time)
from typing import Any

import numpy as np

DAYS, ROWS, COLUMNS, RUNS = 30, 66_667, 12, 5
FIRST = date(2026, 1, 1)
Work = Callable[[], object]


def main() -> None:
    """Write the table, measure each part, print a Markdown table."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder))
        print(f"{DAYS * ROWS:,} rows × {COLUMNS} columns, {DAYS} files, {os.cpu_count()} cores\n")
        print("| work | seconds | CPU seconds | peak memory | times the floor |")
        print("| --- | --- | --- | --- | --- |")
        floor = 0.0
        for part in ("floor", "cold", "one new partition", "nothing new"):
            runs = [_measured(part, folder) for _ in range(RUNS)]
            seconds, cpu, memory = (median(run[key] for run in runs) for key in ("seconds", "cpu", "memory"))
            floor = floor or seconds
            print(
                f"| {part} | {seconds:.2f} | {cpu:.2f} | {memory:.0f} MB | {seconds / floor:.1f} |",
                flush=True,
            )


def _measured(part: str, folder: str) -> dict[str, float]:
    command = [sys.executable, __file__, part, folder]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def _write(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    rng = np.random.default_rng(1)
    for at in range(DAYS):
        day = np.datetime64(FIRST + timedelta(days=at), "us")
        seconds = np.sort(rng.integers(0, 86_400, ROWS)).astype("timedelta64[s]")
        columns = {
            "id": np.arange(at * ROWS, (at + 1) * ROWS),
            "at": day + seconds,
            "into": np.full(ROWS, day + np.timedelta64(29, "h")),
        }
        for number in range(COLUMNS - 3):
            columns[f"c{number}"] = _column(rng, number % 3)
        file = folder / f"day={FIRST + timedelta(days=at)}" / "part.parquet"
        file.parent.mkdir()
        parquet.write_table(pa.table(columns), file)


def _column(rng: np.random.Generator, kind: int) -> object:
    import pyarrow as pa

    if kind == 0:
        return pa.array(rng.normal(size=ROWS), mask=rng.random(ROWS) < 0.02)
    if kind == 1:
        return rng.integers(0, 500, ROWS).astype(float)
    return np.char.add("s", rng.integers(0, 50, ROWS).astype(str))


def run(part: str, folder: str) -> None:
    """One part, in this process; prints seconds, CPU seconds and peak memory as JSON."""
    work = {"floor": _floor, "cold": _cold, "one new partition": _one_new, "nothing new": _nothing_new}[part]
    measured = work(folder)
    cpu, start = _cpu(), perf_counter()
    measured()
    seconds = perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": _cpu() - cpu, "memory": memory}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _floor(folder: str) -> Work:
    import duckdb

    connection = duckdb.connect()
    files = f"{folder}/*/*.parquet"
    names = [name for name, *_ in connection.sql(f"DESCRIBE SELECT * FROM '{files}'").fetchall()]
    wanted = ", ".join(f'bit_xor(hash("{name}"))' for name in names)
    return lambda: connection.sql(f"SELECT {wanted} FROM '{files}'").fetchall()


def _table(folder: str) -> Any:
    from checks.declared import Table
    from checks.sources.tables import FilesTable, connect

    declared = {
        "source": "lake",
        "path": "day=*/*.parquet",
        "partition": {"column": "day"},
        "key": ["id"],
        "event_time": "at",
        "loaded_at_field": "into",
        "columns": {f"c{number}": {"drift": True} for number in (0, 1, 3, 4, 6)},
    }
    return FilesTable(connect(), "bench", Path(folder), Table.model_validate(declared))


class _Shelf:
    """Profiles in memory."""

    def __init__(self) -> None:
        self.rows: dict[Any, tuple[str, bytes]] = {}

    def kept(self, identity: str) -> dict[Any, tuple[str, bytes]]:
        return dict(self.rows)

    def keep(self, identity: str, profiles: Mapping[Any, tuple[str, bytes]]) -> None:
        self.rows.update(profiles)

    def forget(self, identity: str, groups: Iterable[Any]) -> None:
        for group in groups:
            self.rows.pop(group, None)


def _cold(folder: str) -> Work:
    from checks.profiles.survey import survey

    table = _table(folder)
    return lambda: survey(table, _Shelf())


def _one_new(folder: str) -> Work:
    shelf = _kept(folder)
    for group in [group for group in shelf.rows if group[0] == FIRST + timedelta(days=DAYS - 1)]:
        del shelf.rows[group]
    return _again(folder, shelf)


def _nothing_new(folder: str) -> Work:
    return _again(folder, _kept(folder))


def _kept(folder: str) -> "_Shelf":
    from checks.profiles.survey import survey

    shelf = _Shelf()
    survey(_table(folder), shelf)
    return shelf


def _again(folder: str, shelf: "_Shelf") -> Work:
    from checks.profiles.survey import survey

    table = _table(folder)
    return lambda: survey(table, shelf)


if __name__ == "__main__":
    run(*sys.argv[1:]) if len(sys.argv) > 1 else main()
