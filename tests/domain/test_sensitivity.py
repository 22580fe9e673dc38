"""What "healthy" is worth: the failures that matter most, and how small they may be to be seen."""

from datetime import UTC, datetime

import pytest

from bot.domain.audit import Audit, from_record, to_record
from bot.domain.health import Status, health
from bot.domain.sensitivity import NOT_YET, caught
from checks.sensitivity import Caught, Sensitivity
from checks.verdict import Outcome, Urgency

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
COLUMNS = {"age": {"primary": True, "weight": 5}, "plan": {"primary": True}, "city": {"null_rate": True}}


def of(check, size, says, column=None, table="usage", which=None):
    which = which or (Caught.NOT_CAUGHT if size is None else Caught.CAUGHT)
    return Sensitivity(table=table, check=check, column=column, caught=which, size=size, says=says)


ROWS = of("row_count", 6, "6% lost rows")
AGE = of("null_rate", 0.4, "0.4 points of nulls in `age`", "age")
CITY = of("null_rate", 8, "8 points of nulls in `city`", "city")
SHIFT = of("drift", 0.2, "a shift of 0.2 sd of `age`", "age")


@pytest.fixture
def pipeline(a_pipeline):
    """A pipeline with so many tables that are alike."""

    def build(*names):
        return a_pipeline(tables={name: {"columns": COLUMNS} for name in names or ("usage",)})

    return build


def test_three_figures_on_one_line(pipeline):
    """Rows, nulls of the feature that weighs most, and its drift; the others can be looked up."""
    others = [CITY, of("duplicate_keys", 1, "1 row that repeats a key")]
    assert caught(pipeline(), [*others, SHIFT, AGE, ROWS]) == (
        "would have caught 6% lost rows, 0.4 points of nulls in `age`, a shift of 0.2 sd of `age`"
    )


def test_of_several_tables_the_least_sensitive_is_named(pipeline):
    """What is said of a pipeline must not be true of its best table alone."""
    other = of("row_count", 40, "40% lost rows", table="invoices")
    assert (
        caught(pipeline("usage", "invoices"), [ROWS, other]) == "would have caught 40% lost rows (invoices)"
    )


def test_what_would_not_be_seen_is_said(pipeline):
    """Rather than left out."""
    blind = of("drift", None, "a shift of `age` would not be seen", "age")
    assert caught(pipeline(), [ROWS, blind]) == (
        "would have caught 6% lost rows; a shift of `age` would not be seen"
    )


def test_no_number_is_said_that_was_not_measured(pipeline):
    """A young table cannot tell yet; where no check has a number, it is said which."""
    young = of("row_count", None, "cannot tell yet: needs more", which=Caught.CANNOT_TELL)
    left = of("guards", None, "not measured", which=Caught.NOT_MEASURED)
    assert caught(pipeline(), [young, left]) == NOT_YET
    own = of("own", None, "not measured", which=Caught.NOT_MEASURED)
    said = "what it would have caught is not measured (guards, own)"
    assert caught(pipeline(), [left, own, left]) == said
    assert caught(pipeline(), [left, own, of("duplicate_keys", 1, "1 row that repeats a key")]) == ""
    assert caught(pipeline(), []) == ""
    assert caught(pipeline(), [young, AGE]) == "would have caught 0.4 points of nulls in `age`"


def test_only_a_healthy_pipeline_says_it(pipeline, an_audit):
    """Where something is open, that is the answer."""
    audit = an_audit(("age", Outcome.OK), sensitivity=(ROWS,))
    well = health(pipeline(), [audit], [], UTC, NOON)
    broken = health(pipeline(), [audit], [Urgency.PAGE], UTC, NOON)
    assert (well.status, well.caught) == (Status.HEALTHY, "would have caught 6% lost rows")
    assert (broken.status, broken.caught) == (Status.BROKEN, "")


def test_it_is_kept_with_the_audit():
    """And an audit that was kept by an older version has none."""
    audit = Audit(pipeline="churn", as_of=NOON, sensitivity=(ROWS, of("drift", None, "no", "age")))
    record = to_record(audit)
    assert from_record("churn", NOON, record) == audit
    del record["sensitivity"]
    assert from_record("churn", NOON, record).sensitivity == ()
