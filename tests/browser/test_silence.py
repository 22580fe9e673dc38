"""A silence is previewed before it is made: by a form, or typed; it is listed, and ended with a button."""

import pytest
from playwright.sync_api import expect

proves = pytest.mark.proves


@proves("/pipeline silence", "silence_new", "silence_form", "silence_sure")
def test_a_form_asks_what_and_shows_what_that_mutes(maria):
    """A mistake stands at its field and the rest stays typed; nothing is silent before the second yes."""
    maria.type("/pipeline silence")
    maria.press("Silence something…", maria.whisper)
    expect(maria.modal.get_by_label("What?")).to_have_value("churn")
    maria.fill("What?", "churn/users")
    maria.fill("Why?", "we migrate")
    maria.press("Preview", maria.modal)
    expect(maria.modal.get_by_role("alert")).to_contain_text("churn has no table 'users'; it has usage.")
    maria.fill("What?", "churn/usage")
    maria.fill("For how long, or until when?", "soon")
    maria.press("Preview", maria.modal)
    expect(maria.modal.get_by_role("alert")).to_contain_text("Write how long")
    expect(maria.modal.get_by_label("Why?")).to_have_value("we migrate")
    maria.fill("For how long, or until when?", "2h")
    maria.press("Preview", maria.modal)
    expect(maria.modal).to_contain_text("not paged meanwhile: maria, jon")
    expect(maria.incident).to_contain_text("jon is next")
    maria.press("Silence it", maria.modal)
    expect(maria.modal).to_contain_text("churn/usage is silent until")
    expect(maria.incident).to_contain_text("silence 1 (maria)")


@proves("/pipeline silence", "silence_make", "silence_end")
def test_what_is_typed_is_previewed_made_and_ended(maria):
    """Each with one button; the incident sleeps, and wakes."""
    maria.type("/pipeline silence churn/usage null_rate 2h we migrate")
    expect(maria.whisper).to_contain_text("would have kept quiet 1 of 1 incident")
    maria.press("Silence it", maria.whisper)
    expect(maria.whisper).to_contain_text("/pipeline silence end 1 ends it")
    expect(maria.incident).to_contain_text("silence 1 (maria)")
    maria.type("/pipeline silence")
    expect(maria.whisper).to_contain_text("we migrate")
    maria.press("End it", maria.whisper)
    expect(maria.whisper).to_contain_text("Silence 1 of null_rate of churn/usage is over.")
    expect(maria.incident).not_to_contain_text("silence 1 (maria)")
