"""The rules of the gate: what stops a batch, what passes with a word, what is unknown."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from bot.domain.accepted import Accepted
from bot.domain.finding import from_verdict
from bot.domain.gate import Gate, Says, over, poison, weigh
from checks.verdict import Outcome, Urgency, Verdict

DAY, BEFORE = date(2026, 11, 20), date(2026, 11, 19)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@dataclass
class Result:
    """An audit."""

    verdicts: list
    errors: list = field(default_factory=list)
    judged: dict = field(default_factory=dict)
    candidates: dict = field(default_factory=dict)


@dataclass
class Failure:
    """Something that could not be checked."""

    table: str
    what: str
    day: date | None = None


@dataclass
class Looked:
    """A partition that was looked at."""

    day: date
    audit: Result | None
    rows: int = 10
    nothing: str = ""


@pytest.fixture
def pipeline(a_pipeline):
    """Churn, with its one table."""
    return a_pipeline()


def verdict(outcome=Outcome.BREACH, **facts):
    said = {"check": "drift", "table": "usage", "column": "minutes", "summary": "moved", "bad": (DAY,)}
    return Verdict(outcome=outcome, **(said | facts))


FINE = verdict(Outcome.OK, bad=())


def weighed(pipeline, *verdicts, errors=(), accepted=()):
    return weigh(pipeline, Result([FINE, *verdicts], list(errors)), DAY, accepted, NOW)


@pytest.mark.parametrize("kind", ["slow", "age", "stopped"])
def test_that_it_came_late_says_nothing_of_its_rows(pipeline, kind):
    """Rows of last month in it do."""
    late = verdict(check="freshness", urgency=Urgency.TICKET, evidence={"kind": kind})
    assert not weighed(pipeline, late).stops
    old = verdict(check="freshness", urgency=Urgency.TICKET, evidence={"kind": "lag"})
    assert weighed(pipeline, old).stops


@pytest.mark.parametrize("urgency", [Urgency.PAGE, Urgency.TICKET])
def test_a_page_or_a_ticket_about_the_batch_stops_it(pipeline, urgency):
    """Whatever check says it."""
    said = weighed(pipeline, verdict(urgency=urgency))
    assert [each.title for each in said.stops] == ["usage: moved"]


@pytest.mark.parametrize(
    ("breach", "word"),
    [
        (verdict(urgency=Urgency.NOTE), "[note] usage: moved"),
        (verdict(bad=(BEFORE,)), "of other partitions: usage: moved"),
        (verdict(check="lineage", urgency=Urgency.PAGE, bad=()), "of the training set: usage: moved"),
    ],
    ids=["a note", "another partition", "what a model learned"],
)
def test_what_stops_nothing_is_said(pipeline, breach, word):
    """With a word, never without."""
    said = weighed(pipeline, breach)
    assert (list(said.stops), list(said.words), list(said.unknown)) == ([], [word], [])


def test_a_breach_that_names_no_partition_is_about_the_batch(pipeline):
    """It is true of the table as it is."""
    assert weighed(pipeline, verdict(bad=())).stops


def test_that_rows_came_late_says_nothing_of_them(pipeline):
    """The job that asks the gate knows the time."""
    said = weighed(pipeline, verdict(check="finish_window", urgency=Urgency.PAGE))
    assert (list(said.stops), list(said.words)) == ([], [])


@pytest.mark.parametrize(
    "doubt", ["the reference has 300 rows, fewer than 1,000", "the reference ended 200 days before"]
)
def test_a_reference_that_is_old_or_small_is_said_with_a_yes(pipeline, doubt):
    """Once for all the features that it is about; that a training set has no dates is no doubt of it."""
    evidence = {"reference": {"doubts": ["without dates: weekdays are not told apart", doubt]}}
    fine = [verdict(Outcome.OK, column=name, evidence=evidence, bad=()) for name in ("x", "y")]
    word = f"{doubt} (drift of `usage.x`, `usage.y`)"
    assert list(weighed(pipeline, *fine).words) == [word]
    said = over(gate(purpose="training"), pipeline, [Looked(DAY, Result(fine))] * 2, [], ())
    assert (said.exit_status, list(said.words)) == (0, [word])


def test_what_a_person_accepted_passes(pipeline):
    """The new schema is the new normal."""
    change = verdict(check="contract", evidence={"kind": "new"})
    accepted = Accepted(NOW, "maria", (from_verdict(change, pipeline),))
    said = weighed(pipeline, change, accepted=(accepted,))
    assert (list(said.stops), list(said.words)) == ([], ["accepted: usage: moved"])


def test_what_could_not_be_judged_is_unknown(pipeline):
    """A check that needs more, a table that cannot be read; not the file of another day."""
    lacking = verdict(Outcome.NOT_ENOUGH_DATA, needs="7 batches", bad=())
    errors = [Failure("usage", "gone"), Failure("usage", "old file", BEFORE)]
    said = weighed(pipeline, lacking, errors=errors)
    assert list(said.unknown) == [("drift usage.minutes", "7 batches"), ("usage", "gone")]
    assert list(said.words) == ["of other partitions: old file"]


def test_where_no_check_said_anything_nothing_is_known(pipeline):
    """Silence is no yes."""
    assert weigh(pipeline, Result([]), DAY, (), NOW).unknown


def gate(**facts):
    said = {"pipeline": "churn", "table": "usage", "purpose": "serving", "as_of": NOW, "rows": 1}
    return Gate(**(said | facts))


@pytest.mark.parametrize(
    ("facts", "says", "status"),
    [
        ({}, Says.YES, 0),
        ({"poisoned": {DAY: ("bad",)}}, Says.NO, 1),
        ({"rows": 0}, Says.NO, 1),
        ({"unknown": [("drift", "more")]}, Says.CANNOT_TELL, 2),
        ({"unknown": [("drift", "more")], "on_unknown": "pass"}, Says.YES, 0),
        ({"unknown": [("drift", "more")], "poisoned": {DAY: ("bad",)}}, Says.NO, 1),
        ({"nothing": "no file", "rows": 0, "on_unknown": "pass"}, Says.CANNOT_TELL, 2),
    ],
)
def test_the_answer_and_its_exit_status(facts, says, status):
    """What is wrong beats what is unknown; what was not looked at never passes."""
    said = gate(**facts)
    assert (said.says, said.exit_status) == (says, status)


def test_incidents_poison_the_days_that_they_name(pipeline):
    """Of this table alone, and no note does."""
    found = [
        from_verdict(verdict(bad=(BEFORE, DAY)), pipeline),
        from_verdict(verdict(urgency=Urgency.NOTE, bad=(date(2026, 11, 1),)), pipeline),
        from_verdict(verdict(table="other", bad=(date(2026, 11, 2),)), pipeline),
    ]
    days = [date(2026, 11, 1), date(2026, 11, 2), DAY]
    assert poison(pipeline, "usage", days, found) == {DAY: ("usage: moved",)}


LACKING = verdict(Outcome.NOT_ENOUGH_DATA, needs="7 clean batches before this one", bad=())
GONE = Failure("usage", "the reference cannot be read")


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Result([FINE, LACKING]), ("drift usage.minutes", LACKING.needs)),
        (Result([FINE, LACKING, LACKING]), ("drift usage.minutes and 1 more", LACKING.needs)),
        (Result([FINE], [GONE]), ("usage", GONE.what)),
    ],
    ids=["no history", "of two features", "an unreadable reference"],
)
@pytest.mark.parametrize(("on_unknown", "status"), [("stop", 2), ("pass", 0)])
def test_what_serving_would_not_know_training_does_not_know_either(
    pipeline, result, said, on_unknown, status
):
    """That other checks found nothing on a day is no yes: the day is said, and `--on-unknown` is heeded."""
    what, needs = said
    got = over(gate(purpose="training", on_unknown=on_unknown), pipeline, [Looked(DAY, result)], [], ())
    assert (list(got.unknown), got.exit_status) == ([(f"partition 2026-11-20: {what}", needs)], status)


def test_poison_travels_downstream_by_the_day(a_pipeline):
    """What is built on a bad day of another table is bad on that day; what is beside it is not."""
    tables = {"usage": {"feeds": {"scores": "normal"}}, "scores": {}, "other": {}}
    declared = a_pipeline(tables=tables)
    found = [from_verdict(verdict(bad=(BEFORE,)), declared)]
    assert poison(declared, "scores", [BEFORE, DAY], found) == {BEFORE: ("usage: moved",)}
    assert poison(declared, "other", [BEFORE, DAY], found) == {}


def test_a_training_set_is_as_good_as_its_partitions(pipeline):
    """The bad ones are told with why, and those that could not be looked at with what is missing."""
    looked = [
        Looked(BEFORE, Result([FINE, verdict(bad=())])),
        Looked(DAY, None, 0, "it is broken"),
        Looked(date(2026, 11, 21), Result([FINE])),
    ]
    said = over(gate(purpose="training"), pipeline, looked, [], ())
    assert said.poisoned == {BEFORE: ("usage: moved",)}
    assert list(said.unknown) == [("partition 2026-11-20", "it is broken")]
    assert (said.partitions, said.rows) == (3, 20)
