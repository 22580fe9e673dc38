"""A level that holds the rows of an older day again, or that has few days to choose from."""

import numpy as np
import pytest

from checks.profiles.segment_copies import copied_levels
from checks.profiles.slices import Level, Slices
from checks.profiles.values import Values

POWERS = np.array([0.12, 0.16, 0.24, 0.32, 0.38, 0.48, 0.55, 0.61, 0.75, 0.83, 0.94, 1.0])


@pytest.fixture
def told(past):
    """The days, of those given by the values of one level, on which it is told as a copy."""

    def days_told(days):
        table = past(columns={"load": {}}, segment="meter")
        for values in days:
            measured = Values(finite=len(values), mean=float(np.mean(values)), variance=float(np.var(values)))
            level = Level(len(values), {}, {"load": measured})
            table.add(rows=len(values), slices=Slices(segments={"meter": {"=pump": level}}))
        history = table.history()
        profiles = history.judged
        return [at for at in range(len(days)) if copied_levels(profiles[: at + 1], history.table, "meter")]

    return days_told


def ordinary(seed, days):
    random = np.random.default_rng(seed)
    return [random.normal(5, 1, 96) for _ in range(days)]


def resting(seed, days):
    """A pump that runs for four quarters of an hour, at one of twelve powers each: 1,365 different days."""
    random = np.random.default_rng(seed)
    return [np.append(random.choice(POWERS, 4), np.zeros(92)) for _ in range(days)]


def test_a_pump_that_has_few_days_to_choose_from_is_told_twice_at_most(told):
    """In half a year; that no two of 28 days were alike says little about the next 56 pairs."""
    many = [len(told(resting(seed, 180))) for seed in range(5)]
    assert max(many) <= 3, many


def test_a_job_that_goes_on_to_replay_old_files_is_told_each_time(told):
    """Each Monday brings the rows of the Monday four weeks before."""
    days = ordinary(1, 120)
    copies = [60, 67, 74, 81, 110]
    for at in copies:
        days[at] = days[at - 28].copy()
    assert told(days) == copies


def test_a_level_that_stands_is_one_trouble_and_the_next_is_told(told):
    """For a week it handed over one old day; two months later another one."""
    days = ordinary(2, 150)
    for at in range(60, 67):
        days[at] = days[59].copy()
    days[140] = days[120].copy()
    assert told(days) == [*range(60, 67), 140]


def test_days_at_rest_are_no_copies_and_hide_none(told):
    """Every Sunday all its values are 0."""
    days = ordinary(3, 100)
    for at in range(6, 100, 7):
        days[at] = np.zeros(96)
    days[80] = days[50].copy()
    assert told(days) == [80]
