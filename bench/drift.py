"""What does drift cost, how often is it wrong, and what does it see?

Run: python bench/drift.py   (twelve minutes; `… speed` for the first table alone, `… psi` for the last)

Speed: 18 features (12 numbers, 6 categories), 500,000 rows against 500,000, each part in a process of its
own, medians of three, without imports; the floor is one DuckDB query that reads every value of the batch.
False alarms: identical distributions, 28 clean batches before; as D does not depend on the distribution,
knots of large batches are drawn as the order statistics they are.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from statistics import median
from time import process_time  # noqa: TID251 (a benchmark measures the real time)
from typing import Any

import numpy as np

from bench import _generated as generated
from bench._memory import peak
from bench._simulated import START, history
from bench.scan import measured
from checks.data import drift
from checks.profiles.distribution import Distribution, Knots, knots, ks_at_most, ks_distance, merge
from checks.profiles.frequencies import Frequencies
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.scan import KNOTS
from checks.verdict import Outcome

RUNS, SEEDS, ROWS = 3, 500, 500_000
CATEGORIES = tuple(f"of_{levels}" for levels in generated.LEVELS)
FEATURES = (*generated.NUMBERS, *CATEGORIES)
Rng = np.random.Generator
Work = Callable[[], object]


def main(arguments: Sequence[str]) -> None:
    """Print each table in Markdown."""
    tables: list[tuple[str, Sequence[str], Callable[[], Iterable[Sequence[str]]]]] = [
        ("Drift of 18 features", ("work", "CPU seconds", "times the floor", "peak memory"), speed),
        ("False alarms of identical distributions", ("feature", "batches", "alarms"), false_alarms),
        ("Seen in the first bad batch of 1,000 rows", ("trouble", "batches", "seen"), power),
        ("Bounds of D from merged profiles", ("comparisons", "held the exact value", "straddled"), bounds),
        ("PSI of numbers, 1,000 rows a day", ("newest batch", "batches", "told"), by_psi),
    ]
    wanted = {"speed": tables[:1], "psi": tables[-1:]}.get("".join(arguments), tables)
    for title, heads, rows in wanted:
        print(f"\n### {title}\n\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
        for row in rows():
            print(f"| {' | '.join(row)} |", flush=True)


def speed() -> Iterable[Sequence[str]]:
    """Each part beside the floor."""
    import pyarrow.parquet as parquet

    with tempfile.TemporaryDirectory() as folder:
        generated.write(Path(folder), 2 * ROWS, days=2)
        for file in Path(folder).glob("*/*.parquet"):
            parquet.write_table(parquet.read_table(file, partitioning=None).select(FEATURES), file)
        floor = 0.0
        for part in PARTS:
            runs = [measured([sys.executable, __file__, part, folder]) for _ in range(RUNS)]
            cpu, memory = (median(run[key] for run in runs) for key in ("cpu", "memory"))
            floor = floor or cpu
            yield part, f"{cpu:.2f}", f"{cpu / floor:.1f}", f"{memory:.0f} MB"


def run(part: str, folder: str) -> None:
    """One part in this process, once to import what it needs and once measured; prints JSON."""
    PARTS[part](folder)()
    work = PARTS[part](folder)
    start = process_time()
    work()
    print(json.dumps({"cpu": process_time() - start, "memory": peak()}))


def _floor(folder: str) -> Work:
    import duckdb

    connection, newest = duckdb.connect(), _days(folder)[-1]
    wanted = ", ".join(f'bit_xor(hash("{name}"))' for name in FEATURES)
    return lambda: connection.sql(f"SELECT {wanted} FROM '{newest}'").fetchall()


def _days(folder: str) -> list[Path]:
    return sorted(Path(folder).glob("*/*.parquet"))


def _kept(folder: str) -> Work:
    """The reference's profile is there: the batch is read, and judged."""
    reference, batch = (_table(folder, at) for at in (0, 1))
    known = _columns(*reference)
    return lambda: _judged(_columns(*batch), known)


def _cold(folder: str) -> Work:
    """Nothing is kept: the reference is read, too."""
    reference, batch = (_table(folder, at) for at in (0, 1))
    return lambda: _judged(_columns(*batch), _columns(*reference))


def _table(folder: str, at: int) -> tuple[Any, Any]:
    from checks.declared import Table
    from checks.sources.files import FilesTable, connect

    path = str(_days(folder)[at].relative_to(folder))
    declared = {"source": "lake", "path": path, "partition": {"column": "day"}}
    table = FilesTable(connect(), "bench", Path(folder), Table.model_validate(declared))
    return table, table.bundles()[0]


def _columns(table: Any, bundles: Any) -> dict[str, Any]:
    """What is kept of each feature of a day, read as a scan reads it."""
    from checks.profiles.frequencies import counted
    from checks.profiles.grouping import Grouping
    from checks.profiles.numbers import numbers
    from checks.sources.beside import Beside

    beside, whole = Beside(table, bundles), Grouping([(START, None)], np.zeros(1, np.int64), None)
    found: dict[str, Any] = {}
    for name, values in beside.numbers(generated.NUMBERS, None):
        ((_, told),) = numbers(values, whole)
        found[name] = told.distribution(KNOTS)
    for name, texts in beside.texts(CATEGORIES, CATEGORIES, None):
        assert texts.codes is not None
        found[name] = counted(texts.cut, np.bincount(texts.codes, minlength=len(texts.cut)), share=False)
    return found


def _judged(batch: dict[str, Any], reference: dict[str, Any]) -> list[object]:
    from checks.profiles.measures import ChiSquare, KolmogorovSmirnov, Measure

    found: list[object] = []
    for name in FEATURES:
        measure: Measure = ChiSquare() if name in CATEGORIES else KolmogorovSmirnov()
        values, peers = batch[name], [reference[name]]
        distance = measure.distance(values, peers)
        found.append((distance, measure.p_value(values, peers, distance), measure.strange(values, peers)))
    return found


def _pandas(folder: str) -> Work:
    """The plain way: both into memory, `ks_2samp` and `chi2_contingency`."""

    def work() -> object:
        import pandas as pd
        from scipy import stats

        reference, batch = (pd.read_parquet(day) for day in _days(folder))
        numbers = [
            stats.ks_2samp(batch[name].dropna(), reference[name].dropna(), method="asymp")
            for name in generated.NUMBERS
        ]
        counts = [
            pd.concat([batch[name].value_counts(), reference[name].value_counts()], axis=1).fillna(0)
            for name in CATEGORIES
        ]
        return numbers, [stats.chi2_contingency(table, correction=False) for table in counts]

    return work


PARTS: dict[str, Callable[[str], Work]] = {
    "raw scan of the batch (the floor)": _floor,
    "the reference's profile is kept": _kept,
    "from cold": _cold,
    "pandas and scipy, from cold": _pandas,
}


def _drawn(rng: Rng, rows: int) -> Distribution:
    """What a profile keeps of so many uniform values: for many rows the knots alone are drawn."""
    if rows <= 5_000:
        return Distribution((knots(rng.random(rows), KNOTS),))
    ranks = np.unique(np.concatenate(([1], -(-np.arange(1, 1_001) * rows // 1_000))))
    spaces = rng.gamma(np.append(np.diff(ranks, prepend=0), rows + 1 - ranks[-1]))
    values = np.cumsum(spaces[:-1]) / spaces.sum()
    return Distribution((Knots(values, ranks - 1, ranks),))


def _levels(rng: Rng, rows: int, levels: int) -> Frequencies:
    share = 1 / np.arange(1, levels + 1)
    counts = rng.multinomial(rows, share / share.sum())
    return Frequencies({f"#{at}": int(count) for at, count in enumerate(counts) if count})


def _said(columns: Sequence[ColumnProfile], rows: int, method: str | None = None) -> bool:
    profiles = [
        Profile(partition=START + timedelta(days=at), rows=rows, columns={"x": column})
        for at, column in enumerate(columns)
    ]
    past = history(profiles, columns={"x": {"drift": {"method": method} if method else True}})
    return next(drift.judge(past)).outcome is Outcome.BREACH


def false_alarms() -> Iterable[Sequence[str]]:
    """One batch after 28 clean ones, 500 seeds each."""
    for rows in (200, 1_000, 10_000, 100_000, 500_000):
        alarms = 0
        for seed in range(SEEDS):
            rng = np.random.default_rng(seed)
            alarms += _said([ColumnProfile(distribution=_drawn(rng, rows)) for _ in range(29)], rows)
        yield f"numbers, {rows:,} rows", str(SEEDS), str(alarms)
    for levels, rows in ((3, 200), (10, 1_000), (80, 10_000), (200, 500_000)):
        alarms = 0
        for seed in range(SEEDS):
            rng = np.random.default_rng(seed)
            alarms += _said([ColumnProfile(levels=_levels(rng, rows, levels)) for _ in range(29)], rows)
        yield f"{levels} levels, {rows:,} rows", str(SEEDS), str(alarms)


def power() -> Iterable[Sequence[str]]:
    """One bad batch after 28 clean ones."""
    shifts = {f"shift of {by} sd": _shifted(by) for by in (0.1, 0.25, 0.5)}
    for name, spoil in {**shifts, "1 % coded −999": _coded}.items():
        seen = 0
        for seed in range(SEEDS):
            rng = np.random.default_rng(seed)
            batches = [rng.normal(size=1_000) for _ in range(29)]
            batches[-1] = spoil(batches[-1])
            columns = [ColumnProfile(distribution=Distribution((knots(each, KNOTS),))) for each in batches]
            seen += _said(columns, 1_000)
        yield name, str(SEEDS), f"{seen / SEEDS:.1%}"
    for share in (0.005, 0.02):
        seen = 0
        for seed in range(SEEDS):
            rng = np.random.default_rng(seed)
            levels = [_levels(rng, 1_000, 10) for _ in range(28)]
            new = rng.binomial(1_000, share)
            newest = Frequencies({**_levels(rng, 1_000 - new, 10).levels, **({"#new": new} if new else {})})
            seen += _said([ColumnProfile(levels=each) for each in (*levels, newest)], 1_000)
        yield f"a new level in {share:.1%}", str(SEEDS), f"{seen / SEEDS:.1%}"


def by_psi() -> Iterable[Sequence[str]]:
    """One batch after 28 clean ones, with `method: psi`."""
    for by in (0.0, 0.25, 0.35, 0.5):
        told = 0
        for seed in range(SEEDS):
            rng = np.random.default_rng(seed)
            batches = [*rng.normal(size=(28, 1_000)), rng.normal(by, 1, 1_000)]
            columns = [ColumnProfile(distribution=Distribution((knots(each, KNOTS),))) for each in batches]
            told += _said(columns, 1_000, "psi")
        yield f"shifted by {by} sd" if by else "as before", str(SEEDS), f"{told / SEEDS:.1%}"


def _shifted(by: float) -> Callable[[Any], Any]:
    return lambda values: values + by


def _coded(values: Any) -> Any:
    values[: len(values) // 100] = -999
    return values


def bounds(comparisons: int = 1_500) -> Iterable[Sequence[str]]:
    """Random shapes with atoms and ties, merged of several parts, beside the exact value; and how often a
    limit, anywhere between the floor and three times that, lies between the bounds."""
    from checks.profiles.doubted import exact

    held = straddled = 0
    for seed in range(comparisons):
        rng = np.random.default_rng(seed)
        one, other = _sample(rng, 0.0), [_sample(rng, rng.uniform(0, 0.3)) for _ in range(4)]
        batch = Distribution((knots(one, KNOTS),))
        peers = merge([Distribution((knots(each, KNOTS),)) for each in other])
        least, most = ks_distance(batch, peers), ks_at_most(batch, peers)
        found = exact(np.sort(one), np.sort(np.concatenate(other)))
        held += least - 1e-12 <= found <= most + 1e-12
        straddled += least <= rng.uniform(0.05, 0.15) < most
    yield f"{comparisons:,}", f"{held:,}", f"{straddled / comparisons:.1%}"


def _sample(rng: Rng, shift: float) -> Any:
    rows = int(rng.integers(2_000, 60_000))
    values = rng.choice([rng.normal, rng.standard_cauchy, rng.exponential])(size=rows) + shift
    if rng.random() < 0.5:
        values[rng.random(rows) < rng.uniform(0, 0.5)] = 0.0
    return np.round(values, int(rng.integers(0, 4))) if rng.random() < 0.5 else values


if __name__ == "__main__":
    run(*sys.argv[1:]) if sys.argv[1:2] and sys.argv[1] in PARTS else main(sys.argv[1:])
