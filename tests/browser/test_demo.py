"""The first thing a newcomer sees: the page of `oakum demo`, in a real browser."""

import os
import re
from pathlib import Path

from playwright.sync_api import expect

SCREENSHOT = Path(__file__).parents[2] / "docs" / "screenshot.png"
FIRST = re.compile("Fix this first · flights: .*distance")


def messages(page, text):
    """The messages of the channel with this in them."""
    return page.locator("#messages [data-ts]").filter(has_text=text)


def picture(page, top):
    """Write the picture of the README, if it is asked for or missing."""
    if os.environ.get("OAKUM_SCREENSHOT") == "1" or not SCREENSHOT.exists():
        top.evaluate("message => message.scrollIntoView({block: 'start'})")
        page.mouse.move(0, 0)
        page.screenshot(path=SCREENSHOT)


def test_a_newcomer_reads_presses_and_asks(visit):
    """From the digest to a resolved incident, and the truth in between."""
    page = visit()

    # what was found, ranked, one thing first
    digest = messages(page, "Friday checkup: flights")
    expect(digest).to_contain_text("flights is broken: do not rely on its data")
    expect(digest).to_contain_text("2. flights: Mon 11 Feb finished at 11:40, 5 h 10 min after 06:30")
    expect(digest).to_contain_text("3. flights: 38 rows of Wed 13 Feb repeat a key")
    heading = messages(page, FIRST).filter(has=page.locator("[data-action-id=incident_more]"))
    expect(heading).to_have_count(1)
    first = page.locator(f'#messages [data-ts="{heading.get_attribute("data-ts")}"]')
    expect(messages(page, "Please acknowledge; jon is next at")).to_have_count(1)
    picture(page, first)
    first.get_by_role("button", name="replies").click()
    expect(page.locator("#thread-messages")).to_contain_text("@maria")
    page.keyboard.press("Escape")

    # nobody has it: after five minutes the squad lead is mentioned
    page.get_by_role("button", name="+5 min").click()
    expect(messages(page, "@jon")).to_contain_text(FIRST)

    # somebody has it: the message changes in place, the story goes into the thread
    first.locator("[data-action-id=incident_acknowledge]").click()
    expect(first.locator("[data-action-id=incident_acknowledge]")).to_have_count(0)
    expect(first).to_contain_text("(edited)")
    first.get_by_role("button", name="replies").click()
    expect(page.locator("#thread-messages")).to_contain_text("maria has it")
    page.keyboard.press("Escape")

    # what the channel is asked is answered as of now
    page.fill("#composer", "/pipeline health")
    page.press("#composer", "Enter")
    whisper = messages(page, "Only visible to you")
    expect(whisper).to_contain_text("flights is broken")
    expect(whisper).to_contain_text("weather is healthy")

    # it is over: a modal asks for the cause
    first.get_by_role("button", name="Resolve").click()
    modal = page.get_by_role("dialog")
    modal.locator("textarea, input[type=text]").first.fill("The lookup is refreshed again.")
    modal.get_by_role("button", name="Resolve").click()
    expect(modal).to_have_count(0)
    expect(first).to_contain_text(re.compile("Resolved · flights: .*distance"))
    first.get_by_role("button", name="replies").click()
    expect(page.locator("#thread-messages")).to_contain_text("The lookup is refreshed again.")
    page.keyboard.press("Escape")

    # and so the answer is another one
    page.fill("#composer", "@Oakum is the pipeline healthy?")
    page.press("#composer", "Enter")
    question = messages(page, "is the pipeline healthy?").last
    question.get_by_role("button", name="1 reply").click()
    expect(page.locator("#thread-messages")).to_contain_text(
        "flights runs, but not everything in it is right"
    )


def test_the_digest_can_be_read_as_an_e_mail(visit):
    """To the owner of each pipeline; as HTML and as text."""
    page = visit("#mail")
    letter = page.locator(".mail-item").filter(has_text="Friday checkup: flights")
    expect(letter).to_contain_text("maria@example.com")
    letter.click()
    body = page.frame_locator("iframe").locator("body")
    expect(body).to_contain_text("Fix this first")
    expect(body).to_contain_text("distance")
    page.get_by_role("tab", name="Text").click()
    expect(page.locator(".mail-text")).to_contain_text("FIX THIS FIRST")


def test_the_page_tells_what_is_real_and_what_was_planted(visit):
    """In a room of its own; the weather of 1,048 miles an hour is real."""
    page = visit()
    page.locator("#rooms [data-view=notes]").click()
    notes = page.locator("#notes")
    expect(page.locator("#main-head")).to_contain_text("About this demo")
    planted = notes.locator("section").filter(has_text="Planted by us")
    expect(planted).to_contain_text("From 4 February on, ever more ExpressJet (EV) flights have no distance")
    real = notes.locator("section").filter(has_text="Real, as it was in 2013")
    expect(real).to_contain_text("1,048.36 miles an hour at Newark")
    expect(real).to_contain_text("The blizzard of 8 and 9 February 2013")


def test_another_owner_sees_another_channel(visit):
    """Wei owns the weather: its digest, its finding, one click away."""
    page = visit("#room/C0WEATHER", user="U0WEI")
    expect(messages(page, "Friday checkup: weather")).to_contain_text("weather is healthy")
    expect(messages(page, "1 row has wind_speed far outside the reference").first).to_contain_text(
        "up to 1,048"
    )
