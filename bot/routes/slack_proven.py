"""Whether Slack lets us do what we do: one message is posted, edited, reacted to and deleted again."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.examined import State, Thing
from bot.routes.outcome import Permanent
from bot.routes.slack import EVENT_TYPE, pages
from bot.routes.slack_answers import FAILURES, meaning, word
from bot.routes.slack_examined import rooms
from bot.settings.routes import Tokens

TRIES = 3
LONGEST_WAIT = timedelta(minutes=1)
"""A longer wait than Slack ever asks for in practice is not waited for."""
EMOJI = "white_check_mark"
FIRST = "`oakum doctor --live` tries whether Oakum can post here. This message goes away in a moment."
THEN = "`oakum doctor --live` posted and edited this message. It goes away in a moment."

Call = Callable[[], Any]


def prove(
    client: WebClient,
    channel: str,
    key: str,
    tokens: Tokens,
    *,
    wait: Callable[[float], None],
    stopwatch: Callable[[], float],
) -> list[Thing]:
    """Each step with its seconds; the message is deleted whatever becomes of the others.

    `key` marks the message, so that one is found that was posted though Slack's answer was lost.
    """
    live = _Live(client, channel, key, tokens, wait, stopwatch)
    try:
        live.post_and_change()
    finally:
        live.leave_nothing()
    return live.things


class _Live:
    """One message, from its post to its end."""

    def __init__(
        self,
        client: WebClient,
        channel: str,
        key: str,
        tokens: Tokens,
        wait: Callable[[float], None],
        stopwatch: Callable[[], float],
    ) -> None:
        self.things: list[Thing] = []
        self._client, self._channel, self._key, self._tokens = client, channel, key, tokens
        self._wait, self._stopwatch = wait, stopwatch
        self._where: dict[str, Any] = {}
        self._unsure = False

    def post_and_change(self) -> None:
        """The steps that the bot lives by, and the reaction, which it does without."""
        client = self._client
        answer = self._step(f"post in {self._channel}", self._post)
        if answer is None:
            return
        self._step("edit it", lambda: client.chat_update(**self._where, text=THEN))
        emoji = {"name": EMOJI, "channel": self._where["channel"], "timestamp": self._where["ts"]}
        if self._step("react to it", lambda: client.reactions_add(**emoji), optional=True):
            self._step("take the reaction back", lambda: client.reactions_remove(**emoji))

    def leave_nothing(self) -> None:
        """Delete the message; where nobody knows whether there is one, look."""
        if not self._where and self._unsure:
            self._step("look for what was posted", self._find)
        if self._where:
            self._step("delete it", self._delete, again=True)

    def _post(self) -> Any:
        self._unsure = True
        try:
            answer = self._client.chat_postMessage(
                channel=self._channel,
                text=FIRST,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": self._key}},
            )
        except SlackApiError as error:
            self._unsure = not isinstance(meaning(error, self._tokens), Permanent)
            raise
        self._where = {"channel": str(answer["channel"]), "ts": str(answer["ts"])}
        return answer

    def _find(self) -> str:
        """Told as what was seen. History is not told by a channel's name."""
        for room in rooms(self._client):
            if self._channel in (room["id"], f"#{room.get('name')}"):
                self._where = self._found_in(str(room["id"]))
        return "it is there all the same" if self._where else "nothing was posted"

    def _found_in(self, room: str) -> dict[str, Any]:
        def read(cursor: str) -> Any:
            return self._client.conversations_history(
                channel=room, cursor=cursor or None, limit=200, include_all_metadata=True
            )

        for page in pages(read):
            for message in page["messages"]:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("key") == self._key:
                    return {"channel": room, "ts": str(message["ts"])}
        return {}

    def _delete(self) -> Any:
        try:
            return self._client.chat_delete(**self._where)
        except SlackApiError as error:
            if word(error) == "message_not_found":  # a try whose answer was lost has done it
                return error.response
            raise

    def _step(self, what: str, call: Call, *, again: bool = False, optional: bool = False) -> Any:
        """What was answered; None where it failed. With `again`, a call that is not answered is repeated."""
        began = self._stopwatch()
        answer, state, said = self._tried(call, again=again, optional=optional)
        took = self._stopwatch() - began
        if what == "delete it" and state is not State.OK:
            said += f"; a message of ours stays in {self._channel}: delete it there by hand"
        self.things.append(Thing(f"live: {what}", state, f"{said} ({took:.2f} s)", took))
        return answer

    def _tried(self, call: Call, *, again: bool, optional: bool) -> tuple[Any, State, str]:
        for left in reversed(range(TRIES)):
            try:
                answer = call()
            except FAILURES as error:
                said = meaning(error, self._tokens)
                if isinstance(said, Permanent):
                    return (
                        None,
                        State.UNKNOWN if optional else State.MEND,
                        _in_full(error, said.why, optional),
                    )
                pause = said.after or timedelta(seconds=1)
                if not left or not (again or said.after) or pause > LONGEST_WAIT:
                    return None, State.UNKNOWN, said.why
                self._wait(pause.total_seconds())
            else:
                return answer, State.OK, answer if isinstance(answer, str) else "done"
        raise AssertionError("the last try returns")


def _in_full(error: Exception, why: str, optional: bool) -> str:
    """A missing scope is told with the place where it is added."""
    response: Mapping[str, Any] = getattr(error, "response", {})
    if response.get("error") != "missing_scope":
        return why
    lacking = response.get("needed") or "a scope"
    where = "at api.slack.com/apps, OAuth & Permissions, Bot Token Scopes, and reinstall the app"
    if optional:
        return f"left out, since the app lacks {lacking}; Oakum does without: to try it, add it {where}"
    return f"the app lacks {lacking}: add it {where}"
