"""Without a price nothing is hidden: the ranking says by what it goes instead."""

from dataclasses import replace
from types import SimpleNamespace

from bot.domain.finding import Money
from bot.messages.unpriced import unpriced


def test_pipelines_without_a_price_are_named_once(story: SimpleNamespace) -> None:
    """What has one, and what counts no rows, is no reason to say so."""
    known = replace(story.finding(), cost=Money("USD", 1.0, 2.0), pipeline="priced")
    blind = replace(story.finding(), cost=None, pipeline="churn")
    uncounted = replace(story.finding(), cost=None, pipeline="jobs", volume=0, affected=0)
    assert unpriced([known, uncounted]) == ""
    assert unpriced([blind, known, blind]) == (
        "no price is declared for churn: there the share and what is fed decide (key cost)"
    )


def test_of_many_the_first_are_named(story: SimpleNamespace) -> None:
    """And how many more there are."""
    blind = [replace(story.finding(), cost=None, pipeline=f"p{at}") for at in range(7)]
    assert "p3, p4 … and 2 more:" in unpriced(blind)
