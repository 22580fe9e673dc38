"""Who is on call in days to come, in Slack."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.declared import Deployment, Hop
from bot.domain.duty import Copy
from bot.domain.roster import roster
from bot.messages.on_call_then import Then, duty_then_message, on_call_then_message
from bot.messages.surroundings import Surroundings

FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
THEN = Then(MONDAY, MONDAY + timedelta(days=1), ZoneInfo("UTC"))
SCHEDULES = {
    "turns": {"people": ["jon", "kim"], "since": "2026-11-16", "timezone": "UTC"},
    "nights": {"people": ["kim"], "hours": {"from": "20:00", "to": "08:00"}, "timezone": "UTC"},
    "read": {"calendar": "oncall.ics"},
}
NEVER_READ = Copy(trouble="away")


@pytest.fixture
def known(around: Surroundings) -> Surroundings:
    """A ladder of turns, a team of nights and a person, and a calendar that nobody could read."""
    deployment = Deployment.model_validate({"schedules": SCHEDULES, "teams": {"all": ["nights", "ana"]}})
    steps = [Hop(notify=name) for name in ("turns", "all", "ana", "read")]
    return replace(around, roster=roster(deployment, {"read": NEVER_READ}), steps=steps)


def test_each_step_says_who_takes_over_within_these_days(known: Surroundings, refused: Any) -> None:
    """Of a schedule, and of a team in which one takes turns."""
    message = on_call_then_message([("flights", known)], THEN, FRIDAY)
    assert refused(message) == []
    assert message.text.endswith("flights: jon (turns), then kim (turns)")
    days, _, turns, team, person, read = message.blocks[0]["text"]["text"].split("\n")
    assert "Mon 23 Nov 2026, 00:00 UTC" in days
    assert turns.startswith("1. *jon (turns)*, then *kim (turns)* from")
    assert "Mon 23 Nov 2026, 09:00 UTC" in turns
    assert team.startswith("2. *kim, ana (all)*, then *ana (all)* from")
    assert team.count("*kim, ana (all)*") == 2
    assert person == "3. *ana*"
    assert read == "4. *nobody (read)* (its calendar cannot be read: away)"


def test_somebody_hears_their_own_hours(known: Surroundings, refused: Any) -> None:
    """By step; and that a calendar may name more."""
    message = duty_then_message("kim", [("flights", known)], THEN, FRIDAY, you=True)
    assert refused(message) == []
    title, first, second = message.blocks[0]["text"]["text"].split("\n")
    assert title.startswith("Between <!date^")
    assert title.endswith("you are on call:")
    assert first.startswith("• step 1 of *flights*, <!date^")
    assert first.count(" until ") == 1
    assert second.count(" until ") == 2
    assert "I may not know all of step 4 of flights" in str(message.blocks[1])
    assert "all of that time" in duty_then_message("ana", [("flights", known)], THEN, FRIDAY, you=False).text
    assert (
        "*eve* is on no ladder"
        in duty_then_message("eve", [("flights", known)], THEN, FRIDAY, you=False).text
    )


def test_a_month_of_hand_overs_is_counted(known: Surroundings) -> None:
    """Whoever asks about many days reads the first of them."""
    month = Then(MONDAY, MONDAY + timedelta(days=28), ZoneInfo("UTC"))
    lines = on_call_then_message([("flights", known)], month, FRIDAY).blocks[0]["text"]["text"].split("\n")
    assert lines[3].endswith("… and 49 more: ask about one day")
