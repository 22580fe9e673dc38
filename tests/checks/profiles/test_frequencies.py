"""How many rows hold each level of a column."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.profiles.frequencies import KEPT, Frequencies, aligned, counted, largest, new_level, together
from checks.profiles.packing import pack, unpack
from checks.profiles.profile import ColumnProfile, Profile, merge

COUNTS = st.dictionaries(st.sampled_from([f"={at}" for at in range(12)]), st.integers(1, 1_000))
DRIFT = {"columns": {"plan": {"drift": True, "share": True}}}


@given(COUNTS, COUNTS, st.integers(0, 9))
def test_frequencies_add_up(one, other, rest):
    """As if both had been one partition."""
    both = together([Frequencies(one, rest), Frequencies(other)])
    assert both.rows == sum(one.values()) + sum(other.values()) + rest
    left, right = aligned(both, Frequencies(one, rest))
    assert (left >= right).all()
    assert (left - right).sum() == sum(other.values())


@pytest.mark.parametrize("name", ["1.parquet", "1.csv"])
def test_the_rows_of_each_level_are_counted(lake, name):
    """In Parquet, in CSV; a value that is missing is no level."""
    plans = ["free"] * 5 + ["pro"] * 3 + [None] * 2
    if name.endswith("parquet"):
        lake.parquet(f"day=2026-01-05/{name}", {"plan": pa.array(plans)})
    else:
        lake.text(f"day=2026-01-05/{name}", "plan,x\n" + "".join(f"{plan or ''},1\n" for plan in plans))
    (profile,) = lake.profiles(path=f"day=*/{name}", **DRIFT).values()
    assert profile.columns["plan"].levels.levels == {"=free": 5, "=pro": 3}


def test_booleans_and_numbers_that_are_categories_are_counted_too(lake):
    """kind: categorical."""
    lake.parquet("day=2026-01-05/1.parquet", {"paid": [True, True, False], "zone": [7, 7, 9], "n": [1, 2, 3]})
    columns = {
        "paid": {"drift": True, "share": True},
        "zone": {"drift": True, "share": True, "kind": "categorical"},
        "n": {"drift": {"method": "chi_square"}},
    }
    (profile,) = lake.profiles(columns=columns).values()
    assert profile.columns["paid"].levels.levels == {"=true": 2, "=false": 1}
    assert profile.columns["zone"].levels.levels == {"=7": 2, "=9": 1}
    assert profile.columns["n"].distribution is None
    assert profile.columns["n"].levels.rows == 3


def test_names_stay_in_the_source(lake):
    """Without share: true a level is known by a hash."""
    lake.parquet("day=2026-01-05/1.parquet", {"plan": ["secret"] * 3})
    (profile,) = lake.profiles(columns={"plan": {"drift": True}}).values()
    assert "secret" not in str(profile.columns["plan"].levels)
    assert b"secret" not in pack(profile)


def test_of_many_levels_the_largest_are_kept_and_the_rest_is_counted():
    """Whatever their number."""
    texts = pa.array([f"level {at:04}" for at in range(1_000)])
    rows = np.arange(1, 1_001)
    found = counted(texts, rows, share=True)
    assert len(found.levels) == KEPT
    assert found.rows == rows.sum()
    assert found.levels["=level 0999"] == 1_000
    assert (
        found.levels
        == largest(dict(zip(texts.to_pylist(), rows.tolist(), strict=True)), found.rows, True).levels
    )


def test_they_are_kept_and_read_back():
    """With the rest."""
    levels = Frequencies({"=a": 3, "#12345678": 2}, 7)
    profile = Profile(partition=date(2026, 1, 5), rows=12, columns={"plan": ColumnProfile(levels=levels)})
    again = unpack(pack(profile)).columns["plan"].levels
    assert (again.levels, again.rest) == (levels.levels, 7)
    assert merge([profile, profile]).columns["plan"].levels.rows == 24


def test_a_new_level_is_told_from_a_rare_one():
    """2 % of the rows, where the reference has seen everything; but not one of a thousand rare names."""
    reference = Frequencies({"=free": 20_000, "=pro": 8_000})
    found = new_level(Frequencies({"=free": 700, "=pro": 280, "=gratis": 20}), reference)
    assert (found.name, found.rows, found.others) == ("=gratis", 20, 0)
    once = Frequencies({f"={at}": 1 for at in range(1_000)} | {"=common": 27_000})
    assert new_level(Frequencies({"=common": 980, "=new": 20}), once) is None
    assert new_level(Frequencies({"=common": 980, "=new": 20}), Frequencies({"=common": 990}, 30)) is None


def test_no_new_level_is_told_of_the_same_distribution():
    """Names as they are in life: few frequent ones, many rare ones."""
    rng = np.random.default_rng(3)

    def drawn(n):
        names, counts = np.unique(np.minimum(rng.zipf(1.8, n), 5_000), return_counts=True)
        return Frequencies({f"={name}": int(count) for name, count in zip(names, counts, strict=True)})

    assert sum(new_level(drawn(1_000), drawn(28_000)) is not None for _ in range(300)) <= 1
