"""The page of the sandbox for everybody: by keyboard alone, on a narrow screen, by day and by night."""

import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.sandbox.notes import Notes, Section

NULLS = "nulls of sessions grew"
NOTES = Notes("About this demo", (Section("What this is", ("Flights of New York.",)),), "Start here.")
PLACES = ["room/C1CHURN", "thread", "menu", "app/home", "app/messages", "mail/1", "notes", "modal"]

LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")


def look(page, what):
    """The answer of a function of looks.js."""
    return page.evaluate(f"() => {{ {LOOKS}; return {what}(); }}")


@pytest.fixture
def town(harbor):
    """A harbor with a letter and notes, and something that only Maria sees."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "oakum@x.example", "maria@x.example", "Friday checkup"
    letter.set_content("Fix this first: nulls of sessions grew from 1 % to 20 %.")
    harbor.sandbox.mail.add(letter)
    harbor.sandbox.notes = NOTES
    harbor.type("U1MARIA", "findings")
    harbor.round(hours=5, minutes=30)
    return harbor


def go(seat, place):
    """To a place of the page: a room, or what is opened above it."""
    room = place if "/" in place or place in ("notes", "rooms") else "room/C1CHURN"
    seat.page.evaluate("place => { location.hash = place; }", room)
    incident = seat.incident_of(NULLS)
    if place == "thread":
        expect(seat.thread(incident)).to_contain_text("@maria")
    elif place == "modal":
        seat.choose("Snooze…", incident)
        seat.fill("For how long, or until when?", "soon")
        seat.press("Preview", seat.modal)
        expect(seat.modal.get_by_role("alert")).to_be_visible()
    elif place == "menu":
        incident.get_by_label("More actions").click()
    else:
        there = {"app/home": "My settings", "mail/1": "to 20 %", "notes": "Flights of New York"}
        expect(seat.page.locator("body")).to_contain_text(re.compile(there.get(place, "churn")))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(town, sit, scheme):
    """At least 4.5 to 1, wherever one is on the page; and by night the page is dark."""
    faint = {}
    seat = sit(town, color_scheme=scheme)
    for place in PLACES:
        go(seat, place)
        texts, found = look(seat.page, "tooFaint")
        assert texts > 3
        faint |= {place: found} if found else {}
    assert faint == {}
    page = seat.page.evaluate("getComputedStyle(document.querySelector('#main')).backgroundColor")
    assert (max(map(int, re.findall(r"\d+", page))) < 60) is (scheme == "dark")


@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_nothing_sticks_out(town, sit, width):
    """No sideways scrolling, and each button can be reached with a thumb, wherever one is on the page."""
    wrong = {}
    seat = sit(town, viewport={"width": width, "height": 740}, has_touch=True)
    for place in ("rooms", *PLACES):
        go(seat, place)
        found = look(seat.page, "stickingOut")
        wrong |= {place: found} if found else {}
    assert wrong == {}


def test_everything_has_a_name(town, sit):
    """For people who hear the page: also in the modal, where the error belongs to its field."""
    seat = sit(town)
    for place in PLACES:
        go(seat, place)
        assert look(seat.page, "nameless") == [], place
    field = seat.modal.get_by_label("For how long, or until when?")
    expect(field).to_have_accessible_description(re.compile("Write how long.*30m, 2h, 3d", re.DOTALL))
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-required", "true")


def test_tab_leads_through_all_of_it_in_the_order_of_the_page(town, sit):
    """Whatever can be pressed is reached, and it is seen where one is."""
    first = town.sandbox.messages("#churn")[0]["ts"]
    seat = sit(town, place=f"room/C1CHURN/thread/{first}")
    expect(seat.page.locator("#thread-messages")).to_contain_text("@maria")
    reachable = seat.page.locator(
        "button:enabled:visible, a[href]:visible, select:visible, textarea:visible, [tabindex='0']:visible"
    ).count()
    visited = []
    for _ in range(reachable + 60):
        seat.page.keyboard.press("Tab")
        now = look(seat.page, "focus")
        if not now["what"] or (visited and now["order"] == visited[0]["order"]):
            break
        visited.append(now)
    assert [each["what"] for each in visited if not each["seen"]] == []
    assert [each["order"] for each in visited] == sorted(each["order"] for each in visited)
    assert len(visited) >= reachable


def test_an_incident_is_handled_without_a_mouse(town, sit):
    """Arrows to its message, Tab to its menu, Enter, the form, Escape: one is back where one was."""
    seat = sit(town)
    keyboard, page = seat.page.keyboard, seat.page
    page.locator("#messages").focus()
    keyboard.press("Home")
    expect(seat.incident_of(NULLS)).to_be_focused()
    keyboard.press("ArrowDown")
    keyboard.press("ArrowUp")
    expect(seat.incident_of(NULLS)).to_be_focused()
    keyboard.press("Tab")
    expect(seat.incident_of(NULLS).get_by_role("button", name="Acknowledge")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Tab")
    menu = seat.incident_of(NULLS).get_by_label("More actions")
    expect(menu).to_be_focused()

    # the menu: arrows round it, Escape closes, Tab out of it closes too
    keyboard.press("Space")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem").last).to_be_focused()
    keyboard.press("Tab")
    expect(page.get_by_role("menu")).to_have_count(0)
    menu.focus()
    keyboard.press("Enter")
    keyboard.press("Escape")
    expect(menu).to_be_focused()

    # the form: it holds the keyboard, Escape closes it, and one is back at the menu
    keyboard.press("Enter")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(seat.modal.get_by_label("For how long, or until when?")).to_be_focused()
    for key in ["Tab"] * 6 + ["Shift+Tab"] * 8:
        keyboard.press(key)
        now = look(page, "focus")
        assert now["inside"] or not now["what"]
    keyboard.press("Escape")
    expect(seat.modal).to_have_count(0)
    expect(menu).to_be_focused()

    # it is sent with Enter, and one is back as well
    keyboard.press("Enter")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(seat.modal.get_by_label("For how long, or until when?")).to_be_focused()
    keyboard.press("Enter")
    expect(seat.modal).to_contain_text("It wakes today at 16:00")
    seat.modal.get_by_role("button", name="Snooze it").focus()
    keyboard.press("Enter")
    expect(seat.incident_of(NULLS)).to_contain_text("maria put it to sleep until")
    expect(menu).to_be_focused()


def test_the_keyboard_stays_where_a_message_is_drawn_anew(town, sit):
    """Acknowledge is gone once it is pressed: the button that took its place has the keyboard."""
    seat = sit(town)
    acknowledge = seat.incident_of(NULLS).get_by_role("button", name="Acknowledge")
    acknowledge.focus()
    seat.page.keyboard.press("Enter")
    expect(seat.incident_of(NULLS).get_by_role("button", name="Resolve")).to_be_focused()
    town.type("U2JON", "resolve 1 mended")
    expect(seat.incident_of(NULLS)).to_contain_text("resolved by jon")
    expect(seat.incident_of(NULLS).get_by_role("button", name="Details")).to_be_focused()


def test_a_thread_takes_the_keyboard_and_gives_it_back(town, sit):
    """Enter opens it, Escape closes it."""
    seat = sit(town)
    link = seat.incident_of(NULLS).locator(".thread-link")
    link.focus()
    seat.page.keyboard.press("Enter")
    expect(seat.page.locator("#thread-messages")).to_be_focused()
    seat.page.keyboard.press("Escape")
    expect(seat.page.locator("#thread")).to_be_hidden()
    expect(link).to_be_focused()


def test_a_message_without_a_button_can_be_answered_by_keyboard(town, sit):
    """Its tools appear when the arrows lead there."""
    town.sandbox.say("U2JON", "#churn", "I look at it tomorrow")
    seat = sit(town)
    said = seat.message("I look at it tomorrow")
    expect(said).to_be_visible()
    seat.page.locator("#messages").focus()
    seat.page.keyboard.press("End")
    expect(said).to_be_focused()
    seat.page.keyboard.press("Tab")
    expect(said.get_by_label("Reply in thread")).to_be_focused()
    seat.page.keyboard.press("Enter")
    expect(seat.page.locator("#thread-messages")).to_contain_text("I look at it tomorrow")
