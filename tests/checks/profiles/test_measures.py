"""PSI of numbers, from what is kept of them: beside the same reckoned from the raw rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.profiles.distribution import Distribution, knots
from checks.profiles.measures import BINS, PsiOfNumbers

NUMBERS = st.floats(allow_nan=False) | st.integers(-5, 5).map(float)
ROWS = st.lists(NUMBERS, min_size=1, max_size=300)


def kept(values, many=1_000):
    """What is kept of a part of these rows."""
    return Distribution((knots(np.asarray(values, float), many),))


def psi_of_rows(batch, reference):
    """By the tenths of the reference, half a row added to each; tenths that end at one value are one."""
    ordered = np.sort(reference)
    tenths = [ordered[-(-at * len(ordered) // BINS) - 1] for at in range(1, BINS)]
    edges = np.unique(tenths)
    counts = [
        np.bincount(np.digitize(each, edges, right=True), minlength=len(edges) + 1)
        for each in (batch, reference)
    ]
    p, q = ((each + 0.5) / (each + 0.5).sum() for each in counts)
    return float(np.sum((p - q) * np.log(p / q)))


@given(ROWS, st.lists(ROWS, min_size=1, max_size=4))
def test_it_is_that_of_the_rows(batch, days):
    """Few rows are kept whole: exact then, with ties, infinities and any number of days."""
    found = PsiOfNumbers().distance(kept(batch), [kept(day) for day in days])
    assert found == pytest.approx(psi_of_rows(np.array(batch), np.concatenate(days)), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shift", [0.0, 0.25, 1.0])
def test_of_many_rows_it_is_nearly_that(shift, seed):
    """Of 20,000 rows a day a thousand values are kept, of days older than five weeks a hundred."""
    rng = np.random.default_rng(seed)
    batch, days = rng.normal(shift, 1, 20_000), rng.normal(size=(4, 20_000))
    expected = psi_of_rows(batch, days.ravel())
    for many, within in ((1_000, 0.02), (100, 0.15)):
        found = PsiOfNumbers().distance(kept(batch), [kept(day, many) for day in days])
        assert found == pytest.approx(expected, rel=within, abs=1e-3)


def test_of_one_distribution_it_is_about_nothing():
    """The same rows: 0. Others of the same distribution: what chance brings, and p says so."""
    rng, psi = np.random.default_rng(1), PsiOfNumbers()
    days = [kept(day) for day in rng.normal(size=(28, 1_000))]
    assert psi.distance(days[0], days[:1]) == 0
    batch = kept(rng.normal(size=1_000))
    found = psi.distance(batch, days)
    assert found < 0.03
    assert psi.p_value(batch, days, found) > 0.001


@pytest.mark.parametrize("shift", [0.25, 0.5, -0.5])
def test_a_shift_is_about_its_square_and_no_chance(shift):
    """Of a bell curve, in standard deviations: so the floor of 0.1 is a shift of a third of one."""
    rng, psi = np.random.default_rng(2), PsiOfNumbers()
    days, batch = [kept(day) for day in rng.normal(size=(28, 1_000))], kept(rng.normal(shift, 1, 1_000))
    found = psi.distance(batch, days)
    assert found == pytest.approx(shift**2, rel=0.5)
    assert (found > psi.floor) == (abs(shift) > 1 / 3)
    assert psi.p_value(batch, days, found) < 1e-4
