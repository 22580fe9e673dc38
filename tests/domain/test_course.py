"""How a pipeline was in a time that is over: by what was known then, and never healthy by default."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.course import Kept, Life, Stretch, course, life
from bot.domain.health import MAX_AGE, Status
from bot.domain.incident import Event, Incident, What, opened
from checks.verdict import Outcome, Urgency

Make = Callable[..., Any]
UTC_ZONE = ZoneInfo("UTC")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OK = ("sessions", Outcome.OK)


def an_event(what: What, at: datetime) -> Event:
    """A line of a timeline."""
    return Event(at=at, kind=what, who=None, text="")


def an_incident(a_finding: Make, at: datetime = NOON, **facts: Any) -> Incident:
    """One that was opened then."""
    return opened(7, (a_finding(**facts),), at)


def courses(pipeline: Any, begins: datetime, ends: datetime, **kept: Any) -> tuple[Stretch, ...]:
    """How it was, by what is kept."""
    known = Kept(**{"audits": (), "loud": (), "lives": ()} | kept)
    return course(pipeline, known, UTC_ZONE, begins, ends)


def test_a_moment_is_told_by_what_was_open_then(a_pipeline: Make, an_audit: Make, a_finding: Make) -> None:
    """Healthy before it was opened, broken while it was open, healthy when it was over."""
    incident = an_incident(a_finding, NOON + HOUR)
    events = [an_event(What.OPENED, NOON + HOUR), an_event(What.GONE, NOON + 3 * HOUR)]
    known = {"audits": [an_audit(OK)], "lives": [life(incident, events)]}
    for hours, status in ((0, Status.HEALTHY), (1, Status.BROKEN), (2, Status.BROKEN), (3, Status.HEALTHY)):
        at = NOON + hours * HOUR
        (only,) = courses(a_pipeline(), at, at, **known)
        assert (only.begins, only.ends, only.health.status) == (at, at, status)


def test_a_day_is_told_change_by_change(a_pipeline: Make, an_audit: Make, a_finding: Make) -> None:
    """Nobody had looked in the morning; at noon it was fine, at three it was not."""
    incident = an_incident(a_finding, NOON + 3 * HOUR)
    told = courses(
        a_pipeline(),
        NOON - 12 * HOUR,
        NOON + 12 * HOUR,
        audits=[an_audit(OK)],
        lives=[life(incident, [an_event(What.OPENED, NOON + 3 * HOUR)])],
    )
    assert [(each.begins.hour, each.health.status) for each in told] == [
        (0, Status.UNKNOWN),
        (12, Status.HEALTHY),
        (15, Status.BROKEN),
    ]
    assert [each.ends for each in told] == [NOON, NOON + 3 * HOUR, NOON + 12 * HOUR]
    assert [each.incidents for each in told] == [(), (), (incident,)]


def test_what_was_judged_later_is_not_held_to_have_been_known(a_pipeline: Make, an_audit: Make) -> None:
    """An hour before the checks ran, nobody could tell."""
    (before,) = courses(a_pipeline(), NOON - HOUR, NOON - HOUR, audits=[an_audit(OK)])
    assert before.health.status is Status.UNKNOWN
    assert before.health.unjudged == {"usage": "not judged lately"}


def test_an_old_ok_becomes_unknown_within_the_time_that_is_told(a_pipeline: Make, an_audit: Make) -> None:
    """The checks stopped running."""
    told = courses(a_pipeline(), NOON, NOON + 2 * MAX_AGE, audits=[an_audit(OK)])
    assert [each.health.status for each in told] == [Status.HEALTHY, Status.UNKNOWN]
    assert timedelta() < told[1].begins - NOON - MAX_AGE < timedelta(seconds=1)


def test_where_nothing_is_kept_nobody_can_tell(a_pipeline: Make) -> None:
    """No news is no good news, of the past as of today."""
    (only,) = courses(a_pipeline(), NOON, NOON + HOUR)
    assert only.health.status is Status.UNKNOWN


def test_it_was_as_loud_as_it_was_found_to_be(a_pipeline: Make, an_audit: Make, a_finding: Make) -> None:
    """A ticket then, which pages by now."""
    incident = an_incident(a_finding, urgency=Urgency.PAGE)
    mark = incident.lead.fingerprint
    loud = [(NOON, {mark: Urgency.TICKET}), (NOON + 2 * HOUR, {mark: Urgency.PAGE})]
    audits = [an_audit(OK, as_of=NOON + 2 * HOUR), an_audit(OK)]
    told = courses(
        a_pipeline(), NOON, NOON + 4 * HOUR, audits=audits, loud=loud, lives=[Life(incident, [(NOON, None)])]
    )
    assert [each.health.status for each in told] == [Status.DEGRADED, Status.BROKEN]


def test_what_is_held_open_though_in_order_is_no_page(a_finding: Make) -> None:
    """It was calm until it came back."""
    incident = an_incident(a_finding)
    events = [
        an_event(What.OPENED, NOON),
        an_event(What.HELD, NOON + HOUR),
        an_event(What.BACK, NOON + 2 * HOUR),
    ]
    known = life(incident, events)
    loud = [known.urgency(NOON + hours * HOUR, Kept(audits=(), loud=(), lives=())) for hours in range(3)]
    assert loud == [Urgency.PAGE, Urgency.TICKET, Urgency.PAGE]


def test_an_incident_that_came_back_was_over_in_between(a_finding: Make) -> None:
    """The incident itself knows only when it was opened last."""
    incident = an_incident(a_finding, NOON + 5 * HOUR)
    kinds = (What.OPENED, What.RESOLVED, What.REOPENED)
    known = life(
        incident, [an_event(what, NOON + at * HOUR) for at, what in zip((0, 2, 5), kinds, strict=True)]
    )
    assert [known.was_open(NOON + at * HOUR) for at in (0, 1, 2, 4, 5)] == [True, True, False, False, True]


def test_without_a_timeline_an_incident_tells_itself(a_finding: Make) -> None:
    """From when it was opened until it was over."""
    incident = replace(an_incident(a_finding), resolved_at=NOON + HOUR)
    assert life(incident, ()).open == ((NOON, NOON + HOUR),)


def test_a_partition_that_was_due_and_not_there_is_not_healthy(a_pipeline: Make, an_audit: Make) -> None:
    """The checks ran at noon, and had seen nothing newer than the day before yesterday."""
    audit = an_audit(OK, judged={"usage": tuple(date(2026, 11, day) for day in range(8, 19))})
    (only,) = courses(a_pipeline(), NOON, NOON, audits=[audit])
    assert only.health.status is Status.UNKNOWN
    assert "2026-11-19" in only.health.unjudged["usage"]
