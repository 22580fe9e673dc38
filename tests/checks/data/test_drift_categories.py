"""Has the mix of a category moved away from the reference?"""

import numpy as np
import pytest

from checks.data.drift import judge
from checks.verdict import Outcome, Urgency

SHARES = {"=free": 0.6, "=pro": 0.3, "=team": 0.1}


def said(table):
    (verdict,) = judge(table.history())
    return verdict


@pytest.fixture
def plans(past):
    """28 clean days of three plans, then the days that are given by their shares."""

    def build(*days, rows=1_000, clean=28, seed=1, column=None, **table):
        rng = np.random.default_rng(seed)
        built = past(columns={"plan": column or {"drift": True, "share": True}}, **table)
        for shares in [*[SHARES] * clean, *days]:
            counts = rng.multinomial(rows, list(shares.values()))
            drawn = {name: int(count) for name, count in zip(shares, counts, strict=True) if count}
            built.add(rows=rows, levels={"plan": drawn})
        return built

    return build


MOVED = {"=free": 0.52, "=pro": 0.38, "=team": 0.1}


def test_the_same_mix_is_ok(plans):
    """And says how far it is, and how far it may be."""
    verdict = said(plans(SHARES))
    assert (verdict.outcome, verdict.evidence["method"]) == (Outcome.OK, "chi_square")
    assert "V = " in verdict.summary


def test_a_mix_that_moves_is_found_and_pages_when_it_lasts(plans):
    """The level that moved most is named, with its shares."""
    first = said(plans(MOVED))
    assert (first.outcome, first.urgency, first.evidence["kind"]) == (Outcome.BREACH, Urgency.TICKET, "shift")
    assert "changed its mix: `" in first.summary
    assert list(first.evidence["levels"])[:2] in (["=free", "=pro"], ["=pro", "=free"])
    again = said(plans(MOVED, MOVED))
    assert (again.urgency, len(again.bad)) == (Urgency.PAGE, 2)


def test_names_of_levels_that_are_not_shared_are_not_told(plans):
    """Profiles know them by a hash: one level moved from 60 % to 52 %."""
    table = plans(SHARES)
    hashed = {"#11111111": 520, "#22222222": 380, "#33333333": 100}
    for profile in table.partitions.values():
        counts = profile.columns["plan"].levels.levels
        named = dict(zip(hashed, counts.values(), strict=True))
        object.__setattr__(profile.columns["plan"].levels, "levels", named)
    verdict = said(table.add(levels={"plan": hashed}))
    assert "changed its mix: one level from" in verdict.summary


def test_a_new_level_is_found_by_its_name(plans):
    """2 % of the rows have a plan that was never there; its rows can be asked for."""
    verdict = said(plans({"=free": 0.6, "=pro": 0.28, "=team": 0.1, "=unknown": 0.02}))
    assert verdict.evidence["kind"] == "new_level"
    assert "`unknown`, a new level" in verdict.summary
    assert verdict.failing.segment == ("plan", "=unknown")


@pytest.mark.parametrize("seed", range(40))
def test_a_new_level_of_two_percent_is_always_found(plans, seed):
    """Of a thousand rows, whatever the sample."""
    found = said(plans({"=free": 0.6, "=pro": 0.28, "=team": 0.1, "=unknown": 0.02}, seed=seed))
    assert found.evidence["kind"] == "new_level"


def test_psi_is_a_method_of_its_own(plans):
    """With the limit of its own scale."""
    far = {"=free": 0.4, "=pro": 0.5, "=team": 0.1}
    calm, moved = (
        said(plans(day, column={"drift": {"method": "psi"}, "share": True})) for day in (SHARES, far)
    )
    assert (calm.outcome, calm.evidence["method"], calm.evidence["limit"]) == (Outcome.OK, "psi", 0.1)
    assert moved.outcome is Outcome.BREACH
    assert "PSI = " in moved.summary


def test_a_batch_of_one_value_or_of_new_levels_alone_is_a_verdict(plans):
    """Never an error, never a silent pass."""
    one = said(plans({"=free": 1.0}))
    new = said(plans({"=x": 0.5, "=y": 0.5}))
    assert one.outcome is Outcome.BREACH
    assert new.outcome is Outcome.BREACH


def test_a_text_of_many_values_is_no_category(past):
    """Names of customers: said, not judged."""
    table = past(columns={"plan": {"drift": True}})
    for _ in range(30):
        table.add(levels={"plan": {f"#{at:08x}": 1 for at in range(200)}})
    for profile in table.partitions.values():
        object.__setattr__(profile.columns["plan"].levels, "rest", 700)
    verdict = said(table)
    assert (verdict.outcome, verdict.needs) == (Outcome.NOT_ENOUGH_DATA, "a column of few levels")


def test_weekdays_are_compared_with_themselves(past):
    """On Sundays nobody buys: no news on a Sunday."""
    rng = np.random.default_rng(5)
    table = past(columns={"plan": {"drift": True}})
    outcomes = set()
    for day in range(70):
        share = [0.9, 0.1] if day % 7 == 6 else [0.5, 0.5]
        free, pro = rng.multinomial(1_000, share)
        table.add(levels={"plan": {"=free": int(free), "=pro": int(pro)}})
        if day >= 60:
            outcomes.add(said(table).outcome)
    assert outcomes == {Outcome.OK}
