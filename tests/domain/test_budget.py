"""One page per two shifts is bearable; how many were for something real is an interval, not a number."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import Budget, budget, interval
from bot.domain.on_call import Rotas
from bot.domain.outage import Outage
from bot.domain.page import Page
from bot.domain.rota import Rota
from bot.domain.triage import Labels
from bot.domain.turns import Shifts, turns_of
from bot.messages.budget import budget_line

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def a_page(back: float, is_true: bool | None = None, check: str = "drift") -> Page:
    """A page so many days ago, that lasted for an hour."""
    at = NOON - back * DAY
    return Page(
        incident=1,
        pipeline="churn",
        table="usage",
        check=check,
        at=at,
        opened_at=at,
        over_at=at + timedelta(hours=1),
        is_true=is_true,
    )


def four_weeks(*pages: Page, outages: tuple[Outage, ...] = (), shifts: float = 28) -> Budget:
    """The budget of churn."""
    return budget("churn", (NOON - 28 * DAY, NOON), Shifts(shifts, "24 hours"), pages, outages)


def test_the_line_says_how_often_and_how_many_were_real() -> None:
    """Pages of before, and of other pipelines, do not count."""
    found = four_weeks(
        a_page(1, True),
        a_page(2, True),
        a_page(3, False),
        a_page(30, False),
        replace(a_page(1), pipeline="ads"),
    )
    said = "Alert budget: 3 pages in 28 shifts, 0.11 a shift (target 0.5); 2 of 3 real (32–90%)"
    assert budget_line(found) == said
    assert not found.is_over


def test_more_than_one_page_per_two_shifts_is_said_plainly() -> None:
    """With how many would be bearable."""
    found = four_weeks(*(a_page(1 + at) for at in range(20)))
    assert found.is_over
    assert budget_line(found) == (
        "Alert budget: over budget, 20 pages in 28 shifts, 0.71 a shift (target 0.5): at most 14 would be "
        "bearable; nobody said which were real"
    )


def test_one_page_in_the_first_hours_is_not_too_many() -> None:
    """A rate needs some time to be one."""
    assert not four_weeks(a_page(0.1), shifts=0.2).is_over
    assert four_weeks(a_page(0.1), a_page(0.1), shifts=0.2).is_over
    assert budget_line(four_weeks(a_page(0.1), a_page(0.1), shifts=0.2)) == (
        "Alert budget: over budget, 2 pages in less than a shift: at most 1 would be bearable; nobody said "
        "which were real"
    )
    assert budget_line(four_weeks(shifts=0)) == "Alert budget: 0 pages, and no shift yet; nobody was woken"


def test_outages_that_nobody_was_paged_for_are_counted() -> None:
    """Those of the span, and only what was missed."""
    at = NOON - 5 * DAY
    missed = Outage(id=1, pipeline="churn", table="usage", starts_at=at, ends_at=at + DAY, who="ana", at=NOON)
    seen = replace(missed, id=2, starts_at=NOON - 2 * DAY, ends_at=NOON - DAY)
    old = replace(missed, id=3, starts_at=NOON - 40 * DAY, ends_at=NOON - 39 * DAY)
    found = four_weeks(a_page(1.5), outages=(missed, seen, old))
    assert [each.id for each in found.missed] == [1]
    assert budget_line(found).endswith("nobody said which were real; 1 outage missed")


def test_the_check_that_pages_most_stands_first() -> None:
    """With what people said of its pages."""
    found = four_weeks(a_page(1, False), a_page(2, True), a_page(3, None, "null_rate"))
    first, second = found.checks
    assert (first.check, first.pages, first.labels) == ("drift", 2, Labels(true=1, labelled=2))
    assert (second.check, second.pages, second.labels) == ("null_rate", 1, Labels())


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_interval_holds_the_share_and_narrows_with_labels(true: int, false: int) -> None:
    """Without labels there is none."""
    found = interval(Labels(true=true, labelled=true + false))
    if not true + false:
        assert found is None
        return
    low, high = found
    assert 0 <= low < high <= 1
    assert low - 0.35 <= true / (true + false) <= high + 0.35
    more = interval(Labels(true=4 * true, labelled=4 * (true + false)))
    assert more is not None
    assert more[1] - more[0] < high - low


@pytest.mark.parametrize(
    ("rota", "count", "said"),
    [
        (Rota(people=("ana", "jon")), 4, "a turn of primary, 7 days"),
        (Rota(people=("ana", "jon"), every=2), 2, "a turn of primary, 14 days"),
        (Rota(people=("ana",), rotation="daily", handover=(None, time(9))), 28, "a day of primary"),
        (Rota(calendar="oncall.ics"), 28, "24 hours, since primary takes no turns by a schedule"),
        (None, 28, "24 hours, since primary takes no turns by a schedule"),
    ],
)
def test_a_shift_is_a_turn_where_people_take_turns(rota: Rota | None, count: float, said: str) -> None:
    """Otherwise a day; a calendar that says nothing of that time counts no turns."""
    rotas = Rotas({"primary": rota} if rota else {}, UTC)
    assert turns_of("primary", rotas, NOON - 28 * DAY, NOON) == Shifts(count, said)
