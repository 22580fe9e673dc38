"""Unmodified slack-bolt talks to the sandbox over real sockets."""

import threading
from contextlib import ExitStack

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as dial

from bot.sandbox import Sandbox


def test_a_command_is_answered_where_it_was_typed_and_seen_by_the_asker_only(sandbox, app, connect):
    """`/pipeline health` reaches the app with all that Slack tells, and `respond` whispers back."""
    told = {}

    @app.command("/pipeline")
    def answer(ack, command, respond):
        ack()
        told.update(command)
        respond(f"{command['text']} asked by {command['user_name']}")

    connect(sandbox, app)
    assert sandbox.command("U1MARIA", "#flights", "/pipeline", "health").wait().acked
    [seen] = sandbox.wait_for(lambda: sandbox.ephemerals("U1MARIA", "#flights"))
    assert seen["text"] == "health asked by maria"
    assert (told["channel_name"], told["channel_id"]) == ("flights", "C1FLIGHTS")
    assert told["team_domain"] == "harbor-air"
    assert sandbox.ephemerals("U2JON", "#flights") == []
    assert sandbox.messages("#flights") == []


def test_an_ack_may_carry_the_answer(sandbox, app, connect):
    """`ack(text)` whispers, `ack(response_type="in_channel")` tells everybody."""

    @app.command("/pipeline")
    def answer(ack, command):
        ack("quietly") if command["text"] == "quiet" else ack(text="aloud", response_type="in_channel")

    connect(sandbox, app)
    sandbox.command("U1MARIA", "#flights", "/pipeline", "quiet").wait()
    sandbox.command("U1MARIA", "#flights", "/pipeline", "loud").wait()
    assert [m["text"] for m in sandbox.ephemerals("U1MARIA", "#flights")] == ["quietly"]
    assert [m["text"] for m in sandbox.messages("#flights")] == ["aloud"]


def test_a_mention_is_answered_in_its_thread(sandbox, app, connect):
    """The app hears "@Oakum …" in a channel and `say` answers."""

    @app.event("app_mention")
    def answer(event, say):
        say(text=f"heard: {event['text']}", thread_ts=event["ts"])

    connect(sandbox, app)
    assert sandbox.mention("U1MARIA", "#flights", "is it healthy?").wait().acked
    [asked] = sandbox.messages("#flights")
    [reply] = sandbox.wait_for(lambda: sandbox.thread("#flights", asked["ts"]))
    assert reply["text"] == "heard: <@U0OAKUM> is it healthy?"
    assert sandbox.message("#flights", asked["ts"])["reply_count"] == 1


def test_what_does_not_concern_the_app_is_not_told_to_it(sandbox):
    """People's talk in a channel stays theirs."""
    assert sandbox.say("U1MARIA", "#flights", "lunch?") == []


def test_a_direct_message_is_answered(sandbox, app, connect):
    """The app hears what is written to it in private."""

    @app.message("health")
    def answer(message, say):
        say(f"fine, <@{message['user']}>")

    connect(sandbox, app)
    sandbox.dm("U2JON", "health please")
    assert sandbox.wait_for(lambda: sandbox.messages("U2JON")[1:])[0]["text"] == "fine, <@U2JON>"
    assert sandbox.messages("U1MARIA") == []


def test_a_button_edits_its_message_in_place(sandbox, app, client, connect, kit):
    """A press reaches the app with the message, and chat.update changes what everybody sees."""

    @app.action("ack")
    def acknowledged(ack, body, action, client):
        ack()
        client.chat_update(
            channel=body["channel"]["id"],
            ts=body["message"]["ts"],
            text=f"taken by {body['user']['name']} ({action['value']})",
            attachments=[{"color": "#e0a02c", "blocks": [kit.section("taken")]}],
        )

    connect(sandbox, app)
    ts = client.chat_postMessage(
        channel="C1FLIGHTS",
        text="broken",
        attachments=[{"color": "#d9304f", "blocks": [kit.actions(kit.button(value="i7"))]}],
    )["ts"]
    sandbox.click("U2JON", "#flights", ts, "ack")
    seen = sandbox.wait_for(lambda: "edited" in (m := sandbox.message("#flights", ts)) and m)
    assert seen["text"] == "taken by jon (i7)"
    assert seen["attachments"][0]["color"] == "#e0a02c"


def test_a_choice_from_a_menu_carries_its_option(sandbox, app, client, connect, kit):
    """Overflow and select menus send the chosen option, and refuse one that is not offered."""
    chosen = []

    @app.action("more")
    def more(ack, action):
        chosen.append(action["selected_option"]["value"])
        ack()

    connect(sandbox, app)
    options = [{"text": kit.plain(text), "value": text} for text in ("snooze", "mute")]
    menu = {"type": "overflow", "action_id": "more", "options": options}
    blocks = [kit.section("x", accessory=menu)]
    ts = client.chat_postMessage(channel="C1FLIGHTS", text="x", blocks=blocks)["ts"]
    sandbox.click("U1MARIA", "#flights", ts, "more", "mute").wait()
    assert chosen == ["mute"]
    with pytest.raises(LookupError, match="offers snooze, mute, not 'burn'"):
        sandbox.click("U1MARIA", "#flights", ts, "more", "burn")
    with pytest.raises(LookupError, match="there are: more"):
        sandbox.click("U1MARIA", "#flights", ts, "acknowledge")


def test_a_form_is_corrected_then_accepted(sandbox, app, connect, kit):
    """A modal opens from a command, shows the app's errors, changes, and closes when it is accepted."""
    question = {
        "type": "input",
        "block_id": "why",
        "label": kit.plain("Why?"),
        "element": {"type": "plain_text_input", "action_id": "text"},
    }

    @app.command("/pipeline")
    def opened(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=kit.modal(question, callback_id="first"))

    @app.view("first")
    def first(ack, view):
        if view["state"]["values"]["why"]["text"]["value"] is None:
            ack(response_action="errors", errors={"why": "say why"})
        else:
            ack(response_action="update", view=kit.modal(kit.section("Sure?"), callback_id="second"))

    @app.view("second")
    def second(ack, body, client):
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="thank you")

    connect(sandbox, app)
    sandbox.command("U1MARIA", "#flights", "/pipeline")
    assert sandbox.wait_for(lambda: sandbox.modal("U1MARIA"))["callback_id"] == "first"
    sandbox.submit_view("U1MARIA").wait()
    assert sandbox.modal("U1MARIA")["errors"] == {"why": "say why"}
    sandbox.submit_view("U1MARIA", {"why": {"text": "a storm"}}).wait()
    assert sandbox.modal("U1MARIA")["callback_id"] == "second"
    sandbox.submit_view("U1MARIA").wait()
    assert sandbox.modal("U1MARIA") is None
    assert sandbox.wait_for(lambda: sandbox.messages("U1MARIA"))[0]["text"] == "thank you"


def test_a_closed_form_is_told_to_an_app_that_asked(sandbox, app, connect, kit):
    """view_closed comes only with notify_on_close."""
    closed = []

    @app.command("/pipeline")
    def opened(ack, body, client, command):
        ack()
        view = kit.modal(kit.section("x"), callback_id="form", notify_on_close=command["text"] == "tell")
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view_closed("form")
    def told(ack, body):
        closed.append(body["user"]["id"])
        ack()

    connect(sandbox, app)
    for text in ("tell", "silent"):
        sandbox.command("U1MARIA", "#flights", "/pipeline", text)
        sandbox.wait_for(lambda: sandbox.modal("U1MARIA"))
        if delivery := sandbox.close_view("U1MARIA"):
            delivery.wait()
        assert sandbox.modal("U1MARIA") is None
    assert closed == ["U1MARIA"]


def test_the_home_is_published_when_it_is_opened(sandbox, app, connect, kit):
    """app_home_opened names its tab; a button in the home works."""

    @app.event("app_home_opened")
    def opened(event, client):
        if event["tab"] == "home":
            home = {"type": "home", "blocks": [kit.actions(kit.button("refresh"))]}
            client.views_publish(user_id=event["user"], view=home)

    @app.action("refresh")
    def refreshed(ack, body, client):
        ack()
        home = {"type": "home", "blocks": [kit.section("fresh")]}
        client.views_publish(user_id=body["user"]["id"], view=home, hash=body["view"]["hash"])

    connect(sandbox, app)
    sandbox.open_home("U1MARIA", tab="messages").wait()
    assert sandbox.home("U1MARIA") is None
    sandbox.open_home("U1MARIA")
    sandbox.wait_for(lambda: sandbox.home("U1MARIA"))
    sandbox.click_home("U1MARIA", "refresh")
    sandbox.wait_for(lambda: sandbox.home("U1MARIA")["blocks"][0]["type"] == "section")


def test_a_burst_of_thirty_commands_is_acknowledged_in_time(sandbox, app, connect):
    """Every one of thirty commands at once is acked although each has work to do that is not done yet."""
    work = threading.Event()

    @app.command("/pipeline")
    def busy(ack, respond, command):
        ack()
        work.wait(10)
        respond(command["text"])

    connect(sandbox, app)
    sent = [sandbox.command("U1MARIA", "#flights", "/pipeline", str(n)) for n in range(30)]
    assert all(delivery.wait().acked for delivery in sent)
    work.set()
    sandbox.wait_for(lambda: len(sandbox.ephemerals("U1MARIA", "#flights")) == 30)


@pytest.fixture
def hasty(workspace, clock):
    """A sandbox that waits a moment only for an ack."""
    with Sandbox(workspace, clock, ack_within=0.15, event_retries=(0.0, 0.0, 0.0)) as running:
        yield running


def test_a_late_ack_is_told_to_the_person_and_comes_to_nothing(hasty, connect):
    """Slack says operation_timeout after its time; the late answer in the ack is not shown."""
    late = threading.Event()
    app = App(client=WebClient(hasty.bot_token, base_url=hasty.api_url))

    @app.command("/pipeline")
    def slow(ack):
        late.wait(5)
        ack("too late")

    connect(hasty, app)
    delivery = hasty.command("U1MARIA", "#flights", "/pipeline").wait()
    assert (delivery.acked, delivery.error) == (False, "operation_timeout")
    late.set()
    [whisper] = hasty.ephemerals("U1MARIA", "#flights")
    assert "operation_timeout" in whisper["text"]
    assert [notice["error"] for notice in hasty.notices("U1MARIA")] == ["operation_timeout"]


def test_without_an_app_a_click_fails_at_once_and_an_event_waits(sandbox, app, connect):
    """dispatch_failed for a command; a mention reaches the app when it connects."""
    heard = []

    @app.event("app_mention")
    def hear(event):
        heard.append(event["text"])

    assert sandbox.command("U1MARIA", "#flights", "/pipeline").wait().error == "dispatch_failed"
    mention = sandbox.mention("U1MARIA", "#flights", "anybody?")
    assert not mention.done
    connect(sandbox, app)
    assert mention.wait().acked
    assert heard == ["<@U0OAKUM> anybody?"]


def test_an_event_that_is_not_acknowledged_comes_again_three_times(hasty, connect):
    """The app can tell the copies apart from news by the event id and the retry number."""
    seen = []
    over = threading.Event()
    app = App(client=WebClient(hasty.bot_token, base_url=hasty.api_url))

    @app.use
    def note(body, request, next_):
        seen.append((body["event_id"], request.headers.get("x-slack-retry-num", [None])[0]))
        over.wait(5)

    connect(hasty, app)
    delivery = hasty.mention("U1MARIA", "#flights", "hello").wait()
    over.set()
    assert delivery.error == "operation_timeout"
    assert [number for _, number in sorted(seen, key=lambda each: each[1] or "0")] == ["0", "1", "2", "3"]
    assert len({event for event, _ in seen}) == 1


def ticket(sandbox):
    """An address for one connection."""
    return WebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)["url"]


def test_an_envelope_of_a_closed_connection_goes_to_another_one(sandbox, app, connect):
    """What a connection leaves unacknowledged when it goes is delivered to one that is there."""
    app.command("/pipeline")(lambda ack: ack("from the other one"))
    with dial(ticket(sandbox)) as deaf:
        assert '"type": "hello"' in deaf.recv()
        sandbox.wait_for(lambda: sandbox.connections == 1)
        delivery = sandbox.command("U1MARIA", "#flights", "/pipeline")
        assert delivery.id in deaf.recv()
        connect(sandbox, app)
        assert not delivery.done
    assert delivery.wait().acked
    assert sandbox.ephemerals("U1MARIA", "#flights")[0]["text"] == "from the other one"


@pytest.mark.parametrize("cut", ["drop_sockets", "reset_sockets", "close_sockets", "refresh_sockets"])
def test_the_app_comes_back_after_its_connection_went(sandbox, app, connect, cut):
    """Without a goodbye, by a reset, in order, or since Slack asks for it: unmodified bolt reconnects."""
    app.command("/pipeline")(lambda ack: ack("here again"))
    connect(sandbox, app)
    getattr(sandbox, cut)()
    sandbox.wait_for(
        lambda: len(sandbox.calls("apps.connections.open")) == 2 and sandbox.connections == 1, timeout=10
    )
    assert sandbox.command("U1MARIA", "#flights", "/pipeline").wait().acked


def test_no_more_than_ten_connections(sandbox):
    """The eleventh is sent away with Slack's reason; each ticket is good once."""
    with ExitStack() as open_links:
        for _ in range(10):
            open_links.enter_context(dial(ticket(sandbox)))
        sandbox.wait_for(lambda: sandbox.connections == 10)
        url = ticket(sandbox)
        with dial(url) as eleventh:
            assert "too_many_websockets" in eleventh.recv()
        with pytest.raises(InvalidStatus), dial(url):
            pass
