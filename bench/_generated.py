"""A made-up table of 24 columns in daily Parquet files: numbers of many shapes, levels, texts, key, times."""

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

DAYS = 28
FIRST = date(2026, 1, 5)
NUMBERS = (
    *("normal", "lognormal", "exponential", "uniform", "zeros", "heavy"),
    *("counter", "cents", "age", "flag", "rounded", "bimodal"),
)
TIMES = ("at", "into")
LEVELS = (3, 5, 10, 30, 80, 200)


def write(folder: Path, rows: int, days: int = DAYS, first: int = 0, without: Collection[str] = ()) -> None:
    """So many rows, over so many days, from the first of them on; `without` some of the columns."""
    rng = np.random.default_rng(1)
    for at in range(first, first + days):
        day = FIRST + timedelta(days=at)
        file = folder / f"day={day}" / "part.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        columns = _columns(rng, at, day, rows // days)
        parquet.write_table(pa.table({name: columns[name] for name in columns if name not in without}), file)


def _columns(rng: np.random.Generator, at: int, day: date, n: int) -> dict[str, Any]:
    start = np.datetime64(day, "us")
    key = np.arange(at * n, (at + 1) * n)
    rng.shuffle(key)
    return (
        {
            "id": key,
            "at": start + np.sort(rng.integers(0, 86_400_000, n)).astype("timedelta64[ms]"),
            "into": np.full(n, start + np.timedelta64(29, "h")),
        }
        | _numbers(rng, n)
        | {f"of_{levels}": _levels(rng, n, levels) for levels in LEVELS}
        | {
            "code": np.char.add("AB-", np.char.zfill(key.astype(str), 12)),
            "started_on": (np.datetime64("2020-01-01") + rng.integers(0, 2_000, n)).astype(str),
            "name": np.char.add("Customer ", rng.integers(0, 99_999, n).astype(str)),
        }
    )


def _numbers(rng: np.random.Generator, n: int) -> dict[str, Any]:
    return {
        "normal": pa.array(rng.normal(size=n), mask=rng.random(n) < 0.02),
        "lognormal": rng.lognormal(size=n),
        "exponential": rng.exponential(size=n),
        "uniform": rng.random(n),
        "zeros": np.where(rng.random(n) < 0.3, 0, rng.gamma(2, size=n)),
        "heavy": rng.standard_t(3, n),
        "counter": rng.poisson(4, n),
        "cents": rng.integers(0, 1_000_000, n),
        "age": pa.array(rng.integers(18, 90, n), mask=rng.random(n) < 0.05),
        "flag": rng.integers(0, 2, n),
        "rounded": np.round(rng.normal(100, 15, n), 1),
        "bimodal": np.where(rng.random(n) < 0.5, rng.normal(0, 1, n), rng.normal(6, 1, n)),
    }


def _levels(rng: np.random.Generator, n: int, levels: int) -> Any:
    """Zipf's levels: the first is the most frequent."""
    share = 1 / np.arange(1, levels + 1)
    codes = rng.choice(levels, n, p=share / share.sum())
    return pa.array([f"level {at}" for at in range(levels)]).take(pa.array(codes))
