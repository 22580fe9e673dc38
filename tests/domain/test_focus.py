"""One focus a pipeline and week: it changes hands rarely, for a reason, and with an explanation."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.focus import Candidate, Focus, promoted, step

WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (18, 19, 20))
CYCLE, NEXT = date(2026, 11, 13), date(2026, 11, 20)


def incident(number: int, score: float, **changes: object) -> Candidate:
    """An open incident whose cost is known."""
    facts = {"incident": number, "name": f"no. {number}", "score": score, "priced": True}
    return Candidate(**facts | changes)


def pinned(*open_: Candidate, day: date = WEDNESDAY) -> Focus:
    """What is pinned where nothing was."""
    found = step(None, open_, day, CYCLE)
    assert found is not None
    return found


def stepped(focus: Focus | None, open_: Sequence[Candidate], day: date, cycle: date = CYCLE) -> Focus:
    """The focus where there is one."""
    found = step(focus, open_, day, cycle)
    assert found is not None
    return found


def test_a_healthy_pipeline_has_no_focus() -> None:
    """Nothing is open, whatever was the focus before."""
    assert step(None, [], WEDNESDAY, CYCLE) is None
    assert step(pinned(incident(1, 100)), [], THURSDAY, CYCLE) is None


def test_the_most_costly_is_the_focus_and_says_so() -> None:
    """Of one alone there is nothing to compare."""
    found = pinned(incident(1, 100), incident(2, 400))
    assert (found.incident, found.why) == (2, "it ranks first of the 2 that are open")
    assert pinned(incident(1, 100)).why == "it is the only one that is open"


def test_when_it_is_over_the_next_one_is_the_focus() -> None:
    """With a word why."""
    open_ = [incident(1, 100), incident(2, 50), incident(3, 400)]
    after = stepped(pinned(*open_), open_[:2], WEDNESDAY)
    assert (after.incident, after.instead) == (1, "no. 3")
    assert after.why == "`no. 3` is over: `no. 1` is next, it ranks first of the 2 that are open"


def test_a_rival_four_times_as_big_takes_the_place_on_the_second_day() -> None:
    """On the first day it only ranks higher, and it is said why that is not enough."""
    focus = pinned(incident(1, 100))
    rivals = [incident(1, 100), incident(2, 400)]
    first = stepped(focus, rivals, THURSDAY)
    assert first.incident == 1
    assert first.stays == (
        "stays this week's focus: `no. 2` ranks higher, and takes its place if it is still twice as big on "
        "the next day of checks"
    )
    second = stepped(first, rivals, FRIDAY)
    assert second.incident == 2
    assert second.why == "`no. 2` took the place of `no. 1`: expected to cost 4 times as much, on Thu and Fri"


def test_two_runs_on_one_day_are_one_day() -> None:
    """However often the checks run."""
    rivals, focus = [incident(1, 100), incident(2, 400)], pinned(incident(1, 100))
    for _ in range(5):
        focus = stepped(focus, rivals, THURSDAY)
    assert focus.incident == 1


def test_a_day_without_a_run_neither_breaks_nor_counts() -> None:
    """Friday's and Monday's checks are two consecutive days of checks; the weekend has none."""
    rivals = [incident(1, 100), incident(2, 400)]
    after = stepped(stepped(pinned(incident(1, 100)), rivals, WEDNESDAY), rivals, FRIDAY)
    assert after.incident == 2
    assert after.why.endswith("on Wed and Fri")


def test_a_rival_that_shrinks_in_between_begins_anew() -> None:
    """Big on Wednesday, not on Thursday, big on Friday: that is no second day."""
    small, big = ([incident(1, 100), incident(2, score)] for score in (150, 400))
    focus = stepped(stepped(pinned(incident(1, 100)), big, WEDNESDAY), small, THURSDAY)
    assert focus.stays == (
        "stays this week's focus: `no. 2` ranks higher, but is not twice as big on two days"
    )
    assert stepped(focus, big, FRIDAY).incident == 1


def test_of_two_rivals_the_highest_takes_the_place() -> None:
    """Not the one that happened to be the highest on the first day."""
    one = [incident(1, 100), incident(2, 500), incident(3, 400)]
    other = [incident(1, 100), incident(2, 500), incident(3, 600)]
    assert stepped(stepped(pinned(one[0]), one, THURSDAY), other, FRIDAY).incident == 3


def test_without_prices_it_weighs_so_much() -> None:
    """No cost is claimed where nobody gave a price."""
    rivals = [incident(1, 2, priced=False), incident(2, 8, priced=False)]
    after = stepped(stepped(pinned(rivals[0]), rivals, THURSDAY), rivals, FRIDAY)
    assert "it weighs 4 times as much" in after.why


def test_what_costs_nothing_gives_way_to_what_costs_something() -> None:
    """Nothing is divided by nothing."""
    rivals = [incident(1, 0), incident(2, 5)]
    after = stepped(stepped(pinned(rivals[0]), rivals, THURSDAY), rivals, FRIDAY)
    assert "`no. 2` took the place of `no. 1`: the other one costs nothing" in after.why
    free = [incident(1, 0), incident(2, 0)]
    assert stepped(stepped(pinned(*free), free, THURSDAY), free, FRIDAY).incident == 1


def test_a_new_week_takes_the_highest_again_and_explains_it() -> None:
    """A quarter more is enough then."""
    focus = pinned(incident(1, 100))
    after = stepped(focus, [incident(1, 100), incident(2, 125)], FRIDAY, NEXT)
    assert after.why == "a new week: `no. 2` took the place of `no. 1`: expected to cost 1.2 times as much"
    same = stepped(focus, [incident(1, 100), incident(2, 90)], FRIDAY, NEXT)
    assert (same.since, same.cycle, same.why) == (WEDNESDAY, NEXT, focus.why)


def test_what_sleeps_or_is_held_open_is_not_chosen_while_another_is_open() -> None:
    """But one that is put to sleep for an hour keeps its place: nothing else became bigger."""
    asleep, awake = incident(1, 400, asleep=True), incident(2, 100)
    assert pinned(asleep, awake).incident == 2
    assert pinned(asleep).incident == 1
    assert stepped(pinned(incident(1, 400)), [asleep, awake], THURSDAY).incident == 1
    calm = stepped(pinned(incident(1, 400)), [incident(1, 400, calm=True), awake], THURSDAY)
    assert "`no. 1` is in order and held open: `no. 2` is next" in calm.why


def test_what_a_person_chose_stays_for_the_week() -> None:
    """Whatever ranks higher; until it is over, or the week is."""
    open_ = [incident(1, 100), incident(2, 5000)]
    chosen = promoted(pinned(*open_), open_[0], WEDNESDAY, "maria", "the board asked")
    assert chosen.why == "maria made `no. 1` the focus instead of `no. 2`: the board asked"
    later = chosen
    for day in (WEDNESDAY, THURSDAY, FRIDAY):
        later = stepped(later, open_, day)
    assert (later.incident, later.who) == (1, "maria")
    assert later.stays == ("stays the focus until the next checkup, as maria decided: `no. 2` ranks higher")
    assert stepped(later, open_[1:], FRIDAY).incident == 2
    week = stepped(later, open_, FRIDAY, NEXT)
    assert (week.incident, week.who) == (2, None)
    assert "`no. 1`, which maria had chosen" in week.why


SCORES = st.lists(st.floats(0, 1e9), min_size=1, max_size=8)


@given(SCORES, st.randoms(use_true_random=False))
def test_the_order_of_what_is_open_does_not_matter(scores: list[float], shuffled: random.Random) -> None:
    """Neither for the first choice nor for a swap."""
    open_ = [incident(number, score) for number, score in enumerate(scores)]
    other = shuffled.sample(open_, len(open_))
    assert step(None, open_, WEDNESDAY, CYCLE) == step(None, other, WEDNESDAY, CYCLE)
    focus = pinned(open_[0])
    for day in (THURSDAY, FRIDAY):
        assert step(focus, open_, day, CYCLE) == step(focus, other, day, CYCLE)
        focus = stepped(focus, open_, day)


@given(SCORES, st.floats(0, 1e9))
def test_a_bigger_score_never_loses_the_pin_in_a_new_week(scores: list[float], more: float) -> None:
    """Whatever is pinned then, ranks highest; and it stays so if it grows."""
    open_ = [incident(number, score) for number, score in enumerate(scores)]
    chosen = stepped(pinned(open_[0]), open_, FRIDAY, NEXT)
    assert chosen.score == max(scores)
    grown = [
        incident(each.incident, each.score + (more if each.incident == chosen.incident else 0))
        for each in open_
    ]
    assert stepped(pinned(open_[0]), grown, FRIDAY, NEXT).incident == chosen.incident


@given(st.lists(st.tuples(st.integers(0, 6), st.floats(1, 1e6), st.floats(1, 1e6)), max_size=12))
def test_a_swap_needs_two_days_on_which_it_is_twice_as_big(days: list[tuple[int, float, float]]) -> None:
    """Whatever the scores do, and however often the checks run on a day."""
    focus, twice = pinned(incident(1, 1)), set[date]()
    for back, mine, other in sorted(days, key=lambda each: each[0]):
        day = WEDNESDAY + timedelta(days=back)
        twice = twice | {day} if other >= 2 * mine else set()
        after = stepped(focus, [incident(1, mine), incident(2, other)], day)
        assert (after.incident == 2) == (len(twice) > 1)
        if after.incident == 2:
            return
        focus = after


def swapped(ratio: float, weeks: int, wander: float = 0.3) -> float:
    """The share of weeks in which a rival `ratio` times as big swaps in; both wander from day to day."""
    chance, swaps = random.Random(6), 0
    for week in range(weeks):
        focus = pinned(incident(1, 100), day=CYCLE)
        for day in (CYCLE + timedelta(days=7 * week + at) for at in range(1, 7)):
            mine, other = (100 * chance.lognormvariate(0, wander) for _ in range(2))
            focus = stepped(focus, [incident(1, mine), incident(2, ratio * other)], day)
        swaps += focus.incident == 2
    return swaps / weeks


def test_equal_rivals_that_wander_rarely_swap_and_a_true_one_does() -> None:
    """Fewer than 8 of 100 weeks for nothing; four times as much nearly always."""
    assert swapped(1, weeks=400) < 0.08
    assert swapped(4, weeks=100) > 0.95
