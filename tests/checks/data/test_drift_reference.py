"""What a feature is compared with: a training set, one that is old or small, one that was replaced."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from checks.data.drift import judge
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.referred import TrainingSet
from checks.sources.whole import UNSEEN
from checks.verdict import Outcome, Urgency

FILE = {"reference": {"path": "training.parquet"}}
WEEKEND = 0.5


@pytest.fixture
def against(past, of):
    """A feature's days beside a training set: the mean of each day, and how the training set is."""

    def build(means, rows=1_000, trained_on=20_000, written=None, seed=1, before=None, **declared):
        rng = np.random.default_rng(seed)
        table = past(columns={"x": {"drift": True}}, **FILE | declared)
        for mean in means:
            table.add(rows=rows, values={"x": rng.normal(mean, 1, rows)})
        found = ColumnProfile(distribution=of(rng.normal(size=trained_on)))
        profile = Profile(partition=UNSEEN, rows=trained_on, columns={"x": found}, seen=written, mark="m")
        return replace(table.history(), training=TrainingSet(profile, "1a2b3c4d"), before=before)

    return build


def test_a_training_set_has_no_days_and_the_verdict_says_so(against):
    """The limit is learned from the batches themselves, of all weekdays together."""
    (said,) = judge(against([0.0] * 30))
    assert said.outcome is Outcome.OK
    assert said.summary.endswith("(without dates: weekdays are not told apart)")
    assert said.evidence["reference"] == {
        "is": "training.parquet (as of 1a2b3c4d)",
        "rows": 20_000,
        "doubts": ["without dates: weekdays are not told apart"],
    }


def test_a_shift_against_the_training_set_is_found_at_once_and_lasts(against):
    """A fifth of a standard deviation; a quarter of a year later another is still told."""
    (first,) = judge(against([0.0] * 28 + [0.2], rows=4_000))
    assert (first.outcome, first.urgency) == (Outcome.BREACH, Urgency.TICKET)
    (later,) = judge(against([0.0] * 28 + [0.5] * 90))
    assert (later.outcome, later.urgency, len(later.bad)) == (Outcome.BREACH, Urgency.PAGE, 31)


def test_what_was_always_a_little_different_from_the_training_set_is_said_and_no_news(against):
    """Production that differs by 0.2 sd since the first day has its own limit above that."""
    (said,) = judge(against([0.2] * 40, rows=5_000))
    assert said.outcome is Outcome.OK
    assert said.evidence["limit"] > said.evidence["distance"] > 0.05
    assert "; production was never quite like it: D = 0.0" in said.summary


def test_a_training_set_unlike_production_from_the_first_day_is_a_ticket(against):
    """Not "as in the reference" for ever, and no page every day; a batch that moves further is told."""
    (said,) = judge(against([1.0] * 40))
    assert (said.outcome, said.urgency, said.evidence["kind"]) == (Outcome.BREACH, Urgency.TICKET, "skew")
    assert said.summary.startswith(
        "training/serving skew: production is unlike the reference since Fri 16 Jan at least: `x` shifted by "
    )
    assert 0.37 < said.evidence["distance"]["x"] < 0.40
    (moved,) = judge(against([1.0] * 40 + [2.5]))
    assert (moved.outcome, moved.evidence["kind"]) == (Outcome.BREACH, "shift")


def test_a_training_set_of_nothing_but_infinities_is_a_ticket(against, of):
    """Its distance is 1 from anything, and so is the limit: no batch could ever be over it."""
    history = against([0.0] * 30)
    column = {"x": ColumnProfile(distribution=of([np.inf] * 2_000))}
    odd = replace(history.training, profile=replace(history.training.profile, columns=column))
    (said,) = judge(replace(history, training=odd))
    assert (said.outcome, said.evidence["kind"], said.evidence["distance"]) == (
        Outcome.BREACH,
        "skew",
        {"x": 1.0},
    )


def test_several_features_unlike_the_training_set_are_one_finding(past, of):
    """Whoever trained on something else did so with all of it."""
    rng = np.random.default_rng(1)
    table = past(columns={"x": {"drift": True}, "y": {"drift": True}, "z": {"drift": True}}, **FILE)
    for _ in range(30):
        table.add(values={name: rng.normal(size=1_000) for name in "xyz"})
    columns = {
        name: ColumnProfile(distribution=of(rng.normal(by, 1, 9_000)))
        for name, by in [("x", 1), ("y", 0), ("z", 0.5)]
    }
    profile = Profile(partition=UNSEEN, rows=9_000, columns=columns, mark="m")
    told = list(judge(replace(table.history(), training=TrainingSet(profile, "1a2b3c4d"))))
    assert [(each.column, each.outcome) for each in told] == [
        (("x", "z"), Outcome.BREACH),
        ("y", Outcome.OK),
    ]


def test_how_far_a_feature_always_was_is_worked_out_once(against, monkeypatch):
    """The pool of all clean batches is the dearest figure of a feature that is as ever."""
    asked = []
    monkeypatch.setattr("checks.skewed.skew", lambda found: asked.append(found[-1].feature.name))
    assert [each.outcome for each in judge(against([0.0] * 30))] == [Outcome.OK]
    assert asked == ["x"]


@pytest.mark.parametrize("weekend", [0.3, 0.5, 1.0])
def test_nobody_is_paged_every_saturday(against, weekend):
    """Weekends that differ from the training set do so every week."""
    means = [weekend if at % 7 >= 5 else 0.0 for at in range(70)]
    verdicts = [next(judge(against(means[:end]))) for end in range(15, 71)]
    moved = [each for each in verdicts if each.evidence.get("kind") != "skew"]
    assert sum(each.outcome is Outcome.BREACH for each in moved) <= 1


def test_with_fewer_than_seven_batches_there_is_no_limit(against):
    """Not enough data is an answer, with what there is."""
    (said,) = judge(against([0.0] * 5))
    assert said.outcome is Outcome.NOT_ENOUGH_DATA
    assert said.needs.startswith("7 clean batches before this one (without dates")


def test_a_small_training_set_is_said(against):
    """Fewer rows than a thousand, or than the batch that is judged."""
    (said,) = judge(against([0.0] * 30, rows=500, trained_on=800))
    assert "the reference has 800 rows, fewer than 1,000" in said.summary
    (said,) = judge(against([0.0] * 30, rows=4_000, trained_on=2_000))
    assert "the reference has 2,000 rows, fewer than the batch" in said.summary


def test_a_training_set_that_was_written_long_ago_is_said(against):
    """By the time of its file: it has no days."""
    (said,) = judge(against([0.0] * 30, written=datetime(2025, 1, 1, tzinfo=UTC)))
    assert "the reference was written 398 days before" in said.summary


def test_a_period_that_ended_long_ago_is_said(past):
    """More than 180 days before the batch: the model knows an older world."""
    rng = np.random.default_rng(1)
    period = {"from": "2026-01-05", "to": "2026-01-25"}
    table = past(columns={"x": {"drift": True}}, reference=period)
    for at in [*range(21), *range(200, 230)]:
        table.add(values={"x": rng.normal(size=1_000)}, on=table.start + timedelta(days=at))
    (said,) = judge(table.history())
    assert said.outcome is Outcome.OK
    assert said.summary.endswith("(the reference ended 209 days before)")
    assert said.evidence["reference"]["newest"] == "2026-01-25"


def test_a_period_of_three_days_is_said_and_carries_no_limit_by_itself(past):
    """What was judged since may carry one."""
    rng = np.random.default_rng(1)
    table = past(columns={"x": {"drift": True}}, reference={"from": "2026-01-05", "to": "2026-01-07"})
    for _ in range(6):
        table.add(values={"x": rng.normal(size=1_000)})
    (said,) = judge(table.history())
    assert said.outcome is Outcome.NOT_ENOUGH_DATA
    assert "(the reference has 3 batches, fewer than 7)" in said.needs
    for _ in range(10):
        table.add(values={"x": rng.normal(size=1_000)})
    (said,) = judge(table.history())
    assert (said.outcome, "3 batches, fewer than 7" in said.summary) == (Outcome.OK, True)


def test_a_training_set_that_cannot_be_read_is_no_licence(past):
    """Nothing else is quietly compared with in its place."""
    table = past(columns={"x": {"drift": True}}, **FILE)
    for _ in range(30):
        table.add(values={"x": np.arange(1_000.0)})
    (said,) = judge(table.history())
    assert said.outcome is Outcome.NOT_ENOUGH_DATA
    assert said.needs == "the reference training.parquet, which cannot be read"


def test_a_feature_that_the_training_set_lacks_is_said(against):
    """By name of the reference; the other features are judged."""
    history = against([0.0] * 30)
    empty = replace(history.training, profile=replace(history.training.profile, columns={}))
    (said,) = judge(replace(history, training=empty))
    assert said.needs == "`x`, which is not in the reference training.parquet"


def test_a_period_without_a_partition_is_said(past):
    """A reference that lies in the future, or was cleared away."""
    table = past(columns={"x": {"drift": True}}, reference={"from": "2025-01-01", "to": "2025-02-01"})
    for _ in range(30):
        table.add(values={"x": np.arange(1_000.0)})
    (said,) = judge(table.history())
    assert said.needs == "partitions in the reference 2025-01-01..2025-02-01, there are none"


def test_a_reference_that_was_replaced_is_a_note_and_hides_nothing(against):
    """It is told beside what the new one finds, and the day after it is as before."""
    was = "training.parquet (as of 00000000)"
    note, moved = judge(against([0.0] * 28 + [0.5], before=was))
    assert (note.outcome, note.urgency, note.column) == (Outcome.BREACH, Urgency.NOTE, None)
    assert note.summary == (
        "the reference of usage was replaced: was training.parquet (as of 00000000), is training.parquet "
        "(as of 1a2b3c4d); limits are calibrated anew"
    )
    assert (moved.outcome, moved.column) == (Outcome.BREACH, "x")
    same, _ = judge(against([0.0] * 30, before="training.parquet (as of 1a2b3c4d)"))
    assert (same.outcome, same.summary.endswith("as before")) == (Outcome.OK, True)


def test_a_period_in_place_of_none_is_told(past):
    """So is one that is no longer declared."""
    table = past(columns={"x": {"drift": True}}, reference={"from": "2026-01-05", "to": "2026-01-25"})
    for _ in range(30):
        table.add(values={"x": np.arange(1_000.0)})
    note, _ = judge(replace(table.history(), before="the 28 clean batches before"))
    assert "was the 28 clean batches before, is 2026-01-05..2026-01-25" in note.summary
    assert date(2026, 2, 3) == table.history().judged[-1].partition


@pytest.mark.parametrize("declared", [{}, {"reference": None}])
@pytest.mark.parametrize(
    ("values", "outcome", "words"),
    [
        ([0.5], Outcome.NOT_ENOUGH_DATA, "200 rows with a value in a batch, there is 1; absurd values alone"),
        ([], Outcome.NOT_ENOUGH_DATA, "values: `x` has none in the newest partition"),
        ([7.0] * 500, Outcome.BREACH, "500 rows have `x` far outside the reference"),
        ([0.5] * 500, Outcome.BREACH, "100% of `x` are one value; usual is 0"),
        ([np.inf] * 500, Outcome.BREACH, "500 rows have `x` far outside the reference"),
        ([-np.inf] * 500, Outcome.BREACH, "500 rows have `x` far outside the reference"),
        ([-np.inf, np.inf] * 250, Outcome.BREACH, "500 rows have `x` far outside the reference"),
        ([np.inf], Outcome.BREACH, "1 row has `x` far outside the reference"),
    ],
)
def test_batches_of_one_value_and_of_nothing_but_infinities(against, of, values, outcome, words, declared):
    """Beside a training set and beside the days before: never a crash, and never called healthy."""
    history = against([0.0] * 30, **declared)
    newest = history.judged[-1]
    found = ColumnProfile(distribution=of(values)) if values else ColumnProfile(nulls=500)
    odd = replace(newest, columns={"x": found}, rows=max(1, len(values)))
    (said,) = judge(replace(history, partitions={**history.partitions, newest.partition: odd}))
    assert said.outcome is outcome
    assert words in said.summary + said.needs
