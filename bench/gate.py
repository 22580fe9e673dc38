"""What does the gate cost? Run: python bench/gate.py

A batch of 300,000 rows × 18 features, twelve numbers and six of 3 to 200 levels, all watched for drift and
nulls, beside a key and two times; 28 days of as many rows are kept. Beside it one raw scan in DuckDB of every
value of the batch. Each in a process of its own, CPU seconds without imports, medians of three.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import json
import os
import pickle
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from time import perf_counter, process_time  # noqa: TID251 (a benchmark measures the real time)
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bench import _generated as generated
from bench._memory import peak
from bench.scan import RUNS, Shelf, measured

if TYPE_CHECKING:
    from checks.profiles.survey import Kept

ROWS, SMALL = 300_000, 3_000
FEATURES = (*generated.NUMBERS, *(f"of_{levels}" for levels in generated.LEVELS))
WITHOUT = ("code", "started_on", "name")
NEXT = generated.FIRST + timedelta(days=generated.DAYS)
NAMED = {
    "the batch": "partition",
    "three things wrong in it": "partition",
    "the batch, keys of the whole table": "table",
}


def declared(within: str) -> Mapping[str, Any]:
    """The table as somebody would declare it."""
    return {
        "source": "lake",
        "path": "day=*/*.parquet",
        "partition": {"column": "day"},
        "key": ["id"],
        "unique_within": within,
        "event_time": "at",
        "loaded_at_field": "into",
        "columns": {name: {"drift": True, "null_rate": True} for name in FEATURES},
    }


def main() -> None:
    """Write the table and keep its profiles, measure each part, print a Markdown table."""
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in (("whole", ROWS), ("small", SMALL)):
            every = Path(folder, name)
            generated.write(every, rows * (generated.DAYS + 1), days=generated.DAYS + 1, without=WITHOUT)
            (every / f"day={NEXT}").rename(Path(folder, f"{name} batch"))
            _spoil(Path(folder, f"{name} batch", "part.parquet"))
            for within in {*NAMED.values()}:
                _keep(Path(folder, name), within)
        days, cores = generated.DAYS, os.cpu_count()
        print(f"\n{ROWS:,} rows × {len(FEATURES)} features, {days} days kept, {cores} cores\n")
        print("| work | CPU seconds | times the raw scan | seconds | peak memory |")
        print("| --- | --- | --- | --- | --- |")
        floor = 0.0
        for part in ("raw scan of the batch", *NAMED):
            runs = [measured([sys.executable, __file__, part, folder]) for _ in range(RUNS)]
            cpu, seconds, memory = (median(run[key] for run in runs) for key in ("cpu", "seconds", "memory"))
            floor = floor or cpu
            print(f"| {part} | {cpu:.2f} | {cpu / floor:.1f} | {seconds:.2f} | {memory:.0f} MB |", flush=True)


def _keep(folder: Path, within: str) -> None:
    """The profiles of the days before, as `oakum check` leaves them."""
    shelf = Shelf()
    _auditor(folder, within, shelf).audit(datetime.combine(NEXT, time(9), UTC))
    folder.with_name(f"{folder.name} kept {within}").write_bytes(pickle.dumps(shelf.rows))


def _spoil(file: Path) -> None:
    """A copy of the batch: a feature moved, one lost a twentieth of its values, one has infinities."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as parquet

    table = parquet.read_table(file, partitioning=None)
    every = pa.array(range(len(table)))
    twentieth = pc.equal(pc.subtract(every, pc.multiply(pc.divide(every, 20), 20)), 0)
    for name, column in {
        "bimodal": pc.add(table["bimodal"], 1.0),
        "uniform": pc.if_else(twentieth, None, table["uniform"]),
        "heavy": pc.if_else(twentieth, float("inf"), table["heavy"]),
    }.items():
        table = table.set_column(table.column_names.index(name), name, column)
    parquet.write_table(table, file.with_name("spoilt.parquet"))


def _auditor(folder: Path, within: str, shelf: "Kept") -> Any:
    from checks.audit import Auditor
    from checks.declared import Table

    return Auditor({"usage": (folder, Table.model_validate(declared(within)))}, shelf, ZoneInfo("UTC"))


def run(part: str, folder: str) -> None:
    """One part, in this process, after the same on a small table, which imports what is imported late."""
    work = _raw if part not in NAMED else _gate
    work(Path(folder, "small"), part)
    cpu, start = process_time(), perf_counter()
    said = work(Path(folder, "whole"), part)
    seconds, used = perf_counter() - start, process_time() - cpu
    print(said, file=sys.stderr)
    print(json.dumps({"seconds": seconds, "cpu": used, "memory": peak()}))


def _gate(folder: Path, part: str) -> str:
    """From the kept profiles to the answer, as `oakum gate usage --batch FILE` goes."""
    from bot.domain.declared import Pipeline
    from bot.domain.gate import weigh
    from checks import gate

    within = NAMED[part]
    shelf = Shelf()
    shelf.rows = pickle.loads(folder.with_name(f"{folder.name} kept {within}").read_bytes())
    pipeline = Pipeline.model_validate(
        {"pipeline": "bench", "owner": "ana", "channel": "#bench", "tables": {"usage": declared(within)}}
    )
    ready = _auditor(folder, within, gate.ReadMostly(shelf))
    now = datetime.combine(NEXT, time(9), UTC)
    name = "spoilt.parquet" if "wrong" in part else "part.parquet"
    file = folder.with_name(f"{folder.name} batch") / name
    judged = gate.batch(ready, "usage", file, NEXT, now)
    assert judged.audit is not None, judged.nothing
    said = weigh(pipeline, judged.audit, judged.day or date.min, (), now)
    return f"{judged.rows} rows: {[each.title for each in said.stops]}, {said.unknown}, {said.fine} fine"


def _raw(folder: Path, part: str) -> str:
    """One query that reads every value of the batch."""
    import duckdb

    connection = duckdb.connect()
    file = f"'{folder.with_name(f'{folder.name} batch') / 'part.parquet'}'"
    names = [name for name, *_ in connection.sql(f"DESCRIBE SELECT * FROM {file}").fetchall()]
    wanted = ", ".join(f'bit_xor(hash("{name}"))' for name in names)
    return str(connection.sql(f"SELECT {wanted} FROM {file}").fetchall())


if __name__ == "__main__":
    run(*sys.argv[1:]) if len(sys.argv) > 2 else main()
