"""Who is on call, in Slack."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.domain.declared import Deployment, Hop
from bot.domain.roster import roster
from bot.messages.on_call import on_call_message
from bot.messages.surroundings import Surroundings

FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SCHEDULES = {
    "turns": {"people": ["jon", "kim"], "since": "2026-11-16", "timezone": "UTC"},
    "nights": {"people": ["kim"], "hours": {"from": "20:00", "to": "08:00"}, "timezone": "UTC"},
}


def test_each_step_says_who_has_it_until_when_and_who_is_next(around: Surroundings, refused: Any) -> None:
    """Of a person there is no end; in a gap nobody has it."""
    known = replace(
        around,
        roster=roster(Deployment.model_validate({"schedules": SCHEDULES}), {}),
        steps=[Hop(notify="turns"), Hop(notify="nights"), Hop(notify="ana")],
    )
    message = on_call_message([("flights", known)], FRIDAY)
    assert refused(message) == []
    assert message.text == "flights: jon (turns)"
    _, first, second, third = message.blocks[0]["text"]["text"].split("\n")
    assert first.startswith("1. *jon (turns)* until")
    assert "Mon 23 Nov 2026, 04:00 EST" in first
    assert first.endswith("then *kim*")
    assert second.startswith("2. *nobody (nights)* until")
    assert second.endswith("then *kim*")
    assert third == "3. *ana*"
