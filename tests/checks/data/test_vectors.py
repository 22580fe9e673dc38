"""Are the embeddings of a column still what they were?"""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from checks.data.drift import judge as judge_drift
from checks.data.vectors import judge
from checks.profiles.folding import Folding
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.referred import TrainingSet
from checks.sources.whole import UNSEEN
from checks.verdict import Outcome, Urgency

DIMENSIONS, ROWS = 32, 1_000


def column(*matrices, nulls=0):
    """A column that holds the rows of these matrices."""
    folding = Folding()
    for matrix in matrices:
        folding.take(np.ascontiguousarray(matrix, float))
    return ColumnProfile(nulls=nulls, vectors=folding.done(1_000))


class Encoder:
    """Vectors around a direction, as an encoder of texts writes them."""

    def __init__(self, seed=1):
        self.rng = np.random.default_rng(seed)
        self.centre = self.rng.normal(size=DIMENSIONS)

    def write(self, rows=ROWS, moved=0.0, longer=1.0, dimensions=DIMENSIONS, unit=False):
        """One day of them; moved along another direction, by so many lengths of the centre."""
        other = np.roll(self.centre, 7)
        found = self.centre + moved * other + self.rng.normal(size=(rows, DIMENSIONS)) * 1.5
        found = found[:, :dimensions] * longer
        return found / np.linalg.norm(found, axis=1, keepdims=True) if unit else found


@pytest.fixture
def encoder():
    """The same one in each test."""
    return Encoder()


@pytest.fixture
def days(past):
    """A table whose days hold these columns, and what is said of the newest."""

    def build(*columns, **table):
        built = past(**{"columns": {"v": {"kind": "vector"}}} | table)
        for each in columns:
            found = each if isinstance(each, ColumnProfile) else column(each)
            rows = found.vectors.rows if found.vectors else ROWS
            built.add(rows=rows, columns={"v": found})
        (verdict,) = judge(built.history())
        return verdict

    return build


@pytest.mark.parametrize("unit", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_the_same_encoder_is_ok(days, unit, seed):
    """Also one that writes unit vectors, whose norms differ by what it rounds."""
    encoder = Encoder(seed)
    said = days(*(encoder.write(unit=unit) for _ in range(29)))
    assert said.outcome is Outcome.OK
    assert said.summary.startswith("`v` as before: 32 dimensions, norms D = 0.0")


def test_the_same_encoder_is_never_told_in_two_months(past):
    """Day by day, a thousand texts each."""
    encoder, table = Encoder(3), past(columns={"v": {"kind": "vector"}})
    for _ in range(60):
        table.add(rows=ROWS, columns={"v": column(encoder.write())})
    end = table.history().as_of
    moments = [end - timedelta(days=back) for back in range(38)]
    said = [next(judge(table.history(moment))).outcome for moment in moments]
    assert said == [Outcome.OK] * 38


def test_another_dimension_pages(days, encoder):
    """Whatever reads the vectors breaks; the day before all was well."""
    said = days(*(encoder.write() for _ in range(28)), encoder.write(dimensions=16))
    assert (said.outcome, said.urgency, said.evidence["kind"]) == (Outcome.BREACH, Urgency.PAGE, "dimension")
    assert said.summary == "`v` has 16 dimensions now, and had 32"
    assert (said.affected, len(said.bad)) == (ROWS, 1)


def test_a_few_of_another_dimension_are_told(days, encoder):
    """A second encoder writes into the same column."""
    mixed = column(encoder.write(990), encoder.write(10, dimensions=16))
    said = days(*(encoder.write() for _ in range(28)), mixed)
    assert (said.outcome, said.urgency, said.affected) == (Outcome.BREACH, Urgency.TICKET, 10)
    assert said.summary.startswith("10 vectors of `v` have 16 dimensions instead of 32")


def test_two_lengths_are_told_without_a_history(days, encoder):
    """They can never be right."""
    said = days(column(encoder.write(990), encoder.write(10, dimensions=16)))
    assert (said.outcome, said.evidence["kind"]) == (Outcome.BREACH, "mixed")


def test_lengths_that_were_always_mixed_are_no_news(days, encoder):
    """Somebody wants it so."""
    mixed = [column(encoder.write(990), encoder.write(10, dimensions=16)) for _ in range(29)]
    assert days(*mixed).outcome is Outcome.OK


def test_one_day_of_another_dimension_does_not_become_usual(days, encoder):
    """Neither at the end of the window nor at its beginning."""
    odd, fine = encoder.write(dimensions=16), [encoder.write() for _ in range(20)]
    assert days(odd, *fine).outcome is not Outcome.BREACH
    assert days(*fine, odd, encoder.write(), odd).evidence["kind"] == "dimension"


def test_a_single_nan_is_told_where_there_never_was_one(days, encoder):
    """One vector that holds it makes NaN of every mean."""
    spoilt = encoder.write()
    spoilt[7, 3] = np.nan
    said = days(*(encoder.write() for _ in range(10)), spoilt)
    assert (said.summary, said.affected) == ("1 vector of `v` holds NaN, infinity or NULL", 1)


def test_a_stuck_encoder_pages(days, encoder):
    """All vectors are one; that the centroid moves with it is the same finding."""
    stuck = np.repeat(encoder.write(1), ROWS, axis=0)
    said = days(*(encoder.write() for _ in range(28)), stuck)
    assert (said.urgency, said.evidence["kind"]) == (Urgency.PAGE, "stuck")
    assert said.summary.startswith("all vectors of `v` are the same: a stuck encoder; ")
    assert days(stuck).evidence["kind"] == "stuck", "no history is needed for it"


def test_repeated_vectors_are_told_where_they_are_suddenly_many(days, encoder):
    """A cache that answers for others; where texts repeat themselves every day it is no news."""

    def cached(share):
        found = encoder.write()
        found[: int(share * ROWS)] = found[0]
        return found

    said = days(*(encoder.write() for _ in range(28)), cached(0.1))
    assert said.summary.startswith("9.9% of the vectors of `v` repeat another one; usual is 0%")
    assert days(*(cached(0.1) for _ in range(29))).outcome is Outcome.OK


def test_vectors_that_are_all_zero_are_told(days, encoder):
    """Written where the encoder failed."""
    failed = encoder.write()
    failed[:20] = 0
    said = days(*(encoder.write() for _ in range(28)), failed)
    assert (said.evidence["kind"], said.affected) == ("zero", 20)
    assert "20 vectors of `v` are all zero" in said.summary


def test_norms_that_grew_are_told(days, encoder):
    """By D, as any number's; the direction is the same."""
    said = days(*(encoder.write() for _ in range(28)), encoder.write(longer=1.1))
    assert said.evidence["kind"] == "norm"
    assert "`v`: norms shifted by +" in said.summary
    assert "centroid" not in said.evidence["also"]


@pytest.mark.parametrize("unit", [False, True])
def test_a_centroid_that_moved_is_told_and_pages_when_it_lasts(days, encoder, unit):
    """The texts are about something else: by the cosine distance, beyond what clean days have."""
    before = [encoder.write(unit=unit) for _ in range(28)]
    first = days(*before, encoder.write(moved=0.28, unit=unit))
    assert (first.outcome, "centroid" in {first.evidence["kind"], *first.evidence["also"]}) == (
        Outcome.BREACH,
        True,
    )
    again = days(*before, *(encoder.write(moved=0.5, unit=unit) for _ in range(40)))
    assert (again.urgency, len(again.bad) >= 28) == (Urgency.PAGE, True)


def test_a_floor_of_its_own_is_that_of_the_centroid(days, encoder):
    """Some are meant to move."""
    columns = {"v": {"kind": "vector", "drift": {"floor": 0.5}}}
    moved = [*(encoder.write() for _ in range(28)), encoder.write(moved=0.3)]
    assert days(*moved).outcome is Outcome.BREACH
    said = days(*moved, columns=columns)
    assert "centroid" not in [said.evidence.get("kind"), *said.evidence.get("also", ())]


def test_drift_leaves_vectors_to_this_check(past, encoder):
    """It does not say that it cannot compare them."""
    table = past(columns={"v": {"kind": "vector", "drift": True}})
    assert list(judge_drift(table.add(columns={"v": column(encoder.write())}).history())) == []


def test_few_vectors_and_few_days_are_not_enough(days, encoder):
    """And what is missing is said; nothing is called healthy."""
    assert days(*(encoder.write(50) for _ in range(28))).needs == "200 vectors in a batch; there are 50"
    assert days(*(encoder.write() for _ in range(3))).needs == "7 clean batches before this one"


@pytest.mark.parametrize(
    ("odd", "outcome", "words"),
    [
        (ColumnProfile(nulls=ROWS), Outcome.NOT_ENOUGH_DATA, "vectors (lists of numbers) in the newest"),
        (column(np.full((ROWS, DIMENSIONS), np.nan)), Outcome.BREACH, "1,000 vectors of `v` hold NaN"),
        (
            column(np.full((ROWS, DIMENSIONS), np.inf)),
            Outcome.BREACH,
            "1,000 vectors of `v` hold NaN, infinity",
        ),
        (
            column(np.full((ROWS, DIMENSIONS), 1e200)),
            Outcome.BREACH,
            "1,000 vectors of `v` hold NaN, infinity",
        ),
        (column(np.zeros((ROWS, DIMENSIONS))), Outcome.BREACH, "1,000 vectors of `v` are all zero"),
        (column(np.ones((1, DIMENSIONS))), Outcome.NOT_ENOUGH_DATA, "200 vectors in a batch; there are 1"),
        (column(np.ones((5, 0))), Outcome.BREACH, "5 vectors of `v` are all zero"),
    ],
)
def test_bad_input_gets_a_verdict(days, encoder, odd, outcome, words):
    """All NULL, all NaN, infinite, numbers whose square is none, all zero, one row, empty lists: on the first
    day of a table as after four weeks."""
    for said in (days(odd), days(*(encoder.write() for _ in range(28)), odd)):
        assert said.outcome is outcome
        assert words in said.summary + said.needs


def test_a_column_that_became_text_needs_vectors(days, encoder):
    """The contract tells the type; nothing is passed silently here."""
    said = days(*(encoder.write() for _ in range(10)), ColumnProfile())
    assert said.needs == "vectors (lists of numbers) in the newest partition"


def test_a_training_set_says_what_vectors_were_like(past, encoder):
    """Its dimension; and that it has no days is said."""
    table = past(columns={"v": {"kind": "vector"}}, reference={"path": "training.parquet"})
    for _ in range(20):
        table.add(rows=ROWS, columns={"v": column(encoder.write())})
    trained = Profile(partition=UNSEEN, rows=5_000, columns={"v": column(encoder.write(5_000))}, mark="m")
    (said,) = judge(replace(table.history(), training=TrainingSet(trained, "1a")))
    assert (said.outcome, "without dates" in said.summary) == (Outcome.OK, True)
    table.add(rows=ROWS, columns={"v": column(encoder.write(dimensions=16))})
    (said,) = judge(replace(table.history(), training=TrainingSet(trained, "1a")))
    assert said.summary == "`v` has 16 dimensions now, and had 32"


def test_from_files_to_the_verdict(lake, encoder):
    """Four weeks of Parquet, the last one by another encoder."""
    for at in range(28):
        rows = encoder.write(300) if at < 27 else encoder.write(300, moved=2.0)
        vectors = pa.array(rows.astype(np.float32).tolist(), pa.list_(pa.float32(), DIMENSIONS))
        lake.parquet(f"day={date(2026, 1, 1) + timedelta(days=at)}/a.parquet", {"v": vectors})
    (said,) = judge(lake.history(28 + 1, columns={"v": {"kind": "vector"}}))
    assert (said.outcome, said.urgency) == (Outcome.BREACH, Urgency.PAGE)
    assert "the centroid moved: cosine distance = " in said.summary


@pytest.mark.parametrize(
    ("weight", "feeds", "urgency", "because"),
    [
        (100, {}, Urgency.PAGE, "carries 50% of the features' weight"),
        (5, {}, Urgency.TICKET, "carries 4.8% of the features' weight"),
        (0.01, {"m": "critical"}, Urgency.NOTE, "a note, since it carries <0.01% of the features' weight"),
        (5, {"m": "low"}, Urgency.NOTE, "feeds only what is of low criticality"),
    ],
)
def test_the_weight_of_the_vectors_decides_how_loud_they_are(days, encoder, weight, feeds, urgency, because):
    """As it does for other features, and the finding says so."""
    columns = {"v": {"kind": "vector", "weight": weight}, "z": {"drift": True, "weight": 100}}
    said = days(
        *(encoder.write() for _ in range(28)), encoder.write(moved=2), encoder.write(moved=2),
        columns=columns, feeds=feeds,
    )  # fmt: skip
    assert (said.outcome, said.urgency) == (Outcome.BREACH, urgency)
    assert because in said.evidence["because"]
