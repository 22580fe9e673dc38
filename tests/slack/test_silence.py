"""`/pipeline silence`: first what it would do, then a button; what is silent is listed, and can be ended."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.incident import State

MARIA, JON = "U1MARIA", "U2JON"


def test_nothing_is_silenced_before_the_button_is_pressed(harbor: Any) -> None:
    """The preview says what would sleep, and how much of what came of late."""
    told = harbor.type(JON, "silence churn/usage 2h we migrate")
    assert "Silence *churn/usage* until" in told
    assert "goes to sleep" in told
    assert "would have kept quiet 1 of 1 incident of the last 30 days" in told
    assert harbor.desk.incident(1).incident.state is State.OPEN


def test_pressing_it_puts_to_sleep_and_ending_it_wakes(harbor: Any) -> None:
    """The list has a button, too."""
    harbor.type(JON, "silence churn/usage null_rate 2h we migrate")
    harbor.press(JON, "silence_make")
    assert "`/pipeline silence end 1` ends it" in harbor.told(JON, 2)
    assert harbor.desk.incident(1).incident.snoozed_by == "silence 1 (jon)"
    listed = harbor.type(MARIA, "silence")
    assert "*null_rate of churn/usage* is silent until" in listed
    assert "we migrate" in listed
    harbor.press(MARIA, "silence_end")
    assert "Silence 1 of *null_rate of churn/usage* is over." in harbor.told(MARIA, 2)
    assert harbor.desk.incident(1).incident.state is State.OPEN
    assert "Nothing is silenced" in harbor.type(MARIA, "silence", 3)


def test_in_the_channel_of_a_pipeline_its_tables_are_known(harbor: Any) -> None:
    """Nobody types what the channel says."""
    assert "Silence *churn/usage* until" in harbor.type(JON, "silence usage 3d")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("silence nothing 2h", "There is no pipeline 'nothing'"),
        ("silence churn/users 2h", "churn has no table 'users'; it has usage."),
        ("silence churn", "For how long?"),
        ("silence churn nul_rate 2h", "Write how long, like 30m, 2h or 3d"),
        ("silence churn 99w", "A silence lasts from five minutes to 12 weeks."),
        ("silence end 9", "There is no silence 9."),
        ("silence end", "Which one?"),
        ("silence end 99999999999999999999", "There is no silence 99999999999999999999."),
        (f"silence churn/usage/{'x' * 2500} 2h", "No column of usage has a name of 2,500 characters."),
    ],
)
def test_a_mistake_is_told_with_what_to_type(harbor: Any, typed: str, said: str) -> None:
    """And nothing is silenced."""
    assert said in harbor.type(JON, typed)


def test_a_long_reason_in_any_script_is_taken(harbor: Any) -> None:
    """Slack refuses a button that holds too much; of the reason two hundred characters are kept."""
    assert "Silence *churn* until" in harbor.type(JON, "silence churn 2h " + '😀"' * 300)
    harbor.press(JON, "silence_make")
    assert '😀"' * 50 in harbor.told(JON, 2)


def test_a_preview_that_is_pressed_too_late_silences_nothing(harbor: Any) -> None:
    """It would be over already, and nobody is told that it is silent."""
    harbor.type(JON, "silence churn 5m we migrate")
    harbor.clock.move_forward(timedelta(minutes=10))
    harbor.press(JON, "silence_make")
    assert "That time is over already: say anew until when." in harbor.told(JON, 2)
    assert "Nothing is silenced" in harbor.type(JON, "silence", 3)


def test_a_preview_that_is_pressed_twice_is_one_silence(harbor: Any) -> None:
    """Otherwise who ends it would find it silent still."""
    harbor.type(JON, "silence churn 2h we migrate")
    preview = harbor.sandbox.ephemerals(JON, "#churn")[-1]
    for times in (2, 3):
        harbor.sandbox.click(JON, "#churn", preview["ts"], "silence_make").wait()
        assert "`/pipeline silence end 1` ends it" in harbor.told(JON, times)


def test_what_people_type_as_a_reason_rings_nobody(harbor: Any) -> None:
    """It is text."""
    harbor.type(JON, "silence churn 2h <!channel> *ha*")
    harbor.press(JON, "silence_make")
    assert "<!channel>" not in harbor.type(MARIA, "silence")
