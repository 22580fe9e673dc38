"""The page in a real browser: what a person presses and types."""

from playwright.sync_api import expect


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
    evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
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
