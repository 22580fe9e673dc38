"""Is the pipeline healthy? Only what was looked at lately is called healthy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.audit import Error
from bot.domain.health import Status, expected_day, health
from bot.domain.sensitivity import UNMEASURED
from checks.verdict import Outcome, Urgency

Make = Callable[..., Any]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OK = ("sessions", Outcome.OK)
UTC_ZONE = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("urgencies", "status"),
    [
        ([], Status.HEALTHY),
        ([Urgency.NOTE], Status.HEALTHY),
        ([Urgency.NOTE, Urgency.TICKET], Status.DEGRADED),
        ([Urgency.TICKET, Urgency.PAGE], Status.BROKEN),
    ],
)
def test_the_worst_open_trouble_decides(
    a_pipeline: Make, an_audit: Make, urgencies: list[Urgency], status: Status
) -> None:
    """Healthy, degraded with a ticket, broken with a page."""
    said = health(a_pipeline(), [an_audit(OK)], urgencies, UTC_ZONE, NOON)
    assert (said.status, said.as_of, said.unjudged) == (status, NOON, {})


def test_never_judged_is_unknown_whatever_is_open(a_pipeline: Make) -> None:
    """No news is no good news."""
    said = health(a_pipeline(), [], [Urgency.PAGE], UTC_ZONE, NOON)
    assert (said.status, said.as_of) == (Status.UNKNOWN, None)
    assert said.unjudged == {"usage": "not judged lately"}


def test_an_old_ok_is_unknown(a_pipeline: Make, an_audit: Make) -> None:
    """After 26 hours: the daily checks did not run."""
    audits = [an_audit(OK)]
    fresh = health(a_pipeline(), audits, [], UTC_ZONE, NOON + timedelta(hours=26))
    old = health(a_pipeline(), audits, [], UTC_ZONE, NOON + timedelta(hours=26, seconds=1))
    assert (fresh.status, old.status) == (Status.HEALTHY, Status.UNKNOWN)


def test_an_expected_partition_that_is_not_judged_is_unknown(a_pipeline: Make, an_audit: Make) -> None:
    """Yesterday's data was due at half past six, and the checks saw only the day before."""
    judged = {"usage": (date(2026, 11, 10), date(2026, 11, 18))}
    said = health(a_pipeline(), [an_audit(OK, judged=judged)], [], UTC_ZONE, NOON)
    assert said.status is Status.UNKNOWN
    assert said.unjudged == {"usage": "the partition of 2026-11-19 is not judged yet"}


def test_a_table_that_could_not_be_read_says_why(a_pipeline: Make, an_audit: Make) -> None:
    """The error of its last checks."""
    broken = an_audit(judged={}, errors=(Error("usage", "no column day"),))
    assert health(a_pipeline(), [broken], [], UTC_ZONE, NOON).unjudged == {"usage": "no column day"}


def test_an_error_about_a_judged_table_is_missing_evidence(a_pipeline: Make, an_audit: Make) -> None:
    """Its reference cannot be read: the other checks went on, and nobody knows whether it has drifted."""
    gone = an_audit(OK, errors=(Error("usage", "its reference gone.parquet cannot be read"),))
    said = health(a_pipeline(), [gone], [], UTC_ZONE, NOON)
    assert (said.status, said.unjudged) == (Status.UNKNOWN, {"usage": gone.errors[0].what})


def test_healthy_says_what_was_not_judged(a_pipeline: Make, an_audit: Make) -> None:
    """One feature by its name, many by their number; and nothing where all were judged."""
    said = [
        health(a_pipeline(), [features(an_audit, names)], [], UTC_ZONE, NOON)
        for names in ((), ("x",), ("x", "c"), ("a", "b", "c", "d"))
    ]
    assert {each.status for each in said} == {Status.HEALTHY}
    assert [each.worth.removeprefix(UNMEASURED).removeprefix("; ") for each in said] == [
        "",
        "drift of `x` not judged yet: needs 200 rows",
        "drift of `x`, `c` not judged yet: needs 200 rows",
        "drift of 4 features not judged yet: needs 200 rows",
    ]


def features(an_audit: Make, names: tuple[str, ...]) -> Any:
    """An audit in which these features could not be judged."""
    (fine,) = an_audit(OK).judgements
    lacking = replace(fine, check="drift", outcome=Outcome.NOT_ENOUGH_DATA, needs="200 rows")
    judgements = (fine, *(replace(lacking, column=name) for name in names))
    return replace(an_audit(OK), judgements=judgements)


@pytest.mark.parametrize(
    ("day", "status"),
    [(12, Status.HEALTHY), (13, Status.UNKNOWN), (20, Status.UNKNOWN), (21, Status.HEALTHY)],
)
def test_a_partition_of_the_last_week_that_cannot_be_read_is_unknown(
    a_pipeline: Make, an_audit: Make, day: int, status: Status
) -> None:
    """The 19th was judged; a file of the week before changes nothing, nor does that of today."""
    file = Error("usage", "usage/b.parquet: cannot be read", date(2026, 11, day))
    tables = {"usage": {"finish_by": None}}
    said = an_audit(OK, errors=(file,), as_of=NOON + timedelta(days=1))
    found = health(a_pipeline(tables=tables), [said], [], UTC_ZONE, NOON + timedelta(days=1))
    assert found.status is status
    assert found.unjudged == ({"usage": file.what} if status is Status.UNKNOWN else {})


def test_a_table_of_which_no_check_could_decide_is_unknown(a_pipeline: Make, an_audit: Make) -> None:
    """It says what is needed; one check that decided is enough."""
    young = ("sessions", Outcome.NOT_ENOUGH_DATA)
    said = health(a_pipeline(), [an_audit(young)], [], UTC_ZONE, NOON)
    assert said.status is Status.UNKNOWN
    assert said.unjudged == {"usage": "no check could decide yet: needed are four earlier partitions"}
    assert health(a_pipeline(), [an_audit(young, OK)], [], UTC_ZONE, NOON).status is Status.HEALTHY


def test_one_failed_run_does_not_undo_a_fresh_judgement(a_pipeline: Make, an_audit: Make) -> None:
    """The answer then holds as of the run before."""
    hour = timedelta(hours=1)
    runs = [an_audit(OK), an_audit(judged={}, as_of=NOON + hour, errors=(Error(None, "no disk"),))]
    said = health(a_pipeline(), runs, [], UTC_ZONE, NOON + 2 * hour)
    assert (said.status, said.as_of) == (Status.HEALTHY, NOON)


def test_only_core_tables_make_it_unknown(a_pipeline: Make, an_audit: Make) -> None:
    """Without any core table, all count: nothing looked at is never healthy."""
    tables = {"usage": {}, "extra": {"core": False}}
    assert health(a_pipeline(tables=tables), [an_audit(OK)], [], UTC_ZONE, NOON).status is Status.HEALTHY
    none = {"extra": {"core": False}}
    assert health(a_pipeline(tables=none), [an_audit(OK)], [], UTC_ZONE, NOON).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("finish_by", "as_of", "day"),
    [
        ({"time": "06:30"}, "2026-11-20T05:29:00+00:00", "2026-11-18"),  # 06:29 in Berlin
        ({"time": "06:30"}, "2026-11-20T05:30:00+00:00", "2026-11-19"),
        ({"time": "23:00", "day_offset": 0}, "2026-11-20T22:00:00+00:00", "2026-11-20"),
        ({"time": "06:30", "days": "mon-fri"}, "2026-11-22T12:00:00+00:00", "2026-11-20"),
        ({"time": "06:30", "on_holidays": False}, "2026-11-20T12:00:00+00:00", "2026-11-18"),
        (None, "2026-11-20T12:00:00+00:00", None),
    ],
)
def test_what_is_expected_follows_the_declared_window(
    a_pipeline: Make, finish_by: Any, as_of: str, day: str | None
) -> None:
    """Local time, weekdays and holidays respected (here the 19th is one)."""
    table = a_pipeline(tables={"usage": {"finish_by": finish_by}}).tables["usage"]
    off = frozenset([date(2026, 11, 19)])
    found = expected_day(table, datetime.fromisoformat(as_of), ZoneInfo("Europe/Berlin"), off)
    assert found == (date.fromisoformat(day) if day else None)
