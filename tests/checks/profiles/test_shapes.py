"""Both distributions are kept with a finding so that they can be drawn: small, and true to the rows."""

import json

import numpy as np
import pytest

from checks.profiles.frequencies import Frequencies
from checks.profiles.shapes import apart

RNG = np.random.default_rng(7)


def normal(rows=1_000, by=0.0):
    return RNG.normal(by, 1, rows)


def whole(rows=1_000):
    return RNG.integers(18, 90, rows).astype(float)


def coded(values, share, code=-999.0):
    """Some of the values are another one."""
    return np.where(np.arange(len(values)) < share * len(values), code, values)


@pytest.fixture
def drawn(of):
    """A batch beside four batches of the reference."""

    def compared(batch, like, share=True):
        reference = [of(like()) for _ in range(4)]
        return apart(of(batch), reference, share=share)

    return compared


CASES = {
    "a shift": (normal(by=0.4), normal),
    "heavy tails": (RNG.lognormal(0.5, 2, 1_000), lambda: RNG.lognormal(0, 2, 1_000)),
    "missing values as −999": (coded(normal(), 0.012), normal),
    "whole numbers, and −999": (coded(whole(), 0.08), whole),
    "another unit": (100 * whole(), whole),
    "many zeros": (coded(RNG.gamma(2, 9, 999), 0.4, 0), lambda: coded(RNG.gamma(2, 9, 999), 0.6, 0)),
    "infinities": (coded(normal(), 0.1, np.inf), normal),
    "one row": ([3.0], normal),
}


@pytest.mark.parametrize("share", [True, False])
@pytest.mark.parametrize("case", CASES)
def test_the_shares_are_all_the_rows_and_it_is_small(drawn, case, share):
    """Below the axis, in its bins, above it and in single values: together every row, in 2 KB at most."""
    said = drawn(*CASES[case], share)
    for at, side in enumerate(("before", "now"), start=1):
        assert sum(said[side]) + sum(mass[at] for mass in said["masses"]) == pytest.approx(1, abs=1e-3)
        assert min(said[side]) >= 0
    assert len(json.dumps(said)) < 2_000


def test_the_bins_are_the_rows_that_lie_in_them(of):
    """What comes from kept knots is what the values themselves say."""
    before, now = normal(4_000), normal(by=0.5)
    said = apart(of(now), [of(before)], share=True)
    edges = np.linspace(*said["axis"], len(said["now"]) - 1)
    for side, values in (("before", before), ("now", now)):
        counted, _ = np.histogram(values, edges)
        assert np.abs(counted / len(values) - said[side][1:-1]).max() < 0.003
    medians = [each[2] for each in said["quantiles"]]
    assert medians == pytest.approx([np.median(before), np.median(now)], abs=0.01)


def test_the_axis_is_no_longer_for_a_few_that_lie_far_away(drawn):
    """It ends where the body does; −999 stands beside it with its share, and what else is outside is told."""
    said = drawn(coded(normal(), 0.012), normal)
    assert -4 < said["axis"][0] < said["axis"][1] < 4
    ((value, was, now),) = said["masses"]
    assert (value, was, now) == (-999, 0, pytest.approx(0.012))
    heavy = drawn(*CASES["heavy tails"])
    assert heavy["axis"][1] < 60
    assert heavy["now"][-1] > 0.01


def test_whole_numbers_fall_into_bins_of_whole_steps(drawn):
    """No comb of bins with one number and bins with two."""
    low, high = (said := drawn(whole(), whole))["axis"]
    width = (high - low) / (len(said["now"]) - 2)
    assert (low % 1, width % 1) == (0.5, 0)
    assert max(said["before"]) < 2 * min(said["before"][1:-2])


def test_a_few_values_are_told_one_by_one_in_their_order(drawn):
    """Flags and marks have no curve."""
    said = drawn([1, 1, 1, 0], lambda: [0, 1])
    assert (said["kind"], said["levels"]) == ("levels", [["=0", 0.5, 0.25], ["=1", 0.5, 0.75]])


def test_values_that_must_not_be_told_are_not_kept(drawn):
    """The axis counts standard deviations; where a single value lies further away is not said."""
    batch = coded(1_000_000 + normal(), 0.05, -999.0)
    said = drawn(batch, lambda: 1_000_000 + normal(), share=False)
    figures = [*said["axis"], *(value for value, *_ in said["masses"]), *said["quantiles"][0]]
    assert said["unit"] == "sd"
    assert max(map(abs, figures)) < 10
    few = drawn([7.0] * 9, lambda: [5.0] * 9, share=False)
    assert few["levels"] == [["#0", 1, 0], ["#1", 0, 1]]


@pytest.mark.parametrize(
    ("batch", "like"),
    [
        ([-1e308, 1e308] * 5, [-1e308, 0, *range(9)]),
        (np.linspace(0, 5e-323, 10), np.linspace(0, 5e-323, 10)),
        (1e15 + np.arange(9) / 8, 1e15 + np.arange(10) / 8),
        ([], [1.0]),
        ([1.0], []),
        ([np.nan], [1.0]),
    ],
)
def test_what_no_axis_can_hold_is_not_drawn(drawn, batch, like):
    """Rather than drawn wrong."""
    said = drawn(batch, lambda: like)
    assert said is None or all(map(np.isfinite, said.get("axis", [0])))


def test_levels_are_the_largest_and_those_that_moved_most():
    """The others are told together; all shares are all rows."""
    before = {f"=l{at:03}": 400 - at for at in range(200)}
    said = apart(Frequencies(before | {"=l199": 900, "=new": 50}), [Frequencies(before)] * 4, share=True)
    names = [name for name, _, _ in said["levels"]]
    assert len(names) == 8
    assert {"=l199", "=new", "=l000"} <= set(names)
    assert said["others"][0] == 193
    for at in (1, 2):
        assert sum(level[at] for level in said["levels"]) + said["others"][at] == pytest.approx(1, abs=1e-3)


def test_how_many_others_there_are_is_not_made_up():
    """Of rare levels only the rows are known."""
    said = apart(Frequencies({"=a": 5}, 3), [Frequencies({"=a": 5, "=b": 1})], share=True)
    assert said["others"] == [None, 0, 0.375]


def test_long_names_stay_small():
    """Eighty characters of four bytes each."""
    levels = {f"={at}{'😀' * 79}": 10 for at in range(30)}
    said = apart(Frequencies(levels), [Frequencies(levels)], share=True)
    assert len(json.dumps(said, ensure_ascii=False).encode()) < 2_000
