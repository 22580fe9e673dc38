"""The page in a real browser: what a person sees, presses and types."""

import os
import re
import shutil
from datetime import timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 780}


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium; where there is none the tests are skipped, but not in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing = "no Chromium was found on the PATH: the page was not tried in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser, sandbox):
    """Open the page as a person; an error in its scripts fails the test."""
    pages, errors = [], []

    def opened(user="U1MARIA", hash_="", **options):
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **options})
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{sandbox.page_url}?as={user}{hash_}")
        page.wait_for_selector("body[data-ready]")
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    assert errors == []


def test_a_press_on_acknowledge_changes_the_message_in_place(visit, sandbox, app, client, connect, kit):
    """The buttons change, the colour bar too, and the story goes on in the thread."""

    def card(state, color, *buttons):
        return [{"color": color, "blocks": [kit.section(state), kit.actions(*buttons)]}]

    @app.action("ack")
    def acknowledged(ack, body, client):
        ack()
        where = {"channel": body["channel"]["id"]}
        done = card("taken", "#e0a02c", kit.button("resolve", "Resolve"))
        client.chat_update(**where, ts=body["message"]["ts"], text="broken", attachments=done)
        client.chat_postMessage(**where, thread_ts=body["message"]["ts"], text="<@U1MARIA> took it")

    connect(sandbox, app)
    opened = card("*broken*", "#d9304f", kit.button("ack", style="primary"))
    ts = client.chat_postMessage(channel="#flights", text="broken", attachments=opened)["ts"]
    page = visit()
    message = page.locator(f'#messages [data-ts="{ts}"]')
    expect(message.locator("b", has_text="broken")).to_be_visible()
    message.locator("button[data-action-id=ack]").click()
    expect(message.locator("button[data-action-id=resolve]")).to_be_visible()
    expect(message.locator("button[data-action-id=ack]")).to_have_count(0)
    expect(message.locator(".attachment")).to_have_attribute("data-color", "#e0a02c")
    expect(message.get_by_text("(edited)")).to_be_visible()
    message.get_by_role("button", name="1 reply").click()
    expect(page.locator("#thread-messages")).to_contain_text("@maria took it")
    page.fill("#thread-composer", "thanks")
    page.press("#thread-composer", "Enter")
    expect(page.locator("#thread-messages")).to_contain_text("thanks")
    expect(message.get_by_role("button", name="2 replies")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_be_hidden()


def test_a_command_is_suggested_typed_and_answered_in_a_whisper(visit, sandbox, app, connect):
    """The suggestion is taken with the keyboard; only the asker sees the answer, until it is dismissed."""

    @app.command("/pipeline")
    def answer(ack, respond, command):
        ack()
        respond(f":large_green_circle: {command['text']} is fine")

    connect(sandbox, app)
    page, other = visit(), visit("U2JON")
    page.type("#composer", "/pipe")
    expect(page.locator("#composer-suggestions [role=option]")).to_have_count(2)
    page.press("#composer", "ArrowDown")
    page.press("#composer", "ArrowDown")
    page.press("#composer", "Enter")
    expect(page.locator("#composer")).to_have_value("/pipeline health")
    page.press("#composer", "Enter")
    whisper = page.locator("#messages .ephemeral")
    expect(whisper).to_contain_text("Only visible to you")
    expect(whisper).to_contain_text("health is fine")
    expect(whisper.get_by_role("img", name="large green circle")).to_be_visible()
    expect(other.locator("#messages .ephemeral")).to_have_count(0)
    whisper.get_by_role("button", name="Dismiss message").click()
    expect(whisper).to_have_count(0)


def test_a_mention_is_completed_and_answered(visit, sandbox, app, connect):
    """Typing @Oa and Enter completes the name; the answer appears as a reply without a reload."""

    @app.event("app_mention")
    def answer(event, say):
        say(text="yes", thread_ts=event["ts"])

    connect(sandbox, app)
    page = visit()
    page.type("#composer", "@Oa")
    page.press("#composer", "Enter")
    page.type("#composer", "healthy?")
    page.press("#composer", "Enter")
    expect(page.locator("#messages .thread-link")).to_contain_text("1 reply")
    assert sandbox.messages("#flights")[0]["text"] == "<@U0OAKUM> healthy?"


def test_a_form_keeps_what_was_typed_while_it_is_corrected(visit, sandbox, app, connect, kit):
    """The error stands at its field, the other field keeps its text, the corrected form goes through."""
    filled = {}

    def field(name):
        element = {"type": "plain_text_input", "action_id": "text"}
        return {"type": "input", "block_id": name, "label": kit.plain(name), "element": element}

    @app.command("/pipeline")
    def opened(ack, body, client):
        ack()
        view = kit.modal(field("cause"), field("cure"), callback_id="form")
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("form")
    def submitted(ack, view):
        values = {name: held["text"]["value"] for name, held in view["state"]["values"].items()}
        if values["cure"]:
            filled.update(values)
            ack()
        else:
            ack(response_action="errors", errors={"cure": "what helped?"})

    connect(sandbox, app)
    page = visit()
    page.fill("#composer", "/pipeline")
    page.press("#composer", "Enter")
    dialog = page.get_by_role("dialog", name="Details")
    dialog.get_by_label("cause").fill("a storm")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text("what helped?")
    expect(dialog.get_by_label("cause")).to_have_value("a storm")
    dialog.get_by_label("cure").fill("waiting")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    assert filled == {"cause": "a storm", "cure": "waiting"}


def test_a_dangerous_button_asks_first(visit, sandbox, app, client, connect, kit):
    """Nothing is sent when the person thinks better of it; Escape means no."""
    pressed = []

    @app.action("roll")
    def rolled(ack):
        pressed.append(1)
        ack("rolled back")

    connect(sandbox, app)
    confirm = {"title": kit.plain("Roll back?"), "text": kit.mrkdwn("The model of *today*")}
    confirm |= {"style": "danger", "confirm": kit.plain("Roll back"), "deny": kit.plain("Keep")}
    button = kit.button("roll", "Roll back", style="danger", confirm=confirm)
    client.chat_postMessage(channel="#flights", text="x", blocks=[kit.actions(button)])
    page = visit()
    roll = page.locator("#messages button[data-action-id=roll]")
    roll.click()
    expect(page.get_by_role("dialog")).to_contain_text("The model of today")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    roll.click()
    page.get_by_role("dialog").get_by_role("button", name="Roll back").click()
    sandbox.wait_for(lambda: sandbox.ephemerals("U1MARIA", "#flights"))
    assert pressed == [1]


def test_hostile_text_stays_text(visit, sandbox, client, kit):
    """Markup in messages, names of links and captions is shown, never run."""
    evil = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>"
    escaped = evil.replace("<", "&lt;").replace(">", "&gt;")
    link = "<javascript:window.hacked=1|press me>"
    blocks = [
        kit.section(f"*{escaped}* {evil} {link}"),
        {"type": "header", "text": kit.plain(evil)},
        {"type": "context", "elements": [kit.plain(evil)]},
    ]
    client.chat_postMessage(channel="#flights", text=evil, blocks=blocks)
    client.chat_postMessage(channel="#flights", text=f"{evil} {link}")
    page = visit()
    expect(page.locator("#messages b")).to_contain_text("<img src=x")
    expect(page.locator("#messages .block-title")).to_have_text(evil)
    page.get_by_text("press me").first.click()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#messages img, #messages script, #messages a[href^=javascript]").count() == 0


def test_mrkdwn_is_drawn_as_slack_draws_it(visit, client):
    """Styles, quotes, code, links, mentions and line breaks."""
    text = (
        "*bold* _it_ ~gone~ `a*b*c` 2*3*4 snake_case_name <https://x.example/p?a=1&amp;b=2|the page>\n"
        "&gt; quoted\n```x &lt; 1```<@U2JON> <!subteam^S1INFRA> <!here> <#C1FLIGHTS> :nonsense:"
    )
    client.chat_postMessage(channel="#flights", text=text)
    said = visit().locator("#messages .text")
    drawn = {"b": "bold", "i": "it", "s": "gone", "code": "a*b*c", "blockquote": "quoted"}
    for tag, words in drawn.items():
        expect(said.locator(tag)).to_have_text(words)
    expect(said.locator("pre")).to_have_text("x < 1")
    expect(said.get_by_role("link", name="the page")).to_have_attribute("href", "https://x.example/p?a=1&b=2")
    assert said.locator(".mention").all_inner_texts() == ["@jon", "@ml-infra", "@here", "#flights"]
    expect(said).to_contain_text("2*3*4 snake_case_name")
    expect(said).to_contain_text(":nonsense:")


def test_times_are_told_in_the_zone_of_who_looks(visit, client, clock):
    """15:00 in New York is 21:00 in Berlin; days are told as today and yesterday."""
    moment = int((clock.now - timedelta(days=1)).timestamp())
    client.chat_postMessage(
        channel="#flights", text=f"since <!date^{moment}^{{date_short_pretty}} at {{time}}|then>"
    )
    expect(visit().locator("#messages .text")).to_have_text(re.compile(r"since yesterday at 3:00.PM"))
    page = visit("U2JON")
    expect(page.locator("#messages .text")).to_have_text(re.compile(r"since yesterday at 9:00.PM"))
    expect(page.locator("#messages .time")).to_have_text(re.compile(r"9:00.PM"))


def test_the_home_and_the_messages_of_the_app_have_their_tabs(visit, sandbox, app, connect, kit):
    """Opening the app publishes its home; a menu in it works; a direct message is answered."""

    @app.event("app_home_opened")
    def opened(event, client):
        options = [{"text": kit.plain(text), "value": text} for text in ("quiet", "loud")]
        menu = {"type": "static_select", "action_id": "noise", "options": options}
        home = {"type": "home", "blocks": [kit.section("Your pipelines", accessory=menu)]}
        client.views_publish(user_id=event["user"], view=home)

    @app.action("noise")
    def chosen(ack, action, body, client):
        ack()
        text = f"Noise: {action['selected_option']['value']}"
        home = {"type": "home", "blocks": [kit.section(text)]}
        client.views_publish(user_id=body["user"]["id"], view=home)

    @app.event("message")
    def written(say):
        say("hello yourself")

    connect(sandbox, app)
    page = visit()
    page.locator("#rooms [data-app]").click()
    page.locator("#home select[data-action-id=noise]").select_option("quiet")
    expect(page.locator("#home")).to_contain_text("Noise: quiet")
    page.get_by_role("tab", name="Messages").click()
    page.fill("#composer", "hello")
    page.press("#composer", "Enter")
    expect(page.locator("#messages")).to_contain_text("hello yourself")


def test_failures_are_told(visit, sandbox, client, kit):
    """Without an app a press says dispatch_failed, and the header says that it is not connected."""
    client.chat_postMessage(channel="#flights", text="x", blocks=[kit.actions(kit.button())])
    page = visit()
    expect(page.locator("#connection")).to_have_text("Oakum not connected")
    page.locator("button[data-action-id=ack]").click()
    expect(page.locator("#toasts")).to_contain_text("dispatch_failed")


def test_unread_messages_are_badged_and_people_can_be_switched(visit, sandbox, client):
    """A mention elsewhere puts a number at the channel; the other person has their own numbers."""
    client.conversations_join(channel="C2RANDOM")
    page = visit()
    client.chat_postMessage(channel="#random", text="<@U1MARIA> look")
    client.chat_postMessage(channel="U2JON", text="for Jon")
    badge = page.locator('[data-room="C2RANDOM"] .badge')
    expect(badge).to_have_text("1")
    page.locator('[data-room="C2RANDOM"]').click()
    expect(badge).to_have_count(0)
    page.select_option("#view-as", "U2JON")
    expect(page.locator("[data-app] .badge")).to_have_text("1")
    expect(page.locator('[data-room="C2RANDOM"]')).to_have_count(0)


def test_the_clock_is_moved_from_the_header(visit, clock):
    """The buttons move the sandbox's clock and the strip shows it."""
    page = visit()
    expect(page.locator("#strip")).to_contain_text("Local sandbox")
    expect(page.locator("#clock")).to_contain_text(re.compile(r"Fri, Feb 15, 2013, 3:00"))
    page.get_by_role("button", name="+1 day").click()
    expect(page.locator("#clock")).to_contain_text(re.compile(r"Sat, Feb 16, 2013, 3:00"))


def test_a_letter_is_read_as_html_and_as_text(visit, sandbox):
    """Its script does not run in the frame."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "oakum@x.example", "maria@x.example", "Friday checkup"
    letter.set_content("plain words")
    letter.add_alternative("<h1>Findings</h1><script>document.body.textContent='hacked'</script>", "html")
    sandbox.mail.add(letter)
    page = visit()
    page.locator("#rooms [data-view=mail]").click()
    page.locator("[data-mail='1']").click()
    expect(page.frame_locator("iframe").locator("h1")).to_have_text("Findings")
    page.get_by_role("tab", name="Text").click()
    expect(page.locator(".mail-text")).to_have_text("plain words")


def test_on_a_phone_one_thing_is_shown_at_a_time(visit, client):
    """The list, then the channel, then the thread, and back; nothing is wider than the screen."""
    ts = client.chat_postMessage(channel="#flights", text="`" + "wide" * 60 + "`")["ts"]
    client.chat_postMessage(channel="#flights", text="reply", thread_ts=ts)
    page = visit(viewport=PHONE)
    expect(page.locator("#main")).to_be_hidden()
    page.locator('[data-room="C1FLIGHTS"]').click()
    expect(page.locator("#sidebar")).to_be_hidden()
    page.locator(".thread-link").click()
    expect(page.locator("#main")).to_be_hidden()
    expect(page.locator("#thread-messages")).to_contain_text("reply")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    page.locator("#close-thread").click()
    page.get_by_label("Back to the list").click()
    expect(page.locator("#sidebar")).to_be_visible()


def test_everything_that_can_be_used_has_a_name(visit, client, kit):
    """For people who do not see the page: buttons, fields and pictures say what they are."""
    menu = {"type": "overflow", "action_id": "more", "options": [{"text": kit.plain("Snooze"), "value": "s"}]}
    client.chat_postMessage(channel="#flights", text="x", blocks=[kit.section(":bell:", accessory=menu)])
    page = visit()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, a, input, select, textarea, img, [role=img]")]
             .filter((e) => !(e.getAttribute("aria-label") || e.alt || e.textContent.trim()))
             .map((e) => e.outerHTML)"""
    )
    assert nameless == []
    page.get_by_label("More actions").click()
    expect(page.get_by_role("menuitem", name="Snooze")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
