"""An outage counts as missed where nobody was paged for it while it lasted."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.incident import Event, What
from bot.domain.outage import Outage, OutageError, demand_past
from bot.domain.page import Page, pages

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAGE = Page(incident=4, pipeline="churn", table="usage", check="drift", at=NOON, opened_at=NOON)


def an_outage(table: str | None = "usage") -> Outage:
    """From noon until two."""
    return Outage(
        id=1,
        pipeline="churn",
        table=table,
        starts_at=NOON,
        ends_at=NOON + 2 * HOUR,
        who="ana",
        at=NOON + 3 * HOUR,
    )


@pytest.mark.parametrize(
    ("paged", "over", "seen"),
    [
        (1, None, True),
        (-5, None, True),  # it had been open since the morning
        (-5, -1, False),  # it was over before
        (-5, 0, False),
        (2, None, False),  # that was after it
        (1, 1.5, True),
    ],
)
def test_it_was_seen_where_a_page_was_out(paged: float, over: float | None, seen: bool) -> None:
    """Of that table, before it was over, and not over before it began."""
    page = Page(
        incident=4,
        pipeline="churn",
        table="usage",
        check="drift",
        at=NOON + paged * HOUR,
        opened_at=NOON + paged * HOUR,
        over_at=None if over is None else NOON + over * HOUR,
    )
    assert (an_outage().seen_by([page]) is not None) is seen
    assert (an_outage(None).seen_by([page]) is not None) is seen


def test_a_page_of_another_table_did_not_see_it() -> None:
    """Nor one of another pipeline."""
    other = Page(incident=4, pipeline="churn", table="plans", check="drift", at=NOON, opened_at=NOON)
    elsewhere = Page(incident=4, pipeline="ads", table="usage", check="drift", at=NOON, opened_at=NOON)
    assert an_outage().seen_by([other, elsewhere]) is None
    assert an_outage(None).seen_by([elsewhere, other]) == other


@pytest.mark.parametrize(
    ("starts", "ends", "field"), [(-1, -2, "to"), (-1, -1, "to"), (1, 2, "from"), (-1, 1, "to")]
)
def test_what_cannot_have_been_is_refused(starts: int, ends: int, field: str) -> None:
    """Ends before it begins, begins later than now, is not over yet: the end to be mended is named."""
    with pytest.raises(OutageError) as error:
        demand_past(NOON + starts * HOUR, NOON + ends * HOUR, NOON)
    assert error.value.field == field
    demand_past(NOON - HOUR, NOON, NOON)


def test_a_round_pages_once_however_far_its_ladder_is_climbed() -> None:
    """Each has the label that its own round was resolved with; a round that told nobody is no page."""
    told = [
        *((What.OPENED, ""), (What.ESCALATED, ""), (What.ESCALATED, ""), (What.RESOLVED, "false alarm")),
        *((What.REOPENED, ""), (What.GONE, "")),
        *((What.REOPENED, ""), (What.ESCALATED, "")),
    ]
    story = [
        Event(at=NOON + at * HOUR, kind=kind, who="ana" if text else None, text=text)
        for at, (kind, text) in enumerate(told)
    ]
    first, second = pages(PAGE, story)
    assert (first.at, first.over_at, first.is_true) == (NOON + HOUR, NOON + 3 * HOUR, False)
    assert (second.at, second.over_at, second.is_true) == (NOON + 7 * HOUR, None, None)
