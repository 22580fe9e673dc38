"""Response URLs: five answers within thirty minutes, new ones or in place of the clicked message."""

from datetime import timedelta

import pytest
from slack_sdk.webhook import WebhookClient

from bot.sandbox.triggers import Source


@pytest.fixture
def url(sandbox):
    """The response URL of something Maria did, by default a command in #flights."""

    def issue(**more) -> WebhookClient:
        name = sandbox.state.next_id("R")
        sandbox.state.response_urls.issue(name, Source("U1MARIA", "C1FLIGHTS", **more))
        return WebhookClient(f"{sandbox.state.address}/respond/{name}")

    return issue


def test_it_is_good_five_times(url, sandbox):
    """The sixth answer is refused."""
    hook = url()
    answers = [hook.send(text=str(number)) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert len(sandbox.ephemerals("U1MARIA", "#flights")) == 5


def test_it_is_good_for_thirty_minutes(url, clock):
    """By the clock of the sandbox."""
    hook = url()
    clock.move_forward(timedelta(minutes=30))
    assert hook.send(text="just in time").status_code == 200
    clock.move_forward(timedelta(seconds=1))
    assert "expired_url" in hook.send(text="too late").body


def test_it_replaces_or_deletes_the_clicked_message(url, client, sandbox, kit):
    """The message of everybody, edited by the answer to one click."""
    ts = client.chat_postMessage(channel="#flights", text="old", blocks=[kit.section("old")])["ts"]
    hook = url(message_ts=ts)
    hook.send(text="new", replace_original=True)
    replaced = sandbox.message("#flights", ts)
    assert (replaced["text"], "blocks" in replaced) == ("new", False)
    hook.send(delete_original=True)
    assert sandbox.messages("#flights") == []
    assert "message_not_found" in hook.send(text="x", replace_original=True).body


def test_it_replaces_or_deletes_a_whisper_too(url, client, sandbox):
    """Only the answer to a click can: there is no other way to edit what one person sees."""
    ts = client.chat_postEphemeral(channel="C1FLIGHTS", user="U1MARIA", text="psst")["message_ts"]
    hook = url(message_ts=ts, ephemeral=True)
    hook.send(text="louder", replace_original=True)
    assert [m["text"] for m in sandbox.ephemerals("U1MARIA", "#flights")] == ["louder"]
    hook.send(delete_original=True)
    assert sandbox.ephemerals("U1MARIA", "#flights") == []


def test_it_speaks_to_the_channel_if_told_to(url, sandbox):
    """in_channel is for everybody, and stays in the thread it came from."""
    url().send(text="for all", response_type="in_channel")
    [head] = sandbox.messages("#flights")
    url(thread_ts=head["ts"]).send(text="in the thread", response_type="in_channel")
    assert [m["text"] for m in sandbox.thread("#flights", head["ts"])] == ["in the thread"]


@pytest.mark.parametrize(
    ("payload", "word"), [({"text": ""}, "no_text"), ({"blocks": [{"type": "marquee"}]}, "invalid_blocks")]
)
def test_it_refuses_what_a_post_would_be_refused_for(url, payload, word):
    """With the same words."""
    answer = url().send_dict(payload)
    assert answer.status_code == 400
    assert word in answer.body
