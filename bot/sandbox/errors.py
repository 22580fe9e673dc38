"""What the stand-in answers when it refuses: Slack's own error words."""

from collections.abc import Sequence

from bot.sandbox.workspace import Json


class SlackError(Exception):
    """A refusal: an error word, the HTTP status it travels with, and Slack's explaining messages."""

    def __init__(
        self,
        word: str,
        *,
        status: int = 200,
        messages: Sequence[str] = (),
        headers: dict[str, str] | None = None,
        **more: str,
    ) -> None:
        super().__init__(word)
        self.word = word
        self.status = status
        self.messages = list(messages)
        self.headers = headers or {}
        self.more = more

    def body(self) -> Json:
        """The JSON answer as Slack words it."""
        answer: Json = {"ok": False, "error": self.word, **self.more}
        if self.messages:
            if self.word == "invalid_blocks":
                answer["errors"] = [message.removeprefix("[ERROR] ") for message in self.messages]
            answer["response_metadata"] = {"messages": self.messages}
        return answer


def rate_limited(retry_after: int) -> SlackError:
    """HTTP 429: ask again after so many seconds."""
    return SlackError("ratelimited", status=429, headers={"Retry-After": str(retry_after)})
