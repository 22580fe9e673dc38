"""Slack having a bad day, on demand."""

from concurrent.futures import ThreadPoolExecutor
from http.client import RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.sandbox import Sandbox
from bot.sandbox.errors import SlackError
from bot.sandbox.rate import RateLimit


def test_a_method_fails_as_often_as_planned(sandbox, client):
    """Then it works again; others never noticed."""
    sandbox.faults.fail("chat.postMessage", times=2, error="fatal_error")
    for _ in range(2):
        with pytest.raises(SlackApiError, match="fatal_error"):
            client.chat_postMessage(channel="#flights", text="x")
    client.chat_postMessage(channel="#flights", text="x")
    assert len(sandbox.messages("#flights")) == 1


def test_a_server_error_has_its_status(sandbox, client):
    """HTTP 503 instead of an answer."""
    sandbox.faults.fail("chat.postMessage", error="service_unavailable", status=503)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="#flights", text="x")
    assert caught.value.response.status_code == 503


def test_a_rate_limit_says_when_to_come_back(sandbox, client):
    """429 with Retry-After; slack_sdk's own handler gets through with it."""
    sandbox.faults.limit("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="#flights", text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    sandbox.faults.limit("chat.postMessage", retry_after=0)
    client.retry_handlers.append(RateLimitErrorRetryHandler())
    assert client.chat_postMessage(channel="#flights", text="x")["ok"]


@pytest.mark.parametrize(("after_effect", "stored"), [(True, 1), (False, 0)])
def test_an_answer_that_never_comes_may_or_may_not_have_had_an_effect(sandbox, after_effect, stored):
    """The caller times out, and only looking tells what happened."""
    hasty = WebClient(sandbox.bot_token, base_url=sandbox.api_url, timeout=0.2)
    sandbox.faults.hang("chat.postMessage", after_effect=after_effect)
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel="#flights", text="x")
    assert len(sandbox.messages("#flights")) == stored


def test_posting_is_limited_by_channel(workspace, clock, stopwatch):
    """A burst passes, the next message must wait, another channel need not."""
    with Sandbox(workspace, clock, stopwatch=stopwatch) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        for _ in range(sandbox.rate_limit.burst):
            client.chat_postMessage(channel="#flights", text="x")
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="#flights", text="x")
        assert caught.value.response["error"] == "ratelimited"
        assert caught.value.response.headers["Retry-After"] == "1"
        client.chat_postMessage(channel="U1MARIA", text="x")
        stopwatch.seconds += 1
        client.chat_postMessage(channel="#flights", text="x")
        sandbox.rate_limit.on = False
        client.chat_postMessage(channel="#flights", text="x")


def test_a_bucket_never_holds_more_than_the_burst(stopwatch):
    """A quiet hour does not buy an hour's worth of messages."""
    limit = RateLimit(stopwatch, burst=3)
    limit.take("C1")
    stopwatch.seconds += 3600
    for _ in range(3):
        limit.take("C1")
    with pytest.raises(SlackError, match="ratelimited"):
        limit.take("C1")


def test_a_taken_port_is_an_error_and_a_stopped_sandbox_frees_its_own(workspace, clock):
    """Two sandboxes cannot share a port at once, but one after the other."""
    with Sandbox(workspace, clock) as first:
        port = int(first.page_url.rsplit(":", 1)[1].strip("/"))
        with pytest.raises(OSError, match="in use"):
            Sandbox(workspace, clock, port=port).start()
    with Sandbox(workspace, clock, port=port) as second:
        assert second.page_url == first.page_url


@pytest.mark.parametrize(("reset", "error"), [(False, RemoteDisconnected), (True, ConnectionResetError)])
@pytest.mark.parametrize(("after_effect", "stored"), [(True, 1), (False, 0)])
def test_a_connection_is_cut_before_the_answer(sandbox, reset, error, after_effect, stored):
    """Closed or reset, before or after the message was taken; the next call finds all in order."""
    client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
    sandbox.faults.cut("chat.postMessage", reset=reset, after_effect=after_effect)
    with pytest.raises(error):
        client.chat_postMessage(channel="#flights", text="x")
    assert len(sandbox.messages("#flights")) == stored
    client.chat_postMessage(channel="#flights", text="y")


def test_a_slow_answer_comes_when_it_is_let(sandbox, client):
    """The message is there before whoever sent it knows."""
    let = sandbox.faults.slow("chat.postMessage")
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(client.chat_postMessage, channel="#flights", text="x")
        sandbox.wait_for(lambda: sandbox.messages("#flights"))
        assert not answer.done()
        let.set()
        assert answer.result()["ok"]


def test_a_slack_that_was_away_knows_all_that_was_said(workspace, clock):
    """Meanwhile its port is closed; it comes back at the same address."""
    with Sandbox(workspace, clock) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        client.chat_postMessage(channel="#flights", text="x")
        sandbox.stop()
        with pytest.raises(URLError, match="refused"):
            client.chat_postMessage(channel="#flights", text="lost")
        sandbox.start()
        client.chat_postMessage(channel="#flights", text="y")
        assert [each["text"] for each in sandbox.messages("#flights")] == ["x", "y"]
