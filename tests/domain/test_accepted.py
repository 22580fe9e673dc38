"""Somebody says "that is the new normal" of a changed schema: its columns are in the shadow for a week."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.accepted import Accepted, changes, is_accepting, told
from bot.domain.incident import opened

Make = Callable[..., Any]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def retyped(a_finding: Make) -> Any:
    """A column that became a text."""
    return a_finding(check="contract", summary="float64 is now string", evidence={"kind": "type"})


@pytest.fixture
def accepted(retyped: Any) -> Accepted:
    """Somebody said at noon that it is right so."""
    return Accepted(NOON, "jon", (retyped,))


def test_for_seven_days_nobody_is_told_of_an_affected_column(a_finding: Make, accepted: Accepted) -> None:
    """Whatever check it is; then they are."""
    found = [a_finding(check=check) for check in ("drift", "null_rate", "contract")]
    assert told(found, [accepted], NOON + timedelta(days=7, seconds=-1)) == []
    assert told(found, [accepted], NOON + timedelta(days=7)) == found


def test_other_columns_and_tables_are_told_of(a_finding: Make, accepted: Accepted) -> None:
    """Nor is the table as a whole in the shadow."""
    found = [a_finding(column="plan"), a_finding(column=None), a_finding(table="orders")]
    assert told(found, [accepted], NOON) == found


def test_one_of_several_columns_is_enough(a_finding: Make, accepted: Accepted) -> None:
    """A key of two columns."""
    assert told([a_finding(column=("plan", "sessions"))], [accepted], NOON) == []


def test_the_change_itself_is_not_told_again_until_the_reference_knows_it(
    a_finding: Make, accepted: Accepted, retyped: Any
) -> None:
    """Four weeks; another change of the same column is news before."""
    other = a_finding(check="contract", summary="float64 is now int64", evidence={"kind": "type"})
    assert told([retyped, other], [accepted], NOON + timedelta(days=27)) == [other]
    assert told([retyped], [accepted], NOON + timedelta(days=28)) == [retyped]


def test_only_changes_of_the_schema_can_be_accepted(a_finding: Make, retyped: Any) -> None:
    """Nulls where none were agreed are no new schema."""
    nulls = a_finding(check="contract", column="plan", evidence={"kind": "nullability"})
    assert changes(opened(1, [retyped, nulls, a_finding()], NOON)) == (retyped,)


@pytest.mark.parametrize("cause", ["that is the new normal", "That is the new normal: units changed"])
def test_the_words_may_have_a_cause_behind_them(cause: str) -> None:
    """And capitals."""
    assert is_accepting(cause)
    assert not is_accepting("the loader was restarted")
