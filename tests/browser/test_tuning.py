"""Thresholds and the noise dial: proposed, accepted and taken back with a button each."""

import pytest
from playwright.sync_api import expect

from tests.slack.conftest import false_alarms

proves = pytest.mark.proves


@pytest.fixture
def noisy(make_harbor):
    """Three false alarms in a month, just over the limit."""
    harbor = make_harbor("churn")
    false_alarms(harbor)
    harbor.says["churn"] = []
    return harbor


@proves("/pipeline tune", "tuning_accept", "/pipeline tuned", "tuning_revert")
def test_a_threshold_is_accepted_and_taken_back(noisy, sit):
    """The proposal says what it would have done; the list says who wanted it so."""
    maria = sit(noisy)
    maria.type("/pipeline tune churn")
    expect(maria.whisper).to_contain_text("would have removed 3 of 3 false pages")
    maria.press("Accept", maria.whisper)
    expect(maria.whisper).to_contain_text(
        "Kept as 1: null_rate of churn/usage pages from 1.1 times its limit"
    )
    maria.type("/pipeline tuned")
    expect(maria.whisper).to_contain_text("maria, today at")
    maria.press("Take it back", maria.whisper)
    expect(maria.whisper).to_contain_text("1 is taken back")
    maria.type("/pipeline tuned")
    expect(maria.whisper).to_contain_text("no threshold was accepted")


@proves("tuning_accept")
def test_the_digest_proposes_one_and_an_old_button_says_how_it_stands(noisy, sit):
    """The second who presses hears that it is done."""
    noisy.round(days=5)
    maria = sit(noisy)
    digest = maria.message("checkup: churn")
    maria.press("Accept", digest)
    expect(maria.whisper).to_contain_text("Kept as 1")
    maria.press("Accept", digest)
    expect(maria.whisper).to_contain_text("pages from 1.1 times the limit by now, not from 1: ask again")


@proves("/pipeline noise", "tuning_accept")
def test_the_dial_is_turned_by_a_button_and_by_a_word(maria):
    """One step at a time, as far as it goes."""
    maria.type("/pipeline noise")
    expect(maria.whisper).to_contain_text("Turn churn to normal")
    maria.press("Accept", maria.whisper)
    expect(maria.whisper).to_contain_text("churn pages from 1.1 times the limits (normal), before: 1")
    maria.type("/pipeline noise quieter")
    expect(maria.whisper).to_contain_text("(quiet), before: 1.1")
    maria.type("/pipeline noise quieter")
    expect(maria.whisper).to_contain_text("It cannot be quieter than it is")
