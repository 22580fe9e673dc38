"""Incidents are changed by whoever read them last, or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.finding import Finding
from bot.domain.incident import Act, Event, Incident, State, act, opened
from bot.store import incidents
from bot.store.incidents import NoSuchIncidentError
from bot.store.store import Store
from checks.verdict import Urgency

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def an_incident() -> Incident:
    """A page."""
    finding = Finding(
        pipeline="churn",
        check="null_rate",
        table="usage",
        column=("a", "b"),
        segment=None,
        urgency=Urgency.PAGE,
        since=NOON,
        summary="<!channel> & more",
        affected=3,
        volume=100,
        days_to_break=None,
        bad=(date(2026, 11, 19),),
    )
    return opened(0, [finding], NOON)


def test_an_incident_comes_back_as_it_was_kept(store: Store) -> None:
    """Findings, times and all, with a number; its story in order."""
    with store.write() as connection:
        kept = incidents.add(connection, an_incident())
        for kind in ("opened", "escalated"):
            incidents.record(connection, kept.id, Event(at=NOON, kind=kind, who=None, text="said"))
    with store.read() as connection:
        assert incidents.get(connection, kept.id) == kept
        assert [event.kind for event in incidents.story(connection, kept.id)] == ["opened", "escalated"]
        assert incidents.climbing(connection, NOON) == (kept,)
    with store.write() as connection:
        paged = replace(kept, hop=1, fence=kept.fence + 1)
        assert incidents.save(connection, paged, kept.fence)
        assert incidents.climbing(connection, NOON) == (paged,)
        assert incidents.climbing(connection, NOON - timedelta(seconds=1)) == ()


def test_a_change_that_was_outrun_changes_nothing(store: Store) -> None:
    """Two read it, one writes: the other is told, and its change is not kept."""
    with store.write() as connection:
        read = incidents.add(connection, an_incident())
        first = act(read, Act.RESOLVE, "maria", NOON)
        assert incidents.save(connection, first, read.fence)
        assert not incidents.save(connection, act(read, Act.ACKNOWLEDGE, "jon", NOON), read.fence)
        assert incidents.get(connection, read.id) == first


def test_a_number_that_nobody_has_is_told(store: Store) -> None:
    """An old button, or a made-up one."""
    with store.read() as connection, pytest.raises(NoSuchIncidentError, match="no incident 404"):
        incidents.get(connection, 404)


def test_unresolved_incidents_are_found_by_pipeline(store: Store) -> None:
    """Those that are over are left out."""
    with store.write() as connection:
        over = replace(an_incident(), state=State.RESOLVED, resolved_at=NOON)
        for each in (over, over):
            incidents.add(connection, each)
        assert incidents.unresolved(connection) == ()
        new = incidents.add(connection, an_incident())
        assert incidents.unresolved(connection, "churn") == (new,)
        assert incidents.unresolved(connection, "ads") == ()
