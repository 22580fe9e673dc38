"""What comes seldom: a missed outage, a new pipeline, a drill, everything broken, a call to an expert."""

import pytest
from playwright.sync_api import expect

from bot.domain.declared import Deployment
from bot.domain.expert_intent import ExpertPost
from bot.domain.stage import Stage, Staged
from bot.domain.stage_intent import ShadowPost
from bot.store import outbox, stages
from checks.verdict import Outcome
from tests.slack.conftest import a_deployment

JON = "U2JON"
proves = pytest.mark.proves


@proves("/pipeline missed", "missed_outage")
def test_a_missed_outage_is_reported_by_a_form(maria):
    """Each mistake stands at its field; the answer says that it counts as missed."""
    maria.type("/pipeline missed")
    maria.fill("What was broken?", "usge")
    maria.fill("From when?", "2026-11-19T03:00")
    maria.fill("Until when?", "2026-11-19T05:00")
    maria.fill("What was it?", "all <wrong>")
    maria.press("Report it", maria.modal)
    expect(maria.modal.get_by_role("alert")).to_contain_text("did you mean usage?")
    maria.fill("What was broken?", "usage")
    maria.fill("Until when?", "2026-11-19T02:00")
    maria.press("Report it", maria.modal)
    expect(maria.modal.get_by_role("alert")).to_contain_text("It ends before it begins")
    maria.fill("Until when?", "2026-11-19T05:00")
    maria.press("Report it", maria.modal)
    expect(maria.modal).to_contain_text("Kept as outage 1: churn/usage")
    expect(maria.modal).to_contain_text("Nobody was paged for it: it counts as missed.")


@proves("stage_go")
def test_a_new_pipeline_pages_once_somebody_presses_the_button(harbor, sit):
    """The channel hears who said so; a second press hears who was first."""
    with harbor.store.write() as connection:
        stages.add(connection, "churn", Staged(Stage.TICKET, harbor.clock()))
        post = ShadowPost(pipeline="churn", channel="#churn", audits=8, findings=0, places=0)
        outbox.put(connection, [post], harbor.clock())
    harbor.deliver()
    maria, jon = sit(harbor), sit(harbor, JON)
    maria.press("Page from now on")
    expect(jon.message("churn pages from now on")).to_contain_text("says maria")
    jon.press("Page from now on")
    expect(jon.whisper).to_contain_text("churn pages already: maria said so")


@proves("/pipeline drill", "drill_begin", "drill_came")
def test_a_drill_is_begun_by_a_button_and_answered_where_it_came(harbor, sit):
    """First it says whom it would call; then the button goes, and the message says who said that it came."""
    maria, private = sit(harbor), sit(harbor, place="app/messages")
    maria.type("/pipeline drill")
    expect(maria.whisper).to_contain_text("Try every ladder with 2 test pages, marked as a drill?")
    maria.press("Send 2 test pages", maria.whisper)
    expect(maria.whisper).to_contain_text("Drill 1: 2 test pages on the way.")
    harbor.deliver()
    page = private.message("This is a drill")
    expect(page).to_contain_text("nothing is wrong")
    private.press("It came", page)
    expect(page).to_contain_text("came, says maria")
    expect(page.get_by_role("button", name="It came")).to_have_count(0)


@proves("survival_bring", "/pipeline survive")
def test_what_is_muted_in_a_storm_is_brought_back_one_by_one(make_harbor, breach, sit):
    """The list says what is in order again; all see who brought it back; the rest is typed."""
    table = {"source": "lake", "partition": {"column": "day"}}
    tables = {"usage": table | {"core": True}, "orders": table, "plans": table}
    harbor = make_harbor("churn", tables=tables)
    checks = ("null_rate", "guards", "own", "duplicate_keys")
    said = [
        breach(check=check, table=name, summary=f"{check} of {name}") for name in tables for check in checks
    ]
    harbor.says["churn"] = said
    harbor.round()
    fine = [breach(check=check, table="plans", outcome=Outcome.OK) for check in checks]
    harbor.says["churn"] = [each for each in said if each.table != "plans"] + fine
    harbor.round(days=1)
    maria, jon = sit(harbor), sit(harbor, JON)
    listed = maria.message("plans in order since")
    expect(listed).to_contain_text("Everything is broken at once: 12 of 12 checks fail")
    listed.get_by_role("button", name="Bring back").first.click()
    expect(maria.whisper).to_contain_text("plans is back")
    expect(jon.message("✓ plans: maria")).to_contain_text("Everything is broken at once")
    maria.type("/pipeline survive bring orders")
    expect(jon.message("✓ orders: maria")).to_contain_text("✓ plans: maria")


@proves("expert_draft", "expert_send")
def test_a_draft_to_whoever_hands_over_the_data_is_read_then_sent(make_harbor, breach, sit):
    """The thread offers it; a dialog shows the words; Jon gets them in private."""
    sources = {"lake": {"kind": "files", "root": "/data", "owner": "jon"}}
    facts = a_deployment().model_dump(exclude_unset=True) | {"sources": sources}
    harbor = make_harbor("churn", deployment=Deployment.model_validate(facts))
    harbor.says["churn"] = [breach()]
    harbor.round()
    called = ExpertPost(incident=1, channel="#churn", checkup="1", owner="jon", whom="jon")
    with harbor.store.write() as connection:
        outbox.put(connection, [called], harbor.clock())
    harbor.deliver()
    maria, jon = sit(harbor), sit(harbor, JON, "app/messages")
    maria.press("Draft to jon", maria.thread(maria.incident))
    expect(maria.modal).to_contain_text("Hello jon,")
    expect(jon.page.locator("#messages")).to_contain_text("Nothing was said here yet.")
    maria.press("Send to jon", maria.modal)
    expect(maria.modal).to_contain_text("Sent to jon; the incident's thread says so.")
    harbor.deliver()
    expect(jon.page.locator("#messages")).to_contain_text("usage")
