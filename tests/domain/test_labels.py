"""What people said of incidents, counted by check."""

from datetime import UTC, datetime

import pytest

from bot.domain.labels import Labelled, by_check, false_alarm, is_false_alarm
from bot.domain.triage import Labels

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cause", "is_false"),
    [
        ("false alarm", True),
        ("False alarm: a holiday", True),
        ("  false alarm, said Jon", True),
        ("patched: restarted it", False),
        ("that is the new normal", False),
        ("no false alarm at all", False),
        ("", False),
    ],
)
def test_what_begins_as_a_false_alarm_is_one(cause: str, is_false: bool) -> None:
    """Whatever else a person gives as a cause says that something was wrong."""
    assert is_false_alarm(cause) is is_false


def test_the_cause_of_a_false_alarm_reads_as_one() -> None:
    """With a reason, or without."""
    assert (false_alarm(" a holiday "), false_alarm(" ")) == ("false alarm: a holiday", "false alarm")
    assert is_false_alarm(false_alarm("why not"))


def test_labels_are_counted_by_check() -> None:
    """Over all tables and pipelines: each has too few to tell."""
    said = [
        Labelled(1, "churn", "usage", "drift", is_true=True, at=NOON),
        Labelled(2, "churn", "plans", "drift", is_true=False, at=NOON),
        Labelled(3, "ads", "clicks", "drift", is_true=False, at=NOON),
    ]
    assert by_check(said) == {"drift": Labels(true=1, labelled=3)}
