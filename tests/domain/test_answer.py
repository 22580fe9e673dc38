"""What `check` and `replay` answer: ranks over all, exit statuses, what is new, who would be paged."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from bot.domain.answer import Checked, CouldNotRun, answer, to_object
from bot.domain.audit import Error
from bot.domain.health import Status
from checks.verdict import Outcome, Urgency

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAYS = [date(2026, 11, day) for day in range(10, 20)]


@pytest.fixture
def said(a_pipeline):
    """Makes an answer about pipelines, by name: their verdicts, or errors."""

    def made(**by_pipeline):
        checked = []
        for name, parts in by_pipeline.items():
            errors = [part for part in parts if isinstance(part, Error)]
            verdicts = [part for part in parts if not isinstance(part, Error)]
            result = SimpleNamespace(verdicts=verdicts, errors=errors, judged={"usage": DAYS})
            checked.append(Checked(a_pipeline(pipeline=name), result, UTC))
        return answer(checked, NOON)

    return made


def test_ranks_run_over_all_pipelines(said, a_verdict):
    """One thing first, wherever it is; each section lists its own with the rank it has there."""
    small, large = a_verdict(affected=10), a_verdict(affected=20_000)
    got = said(churn=[small], billing=[large])
    assert [(each.rank, each.pipeline) for each in got.findings] == [(1, "billing"), (2, "churn")]
    assert [[each.rank for each in section.findings] for section in got.sections] == [[2], [1]]


@pytest.mark.parametrize(
    ("outcome", "errors", "status"),
    [
        (Outcome.OK, [], 0),
        (Outcome.NOT_ENOUGH_DATA, [], 0),
        (Outcome.BREACH, [], 1),
        (Outcome.BREACH, [Error("usage", "unreadable")], 2),
        (Outcome.OK, [Error("usage", "unreadable")], 2),
    ],
)
def test_the_exit_status_says_the_worst(said, a_verdict, outcome, errors, status):
    """2 beats 1, and "not enough data" alone is no trouble."""
    assert said(churn=[a_verdict(outcome=outcome), *errors]).exit_status == status


def test_what_is_new_is_what_was_not_there_before(said, a_verdict):
    """By fingerprint: a number that changes from day to day makes no news."""
    before = said(churn=[a_verdict(affected=100)])
    after = said(churn=[a_verdict(affected=200), a_verdict(column="plan")])
    assert [each.column for each in after.new_since(before)] == ["plan"]
    assert before.new_since(after) == []


def test_columns_of_one_broken_table_are_one_page(said, a_verdict):
    """Nobody is paged ten times for one root; what paged before pages no more; a ticket pages nobody."""
    quiet = said(churn=[a_verdict(urgency=Urgency.TICKET)])
    loud = said(churn=[a_verdict(), a_verdict(column="plan"), a_verdict(check="drift", column="age")])
    assert (quiet.pages_since(quiet), loud.pages_since(quiet), loud.pages_since(loud)) == (0, 2, 0)


def test_a_symptom_is_no_page_of_its_own(said, a_verdict):
    """The drift of a column whose nulls grew since the same day is one page with them."""
    quiet = said(churn=[a_verdict(urgency=Urgency.TICKET)])
    loud = said(churn=[a_verdict(column="plan"), a_verdict(check="drift", column="plan")])
    assert loud.pages_since(quiet) == 1


def test_a_pipeline_whose_checks_failed_is_unknown_and_silent(a_pipeline):
    """Nothing was judged: that is no "healthy"."""
    got = answer([Checked(a_pipeline(), CouldNotRun.because("the disk burns"), UTC)], NOON)
    (section,) = got.sections
    assert (section.health.status, section.is_silent, got.exit_status) == (Status.UNKNOWN, True, 2)
    assert to_object(got)["pipelines"][0]["errors"] == [{"table": None, "what": "the disk burns"}]


def test_columns_are_a_name_a_list_or_null(said, a_verdict):
    """As the contract says."""
    undecided = [
        a_verdict(outcome=Outcome.NOT_ENOUGH_DATA, column=column, needs="more days")
        for column in ("plan", ("a", "b"), None)
    ]
    (pipeline,) = to_object(said(churn=undecided))["pipelines"]
    assert [each["column"] for each in pipeline["not_enough_data"]] == ["plan", ["a", "b"], None]
