"""What others need for a part of the same work. Run by bench/scan.py, each in an environment of its own.

python bench/_others.py pandas|soda|evidently FOLDER prints CPU seconds, seconds and peak memory as JSON.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import json
import os
import resource
import tempfile
from collections.abc import Callable
from time import perf_counter  # noqa: TID251 (a benchmark measures the real time)
from typing import Any

from bench._memory import peak

os.environ["OTEL_SDK_DISABLED"] = "true"  # Soda's telemetry
os.environ["DO_NOT_TRACK"] = "1"  # Evidently's
NEWEST, KEY = "day=2026-02-01", "id"


def pandas(folder: str) -> Callable[[], object]:
    """The plain way: everything into memory, nulls, minimum, maximum, duplicates, Kolmogorov–Smirnov."""
    import pandas as pd
    from scipy import stats

    def work() -> object:
        frame = pd.read_parquet(folder)
        newest = frame["day"].astype(str) == NEWEST.removeprefix("day=")
        numbers = frame.select_dtypes("number").columns
        return [
            frame.isna().sum(),
            frame[numbers].describe(),
            frame[KEY].duplicated().sum(),
            [
                stats.ks_2samp(frame.loc[newest, each].dropna(), frame.loc[~newest, each].dropna())
                for each in numbers
            ],
        ]

    return work


def soda(folder: str) -> Callable[[], object]:
    """A contract: no missing values, minimum and maximum of numbers, no duplicate keys; on DuckDB."""
    import duckdb
    from soda_core.contracts import api  # type: ignore[import-not-found] # in an environment of its own

    place = Path(tempfile.mkdtemp())
    with duckdb.connect(str(place / "soda.db")) as connection:
        connection.execute(f"CREATE VIEW usage AS SELECT * EXCLUDE (day) FROM '{folder}/*/*.parquet'")
        kinds = connection.execute("DESCRIBE usage").fetchall()
    source = {
        "type": "duckdb",
        "name": "lake",
        "connection": {"database": str(place / "soda.db"), "schema": "main"},
    }
    (place / "source.yml").write_text(json.dumps(source))
    (place / "usage.yml").write_text(json.dumps({"dataset": "lake/main/usage", "columns": _checked(kinds)}))
    return lambda: api.verify_contract_locally(
        data_source_file_path=str(place / "source.yml"), contract_file_path=str(place / "usage.yml")
    )


def _checked(kinds: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    columns = []
    for name, kind, *_ in kinds:
        checks: list[Any] = [{"missing": {"threshold": {"must_be_less_than": 10**12}}}]
        if kind in ("DOUBLE", "BIGINT"):
            checks += [
                {
                    "aggregate": {
                        "qualifier": what,
                        "function": what,
                        "threshold": {"must_be_less_than": 1e300},
                    }
                }
                for what in ("min", "max")
            ]
        if name == KEY:
            checks.append({"duplicate": None})
        columns.append({"name": name, "checks": checks})
    return columns


def evidently(folder: str) -> Callable[[], object]:
    """Its summary of the data, and its drift of the newest day against the others."""
    import pandas as pd
    from evidently import Report  # type: ignore[import-not-found] # in an environment of its own
    from evidently.presets import (  # type: ignore[import-not-found] # in an environment of its own
        DataDriftPreset,
        DataSummaryPreset,
    )

    def work() -> object:
        frame = pd.read_parquet(folder)
        newest = frame.pop("day").astype(str) == NEWEST.removeprefix("day=")
        return Report([DataSummaryPreset(), DataDriftPreset()]).run(frame[newest], frame[~newest])

    return work


if __name__ == "__main__":
    prepared = {"pandas": pandas, "soda": soda, "evidently": evidently}[sys.argv[1]](sys.argv[2])
    before, start = resource.getrusage(resource.RUSAGE_SELF), perf_counter()
    prepared()
    after, seconds = resource.getrusage(resource.RUSAGE_SELF), perf_counter() - start
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"seconds": seconds, "cpu": cpu, "memory": peak()}))
