"""A rare value that no longer comes: after how many days is it seen?"""

import numpy as np

from checks.measured import measured
from checks.model.rare_events import judge
from checks.planted.vanished import plants
from checks.profiles.profile import ColumnProfile
from checks.profiles.values import Values
from checks.sensitivity import Caught


def frauds(past, rate, rare=("fraud",)):
    table = past(columns={"outcome": {"rare": list(rare)}})
    for many in np.random.default_rng(1).poisson(rate, 120):
        column = ColumnProfile(values=Values(rare={"fraud": int(many)}))
        table.add(rows=40_000, columns={"outcome": column})
    return table.history()


def test_two_a_day_are_missed_after_a_few_days(past):
    """The number of days is what a healthy pipeline would have caught."""
    history = frauds(past, 2)
    (said,) = [each for each in measured(history, list(judge(history))) if each.check == "rare_events"]
    assert (said.caught, said.column, said.unit) == (Caught.CAUGHT, "outcome", "days")
    assert said.says in {f"no `fraud` for {days} days" for days in (3, 4, 5, 6)}


def test_a_table_that_names_none_has_nothing_to_plant(past):
    """And the others are not disturbed."""
    assert not list(plants(frauds(past, 2, rare=())))
