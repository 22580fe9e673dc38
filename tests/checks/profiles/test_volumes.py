"""How many rows each day has, against the days before it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from checks.profiles.profile import Profile
from checks.profiles.volumes import Volumes

MONDAY = date(2026, 1, 5)


def days(many, loss=1.0):
    rng = np.random.default_rng(1)
    rows = [int(40_000 * np.exp(rng.normal(0, 0.02)) * (loss if at >= many - 5 else 1)) for at in range(many)]
    return [Profile(partition=MONDAY + timedelta(days=at), rows=each) for at, each in enumerate(rows)]


def test_a_replay_says_of_each_day_what_a_check_on_that_day_said():
    """It goes on from the day before, and learns nothing twice."""
    profiles, going_on = days(90, loss=0.8), Volumes()
    for known in range(1, 91):
        told = going_on.upto(profiles[:known], ())
        if known % 9 == 0:
            alone = Volumes().upto(profiles[:known], ())
            assert [each.side for each in told] == [each.side for each in alone]
            assert told[-1].expected == pytest.approx(alone[-1].expected, nan_ok=True)
    assert [each.low for each in told[-6:]] == [False, True, True, True, True, True]


def test_what_came_late_is_judged_from_the_beginning():
    """A day that has other rows now, a holiday that was not known, a day less."""
    profiles, volumes = days(60), Volumes()
    volumes.upto(profiles, ())
    late = [*profiles[:20], Profile(partition=profiles[20].partition, rows=9), *profiles[21:]]
    for known, off in ((late, ()), (profiles, [profiles[50].partition]), (profiles[:40], ())):
        assert [each.side for each in volumes.upto(known, off)] == [
            each.side for each in Volumes().upto(known, off)
        ]


@pytest.mark.parametrize("rows", [0, 20_000, 38_000, 40_000, 90_000])
def test_another_newest_day_is_judged_as_if_it_had_come(rows):
    """What was learned from the days before is neither learned anew nor changed."""
    profiles, known = days(70), Volumes()
    true = repr(known.upto(profiles, ()))
    other = [*profiles[:-1], replace(profiles[-1], rows=rows)]
    assert repr(known.before().upto(other, ())) == repr(Volumes().upto(other, ()))
    assert repr(known.before().upto(profiles, ())) == repr(known.upto(profiles, ())) == true


def test_before_the_first_day_nothing_is_known():
    """One day alone; and where nothing was asked for yet."""
    known, first = Volumes(), days(70)[:1]
    assert repr(known.before().upto(first, ())) == repr(known.upto(first, ()))
    assert repr(known.before().upto(first, ())) == repr(Volumes().upto(first, ()))
