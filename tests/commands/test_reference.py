"""A reference as people declare it: a training set, one replaced on purpose, one that cannot be read."""

import json

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest


def train(company, rows=3_000, top=300):
    """Write the training set beside the data."""
    minutes = [float(at * 7 % top) for at in range(rows)]
    parquet.write_table(
        pa.table({"minutes": minutes, "label": [0] * rows}), company.data / "training.parquet"
    )


@pytest.fixture
def declared(company, words):
    """Declares the reference of the table and tells what `oakum check` says."""
    company.own_data()

    def check(reference, *arguments):
        text = words.churn.replace("    columns:\n", f"    reference: {reference}\n    columns:\n")
        company.declare("pipelines/churn.yaml", text)
        return company.oakum("check", "churn", *arguments)

    return check


@pytest.fixture
def on_friday(monkeypatch):
    """The clock of the machine stands at nine on Friday 20 November 2026."""
    from datetime import UTC, datetime

    monkeypatch.setattr("bot.clock.system_clock", lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))


def test_batches_are_compared_with_a_training_set(company, declared, words):
    """A file in the same source; it says that weekdays are not told apart."""
    train(company)
    ran = declared("{path: training.parquet}", "--as-of", words.morning, "--explain")
    assert "ok: drift usage.minutes: `minutes` as in the reference" in ran.out
    assert "(without dates: weekdays are not told apart)" in ran.out


def test_a_training_set_of_another_world_is_told(company, declared, words):
    """The first batches set the limit; what the model was trained on is still what they are compared with."""
    train(company, top=3_000)
    ran = declared("{path: training.parquet}", "--as-of", words.morning, "--format", "json")
    assert json.loads(ran.out)["pipelines"][0]["errors"] == []


def test_a_reference_that_was_replaced_is_told_once(company, declared, on_friday):
    """By the next check, as a note that hides nothing else; `oakum baseline` keeps it."""
    declared("{from: 2026-10-16, to: 2026-11-05}")
    ran = declared("{from: 2026-10-16, to: 2026-11-10}")
    said = (
        "the reference of usage was replaced: was 2026-10-16..2026-11-05, is 2026-10-16..2026-11-10; limits"
    )
    assert f"  2. [note] {said}" in ran.out
    assert "1. [page] usage: 20% of `sessions` are null" in ran.out
    assert said not in declared("{from: 2026-10-16, to: 2026-11-10}").out
    assert "usage.reference.to: 2026-11-05 → 2026-11-10" in company.oakum("baseline", "churn").out


def test_a_training_set_that_was_written_anew_is_told_too(company, declared, on_friday):
    """Under the same name: its fingerprint is another one."""
    train(company)
    declared("{path: training.parquet}")
    assert "was replaced" not in declared("{path: training.parquet}").out
    train(company, rows=4_000)
    assert "was replaced: was training.parquet (as of " in declared("{path: training.parquet}").out
    assert "usage.reference.mark: " in company.oakum("baseline", "churn").out


def test_asking_for_the_past_tells_of_no_replacement(declared, words, on_friday):
    """What was judged by then is not what was logged since."""
    declared("{from: 2026-10-16, to: 2026-11-05}")
    ran = declared("{from: 2026-10-16, to: 2026-11-10}", "--as-of", words.morning)
    assert "was replaced" not in ran.out


def test_a_training_set_that_is_not_there_is_an_error_that_says_what_to_mend(declared, words):
    """The rest is checked; drift says that it could not compare."""
    ran = declared("{path: trainin.parquet}", "--as-of", words.morning)
    assert ran.status == 2
    assert "could not check usage: its reference trainin.parquet cannot be read: no file matches" in ran.out
    assert "drift usage.minutes needs the reference trainin.parquet, which cannot be read" in ran.out
    assert "20% of `sessions` are null" in ran.out


def test_a_model_as_reference_is_refused_in_clear_words(declared):
    """It is known, and comes later."""
    ran = declared("{model: churn@production}")
    assert ran.status == 2
    assert (
        "tables.usage.reference: the training set of churn@production is asked of MLflow, which comes in a "
        "later version: name its file by path, or its period by from and to"
    ) in ran.err


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("{from: 2026-01-01}", "say what it is: from and to, like"),
        (
            "{from: 2026-01-01, to: 2026-02-01, path: x}",
            "is a period and a file at once: keep from and to, or",
        ),
        ("{}", "say what it is: from and to, like"),
    ],
)
def test_half_a_reference_is_a_mistake(declared, reference, said):
    """With its line."""
    ran = declared(reference)
    assert (ran.status, f"tables.usage.reference: {said}" in ran.err) == (2, True)
