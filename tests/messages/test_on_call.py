"""Who is on call, in Slack."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.declared import Deployment, Hop
from bot.domain.duty import Copy, Shift
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


def test_a_calendar_that_could_not_be_read_for_a_day_says_so(around: Surroundings, refused: Any) -> None:
    """And one that never was says why nobody is on call."""
    deployment = Deployment.model_validate({"schedules": {"turns": {"calendar": "oncall.ics"}}})

    def said(copy: Copy) -> str:
        known = replace(around, roster=roster(deployment, {"turns": copy}), steps=[Hop(notify="turns")])
        message = on_call_message([("flights", known)], FRIDAY)
        assert refused(message) == []
        return str(message.blocks[0]["text"]["text"].split("\n")[1])

    shift, day = Shift("jon", FRIDAY - timedelta(days=3), FRIDAY + timedelta(days=3)), timedelta(days=1)
    assert said(Copy((shift,), as_of=FRIDAY - day, trouble="away")).endswith("then *nobody*")
    old = said(Copy((shift,), as_of=FRIDAY - 2 * day, trouble="away"))
    assert old.startswith("1. *jon (turns)* until")
    assert "(its calendar as of" in old
    assert "Wed 18 Nov 2026, 04:30 EST" in old
    never = said(Copy(trouble="its server answered <404>"))
    assert never == "1. *nobody (turns)* (its calendar cannot be read: its server answered &lt;404&gt;)"
