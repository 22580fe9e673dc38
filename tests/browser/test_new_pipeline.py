"""A new pipeline from a table that nobody watches: the form, the proposal in private, the file."""

import pytest
from playwright.sync_api import expect

from tests.slack.new_pipeline import conftest as tables

JON = "U2JON"
lake, config, make_bot, bot = tables.lake, tables.config, tables.make_bot, tables.bot
proves = pytest.mark.proves


@proves("/pipeline new", "pipeline_form", "pipeline_write")
def test_a_table_is_chosen_and_its_file_written(bot, config, sit):
    """A mistake stands at its field; the proposal says what was found; one button writes it."""
    jon, private = sit(bot, JON), sit(bot, JON, "app/messages")
    jon.type("/pipeline new")
    jon.modal.locator("[data-action-id=table]").select_option(label="orders")
    jon.modal.locator("[data-action-id=name]").fill("churn")
    jon.modal.locator("button[type=submit]").click()
    expect(jon.modal.get_by_role("alert")).to_contain_text("There is a pipeline 'churn' already")
    jon.modal.locator("[data-action-id=name]").fill("sales")
    jon.modal.locator("button[type=submit]").click()
    expect(jon.modal.get_by_role("heading", name="Looked")).to_be_visible()
    jon.press("Close", jon.modal.locator(".dialog-foot"))
    expect(private.message("What I found")).to_contain_text("order_id")
    private.press("Write pipelines/sales.yaml", private.message("What I found"))
    expect(private.message("What I found")).to_contain_text("jon wrote")
    assert (config / "pipelines" / "sales.yaml").exists()


@proves("pipeline_new", "pipeline_form", "pipeline_not_now")
def test_from_the_home_a_proposal_is_put_off(bot, config, sit):
    """Nothing is written, and the buttons go."""
    jon, private = sit(bot, JON, "app/home"), sit(bot, JON, "app/messages")
    jon.page.locator("#home [data-action-id=pipeline_new]").click()
    jon.modal.locator("[data-action-id=table]").select_option(label="orders")
    jon.modal.locator("[data-action-id=channel]").select_option(label="#churn")
    jon.modal.locator("button[type=submit]").click()
    expect(jon.modal.get_by_role("heading", name="Looked")).to_be_visible()
    jon.press("Close", jon.modal.locator(".dialog-foot"))
    proposal = private.message("What I found")
    private.press("Not now", proposal)
    expect(proposal.get_by_role("button", name="Not now")).to_have_count(0)
    assert not (config / "pipelines" / "orders.yaml").exists()
