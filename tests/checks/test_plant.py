"""How the smallest failure is found that a check sees."""

from itertools import pairwise

import pytest

from checks.plant import COUNTS, DEVIATIONS, SHARES, Plant


def plant(seen, guess=0.0, sizes=SHARES):
    return Plant("row_count", "%", "lost rows", "{}% lost rows".format, sizes, seen, guess=guess)


@pytest.mark.parametrize("guess", [0, 0.1, 3, 6, 7, 100, 1_000])
@pytest.mark.parametrize("least", [0.1, 0.12, 3, 6, 90, 100])
def test_the_smallest_size_that_is_seen_is_found_from_any_guess(least, guess):
    """And the one before it was tried, and is not seen."""
    tried = []

    def seen(size):
        tried.append(size)
        return size >= least

    assert plant(seen, guess).smallest() == least
    before = [size for size in SHARES if size < least]
    assert not before or before[-1] in tried
    assert len(tried) <= 11


def test_a_good_guess_needs_two_looks():
    """Which is what keeps it cheap."""
    tried = []
    plant(lambda size: tried.append(size) or size >= 6, guess=5.5).smallest()
    assert tried == [6, 5]


@pytest.mark.parametrize("guess", [0, 6, 1_000])
def test_what_is_never_seen_has_no_size(guess):
    """Not even the largest."""
    assert plant(lambda size: False, guess).smallest() is None


@pytest.mark.parametrize("sizes", [SHARES, DEVIATIONS, COUNTS])
def test_half_of_a_size_is_no_more_than_the_one_before(sizes):
    """So that half of what is told is known not to be seen; for single rows there is no half."""
    assert all(size / 2 <= before for before, size in pairwise(sizes))
