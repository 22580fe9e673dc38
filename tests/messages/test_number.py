"""The daily line about the first number."""

from datetime import date

from bot.domain.intent_record import from_json, to_json
from bot.domain.number import DailyNumber
from bot.domain.number_intent import NumberPost
from bot.messages.number import number_message


def line(**facts):
    """The line of a Thursday."""
    known = {"table": "usage", "column": "sessions", "day": date(2026, 11, 19), "said": "0.5%", "ok": True}
    number = DailyNumber(**known | {"quiet": 15} | facts)
    return NumberPost(pipeline="churn", channel="#churn", number=number)


def test_it_says_the_number_the_day_and_how_quiet_it_was():
    """In one line."""
    message = number_message(line())
    assert message.text == "🟢 *`usage.sessions`* · 0.5% missing on Thu 19 Nov · quiet for 15 days"
    assert len(message.blocks) == 1


def test_a_second_number_is_proposed_with_the_line_to_add():
    """It is there to be copied."""
    said = str(number_message(line(proposed="minutes", why="it <varies>")).blocks)
    assert "Two weeks with one number" in said
    assert "it &lt;varies&gt;" in said
    assert "`minutes: {null_rate: true}`" in said


def test_a_bad_day_is_red_and_an_unknown_one_is_white():
    """And neither is called quiet."""
    assert number_message(line(ok=False, said="24%", quiet=0)).text.startswith(
        "🔴 *`usage.sessions`* · 24% missing"
    )
    assert number_message(line(ok=None, said="", quiet=3)).text == "⚪ *`usage.sessions`* · not known"


def test_it_is_kept_as_json_and_read_back():
    """The outbox loses nothing of it."""
    intent = line(proposed="minutes", why="3 of 100 rows lack it")
    assert from_json(intent.kind, to_json(intent)) == intent
