"""The backlog keeps honest books, and one of it is proposed at each checkup."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.backlog import Propose, backlog, days_open, left_alone, propose
from bot.domain.finding import Finding, Label
from bot.domain.focus import Focus
from bot.domain.incident import Act, Incident, act, opened

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
PIN = Focus(incident=1, name="x", score=1, since=date(2026, 11, 20), cycle=None, why="it ranks first")

Make = Callable[..., Incident]


@pytest.fixture
def an_incident(a_finding: Callable[..., Finding]) -> Make:
    """Makes an incident of that rank, open for so many days."""

    def made(rank: int, label: Label, days: int = 0, **changes: Any) -> Incident:
        known = changes.pop("known", {})
        finding = a_finding(rank=rank, label=label, **changes)
        return replace(opened(rank, [finding], NOW - timedelta(days=days)), **known)

    return made


def test_the_backlog_is_what_is_open_and_not_the_focus(an_incident: Make) -> None:
    """By rank; what is over is not in it."""
    first = an_incident(1, Label.FIX_FIRST, known={"focus": PIN})
    over = act(an_incident(4, Label.ANNOYING), Act.RESOLVE, "maria", NOW)
    third, second = an_incident(3, Label.ANNOYING), an_incident(2, Label.WILL_BREAK)
    assert backlog([third, first, over, second]) == (second, third)


def test_what_ranks_first_and_is_not_the_focus_has_a_label_too(a_finding: Callable[..., Finding]) -> None:
    """Otherwise the backlog would say "fix first"."""
    assert left_alone(a_finding(label=Label.FIX_FIRST, days_to_break=None)) is Label.CANNOT_TELL
    assert left_alone(a_finding(label=Label.ANNOYING)) is Label.ANNOYING


def test_ages_are_whole_days(an_incident: Make) -> None:
    """Since it was opened, or opened again."""
    assert days_open(an_incident(2, Label.ANNOYING, days=12), NOW) == 12
    assert days_open(an_incident(2, Label.ANNOYING), NOW - timedelta(hours=1)) == 0


def test_what_crosses_its_limit_first_is_proposed_as_the_next_focus(an_incident: Make) -> None:
    """With the day and how sure it is."""
    crossing = {"limit": "5%", "at": "2026-12-10", "from": "2026-12-07", "to": "2026-12-20"}
    soon = an_incident(3, Label.WILL_BREAK, days_to_break=20.0, evidence={"crossing": crossing})
    late = an_incident(2, Label.WILL_BREAK, days_to_break=28.0)
    found = propose([late, soon, an_incident(4, Label.ANNOYING, days=90)], NOW)
    assert found is not None
    assert (found.incident, found.what) == (3, Propose.FOCUS)
    assert found.why == "it will break next month: crosses 5% about Thu 10 Dec (7 to 20 Dec)"


def test_where_nothing_will_break_the_oldest_is_proposed_to_be_closed(an_incident: Make) -> None:
    """Nobody will ever fix it: say so."""
    found = propose([an_incident(2, Label.ANNOYING, 5), an_incident(3, Label.ANNOYING, 40)], NOW)
    assert found is not None
    assert (found.incident, found.what, found.why) == (
        3,
        Propose.CLOSE,
        "open for 40 days, annoying but stable",
    )


def test_the_same_one_is_not_proposed_twice_in_a_row_unless_it_is_the_only_one(an_incident: Make) -> None:
    """Last week nobody wanted it: another one."""
    old, young = an_incident(3, Label.ANNOYING, 40), an_incident(2, Label.ANNOYING, 5)
    again = propose([old, young], NOW, before=3)
    assert again is not None
    assert again.incident == 2
    alone = propose([old], NOW, before=3)
    assert alone is not None
    assert alone.incident == 3


def test_what_nobody_can_tell_of_is_proposed_last_to_be_looked_at(an_incident: Make) -> None:
    """One is proposed at each checkup; it is never called stable."""
    unclear = [an_incident(2, Label.CANNOT_TELL), an_incident(4, Label.CANNOT_TELL, 40)]
    found = propose(unclear, NOW)
    assert found is not None
    assert (found.incident, found.what) == (4, Propose.LOOK)
    assert found.why == "open for 40 days, and nobody can tell whether it gets worse"
    stable = propose([*unclear, an_incident(3, Label.ANNOYING, 5)], NOW)
    assert stable is not None
    assert stable.incident == 3


def test_what_is_in_order_and_held_open_is_not_proposed(an_incident: Make) -> None:
    """Nor nothing."""
    held = an_incident(3, Label.ANNOYING, 40, known={"calm_since": NOW})
    assert propose([held], NOW) is None
    assert propose([], NOW) is None
