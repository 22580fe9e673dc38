"""What a finding of drift brings along: both distributions, what moved, where, since when, in words."""

import json

import numpy as np
import pytest

from checks.data.drift import judge


@pytest.fixture
def found(past):
    """The finding of the newest day, after 28 clean ones."""

    def judged(batch=None, levels=None, column=None):
        rng = np.random.default_rng(3)
        table = past(columns={"x": {"drift": True, **(column or {})}})
        for _ in range(28):
            usual = {"values": {"x": rng.normal(size=1_000)}}
            table.add(**({"levels": {"x": {"=free": 600, "=pro": 400}}} if levels else usual))
        table.add(**({"levels": {"x": levels}} if levels else {"values": {"x": batch(rng)}}))
        (verdict,) = judge(table.history())
        return verdict

    return judged


def shifted(rng):
    return rng.normal(0.4, 1, 1_000)


def coded(rng):
    """1.2 % of them."""
    return np.where(np.arange(1_000) < 12, -999.0, rng.normal(size=1_000))


def test_a_shift_comes_with_both_distributions_and_the_quantiles_that_moved(found):
    """Of the reference of its weekday and of the day, by name and by rows; in words, since a day."""
    verdict = found(shifted)
    said = verdict.evidence["distributions"]
    assert (said["column"], said["of"], said["rows"]) == ("x", ["the reference", "Mon 2 Feb"], [4_000, 1_000])
    moved = said["quantiles"][1][2] - said["quantiles"][0][2]
    assert moved == pytest.approx(verdict.evidence["moved_sd"]["50%"], abs=0.01)
    assert verdict.summary.startswith(f"`x` shifted by {moved:+.2f} sd")
    assert str(verdict.since.date()) == "2026-02-02"
    assert len(json.dumps(said)) < 2_000


def test_missing_values_that_are_coded_stand_by_themselves(found):
    """Against all 28 days, since they were on none of them; by its value where that may be told."""
    told = found(coded, column={"share": True})
    said = told.evidence["distributions"]
    assert said["masses"] == [[-999, 0, 0.012]]
    assert said["rows"] == [28_000, 1_000]
    hidden = found(coded).evidence["distributions"]
    assert hidden["unit"] == "sd"
    assert "999" not in str(hidden["masses"])


def test_a_new_level_comes_with_both_mixes(found):
    """By its name where it may be told."""
    verdict = found(levels={"=free": 590, "=pro": 390, "=unknown": 20})
    assert verdict.summary == "2% of `x` are `unknown`, a new level"
    assert ["=unknown", 0, 0.02] in verdict.evidence["distributions"]["levels"]


def test_what_is_as_in_the_reference_carries_nothing_to_draw(found):
    """Kept findings stay small."""
    assert "distributions" not in found(lambda rng: rng.normal(size=1_000)).evidence


def test_a_shift_with_a_new_level_on_the_same_day_is_one_finding_that_tells_both(found):
    """The mix moved by more than the new level holds; whoever reads the one need not look for the other."""
    verdict = found(levels={"=free": 350, "=pro": 600, "=unknown": 50})
    assert verdict.evidence["kind"] == "shift"
    assert verdict.summary.startswith(
        "`x` changed its mix: `free` from 60% to 35% against the reference: V ="
    )
    assert verdict.summary.endswith("; besides, 5% of `x` are `unknown`, a new level")
    assert verdict.evidence["besides"] == ["5% of `x` are `unknown`, a new level"]


def test_a_shift_with_coded_missing_values_tells_both(found):
    """By their value where that may be told."""
    verdict = found(lambda rng: coded(rng) + np.where(np.arange(1_000) < 12, 0, 1), column={"share": True})
    assert verdict.evidence["kind"] == "shift"
    (also,) = verdict.evidence["besides"]
    assert also.startswith("1.2% of `x` are -999 now, far outside the reference")


def test_values_that_lie_far_outside_because_all_of_them_moved_are_not_told_twice(found):
    """That is the shift itself."""
    assert "besides" not in found(lambda rng: rng.normal(6, 1, 1_000)).evidence
