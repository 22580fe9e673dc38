"""Questions in one's own words: with a mention in the channel, in a thread, and in private."""

import pytest
from playwright.sync_api import expect

proves = pytest.mark.proves


@proves("app_mention")
def test_a_mention_is_answered_in_its_thread(maria):
    """For all to read, below the question."""
    maria.type("@Oakum is the pipeline healthy?")
    expect(maria.thread(maria.message("is the pipeline healthy?"))).to_contain_text("churn is broken")


@proves("app_mention")
def test_in_the_thread_of_an_incident_it_need_not_be_named(maria):
    """“Since when?” is about that one."""
    thread = maria.thread(maria.incident)
    maria.page.fill("#thread-composer", "@Oakum since when?")
    maria.page.press("#thread-composer", "Enter")
    expect(thread).to_contain_text("since yesterday at 09:30, noticed today at 09:30")


@proves("message")
def test_a_question_in_private_is_answered_there(harbor, sit):
    """And what is not understood gets no guess."""
    private = sit(harbor, place="app/messages")
    ladder = "You were paged today at 09:30, by slack: step 1 of 2 of the ladder of churn"
    for asked, answer in (
        ("what broke?", "nulls of sessions grew from 1 % to 20 %"),
        ("why was I paged?", ladder),
        ("who is on call for churn?", "1. maria"),
        ("sing me a song", "I do not understand that. I can answer these:"),
    ):
        private.type(asked)
        expect(private.page.locator("#messages .message").last).to_contain_text(answer)
