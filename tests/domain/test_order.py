"""What would change the order, in plain words."""

from collections.abc import Callable

from bot.domain.declared import Cost
from bot.domain.finding import Finding
from bot.domain.order import what_would_change
from bot.domain.triage import rank
from bot.messages.factors import factors

Make = Callable[..., Finding]


def test_the_first_says_who_comes_next_and_when_it_would_be_first(a_finding: Make) -> None:
    """Twice as many rows are twice the score."""
    ranked = rank([a_finding(table="a", affected=2000), a_finding(table="b", affected=1000)], {})
    assert what_would_change(ranked[0], ranked) == [
        "null rate of `b.sessions` comes next: it takes this place at 2 times its score"
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


def test_a_root_says_what_it_has_its_place_by(a_finding: Make) -> None:
    """A late table that costs little has the place of the nulls that follow from it."""
    late = a_finding(check="finish_window", table="raw", column=None, affected=400)
    nulls = a_finding(pipeline="ads", follows=late.fingerprint, because="follows", affected=2000)
    other = a_finding(table="b", affected=4000)
    ranked = rank([late, nulls, other], {})
    root = next(each for each in ranked if each.table == "raw")
    assert factors(root, ranked)["score"].endswith(
        ": that of null rate of `ads/usage.sessions`, which follows from it"
    )
    assert what_would_change(root, ranked) == [
        "the first place takes 2 times its score",
        "of null rate of `ads/usage.sessions`: 10% of the rows wrong instead of 5%",
        "of null rate of `ads/usage.sessions`: its check being 1 sure instead of 0.5",
    ]
    (alone,) = rank([late], {})
    assert factors(alone, [alone])["score"] == f"{alone.score:,.4g}"


def test_what_is_ahead_by_a_hair_does_not_say_that_nothing_is_needed(a_finding: Make) -> None:
    """Not "1 times", and nothing "0.5 instead of 0.5"."""
    ranked = rank([a_finding(table="a", affected=2001), a_finding(table="b", affected=2000)], {})
    assert what_would_change(ranked[1], ranked) == ["the first place takes a little more than its score"]
    (said,) = what_would_change(ranked[0], ranked)
    assert said.endswith("it takes this place at a little more than its score")
