"""`/pipeline load`, and the question that is put to whoever signs off."""

from typing import Any

Harbor = Any
MARIA, JON = "U1MARIA", "U2JON"


def test_whoever_signs_off_is_asked_about_their_week(harbor: Harbor) -> None:
    """Five answers; the last one counts, and the load shows how it goes."""
    harbor.round(hours=6)
    harbor.click(JON, "checkup_sign_off")
    asked = harbor.told(JON)
    assert "How much of this week went into ad-hoc requests and hand work?" in asked
    harbor.press(JON, "workload_1")
    assert "Noted: a quarter" in harbor.told(JON, 2)
    ts = harbor.sandbox.ephemerals(JON, "#churn")[0]["ts"]
    assert harbor.sandbox.click(JON, "#churn", ts, "workload_3").wait().acked
    harbor.told(JON, 3)
    said = harbor.type(JON, "load", 4)
    assert "hand work, by checkup: three quarters" in said


def test_the_load_tells_who_was_paged(harbor: Harbor) -> None:
    """A row a person; who hands to whom."""
    harbor.desk.hand_over(1, "maria", "jon")
    said = harbor.type(JON, "load churn")
    assert "maria  1 " in said
    assert "maria  jon  1" in said


def test_whoever_comes_second_is_asked_nothing(harbor: Harbor) -> None:
    """It is one question at sign-off, not a survey."""
    harbor.round(hours=6)
    harbor.click(JON, "checkup_sign_off")
    harbor.told(JON)
    harbor.desk.sign_off(1, "maria")
    harbor.round()
    message = harbor.message()
    assert "actions" not in {block["type"] for block in message["blocks"]}
