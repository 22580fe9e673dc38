"""Which change of the size of a lookup table is strange?"""

import pytest

from checks.profiles.overwritten import LEARNED_DAYS, Jump, jump


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([200], None),
        ([200, 200, 200], None),
        ([200, 190], None),
        ([200, 200, 100, 100], Jump(2, 200)),
        ([200, 170], Jump(1, 200)),
        ([200, 0], Jump(1, 200)),
        ([200, 390], None),
        ([200, 420], Jump(1, 200)),
        ([0, 100], None),
        ([3, 2], None),
        ([3, 1], Jump(1, 3)),
        ([200, 100, 200], None),
        ([200, 100, 195], None),
    ],
)
def test_a_tenth_that_is_lost_and_as_much_again_are_strange(rows, found):
    """Less is not, nor is a single row, nor what came back."""
    assert jump(rows) == found


def test_a_table_that_always_changes_much_is_let_alone():
    """More than twice the largest change of its kind so far is strange."""
    steady = [200, 185, 200, 184, 199]  # it loses up to 8 % now and then
    assert jump([*steady, 170]) is None
    assert jump([*steady, 140]) == Jump(5, 199)


def test_growth_day_by_day_is_no_jump():
    """A lookup may double in a year."""
    assert jump([round(100 * 1.01**day) for day in range(300)]) is None


def test_what_has_stayed_for_four_weeks_is_meant():
    """Then it is what the next change is compared with."""
    assert jump([200] + [100] * LEARNED_DAYS) == Jump(1, 200)
    assert jump([200] + [100] * (LEARNED_DAYS + 1)) is None
    assert jump([200] + [100] * (LEARNED_DAYS + 1) + [300]) == Jump(LEARNED_DAYS + 2, 100)
