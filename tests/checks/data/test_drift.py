"""Has a numeric feature moved away from the reference?"""

from dataclasses import replace

import numpy as np
import pytest

from checks.data.drift import judge
from checks.verdict import ONLY_GROSS, Outcome, Urgency


def said(table):
    (verdict,) = judge(table.history())
    return verdict


@pytest.fixture
def feature(past):
    """Normal values; shifts, in standard deviations, are given day by day after 28 clean days."""

    def build(shifts=(), rows=1_000, seed=1, clean=28, mend=None, columns=None, **table):
        rng = np.random.default_rng(seed)
        built = past(columns=columns or {"x": {"drift": True}}, **table)
        for shift in [*[0.0] * clean, *shifts]:
            built.add(rows=rows, values={"x": rng.normal(shift, 1, rows)})
        if mend is not None:
            values = rng.normal(size=rows)
            mend(values)
            built.add(rows=rows, values={"x": values})
        return built

    return build


DECLARED = {"reference": {"from": "2026-01-05", "to": "2026-02-01"}}


@pytest.mark.parametrize("table", [{}, DECLARED])
def test_the_same_distribution_is_ok(feature, table):
    """With and without a declared reference; D and the limit are shown."""
    verdict = said(feature([0.0], **table))
    assert verdict.outcome is Outcome.OK
    assert verdict.evidence["limit"] >= 0.05
    assert verdict.evidence["d_bounds"][0] == pytest.approx(verdict.evidence["d"], abs=1e-3)


@pytest.mark.parametrize("table", [{}, DECLARED])
def test_a_shift_is_posted_at_once_and_pages_when_it_lasts(feature, table):
    """A fifth of a standard deviation, the next day again."""
    first = said(feature([0.2], rows=5_000, **table))
    assert (first.outcome, first.urgency, first.evidence["kind"]) == (Outcome.BREACH, Urgency.TICKET, "shift")
    assert "shifted by +0.2" in first.summary
    again = said(feature([0.2] * 2, rows=5_000, **table))
    assert (again.urgency, len(again.bad)) == (Urgency.PAGE, 2)


@pytest.mark.parametrize("table", [{}, DECLARED])
def test_a_shift_that_lasts_is_not_absorbed(feature, table):
    """Six weeks later it is still one: bad batches never enter their own baseline."""
    verdict = said(feature([0.4] * 42, rows=2_000, **table))
    assert verdict.outcome is Outcome.BREACH
    assert len(verdict.bad) >= 28


def test_a_light_feature_never_pages(feature):
    """A feature that carries a hundredth of the weight is written down, however far it moves."""
    columns = {"x": {"drift": True, "weight": 1}, "heavy": {"drift": True, "weight": 99}}
    verdict = next(iter(judge(feature([3.0] * 3, columns=columns).history())))
    assert (verdict.urgency, verdict.evidence["weight_share"]) == (Urgency.NOTE, 0.01)


def test_a_light_feature_that_moves_for_a_day_is_a_note_and_a_ticket_when_it_lasts(feature):
    """A tenth of the weight, moved by one storm; the next batch tells whether it was one."""
    columns = {"x": {"drift": True, "weight": 1}, "heavy": {"drift": True, "weight": 9}}

    def urgency(*shifts):
        return next(iter(judge(feature(shifts, rows=5_000, columns=columns).history()))).urgency

    assert (urgency(0.2), urgency(0.2, 0.2)) == (Urgency.NOTE, Urgency.TICKET)
    assert urgency(0.5) is Urgency.TICKET  # twice the limit


def test_a_holiday_wakes_nobody(feature):
    """On Thanksgiving people fly at other hours; what goes on beyond the days beside it pages."""
    table = feature([1.0])
    day = table.history().newest.partition
    calm, usual = (
        next(iter(judge(replace(table.history(), holidays=frozenset(off))))) for off in ((day,), ())
    )
    assert (calm.urgency, usual.urgency) == (Urgency.TICKET, Urgency.PAGE)
    assert calm.summary.endswith(", on a holiday")
    lasting = feature([1.0] * 4).history()
    began = lasting.judged[-4].partition
    (after,) = judge(replace(lasting, holidays=frozenset([began])))
    assert after.urgency is Urgency.PAGE


def test_one_percent_coded_as_minus_999_is_found(feature):
    """With the rows to ask for; the value itself stays in the source."""

    def code(values):
        values[:10] = -999

    verdict = said(feature(mend=code))
    assert (verdict.outcome, verdict.evidence["kind"], verdict.affected) == (Outcome.BREACH, "range", 10)
    assert verdict.failing.what == "outside"
    assert "999" not in verdict.summary


def test_values_are_shown_only_where_the_owner_shares_them(feature):
    """share: true."""

    def code(values):
        values[:10] = -999

    verdict = said(feature(mend=code, columns={"x": {"drift": True, "share": True}}))
    assert "-999" in verdict.summary
    assert verdict.evidence["extreme"] == -999


def test_a_value_held_too_often_is_found_inside_the_range(feature):
    """A stuck sensor."""

    def stick(values):
        values[:30] = 0.5

    verdict = said(feature(mend=stick))
    assert (verdict.evidence["kind"], verdict.affected, verdict.failing.what) == ("mass_point", 30, "equal")


@pytest.fixture
def plants(past):
    """A day each: the value that one plant of forty stands at, or None where all of them run."""

    def said(*stands, **table):
        rng = np.random.default_rng(3)
        built = past(columns={"x": {"drift": True, "share": True}}, **table)
        for value in [*[None] * 28, *stands]:
            values = rng.normal(size=2_000)
            if value is not None:
                values[:50] = value
            built.add(rows=2_000, values={"x": values})
        (verdict,) = judge(built.history())
        return verdict

    return said


@pytest.mark.parametrize("table", [{}, DECLARED])
def test_plants_that_stand_still_each_time_elsewhere_are_no_news(plants, table):
    """The third value in four weeks says nothing; the same one again does, and what is far outside."""
    assert plants(0.5, None, 0.7, **table).outcome is Outcome.BREACH
    assert plants(0.5, None, 0.7, None, -0.3, **table).outcome is Outcome.OK
    again = plants(0.5, None, 0.5, None, 0.5, **table)
    assert "2.5% of `x` are 0.5" in again.summary
    assert plants(0.5, None, 0.7, None, -999, **table).evidence["kind"] == "range"


def test_a_few_absurd_values_do_not_hide_a_shift(feature):
    """What moved most rows is what is told."""

    def both(values):
        values += 1.0
        values[0] = 1e6

    assert said(feature(mend=both)).evidence["kind"] == "shift"


def test_absurd_values_do_not_blind_the_next_day(feature):
    """Without a declared reference, a bad batch does not become part of it."""

    def code(values):
        values[:10] = -999

    table = feature(mend=code)
    rng = np.random.default_rng(9)
    again = rng.normal(size=1_000)
    again[:10] = -999
    verdict = said(table.add(values={"x": again}))
    assert (verdict.evidence["kind"], len(verdict.bad)) == ("range", 2)
    assert verdict.since.date() == verdict.bad[0] == verdict.failing.partitions[0]


def test_a_shift_that_only_size_makes_significant_is_no_drift(feature):
    """0.02 sd in 200,000 rows: any test calls it significant, and no model minds."""
    verdict = said(feature([0.02], rows=200_000, clean=28))
    assert verdict.outcome is Outcome.OK
    assert verdict.evidence["p_adjusted"] < 1e-6


def test_few_rows_or_batches_are_not_enough(feature):
    """And what is missing is said."""
    assert said(feature(clean=14, rows=10)).needs
    assert said(feature(clean=2)).needs == "three clean batches before it, there is 1"
    assert said(feature(clean=14)).needs == (
        "7 clean batches with two more of their weekday; it is like the 13 batches so far"
    )
    assert said(feature(clean=20)).outcome is Outcome.OK


def test_a_small_batch_is_watched_for_absurd_values_alone(feature):
    """That there are none is no judgement of drift: 100 rows are too few to compare shapes."""
    small = said(feature([0.0], rows=100))
    assert small.outcome is Outcome.NOT_ENOUGH_DATA
    needs = "200 rows with a value in a batch, there are 100; absurd values alone were looked for"
    assert (small.needs, small.evidence) == (needs, {"kind": ONLY_GROSS})
    assert said(feature([1.5], rows=100)).outcome is Outcome.NOT_ENOUGH_DATA
    absurd = said(feature(rows=100, mend=lambda values: values.put(range(3), -999.0)))
    assert (absurd.outcome, absurd.evidence["kind"]) == (Outcome.BREACH, "range")


def test_a_wet_day_of_a_few_rows_is_learned_from(past):
    """It is far from dry days, which is not judged in 72 rows; so the next wet day is within the range."""
    rng = np.random.default_rng(5)
    table = past(columns={"rain": {"drift": True}})
    told = []
    for day in range(70):
        wet = 60 if day % 13 == 3 else 0
        table.add(rows=72, values={"rain": np.append(rng.uniform(0.3, 0.4, wet), np.zeros(72 - wet))})
        if said(table).outcome is Outcome.BREACH:
            told.append(day)
    assert told == [3]  # the very first rain, beside three dry days: a ticket of low confidence


def test_a_sensor_that_says_one_value_all_day_is_found_in_a_few_rows(past):
    """Humidity was 0 in every hour of 10 March 2011 in Washington."""
    rng, table = np.random.default_rng(3), past(columns={"humidity": {"drift": True}})
    for middle in rng.uniform(0.4, 0.8, 28):
        table.add(rows=24, values={"humidity": np.clip(rng.normal(middle, 0.15, 24), 0.1, 1)})
    table.add(rows=24, values={"humidity": np.zeros(24)})
    assert said(table).evidence["kind"] == "mass_point"


def test_a_newest_partition_without_values_is_not_judged_by_an_older_one(feature):
    """Nothing but nulls, or text where numbers were."""
    verdict = said(feature().add(nulls={"x": 1_000}))
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA


def test_weekdays_are_compared_with_themselves(past):
    """Sundays are another world, every week."""
    rng = np.random.default_rng(5)
    table = past(columns={"x": {"drift": True}})
    outcomes = set()
    for day in range(70):
        table.add(values={"x": rng.normal(2.0 if day % 7 == 6 else 0.0, 1, 1_000)})
        if day >= 60:
            outcomes.add(said(table).outcome)
    assert outcomes == {Outcome.OK}


def test_many_features_are_corrected_for(past):
    """Of forty features that are alike, none alarms; and every one is judged."""
    rng = np.random.default_rng(4)
    names = [f"f{at}" for at in range(40)]
    table = past(columns={name: {"drift": True} for name in names})
    for _ in range(30):
        table.add(rows=300, values={name: rng.normal(size=300) for name in names})
    assert [verdict.outcome for verdict in judge(table.history())] == [Outcome.OK] * 40


def test_a_replay_does_not_work_out_the_same_distance_twice(feature, monkeypatch):
    """One survey, many moments: a day more is a distance more, and those of the days of its weekday."""
    from checks.profiles import measures

    asked = []
    distance = measures.ks_distance
    monkeypatch.setattr(measures, "ks_distance", lambda *both: asked.append(1) or distance(*both))
    table = feature()
    history = table.history()
    list(judge(history))
    asked.clear()
    later = table.add(values={"x": np.random.default_rng(8).normal(size=1_000)}).history()
    list(judge(replace(later, remembered=history.remembered)))
    assert 1 <= len(asked) <= 1 + 4
