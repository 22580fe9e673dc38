"""The home tab: mine first, one click to take it, and my settings."""

import pytest
from playwright.sync_api import expect

JON, EVE = "U2JON", "U3EVE"
proves = pytest.mark.proves


@proves("app_home_opened", "incident_acknowledge", "incident_details")
def test_the_home_shows_what_is_mine_and_takes_it_with_one_click(harbor, sit):
    """Jon is next, and takes it there: the home is drawn anew; Details come in private."""
    home = sit(harbor, JON, "app/home").page.locator("#home")
    expect(home).to_contain_text("you are next, at")
    expect(home).to_contain_text("churn: maria; if there is no answer, jon")
    home.get_by_role("button", name="Acknowledge").click()
    expect(home).to_contain_text("you have it")
    expect(home.get_by_role("button", name="Acknowledge")).to_have_count(0)
    home.get_by_role("button", name="Details").first.click()
    expect(sit(harbor, JON, "app/messages").message("id=4")).to_be_visible()


@proves("app_home_opened", "wish_zone:Asia/Tokyo", "wish_reach:dm")
def test_my_settings_are_kept(harbor, sit):
    """What was chosen is chosen when the home is opened again, and its time is mine."""
    home = sit(harbor, place="app/home").page.locator("#home")
    home.get_by_label("Time zone of mails to you").select_option("Asia/Tokyo")
    harbor.sandbox.wait_for(lambda: "JST" in str(harbor.sandbox.home("U1MARIA")))
    home.get_by_label("Pages by Slack reach you").select_option("dm")
    harbor.sandbox.wait_for(lambda: "in private only" in str(harbor.sandbox.home("U1MARIA")))
    again = sit(harbor, place="app/home").page.locator("#home")
    expect(again.locator("[data-action-id=wish_zone]")).to_have_value("Asia/Tokyo")
    expect(again.locator("[data-action-id=wish_reach]")).to_have_value("dm")


@proves("app_home_opened")
def test_who_is_not_declared_is_told_so(harbor, sit):
    """There is nothing to set for them."""
    home = sit(harbor, EVE, "app/home").page.locator("#home")
    expect(home).to_contain_text("You are not among the people of oakum.yaml")
    expect(home.locator("select")).to_have_count(0)
