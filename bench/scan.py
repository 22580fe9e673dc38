"""What does it cost to profile a table, beside one raw scan of every value, and beside others?

Run: python bench/scan.py [ROWS …] [--alone]   (1,000,000 and 10,000,000 where no rows are given)

A made-up table of 24 columns in 28 daily Parquet files (bench/_generated.py), 12 numbers watched, a key.
Each part runs in a process of its own, without the time of imports, medians of three. The floor is one
DuckDB query that reads every value. pandas with scipy, Soda Core and Evidently do a part of the same work
(bench/_others.py); the last two are installed into environments of their own, or left out with --alone.
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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from statistics import median
from time import perf_counter  # noqa: TID251 (a benchmark measures the real time)
from typing import Any

from bench import _generated as generated
from bench._memory import peak

RUNS = 3
SMALL = 2_800
LARGE = 4_000_000
"""From so many rows on, Evidently is left out: it takes minutes for a million."""

OTHERS = {"soda": ("soda-duckdb==4.28.0",), "evidently": ("evidently==0.7.23", "pandas<3", "pyarrow")}
Work = Callable[[], object]


def main(arguments: Sequence[str]) -> None:
    """Write each table, measure each part, print a Markdown table."""
    others = [("pandas", sys.executable)] if "--alone" in arguments else [*_environments()]
    rows = [int(each.replace(",", "")) for each in arguments if each != "--alone"]
    sizes = rows or [1_000_000, 10_000_000]
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            generated.write(Path(folder, "whole"), rows)
            generated.write(Path(folder, "small"), SMALL)
            print(f"\n{rows:,} rows × 24 columns, {generated.DAYS} files, {os.cpu_count()} cores\n")
            print("| work | CPU seconds | times the floor | seconds | peak memory |")
            print("| --- | --- | --- | --- | --- |")
            commands = [(part, [sys.executable, __file__, part, folder]) for part in PARTS]
            beside = str(Path(__file__).parent / "_others.py")
            commands += [
                (part, [python, beside, part, f"{folder}/whole"])
                for part, python in others
                if part != "evidently" or rows < LARGE
            ]
            _report(commands)


def _report(commands: Sequence[tuple[str, list[str]]]) -> None:
    floor = 0.0
    for part, command in commands:
        runs = [measured(command) for _ in range(1 if part == "evidently" else RUNS)]
        cpu, seconds, memory = (median(run[key] for run in runs) for key in ("cpu", "seconds", "memory"))
        floor = floor or cpu
        print(f"| {part} | {cpu:.2f} | {cpu / floor:.1f} | {seconds:.2f} | {memory:.0f} MB |", flush=True)


def _environments() -> Iterator[tuple[str, str]]:
    """The others with the Python that has them; made where there is none yet."""
    yield "pandas", sys.executable
    for name, packages in OTHERS.items():
        folder = Path(__file__).parents[1] / "build" / "bench" / name
        python = str(folder / "bin" / "python")
        if not Path(python).exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            subprocess.run([python, "-m", "pip", "install", "-qq", *packages], check=True)
        yield name, python


def measured(command: Sequence[str]) -> dict[str, float]:
    """What a command says on its last line, as JSON."""
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def run(part: str, folder: str) -> None:
    """One part, in this process; prints seconds, CPU seconds and peak memory as JSON.

    What is imported late is imported by the same work on a small table.
    """
    PARTS[part](f"{folder}/small")()
    work = PARTS[part](f"{folder}/whole")
    cpu, start = _cpu(), perf_counter()
    work()
    seconds = perf_counter() - start
    print(json.dumps({"seconds": seconds, "cpu": _cpu() - cpu, "memory": peak()}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _floor(folder: str) -> Work:
    """One query that reads every value."""
    connection, files, names = _raw(folder)
    wanted = ", ".join(f'bit_xor(hash("{name}"))' for name in names)
    return lambda: connection.sql(f"SELECT {wanted} FROM {files}").fetchall()


def _extremes(folder: str) -> Work:
    """Nulls, counts, minimum and maximum of every column, read as Oakum reads them."""
    import pyarrow.compute as compute

    from checks.profiles.reading import learned
    from checks.sources.beside import Beside

    table = _table(folder)
    names = [name for name, _ in table.bundles()[0][0].schema]
    texts = [name for name in names if name.startswith(("of_", "code", "started", "name"))]

    def measured() -> list[Any]:
        bundles, _ = table.bundles()
        beside = Beside(table, bundles)
        repeated = [name for name, each in learned(beside, texts).items() if each.repeated]
        return [
            (chunk.null_count, len(chunk), compute.min_max(chunk.dictionary if name in repeated else chunk))
            for piece in beside.stored(names, repeated)
            for name in names
            for chunk in piece[name].chunks
        ]

    return measured


def _queried(folder: str) -> Work:
    """The same by one query of DuckDB."""
    connection, files, names = _raw(folder)
    wanted = [f'{what}("{name}")' for name in names for what in ("count", "min", "max")]
    query = f"SELECT day, count(*), {', '.join(wanted)} FROM {files} GROUP BY day"
    return lambda: connection.sql(query).fetchall()


def _raw(folder: str) -> tuple[Any, str, list[str]]:
    import duckdb

    connection = duckdb.connect()
    files = f"read_parquet('{folder}/*/*.parquet', hive_partitioning = true)"
    names = [name for name, *_ in connection.sql(f"DESCRIBE SELECT * EXCLUDE (day) FROM {files}").fetchall()]
    return connection, files, names


def _repeated(*key: str) -> Callable[[str], Work]:
    """Keys that an earlier row has."""

    def prepared(folder: str) -> Work:
        from checks.profiles.duplicates import duplicates

        table = _table(folder, *key)
        bundles, _ = table.bundles()
        return lambda: duplicates(table, bundles, bundles)

    return prepared


def _table(folder: str, *key: str) -> Any:
    from checks.declared import Table
    from checks.sources.files import FilesTable, connect

    declared = {
        "source": "lake",
        "path": "day=*/*.parquet",
        "partition": {"column": "day"},
        "key": key or ["id"],
        "event_time": "at",
        "loaded_at_field": "into",
        "columns": {name: {"drift": True, "null_rate": True} for name in generated.NUMBERS},
    }
    return FilesTable(connect(), "bench", Path(folder), Table.model_validate(declared))


class Shelf:
    """Profiles in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[Any, tuple[str, bytes]]] = {}

    def kept(self, identity: str) -> dict[Any, tuple[str, bytes]]:
        return dict(self.rows.get(identity, {}))

    def keep(self, identity: str, profiles: Mapping[Any, tuple[str, bytes]]) -> None:
        self.rows.setdefault(identity, {}).update(profiles)

    def forget(self, identity: str, groups: Iterable[Any]) -> None:
        for group in groups:
            self.rows.get(identity, {}).pop(group, None)


def _cold(*key: str) -> Callable[[str], Work]:
    """Everything, with nothing kept."""

    def prepared(folder: str) -> Work:
        from checks.profiles.survey import survey

        table = _table(folder, *key)
        return lambda: survey(table, Shelf())

    return prepared


def _one_new(folder: str) -> Work:
    shelf, identity = _kept(folder), _table(folder).identity
    newest = generated.FIRST + timedelta(days=generated.DAYS - 1)
    shelf.forget(identity, [group for group in shelf.kept(identity) if group[0] == newest])
    return _again(folder, shelf)


def _nothing_new(folder: str) -> Work:
    return _again(folder, _kept(folder))


def _kept(folder: str) -> "Shelf":
    from checks.profiles.survey import survey

    shelf = Shelf()
    survey(_table(folder), shelf)
    return shelf


def _again(folder: str, shelf: "Shelf") -> Work:
    from checks.profiles.survey import survey

    table = _table(folder)
    return lambda: survey(table, shelf)


PARTS: dict[str, Callable[[str], Work]] = {
    "raw scan (the floor)": _floor,
    "nulls, counts, minimum, maximum": _extremes,
    "the same, by one query of DuckDB": _queried,
    "duplicate keys, a number": _repeated("id"),
    "duplicate keys, a text": _repeated("code"),
    "duplicate keys, text and number": _repeated("of_200", "id"),
    "first full profile": _cold("id"),
    "first full profile, a text for a key": _cold("code"),
    "first full profile, text and number": _cold("of_200", "id"),
    "one new partition": _one_new,
    "nothing new": _nothing_new,
}

if __name__ == "__main__":
    run(*sys.argv[1:]) if sys.argv[1:2] and sys.argv[1] in PARTS else main(sys.argv[1:])
