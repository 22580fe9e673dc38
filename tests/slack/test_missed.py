"""Whoever sees that something was broken, and that nobody was paged, fills in a form."""

from datetime import timedelta
from typing import Any

from bot.engine.outage import told

JON = "U2JON"


def fill(harbor: Any, table: str, start: float, end: float) -> Any:
    """Jon opens the form, and sends it; times are hours from now."""
    assert harbor.sandbox.command(JON, "#churn", "/pipeline", "missed").wait().acked
    harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))
    return send(harbor, table, start, end)


def send(harbor: Any, table: str, start: float, end: float) -> Any:
    """He sends what he filled in, and sees what is there now."""
    now = harbor.clock()
    at = [int((now + timedelta(hours=hours)).timestamp()) for hours in (start, end)]
    values = {
        "table": {"table": table},
        "from": {"from": at[0]},
        "to": {"to": at[1]},
        "why": {"why": "<wrong>"},
    }
    assert harbor.sandbox.submit_view(JON, values).wait().acked
    return harbor.sandbox.modal(JON)


def test_a_missed_outage_is_reported_by_a_form(harbor: Any, words: Any) -> None:
    """It was over long before the page of today: it was missed, and that is said."""
    modal = fill(harbor, "usage", -30, -28)
    assert "Kept as outage 1: churn/usage" in words(modal)
    assert "Nobody was paged for it: it counts as missed." in words(modal)
    ((outage, seen),) = told(harbor.store)
    assert (outage.who, outage.by, outage.why, seen) == ("jon", "slack", "<wrong>", None)


def test_what_somebody_was_paged_for_was_not_missed(harbor: Any, words: Any) -> None:
    """The incident that paged is named."""
    harbor.clock.move_forward(timedelta(hours=5))
    modal = fill(harbor, "churn/usage", -5.5, -1)
    assert "It was not missed: incident 1 (null_rate of usage) paged at" in words(modal)


def test_mistakes_are_told_at_the_field(harbor: Any, words: Any) -> None:
    """The form stays open, with what is to be mended."""
    assert "did you mean usage?" in fill(harbor, "usge", -2, -1)["errors"]["table"]
    assert "It ends before it begins" in send(harbor, "usage", -1, -2)["errors"]["to"]
    assert "It ends in the future" in send(harbor, "usage", -1, 2)["errors"]["to"]
    assert "It begins in the future" in send(harbor, "usage", 1, 2)["errors"]["from"]
    assert "Kept as outage 1" in words(send(harbor, "usage", -2, -1))


def test_words_behind_it_are_not_lost_silently(harbor: Any) -> None:
    """The form asks for everything."""
    assert "a form asks for the rest" in harbor.type(JON, "missed usage yesterday")
