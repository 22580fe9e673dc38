"""Seams are counted key by key, whether sums of hashes spare most of the work or not."""

from collections import Counter
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pytest

from checks.comparisons import Seam
from checks.sources import buckets
from checks.sources.keyed import Side
from checks.sources.seams import flow

DAY = date(2026, 8, 3)


def bags(seed):
    """Keys that came in, came out and were refused: nearly the same, with NULLs, losses, strays, repeats."""
    rng = np.random.default_rng(seed)
    came = [int(each) if each else None for each in rng.integers(0, 4_000, 5_000)]
    made = [key for key in came if rng.random() > 0.01]
    refused = made[:40]
    return came, [*made[40:], *rng.choice([1, 2, 9_999_999], 5).tolist()], refused


def expected(came, made, refused):
    """The same by hand."""
    there, out, no = Counter(came), Counter(made), Counter(refused)
    short = {key: max(0, count - out[key] - no[key]) for key, count in there.items()}
    return {
        "wanted": len(came),
        "rows": len(made),
        "rejected": len(refused),
        "lost": sum(count for key, count in short.items() if key is not None),
        "lost_null": short.get(None, 0),
        "null_keys": there[None],
        "stray": sum(count for key, count in out.items() if key not in there),
        "extra": sum(max(0, out[key] + no[key] - count) for key, count in there.items()),
        "matched": sum(count for key, count in there.items() if out[key] + no[key]),
        "made": sum(out[key] + no[key] for key in there),
    }


def counted(lake, **ids):
    sides = {}
    for name, each in ids.items():
        lake.parquet(f"{name}/day={DAY}/a.parquet", {"id": pa.array(each, pa.int64())})
        table = lake.table(path=f"{name}/day=*/*.parquet")
        table.backend = next(iter(sides.values())).table.backend if sides else table.backend
        sides[name] = Side(table, table.bundles()[0], ("id",))
    seam = Seam.model_validate({"with": "came", "key": ["id"]})
    as_of = datetime(2026, 8, 4, 9, tzinfo=UTC)
    return flow(seam, sides["made"], sides["came"], sides["refused"], [DAY], as_of)[DAY]


@pytest.mark.parametrize("most_off", [1.0, 0.0])
@pytest.mark.parametrize("seed", range(3))
def test_the_counts_are_those_by_hand(lake, monkeypatch, seed, most_off):
    """With the sums of hashes, and where too many buckets are off for them to be of use."""
    monkeypatch.setattr(buckets, "MOST_OFF", most_off)
    came, made, refused = bags(seed)
    tally = counted(lake, came=came, made=made, refused=refused)
    wanted = expected(came, made, refused)
    assert {name: getattr(tally, name) for name in wanted} == wanted
    assert len(tally.lost_rows) == 5


def test_keys_that_all_add_up_are_never_counted_one_by_one(lake):
    """Sums of hashes say so, and all the sums are there."""
    tally = counted(lake, came=[1, 1, 2, None], made=[1, 2, None], refused=[1])
    assert (tally.wanted, tally.rows, tally.rejected, tally.matched, tally.null_keys) == (4, 3, 1, 4, 1)
    assert (tally.lost, tally.stray, tally.extra, tally.lost_rows) == (0, 0, 0, ())


def test_one_key_in_place_of_another_is_seen(lake):
    """The number of rows is the same."""
    tally = counted(lake, came=[*range(1000)], made=[*range(999), 5000], refused=[])
    assert (tally.lost, tally.stray) == (1, 1)
