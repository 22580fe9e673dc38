"""How people answered: by the timeline of incidents."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.domain.finding import Finding
from bot.domain.incident import Event, Incident, What, opened
from bot.domain.response import means, responses
from checks.verdict import Urgency

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def event(minutes: int, what: What, who: str | None = None, text: str = "") -> Event:
    """Something that happened so many minutes after noon."""
    return Event(at=NOON + timedelta(minutes=minutes), kind=what.value, who=who, text=text)


def page(a_finding: Callable[..., Finding], urgency: Urgency = Urgency.PAGE) -> Incident:
    """One that pages, unless said otherwise."""
    return opened(1, [a_finding(urgency=urgency)], NOON)


def test_each_time_that_it_opened_is_told_for_itself(a_finding: Callable[..., Finding]) -> None:
    """The first to take it counts, not whoever had it later; the checks resolve as nobody."""
    story = [
        event(0, What.OPENED),
        event(0, What.ESCALATED),
        event(5, What.ESCALATED),
        event(7, What.HANDED, "maria", "jon"),
        event(9, What.ACKNOWLEDGED, "ana"),
        event(60, What.RESOLVED, "jon"),
        event(600, What.REOPENED),
        event(700, What.GONE),
    ]
    first, second = responses(page(a_finding), story)
    assert (first.told, first.acknowledged_by, first.to_acknowledge) == (2, "jon", timedelta(minutes=7))
    assert (first.resolved_by, first.to_resolve) == ("jon", timedelta(minutes=60))
    assert (second.told, second.to_acknowledge, second.resolved_by) == (0, None, None)
    assert second.to_resolve == timedelta(minutes=100)
    found = means([first, second])
    assert (found.mtta, found.mttr) == (timedelta(minutes=7), timedelta(minutes=80))
    assert (found.pages, found.unanswered) == (2, 1)


def test_tickets_are_listed_and_their_times_mean_nothing(a_finding: Callable[..., Finding]) -> None:
    """Nobody was paged for them."""
    story = [event(0, What.OPENED), event(9000, What.ACKNOWLEDGED, "ana")]
    (only,) = responses(page(a_finding, Urgency.TICKET), story)
    found = means([only])
    assert (found.mtta, found.mttr, found.pages) == (None, None, 0)
