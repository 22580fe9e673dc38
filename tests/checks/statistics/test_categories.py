"""Two samples of categories: how far apart they are, and whether it could be chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from checks.statistics.categories import chi_square_p_value, psi, psi_p_value, total_variation


def counts(*rows: int) -> np.ndarray:
    return np.array(rows, np.int64)


def test_total_variation_is_the_share_of_rows_that_changed_category():
    assert total_variation(counts(50, 50), counts(60, 40)) == pytest.approx(0.1)
    assert total_variation(counts(10, 0), counts(0, 10)) == 1
    assert total_variation(counts(1, 2, 3), counts(10, 20, 30)) == pytest.approx(0)


@given(
    st.lists(st.tuples(st.integers(20, 10_000), st.integers(20, 10_000)), min_size=2, max_size=30),
)
def test_the_p_value_is_scipys_where_no_cell_is_small(pairs: list[tuple[int, int]]):
    """No cell expects fewer than five rows."""
    one, other = (np.array(each) for each in zip(*pairs, strict=True))
    expected = stats.chi2_contingency([one, other], correction=False)
    if expected.expected_freq.min() >= 5:
        assert chi_square_p_value(one, other) == pytest.approx(expected.pvalue, rel=1e-9, abs=1e-300)


def test_small_cells_are_put_together():
    """One row of each of forty categories that the other sample has not is one cell, not forty."""
    one, other = counts(1000, 1000, *[1] * 40), counts(1000, 1000, *[0] * 40)
    together = stats.chi2_contingency([[1000, 1000, 40], [1000, 1000, 0]], correction=False)
    assert chi_square_p_value(one, other) == pytest.approx(together.pvalue)


def test_one_cell_says_nothing():
    assert chi_square_p_value(counts(5), counts(9)) == 1
    assert chi_square_p_value(counts(1, 0), counts(0, 1)) == 1


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=20))
def test_a_p_value_is_a_probability_whatever_the_counts(pairs: list[tuple[int, int]]):
    one, other = (np.array(each) for each in zip(*pairs, strict=True))
    if one.sum() and other.sum():
        assert 0 <= chi_square_p_value(one, other) <= 1
        assert psi(one, other) >= 0
        assert 0 <= total_variation(one, other) <= 1


def test_of_one_distribution_one_p_value_in_twenty_is_below_a_twentieth():
    rng = np.random.default_rng(1)
    share = np.array([0.5, 0.2, 0.1, 0.1, 0.05, 0.03, 0.01, 0.01])
    low = [
        chi_square_p_value(rng.multinomial(1000, share), rng.multinomial(1500, share)) < 0.05
        for _ in range(2000)
    ]
    assert np.mean(low) == pytest.approx(0.05, abs=0.015)


def test_psi_of_equal_samples_is_nothing_and_grows_with_the_change():
    assert psi(counts(100, 100), counts(1000, 1000)) == pytest.approx(0, abs=1e-4)
    little, much = psi(counts(500, 500), counts(550, 450)), psi(counts(500, 500), counts(800, 200))
    assert 0 < little < 0.1 < much


def test_psi_of_small_samples_is_judged_by_what_chance_brings():
    """Of 200 against 200 rows in ten bins, a fixed limit of 0.1 is false in a third of the cases."""
    rng = np.random.default_rng(2)
    even = [1 / 10] * 10
    found = [psi(rng.multinomial(200, even), rng.multinomial(200, even)) for _ in range(2000)]
    assert np.mean(np.array(found) > 0.1) > 0.25
    assert np.mean([psi_p_value(each, 10, 200, 200) < 0.001 for each in found]) < 0.005
