"""Of categories, what is said to be caught is caught whichever way the rows go."""

from itertools import permutations

import numpy as np
import pytest

from checks.data import drift
from checks.measured import measured
from checks.plant import rows_of
from checks.profiles.profile import ColumnProfile, Frequencies
from checks.verdict import Outcome

USUAL = {"=free": 0.5, "=pro": 0.3, "=team": 0.2}
ROWS = 1_000


@pytest.fixture
def plans(past):
    """Six weeks of a plan in three levels; on the newest day so many rows moved from one to another."""

    def build(moved=0, origin="=free", goal="=pro", kind="string"):
        rng = np.random.default_rng(4)
        table = past(columns={"plan": {"drift": True}})
        for day in range(42):
            levels = dict(zip(USUAL, map(int, rng.multinomial(ROWS, list(USUAL.values()))), strict=True))
            if day == 41:
                levels[origin] -= moved
                levels[goal] += moved
            columns = {"plan": ColumnProfile(levels=Frequencies(levels))}
            table.add(rows=ROWS, columns=columns, schema=(("plan", kind),))
        return table.history()

    return build


def told(history):
    return {each.unit + each.says[-20:]: each for each in measured(history, list(drift.judge(history)))}


def test_the_told_share_is_caught_from_each_level_to_each_other(plans):
    """Where a day strays one way already, more must move the other way."""
    (mix,) = [each for each in told(plans()).values() if "another level" in each.says]
    for origin, goal in permutations(USUAL, 2):
        (said,) = drift.judge(plans(rows_of(mix.size, ROWS), origin, goal))
        assert said.outcome is Outcome.BREACH, (origin, goal)


def test_no_third_level_is_promised_of_a_boolean(plans):
    """It would be no boolean any more, of which the contract tells."""
    said = [each.says for each in told(plans(kind="boolean")).values()]
    assert any("another level" in each for each in said)
    assert not any("new level" in each for each in said)
