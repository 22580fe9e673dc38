"""A table that cannot be read tells nobody by itself: that it could not be checked is a finding."""

from typing import Any

import pytest

from bot.domain.audit import Error
from bot.domain.incident import State
from checks.verdict import Urgency

World = Any


@pytest.fixture
def gone(world: World) -> World:
    """The folder of the table is gone since this morning."""
    world.checks.says["churn"] = []
    world.checks.errors = [Error("usage", "no file matches usage/*.parquet")]
    world.round()
    return world


def test_a_table_that_cannot_be_read_is_told_at_once(gone: World) -> None:
    """As a ticket: it may be a moment's trouble."""
    incident = gone.incident()
    assert (incident.lead.check, incident.urgency) == ("unread", Urgency.TICKET)
    assert (
        incident.lead.title
        == "pipeline churn: could not be checked: `usage`: no file matches usage/*.parquet"
    )
    assert gone.slack.kinds()[0] == "incident_post"


def test_the_next_checks_that_fail_too_page(gone: World) -> None:
    """The table feeds a critical model, and nobody knows what it is fed."""
    gone.round(days=1)
    assert gone.incident().urgency is Urgency.PAGE
    assert any(intent.kind == "incident_page" for intent, _ in gone.slack.said)


def test_what_feeds_nothing_critical_wakes_nobody(make_world: Any, says: Any) -> None:
    """It stays a ticket, however long it lasts."""
    pipeline = says.declared()
    table = pipeline.tables["usage"].model_copy(update={"feeds": {"report": "low"}})
    world = make_world(pipeline.model_copy(update={"tables": {"usage": table}}))
    world.checks.errors = [Error("usage", "no file matches usage/*.parquet")]
    for _ in range(4):
        world.round(days=1)
    assert world.incident().urgency is Urgency.TICKET


def test_it_is_over_when_the_table_can_be_read_again(gone: World, says: Any) -> None:
    """And not before; a single file that cannot be read is another matter."""
    gone.checks.errors = [Error("usage", "a broken file", day=gone.clock().date())]
    gone.checks.says["churn"] = [says.good()]
    gone.round(days=1)
    assert gone.incident().state is State.RESOLVED


def test_checks_that_fail_as_a_whole_are_told_too(world: World) -> None:
    """A fault of a driver, a database that is away: tried again within the hour, then somebody is paged."""
    world.checks.breaks["churn"] = RuntimeError("connection refused")
    world.round()
    assert world.incident().urgency is Urgency.TICKET
    assert "connection refused" in world.incident().lead.title
    world.round(hours=1, minutes=1)
    assert world.incident().urgency is Urgency.PAGE
