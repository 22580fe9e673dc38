"""An address that only posts: what Slack answers is understood, and the address is never told."""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.declared_routes import THE_CHANNEL
from bot.domain.declared_routes import SlackWebhookRoute as Declared
from bot.domain.hook_intent import HookNews, HookPost
from bot.messages.blocks import button, section
from bot.messages.message import SlackMessage
from bot.routes.http_answers import patience
from bot.routes.outcome import Outcome, Permanent, Receipt, Retry
from bot.routes.slack_webhook import SlackWebhookRoute
from bot.routes.slack_webhook_examined import examine, prove
from bot.sandbox import Sandbox

SAID = SlackMessage(
    text="24 % of delays are null", blocks=[section("*24 %* of delays are null")], color="#c9352b"
)
SLACKS = "https://hooks.slack.com/services/T0HARBOR/B0FLIGHTS/x1y2z3secret"


@pytest.fixture
def address(sandbox: Sandbox) -> str:
    """Posts into #flights."""
    return sandbox.webhooks.add("#flights")


@pytest.fixture
def hook(address: str) -> SlackWebhookRoute:
    """The way out by it."""
    return SlackWebhookRoute(Declared(url=address))


@pytest.fixture
def send(hook: SlackWebhookRoute, parcel: Any) -> Callable[..., Outcome]:
    """Post that an incident is open."""
    return lambda **more: hook.send(parcel(HookPost(incident=7, place=THE_CHANNEL), **more), SAID)


def test_a_message_stands_in_the_channel_of_the_address(sandbox: Sandbox, send: Any) -> None:
    """Words for the notification, blocks and colour; the receipt knows no more than where it went."""
    assert send() == Receipt({"place": THE_CHANNEL})
    (message,) = sandbox.messages("#flights")
    assert message["text"] == SAID.text
    assert message["attachments"][0]["color"] == "#c9352b"


def test_a_channel_with_an_address_of_its_own(sandbox: Sandbox, address: str, parcel: Any) -> None:
    """What is for any other channel, or for one that has none any more, goes by the common one."""
    hook = SlackWebhookRoute(Declared(url=address, channels={"#random": sandbox.webhooks.add("#random")}))
    for place in ("#random", "#gone", THE_CHANNEL):
        hook.send(parcel(HookNews(incident=7, place=place, fence=1)), SAID)
    assert [len(sandbox.messages(channel)) for channel in ("#random", "#flights")] == [1, 2]


def test_slack_asks_for_patience(sandbox: Sandbox, send: Any) -> None:
    """For as long as it says."""
    sandbox.faults.limit("incoming_webhook", retry_after=7)
    assert send() == Retry("the webhook answered 429: rate_limited", after=timedelta(seconds=7))
    assert isinstance(send(), Receipt)


def test_slacks_own_limit_is_a_burst_and_then_a_message_a_second(
    sandbox: Sandbox, parcel: Any, clock: Any
) -> None:
    """The sandbox keeps it for addresses as for the Web API."""
    with Sandbox(sandbox.state.workspace, clock, stopwatch=lambda: 0.0) as limited:
        hook = SlackWebhookRoute(Declared(url=limited.webhooks.add("#flights")))
        said = [hook.send(parcel(HookPost(incident=7, place=THE_CHANNEL)), SAID) for _ in range(11)]
    assert [type(each) for each in said] == [Receipt] * 10 + [Retry]


@pytest.mark.parametrize(("status", "word"), [(500, "rollup_error"), (503, "internal_error")])
def test_slack_is_in_trouble(sandbox: Sandbox, send: Any, status: int, word: str) -> None:
    """It may have posted it all the same."""
    sandbox.faults.fail("incoming_webhook", error=word, status=status)
    said = send()
    assert isinstance(said, Retry)
    assert said.unknown


@pytest.mark.parametrize("trouble", ["hang", "cut", "reset"])
def test_no_answer(sandbox: Sandbox, send: Any, monkeypatch: pytest.MonkeyPatch, trouble: str) -> None:
    """What comes a second time says that it may be a repeat: nothing can be looked for."""
    monkeypatch.setattr("bot.routes.slack_webhook.ANSWER_WITHIN", 0.3)
    plan = sandbox.faults.hang if trouble == "hang" else sandbox.faults.cut
    plan("incoming_webhook", **({"reset": True} if trouble == "reset" else {}))
    said = send()
    assert isinstance(said, Retry)
    assert said.unknown
    send(unsure=True)
    first, second = sandbox.messages("#flights")
    assert "may be a repeat" not in str(first)
    assert "may be a repeat" in str(second)


def test_nobody_listens(parcel: Any) -> None:
    """Then it is not there, for certain."""
    hook = SlackWebhookRoute(Declared(url="http://127.0.0.1:1/services/T1/B1/secret"))
    said = hook.send(parcel(HookPost(incident=7, place=THE_CHANNEL)), SAID)
    assert isinstance(said, Retry)
    assert not said.unknown


@pytest.mark.parametrize(
    ("status", "word", "todo"),
    [
        (400, "invalid_payload", "please report it"),
        (403, "action_prohibited", "ask the workspace's administrators"),
        (404, "channel_not_found", "its channel was deleted: make another one in Slack"),
        (404, "no_team", "names no workspace"),
        (403, "posting_to_general_channel_denied", "a channel that allows it"),
        (405, "what_ever", "look whether routes.slack_webhook.url is the address that Slack shows"),
    ],
)
def test_a_refusal_says_what_to_change(
    sandbox: Sandbox, send: Any, status: int, word: str, todo: str
) -> None:
    """Trying again would not help."""
    sandbox.faults.fail("incoming_webhook", error=word, status=status)
    said = send()
    assert isinstance(said, Permanent)
    assert said.why.startswith(f"the webhook answered {status}: {word}: ")
    assert todo in said.why


def test_an_address_that_was_removed(sandbox: Sandbox, address: str, send: Any) -> None:
    """Slack knows it no more; where to put the next one is told, and not what it was."""
    sandbox.webhooks.remove(address)
    said = send()
    assert said == Permanent(
        "the webhook answered 404: no_service: the address was removed or switched off: make another one in "
        "Slack, and put its address into routes.slack_webhook.url"
    )


def test_a_channel_that_was_archived(sandbox: Sandbox, send: Any) -> None:
    """410."""
    sandbox.state.conversation("#flights").archived = True
    assert "410: channel_is_archived: unarchive the channel" in send().why


def test_what_could_be_clicked_is_refused(sandbox: Sandbox, hook: SlackWebhookRoute) -> None:
    """The sandbox is strict: nobody hears of a click there."""
    said = hook.post(THE_CHANNEL, SlackMessage(text="x", blocks=[section("x", button("Go", "go", 1))]))
    assert isinstance(said, Permanent)
    assert "400: invalid_blocks" in said.why
    assert sandbox.messages("#flights") == []


def test_a_proxy_that_answers_in_slacks_place(service: Any, parcel: Any, caplog: Any) -> None:
    """A page that asks for a password is no receipt; what it repeats of the address is told nowhere."""
    caplog.set_level(logging.DEBUG)
    url = f"{service.url}/services/T1/B1/x1y2z3secret"
    service.answers.append((200, {}, {"blocked": url}))
    service.answers.append((403, {}, {"blocked": url}))
    hook = SlackWebhookRoute(Declared(url=url))
    to_all = parcel(HookPost(incident=7, place=THE_CHANNEL))
    said = [hook.send(to_all, SAID), hook.send(to_all, SAID)]
    assert [type(each) for each in said] == [Retry, Permanent]
    assert "secret" not in f"{said} {Declared(url=url)!r} {caplog.text}"


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("200 OK\r\n\r\n<p>Caf\xe9, x1y2z3secret</p>", Retry),
        ("403 Forbidden\r\n\r\n<p>Caf\xe9, x1y2z3secret</p>", Permanent),
        ("200 OK\r\nContent-Type: text/html; charset=x1y2z3secret\r\n\r\n<p>no</p>", Retry),
        ("204 No Content\r\n\r\n", Retry),
        ("202 Accepted\r\n\r\nqueued", Retry),
        ("x1y2z3secret", Retry),
        (f"429 Slow Down\r\nRetry-After: {'9' * 5000}\r\n\r\n", Retry),
        ("200 OK\r\n\r\n" + 200_000 * "ok", Retry),
    ],
)
def test_what_answers_strangely(answer: str, meant: Any, parcel: Any, caplog: Any) -> None:
    """In another alphabet, with no word, at great length, or not even by HTTP: no fault, and no receipt."""
    caplog.set_level(logging.DEBUG)
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_answers, args=(server, f"HTTP/1.1 {answer}".encode("latin-1")), daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/services/T1/B1/x1y2z3secret"
        said = SlackWebhookRoute(Declared(url=address)).send(
            parcel(HookPost(incident=7, place=THE_CHANNEL)), SAID
        )
    assert isinstance(said, meant)
    assert "secret" not in f"{said} {caplog.text}"


def _answers(server: socket.socket, answer: bytes) -> None:
    caller, _ = server.accept()
    with caller, suppress(OSError):  # who has read enough hangs up
        caller.sendall(answer)
        caller.shutdown(socket.SHUT_WR)
        while caller.recv(65_536):
            pass


def test_no_other_address_is_followed(service: Any, sandbox: Sandbox, parcel: Any) -> None:
    """Followed, the message would be lost on the way, and whatever stands there be taken for its receipt."""
    elsewhere = sandbox.webhooks.add("#flights")
    service.answers.append((302, {"Location": elsewhere}, {}))
    hook = SlackWebhookRoute(Declared(url=f"{service.url}/services/T1/B1/x1"))
    assert isinstance(hook.send(parcel(HookPost(incident=7, place=THE_CHANNEL)), SAID), Permanent)
    assert len(service.heard) == 1


@pytest.mark.parametrize(
    ("asked", "seconds"), [("0", 1), ("9" * 5000, 3600), ("-5", 30), ("²", 30), ("", 30)]
)
def test_patience_is_neither_none_nor_for_ever(asked: str, seconds: int) -> None:
    """Whoever says no seconds is tried at once again by nobody."""
    assert patience({"retry-after": asked}) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "url",
    [
        "https://maria:x1y2z3secret@chat.example.com/hooks/a",
        "https://chat.example.com:x1y2z3secret/hooks/a",
        "https://[x1y2z3secret]/hooks/a",
        "https://hooks..example.com/x1y2z3secret",
        "https:///x1y2z3secret",
        "http://127.0.0.1.evil.example/x1y2z3secret",
    ],
)
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    """Not at the first page, where an error of the library's would repeat a part of it."""
    with pytest.raises(ValidationError, match="write the address that Slack shows"):
        Declared(url=url)


def test_doctor_says_what_does_not_work_and_is_green_otherwise() -> None:
    """One line for the mode; an address is looked at, and not shown."""
    things = list(examine(Declared(url=SLACKS), {"#flights": "flights"}, {"maria": "U1MARIA"}))
    assert [thing.state.value for thing in things] == ["ok", "ok"]
    assert "no buttons, no /pipeline, no questions" in things[0].said
    assert "`oakum doctor --live CHANNEL` posts by it" in things[1].said
    assert "secret" not in str(things)


@pytest.mark.parametrize(
    ("url", "state", "said"),
    [
        (
            "https://hooks.slack.com/workflows/T1/A1/1/x",
            "to mend",
            "starts a workflow, which takes no messages",
        ),
        ("https://hooks.slack.com/triggers/T1/1/x", "to mend", "starts a workflow, which takes no messages"),
        ("https://hooks.slack.com/services/T1/B1", "to mend", "is not complete"),
        ("https://chat.example.com/hooks/x1y2z3", "unknown", "is not at hooks.slack.com"),
    ],
)
def test_an_address_that_looks_wrong(url: str, state: str, said: str) -> None:
    """Where it stands is told."""
    (_, thing) = examine(Declared(url=url), {"#flights": "flights"}, {})
    assert (thing.state.value, thing.said.startswith(f"routes.slack_webhook.url {said}")) == (state, True)


def test_channels_and_people_that_slack_would_not_find() -> None:
    """A channel of no pipeline, a person without a member id; what shares a channel is told."""
    declared = Declared(url=SLACKS, channels={"#fligths": SLACKS.replace("B0", "B1")})
    things = list(examine(declared, {"#flights": "flights", "#ads": "ads"}, {"jon": None}))
    said = [f"{thing.state.value} {thing.what}: {thing.said}" for thing in things[2:]]
    key = "routes.slack_webhook.channels.#fligths"
    assert said == [
        f"to mend slack_webhook: {key}: is the channel of no pipeline: did you mean #flights?",
        "ok slack_webhook: what is for #flights, #ads is posted by routes.slack_webhook.url, in one channel; "
        "`channels` gives one an address of its own",
        "unknown person jon: is named there, and not rung: add people.jon.slack",
    ]


def test_a_real_post_only_where_it_is_asked_for(sandbox: Sandbox, address: str) -> None:
    """`doctor --live`: after Slack's patience it stands there; a refusal says what to do."""
    waited: list[float] = []
    sandbox.faults.limit("incoming_webhook", retry_after=3)
    (thing,) = prove(Declared(url=address), "#flights", waited.append, lambda: 0.0)
    assert (thing.state.value, waited) == ("ok", [3.0])
    assert "delete it there by hand" in thing.said
    assert "oakum doctor --live" in sandbox.messages("#flights")[0]["text"]
    sandbox.webhooks.remove(address)
    (thing,) = prove(Declared(url=address), "#flights", waited.append, lambda: 0.0)
    assert (thing.state.value, "no_service" in thing.said) == ("to mend", True)
