"""A page: in a round of an incident its ladder told somebody, who had to get up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.incident import Event, What
from bot.domain.labels import is_false_alarm

BEGINS = (What.OPENED, What.REOPENED)
OVER = (What.RESOLVED, What.GONE)
TURNS = (*BEGINS, What.ESCALATED, *OVER)
"""What a story needs to tell, for its pages to be known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A round of an incident in which somebody was told, however many hops there were.

    `at` is when the first of them was, `opened_at` when the round began, `over_at` when it was over (None: it
    is not). `is_true` is what a person said of it when they resolved that round, None where nobody did: who
    is woken for nothing three nights in a row says so three times, though it is one incident.
    """

    incident: int
    pipeline: str
    table: str
    check: str
    at: datetime
    opened_at: datetime
    over_at: datetime | None = None
    is_true: bool | None = None


def pages(about: Page, story: Iterable[Event]) -> Iterator[Page]:
    """The pages of an incident, the first first; `about` tells whose they are."""
    rounds: list[Page | None] = []
    opened_at = about.opened_at
    for event in story:
        current = rounds[-1] if rounds else None
        if event.kind in BEGINS or not rounds:
            rounds.append(None)
            opened_at = event.at
        if event.kind == What.ESCALATED and rounds[-1] is None:
            rounds[-1] = replace(about, at=event.at, opened_at=opened_at)
        elif event.kind in OVER and current is not None:
            rounds[-1] = replace(current, over_at=event.at, is_true=_said(event))
    yield from (page for page in rounds if page is not None)


def _said(end: Event) -> bool | None:
    by_a_person = end.kind == What.RESOLVED and end.who is not None
    return not is_false_alarm(end.text) if by_a_person else None
