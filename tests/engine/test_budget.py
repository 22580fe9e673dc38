"""The alert budget of a pipeline that lives: it is paged, people resolve, and the digest tells."""

from datetime import timedelta
from typing import Any

from bot.engine import outage, people
from bot.engine.budget import all_budgets
from bot.messages.budget import budget_line
from bot.store import checkups
from bot.store.pages import all_pages

World = Any


def test_a_page_that_was_a_false_alarm_counts_as_one(world: World) -> None:
    """It woke Maria and then Jon: that is one page. The digest of the same day tells it."""
    world.round()
    world.round(minutes=6)
    people.resolve(world.store, 1, "maria", world.clock(), "false alarm: a holiday")
    world.checks.says["churn"] = []
    (found,) = all_budgets(world.store, world.settings, world.clock())
    (page,) = found.short.pages
    assert (page.incident, page.check, page.table, page.is_true) == (1, "null_rate", "usage", False)
    assert page.over_at == world.clock()
    world.round(hours=6)
    with world.store.read() as connection:
        checkup = checkups.get(connection, 1)
    assert checkup.budget == ("Alert budget: 1 page in less than a shift; 0 of 1 real (1–65%)")


def test_a_ticket_is_no_page(make_world: Any, says: Any) -> None:
    """Nobody is told by the ladder."""
    world = make_world()
    world.checks.says["churn"] = [says.bad(urgency="ticket")]
    world.round()
    with world.store.read() as connection:
        assert all_pages(connection) == []


def test_a_missed_outage_is_in_the_budget(world: World) -> None:
    """That of another table did not tell of it."""
    world.round()
    world.clock.move_forward(timedelta(hours=12))
    span = world.clock() - timedelta(hours=18), world.clock()
    asked = outage.reported(("churn", "plans"), span, "ana", world.clock(), "", "slack")
    outage.add(world.store, asked)
    (found,) = all_budgets(world.store, world.settings, world.clock() + timedelta(days=2))
    assert budget_line(found.short).endswith("1 outage missed")
    assert all_budgets(world.store, world.settings, world.clock(), ["nobody"]) == []
