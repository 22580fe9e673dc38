"""Friday's digest: who looked, how their week was, what becomes the focus, which rows are right."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from bot.domain.fresh_rows import FreshRow
from bot.store import checkups
from checks.verdict import Urgency

JON = "U2JON"
DIGEST = "Friday checkup: churn"
ROW = FreshRow(
    table="usage", source="crm", day="2026-11-19", key={"id": 4}, source_rows=1, columns={"plan": "p"}
)
proves = pytest.mark.proves


@pytest.fixture
def friday(make_harbor, breach, sit):
    """Maria before the digest: nulls that page, and one problem that can wait, with a proposal."""
    harbor = make_harbor("churn")
    waits = breach("plan", summary="nulls of `plan` grow", urgency=Urgency.TICKET, affected=20, bad=())
    harbor.says["churn"] = [breach(), waits]
    harbor.round(hours=5, minutes=30)
    return harbor, sit(harbor)


@proves("checkup_sign_off", "workload_1", "workload_3")
def test_whoever_looked_signs_off_and_is_asked_about_their_week(friday, sit):
    """All see who looked; the pulse question has five answers, and the last one counts."""
    harbor, maria = friday
    jon = sit(harbor, JON)
    maria.press("I looked", maria.message(DIGEST))
    expect(jon.message(DIGEST)).to_contain_text("maria looked")
    expect(jon.message(DIGEST).get_by_role("button", name="I looked")).to_have_count(0)
    asked = maria.page.locator("#messages .ephemeral").filter(has_text="How much of this week went into")
    expect(asked.locator(".actions button")).to_have_count(5)
    maria.press("A quarter", asked)
    expect(maria.whisper).to_contain_text("Noted: a quarter")
    maria.press("Three quarters", asked)
    expect(maria.whisper).to_contain_text("Noted: three quarters")
    maria.type("/pipeline load")
    expect(maria.whisper).to_contain_text("hand work, by checkup: three quarters")


@proves("backlog_promote")
def test_what_the_checkup_proposes_becomes_the_focus(friday):
    """With one click; the message of the other problem says so from then on."""
    _, maria = friday
    expect(maria.incident_of("nulls of plan grow")).not_to_contain_text("Fix this first")
    maria.press("Make it the focus", maria.message(DIGEST))
    expect(maria.whisper).to_contain_text("It is the focus of churn until the next checkup")
    expect(maria.incident_of("nulls of plan grow")).to_contain_text("Fix this first")


@proves("backlog_close", "close_incident")
def test_what_can_wait_is_closed_with_a_reason(friday):
    """Without one the modal asks for it, and a second click comes too late."""
    _, maria = friday
    maria.press("Close…", maria.message(DIGEST))
    maria.fill("Why is it closed, or accepted?", "   ")
    maria.press("Close", maria.modal.locator(".dialog-foot"))
    expect(maria.modal.get_by_role("alert")).to_contain_text("in half a year nobody will know")
    maria.fill("Why is it closed, or accepted?", "nobody reads that column")
    maria.press("Close", maria.modal.locator(".dialog-foot"))
    expect(maria.modal).to_have_count(0)
    expect(maria.incident_of("nulls of plan grow")).to_contain_text("nobody reads that column")
    maria.press("Close…", maria.message(DIGEST))
    expect(maria.whisper).to_contain_text("Nothing to do any more: maria resolved it")


@proves("fresh_rows", "fresh_row_0_right", "fresh_row_1_wrong", "fresh_row_2_unsure")
def test_fresh_rows_are_judged_one_by_one(harbor, sit, monkeypatch):
    """Right, wrong, cannot tell: the bound follows each answer."""
    keep = checkups.add
    rows = (ROW,) * 3
    monkeypatch.setattr(checkups, "add", lambda connection, said: keep(connection, replace(said, rows=rows)))
    harbor.round(hours=6)
    maria = sit(harbor)
    maria.press("Are they right?", maria.message(DIGEST))
    asked = maria.page.locator("#messages .ephemeral").filter(has_text="Is it right?")
    for number, (name, noted) in enumerate(
        (("Right", "0 wrong of 1"), ("Wrong", "1 wrong of 2"), ("Can't tell", "1 wrong of 2"))
    ):
        asked.locator(".actions").nth(number).get_by_role("button", name=name).click()
        expect(maria.whisper).to_contain_text(f"{noted} looked at so far")
    expect(maria.whisper).to_contain_text("Noted: cannot tell")


@proves("checkup_sign_off")
def test_the_owner_who_was_asked_in_the_evening_signs_off_in_private(harbor, sit):
    """The message asks no more, and the digest says who looked."""
    harbor.round(hours=6)
    harbor.round(hours=3)
    private, channel = sit(harbor, place="app/messages"), sit(harbor)
    asked = private.message("nobody has looked at it yet")
    private.press("I looked", asked)
    expect(channel.message(DIGEST)).to_contain_text("maria looked")
    expect(private.page.get_by_role("button", name="I looked")).to_have_count(0)
