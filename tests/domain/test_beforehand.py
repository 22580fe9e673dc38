"""What changed just before?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.beforehand import Kind, beforehand, first_bad
from bot.domain.incident import opened
from bot.domain.rollback import Rollback
from tests.domain.conftest import NOON

FIRST = datetime(2026, 11, 14, tzinfo=UTC)
"""When the first bad row came."""
DAY = timedelta(days=1)


def audits(an_audit: Callable[..., Any], *settings: tuple[datetime, Any]) -> list[Any]:
    """Audits with what they judged by, the oldest first."""
    return [replace(an_audit(), as_of=at, settings=said) for at, said in settings]


def test_a_threshold_that_was_moved_the_day_before_is_told(
    a_finding: Callable[..., Any], an_audit: Callable[..., Any]
) -> None:
    """With its values; one that was moved a week earlier is not."""
    kept = audits(
        an_audit,
        (FIRST - 9 * DAY, {"timezone": "UTC", "usage.columns.plan.max": 1}),
        (FIRST - 2 * DAY, {"timezone": "UTC", "usage.columns.plan.max": 2}),
        (FIRST + DAY / 4, {"timezone": "UTC", "usage.columns.plan.max": 3}),
    )
    said = beforehand(opened(1, [a_finding()], NOON), kept, [], [], UTC)
    assert [(each.kind, each.said) for each in said.happened] == [
        (Kind.SETTINGS, "usage.columns.plan.max: 2 → 3")
    ]
    assert not said.unknown


def test_schema_late_and_reloaded_partitions_and_versions_are_told_in_order(
    a_finding: Callable[..., Any],
) -> None:
    """What is of the incident itself is no cause of it, nor is what came another day."""
    mine = a_finding()
    schema = a_finding(check="contract", evidence={"kind": "type"}, since=FIRST - DAY / 2)
    late = a_finding(check="finish_window", column=None, since=FIRST - DAY / 4)
    again = a_finding(check="duplicate_keys", evidence={"kind": "replayed"}, since=FIRST - DAY / 8)
    old = a_finding(check="freshness", since=FIRST - 3 * DAY)
    version = Rollback(
        incident=1,
        round=1,
        name="model",
        asked_at=NOON,
        look_at=NOON,
        version="7",
        deployed_at=FIRST - DAY / 3,
    )
    said = beforehand(opened(1, [mine], NOON), [], [mine, again, schema, late, old], [version], UTC)
    assert [each.kind for each in said.happened] == [
        Kind.SCHEMA,
        Kind.DEPLOYED,
        Kind.LATE,
        Kind.RELOADED,
    ]


def test_where_nobody_looked_that_is_said(a_finding: Callable[..., Any]) -> None:
    """No change that is known is not: no change."""
    said = beforehand(opened(1, [a_finding()], NOON), [], [], [], UTC)
    assert said.unknown


def test_the_first_bad_row_is_that_of_the_finding_that_began_first(a_finding: Callable[..., Any]) -> None:
    """Of one without a moment, the first bad day; of none, when it was opened."""
    later, day = a_finding(), a_finding(column="plan", since=None, bad=(date(2026, 11, 12),))
    assert first_bad(opened(1, [later, day], NOON), UTC) == datetime(2026, 11, 12, tzinfo=UTC)
    assert first_bad(opened(1, [a_finding(since=None, bad=())], NOON), UTC) == NOON
