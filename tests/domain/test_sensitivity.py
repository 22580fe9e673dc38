"""What "healthy" is worth: the failures that matter most, and how small they may be to be seen."""

from datetime import UTC, datetime

import pytest

from bot.domain.audit import Audit, from_record, to_record
from bot.domain.health import Health, Status, health
from bot.domain.sensitivity import UNMEASURED, caught
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


def lacking(check, which=Caught.CANNOT_TELL, says="cannot tell yet: needs more", **more):
    return of(check, None, says, which=which, **more)


def unmeasured(check, says="not measured"):
    return lacking(check, Caught.NOT_MEASURED, says)


KEYS = of("duplicate_keys", 1, "1 row that repeats a key")


def test_no_number_is_said_that_was_not_measured(pipeline):
    """A young table cannot tell yet; where no check has a number, it is said which."""
    young, left, own = lacking("row_count"), unmeasured("guards"), unmeasured("own")
    cannot = "what it would have caught cannot be told yet (row count)"
    assert caught(pipeline(), [young]) == cannot
    assert caught(pipeline(), [left, young]) == f"{cannot}; not measured: guards"
    assert caught(pipeline(), [left, own, left]) == "what it would have caught is not measured (guards, own)"
    assert caught(pipeline(), [young, AGE]) == "would have caught 0.4 points of nulls in `age`"


def test_where_only_other_checks_have_numbers_these_are_said(pipeline):
    """And what has none is named, so that nobody takes a key for the rows; not more than fits a line."""
    assert caught(pipeline(), [KEYS]) == "would have caught 1 row that repeats a key"
    young = [lacking(check) for check in ("finish_window", "freshness", "row_count", "null_rate", "drift")]
    assert caught(pipeline(), [KEYS, *young, unmeasured("own")]) == (
        "would have caught 1 row that repeats a key; "
        "cannot be told yet: row count, null rate, drift and 2 more"
    )
    blind = of("value_format", None, "another form of `plan` would not be seen", "plan")
    assert caught(pipeline(), [blind]) == "another form of `plan` would not be seen"
    assert caught(pipeline(), [blind, KEYS]) == "would have caught 1 row that repeats a key"
    many = [of(check, 1, check) for check in ("contract", "guards", "emptied", "vectors")]
    assert caught(pipeline(), many) == "would have caught contract, guards, emptied"


def test_why_nothing_was_measured_is_said(pipeline):
    """The newest partition has no rows to plant anything in; an older version did not measure."""
    empty = [unmeasured(check, "not measured: no rows in the newest partition") for check in ("drift", "own")]
    said = "what it would have caught is not measured (no rows in the newest partition)"
    assert caught(pipeline(), empty) == said
    assert caught(pipeline(), []) == UNMEASURED == "what it would have caught was not measured"
    elsewhere = of("row_count", 6, "6% lost rows", table="gone")
    assert caught(pipeline(), [elsewhere]) == UNMEASURED


def test_only_a_healthy_pipeline_says_it(pipeline, an_audit):
    """Where something is open, that is the answer."""
    audit = an_audit(("age", Outcome.OK), sensitivity=(ROWS,))
    well = health(pipeline(), [audit], [], UTC, NOON)
    broken = health(pipeline(), [audit], [Urgency.PAGE], UTC, NOON)
    assert (well.status, well.caught) == (Status.HEALTHY, "would have caught 6% lost rows")
    assert (broken.status, broken.caught, broken.worth) == (Status.BROKEN, "", "")


def test_no_healthy_is_without(pipeline, an_audit):
    """Also by an audit of an older version, and of whoever did not ask; the number comes before what it does
    not rest on."""
    old = health(pipeline(), [an_audit(("age", Outcome.OK))], [], UTC, NOON)
    assert (old.status, old.worth) == (Status.HEALTHY, UNMEASURED)
    assert Health(pipeline="churn", status=Status.HEALTHY, as_of=NOON).worth == UNMEASURED
    doubted = Health(
        pipeline="p", status=Status.HEALTHY, as_of=NOON, caught="6%", though=["its reference is old"]
    )
    assert doubted.worth == "6%; its reference is old"


def test_it_is_kept_with_the_audit():
    """And an audit that was kept by an older version has none."""
    audit = Audit(pipeline="churn", as_of=NOON, sensitivity=(ROWS, of("drift", None, "no", "age")))
    record = to_record(audit)
    assert from_record("churn", NOON, record) == audit
    del record["sensitivity"]
    assert from_record("churn", NOON, record).sensitivity == ()
