"""Slack's Web API client, which ends each call in time: the SDK's limit counts every read anew."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.within import within

ANSWER_WITHIN = 10
"""Seconds that nothing at all may be heard."""
WHOLE = 2
"""So many times as long a whole call may take, however slowly its answer drips."""
_WAITS = 120
"""Seconds for a call with the waits that Slack asks for."""
_PATIENCE = 40
"""Seconds: longer than that an answer to a person is not held back; two such waits fit into the above."""


class _Patient(RateLimitErrorRetryHandler):
    """Waits as long as Slack asks for, but not for minutes: the SDK sleeps however long that is."""

    def _can_retry(self, *, response: HttpResponse | None = None, **more: Any) -> bool:
        asked = {name.lower(): said for name, said in response.headers.items()} if response else {}
        return bool(super()._can_retry(response=response, **more)) and (
            float(asked.get("retry-after", ["1"])[0]) <= _PATIENCE
        )


class InTimeClient(WebClient):
    """Raises `TookTooLongError`, an OSError, where the SDK would wait on."""

    whole: float = WHOLE * ANSWER_WITHIN

    def api_call(self, *args: Any, **more: Any) -> SlackResponse:
        """As the SDK's."""
        with within(self.whole):
            return super().api_call(*args, **more)


def web_client(token: str, api_url: str, timeout: int = ANSWER_WITHIN) -> InTimeClient:
    """A client that never posts twice by itself: the SDK's own retry of a broken connection could."""
    client = InTimeClient(token=token, base_url=api_url, timeout=timeout, retry_handlers=[])
    client.whole = WHOLE * timeout
    return client


def responded(address: str, seen_by: str, said: dict[str, Any]) -> bool:
    """Whether Slack took an answer by the address that came with a word or a click. Raises as the SDK does.

    It is `seen_by` "in_channel" all, or "ephemeral" the asker alone.
    """
    with within(WHOLE * ANSWER_WITHIN):
        answer = WebhookClient(address, timeout=ANSWER_WITHIN).send(
            **said, response_type=seen_by, replace_original=False, unfurl_links=False, unfurl_media=False
        )
    return answer.status_code == 200


def answering_client(token: str, api_url: str) -> InTimeClient:
    """A client for answers to people: what Slack does not take just now is tried twice more, when it says."""

    client = InTimeClient(token=token, base_url=api_url, timeout=ANSWER_WITHIN)
    client.retry_handlers.append(_Patient(max_retry_count=2))
    client.whole = _WAITS
    return client
