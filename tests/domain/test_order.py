"""What would change the order, in plain words."""

from collections.abc import Callable

from bot.domain.declared import Cost
from bot.domain.finding import Finding
from bot.domain.order import what_would_change
from bot.domain.triage import rank

Make = Callable[..., Finding]


def test_the_first_says_who_comes_next_and_when_it_would_be_first(a_finding: Make) -> None:
    """Twice as many rows are twice the score."""
    ranked = rank([a_finding(table="a", affected=2000), a_finding(table="b", affected=1000)], {})
    assert what_would_change(ranked[0], ranked) == [
        "`b` comes next: it takes this place at 2 times its score"
    ]


def test_the_second_says_each_thing_that_would_make_it_first(a_finding: Make) -> None:
    """More wrong rows, a more critical consumer, a surer check, a higher price; not what is impossible."""
    prices = {"churn": Cost(per_wrong_unit=1, daily_units=1000)}
    found = [
        a_finding(table="a", feeds=("x", "high")),
        a_finding(table="b", feeds=("x", "normal"), days_to_break=24.0),
    ]
    ranked = rank(found, prices)
    assert what_would_change(ranked[1], ranked) == [
        "the first place takes 10 times its score",
        "30% of the rows wrong instead of 3%",
        "a price of 10 a wrong unit instead of 1",
    ]
    nearer = rank([found[0], a_finding(table="b", feeds=("x", "normal"))], prices)
    assert "feeding something high instead of normal" in what_would_change(nearer[1], nearer)
    assert "its check being 1 sure instead of 0.5" in what_would_change(nearer[1], nearer)


def test_what_breaks_later_would_be_first_if_it_broke_sooner(a_finding: Make) -> None:
    """In days."""
    ranked = rank([a_finding(table="a"), a_finding(table="b", days_to_break=15.0)], {})
    assert "breaking in 0 days instead of 15" in what_would_change(ranked[1], ranked)


def test_alone_nothing_changes_it(a_finding: Make) -> None:
    """There is nothing that could come before it."""
    ranked = rank([a_finding()], {})
    assert what_would_change(ranked[0], ranked) == ["nothing else is open that could come before it"]


def test_what_costs_nothing_this_month_says_so(a_finding: Make) -> None:
    """It breaks in ninety days."""
    ranked = rank([a_finding(table="a"), a_finding(table="b", days_to_break=90.0)], {})
    assert "to cost nothing within 30 days" in what_would_change(ranked[1], ranked)[0]
