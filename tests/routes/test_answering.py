"""An answer to a person waits for Slack a little, not for minutes."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.clock import seconds
from bot.routes.slack_client import answering_client
from bot.sandbox import Sandbox


def test_what_slack_puts_off_for_a_moment_is_said_then(sandbox: Sandbox) -> None:
    """As long as it asks for."""
    sandbox.faults.limit("chat.postMessage", retry_after=1)
    client = answering_client(sandbox.bot_token, sandbox.api_url)
    assert client.chat_postMessage(channel="#flights", text="it is healthy")["ok"]
    assert [each["text"] for each in sandbox.messages("#flights")] == ["it is healthy"]


def test_what_it_puts_off_for_minutes_is_given_up(sandbox: Sandbox) -> None:
    """Each that waits holds a thread of those that answer everybody."""
    sandbox.faults.limit("chat.postMessage", retry_after=600)
    client = answering_client(sandbox.bot_token, sandbox.api_url)
    began = seconds()
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="#flights", text="it is healthy")
    assert seconds() - began < 5
