"""Each button and each choice of an incident's message, by what people see afterwards."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bot.engine import people

JON, EVE = "U2JON", "U3EVE"
NULLS = "nulls of sessions grew"
proves = pytest.mark.proves


@proves("incident_acknowledge")
def test_acknowledge_shows_everybody_who_has_it(harbor, maria, sit):
    """The message changes in place for Jon, too; the thread tells it; no Acknowledge is left."""
    jon = sit(harbor, JON)
    maria.press("Acknowledge", maria.incident)
    seen = jon.incident
    expect(seen).to_contain_text("maria has it since")
    expect(seen.get_by_role("button", name="Acknowledge")).to_have_count(0)
    expect(seen.get_by_role("button", name="Resolve")).to_be_visible()
    expect(seen.locator(".attachment")).to_have_attribute("data-color", "#e0a100")
    expect(jon.thread(jon.incident)).to_contain_text("maria has it")


@proves("incident_details")
def test_details_are_for_the_one_who_asks(harbor, maria, sit):
    """Rows, times and reasons, and nobody else is disturbed."""
    jon = sit(harbor, JON)
    maria.press("Details", maria.incident)
    expect(maria.whisper).to_contain_text("id=4")
    expect(maria.whisper).to_contain_text("sessions is null")
    expect(jon.page.locator("#messages .ephemeral")).to_have_count(0)


@proves("incident_resolve", "resolve_incident")
def test_whoever_has_it_resolves_it_with_a_cause(maria):
    """A modal asks; the message turns green, and the cause stands in it and in the thread."""
    maria.press("Acknowledge", maria.incident)
    maria.press("Resolve")
    expect(maria.modal).to_contain_text(NULLS)
    maria.fill("What was the cause?", "the <export> was late")
    maria.press("Resolve", maria.modal)
    expect(maria.modal).to_have_count(0)
    over = maria.incident
    expect(over).to_contain_text("Resolved · usage")
    expect(over).to_contain_text("resolved by maria")
    expect(over).to_contain_text("the <export> was late")
    expect(over.locator(".attachment")).to_have_attribute("data-color", "#2f8f4e")
    assert over.locator(".actions button").all_inner_texts() == ["Details"]
    expect(maria.thread(maria.incident)).to_contain_text("the <export> was late")


@proves("incident_more:resolve", "resolve_incident", "/pipeline debt", "incident_fix")
def test_a_patch_is_a_debt_until_somebody_presses_fixed(maria):
    """The menu resolves an open one; the modal asks which it was; the list of debts has the button."""
    maria.choose("Resolve…", maria.incident)
    maria.modal.get_by_label("It is patched: the cause is still there").check()
    maria.fill("What was the cause?", "restarted the export")
    maria.press("Resolve", maria.modal)
    expect(maria.incident).to_contain_text("patched, not fixed, by maria")
    maria.type("/pipeline debt")
    expect(maria.whisper).to_contain_text("1 patch owed a fix")
    maria.whisper.locator("[data-action-id=incident_fix]").click()
    expect(maria.whisper).to_contain_text("incident 1 is fixed, and no debt any more")
    maria.type("/pipeline debt")
    expect(maria.whisper).to_contain_text("Nothing was patched that is not fixed.")


@proves("incident_more:false-alarm", "resolve_incident")
def test_a_false_alarm_is_marked_with_its_reason(maria):
    """The modal has chosen already."""
    maria.choose("False alarm…", maria.incident)
    expect(maria.modal.get_by_label("It was a false alarm: nothing was wrong")).to_be_checked()
    maria.fill("What was the cause?", "a holiday at sea")
    maria.press("Resolve", maria.modal)
    expect(maria.incident).to_contain_text("false alarm: a holiday at sea")


@pytest.mark.parametrize(
    ("choice", "until"),
    [
        pytest.param("Snooze for an hour", "10:30", marks=proves("incident_more:snooze-hour")),
        pytest.param("Snooze until tomorrow", "09:00", marks=proves("incident_more:snooze-day")),
    ],
)
def test_it_is_put_to_sleep_with_one_choice(maria, choice, until):
    """It turns grey, says until when and who did, and can still be taken."""
    maria.choose(choice, maria.incident)
    seen = maria.incident
    expect(seen).to_contain_text(re.compile(f"maria put it to sleep until .*{until}"))
    expect(seen.locator(".attachment")).to_have_attribute("data-color", "#8a8f98")
    maria.press("Acknowledge", seen)
    expect(seen).to_contain_text("maria has it since")


@proves("incident_more:snooze-ask", "snooze_incident", "snooze_sure")
def test_any_other_time_is_corrected_then_previewed_then_agreed_to(maria):
    """The mistake stands at its field; the preview says who is not paged; nothing sleeps before."""
    maria.choose("Snooze…", maria.incident)
    field = maria.modal.get_by_label("For how long, or until when?")
    field.fill("soon")
    maria.press("Preview", maria.modal)
    expect(maria.modal.get_by_role("alert")).to_contain_text("Write how long")
    expect(field).to_have_value("soon")
    field.fill("2h")
    maria.press("Preview", maria.modal)
    expect(maria.modal).to_contain_text("Not paged meanwhile: jon.")
    expect(maria.modal).to_contain_text("It wakes today at 11:30")
    expect(maria.incident).to_contain_text("jon is next")
    maria.press("Snooze it", maria.modal)
    expect(maria.modal).to_have_count(0)
    expect(maria.incident).to_contain_text("maria put it to sleep until")


@proves("incident_keep", "incident_give_back")
def test_whoever_has_it_for_long_answers_in_private(harbor, maria, sit):
    """Still on it; the next day given back, and it is open again for all to see."""
    maria.press("Acknowledge", maria.incident)
    expect(maria.incident).to_contain_text("maria has it since")
    private = sit(harbor, place="app/messages")
    harbor.round(hours=24)
    private.message("are you still on").locator("[data-action-id=incident_keep]").click()
    harbor.round(hours=24)
    private.message("are you still on").locator("[data-action-id=incident_give_back]").click()
    expect(maria.incident.get_by_role("button", name="Acknowledge")).to_be_visible()


@pytest.mark.parametrize("choice", ["Acknowledge", "Resolve…", "Snooze…"])
def test_a_late_click_hears_that_it_is_over_and_reopens_nothing(harbor, maria, choice):
    """Jon resolved it, and the message in front of Maria does not show it yet."""
    people.resolve(harbor.store, 1, "jon", harbor.clock())
    if choice == "Acknowledge":
        maria.press(choice, maria.incident)
    else:
        maria.choose(choice, maria.incident)
    expect(maria.whisper).to_contain_text("Nothing to do any more: jon resolved it")
    expect(maria.modal).to_have_count(0)
    harbor.round()
    expect(maria.incident).to_contain_text("Resolved · usage")


def test_a_modal_that_is_sent_too_late_says_so(harbor, maria):
    """Instead of the form; Jon's cause stays."""
    maria.choose("Resolve…", maria.incident)
    maria.fill("What was the cause?", "I do not know yet")
    harbor.desk.resolve(1, "jon", "the disk was full")
    maria.press("Resolve", maria.modal)
    expect(maria.modal).to_contain_text("jon resolved it")
    maria.press("Close", maria.modal.locator(".dialog-foot"))
    expect(maria.incident).to_contain_text("the disk was full")


@pytest.mark.parametrize("choice", ["Acknowledge", "Resolve…"])
def test_whoever_may_not_is_told_whom_to_ask_and_nothing_changes(make_harbor, breach, sit, may, choice):
    """They alone hear it; no form is opened for nothing."""
    harbor = make_harbor("churn", deployment=may("maria"))
    harbor.says["churn"] = [breach()]
    harbor.round()
    jon, maria = sit(harbor, JON), sit(harbor)
    if choice == "Acknowledge":
        jon.press(choice, jon.incident)
    else:
        jon.choose(choice, jon.incident)
    expect(jon.whisper).to_contain_text(re.compile(r"Only maria may \w+ here: ask one of them\."))
    expect(jon.modal).to_have_count(0)
    expect(maria.incident.get_by_role("button", name="Acknowledge")).to_be_visible()
    expect(maria.page.locator("#messages .ephemeral")).to_have_count(0)


def test_a_click_while_the_bot_is_away_is_told(harbor, maria):
    """Nothing happened, and the page says so; when it is back, the same click works."""
    harbor.socket.close()
    harbor.sandbox.wait_for(lambda: harbor.sandbox.connections == 0)
    harbor.clock.move_forward(timedelta(seconds=1))
    maria.press("Acknowledge", maria.incident)
    expect(maria.page.locator("#toasts")).to_contain_text("dispatch_failed")
    expect(maria.incident).not_to_contain_text("has it")
