"""What people do in the workspace; every method returns at once, and the app hears of it."""

from typing import Any

from bot.sandbox import payloads, views
from bot.sandbox.content import all_blocks
from bot.sandbox.deliveries import Delivery
from bot.sandbox.errors import SlackError
from bot.sandbox.messages import person_message, shown
from bot.sandbox.responses import in_thread, respond, whisper
from bot.sandbox.socket_mode import SocketHub
from bot.sandbox.state import Conversation, State
from bot.sandbox.triggers import Source
from bot.sandbox.validate import elements_of
from bot.sandbox.workspace import Json


class People:
    """The people's side of the sandbox. Each method returns a Delivery: `.wait()` for the app's ack."""

    state: State
    hub: SocketHub
    event_retries: tuple[float, ...]

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> list[Delivery]:
        """Write a message; the app hears of it if it is mentioned or it is a direct message to it."""
        room = self._room(user, channel)
        with self.state.change(kind="message", channel=room.id):
            message = person_message(self.state, user, text, thread_ts)
            room.messages.append(message)
            self.state.read_up_to[user, room.id] = message["ts"]
        heard = {**message, "channel": room.id, "event_ts": message["ts"]}
        if room.kind == "im":
            return [self._event({**heard, "channel_type": "im"})]
        if f"<@{self.state.workspace.bot_user}>" in text:
            return [self._event({**heard, "type": "app_mention"})]
        return []

    def mention(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Delivery:
        """Write "@Oakum text" in a channel."""
        return self.say(user, channel, f"<@{self.state.workspace.bot_user}> {text}", thread_ts)[0]

    def dm(self, user: str, text: str, thread_ts: str | None = None) -> Delivery:
        """Write to the bot in private."""
        return self.say(user, user, text, thread_ts)[0]

    def command(self, user: str, channel: str, name: str, text: str = "") -> Delivery:
        """Type a slash command. (In threads Slack has none.)"""
        room = self._room(user, channel)
        source = Source(user, room.id)
        known = [command.name for command in self.state.workspace.commands]
        if known and name not in known:
            raise LookupError(f"{name} is not a command of this workspace; there are {', '.join(known)}")
        told = payloads.slash_command(
            self.state, user, room, name, text, self._trigger(user), self._response_url(source)
        )
        return self._send(told, source, f"`{name}` failed with the error “{{error}}”")

    def click(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        value: Any = None,
        values: Json | None = None,
    ) -> Delivery:
        """Press a button or choose in a menu of a message.

        `value` names the option of a menu (or which of several buttons), `values` what inputs of the message
        hold: block id → action id → value. Raises: LookupError if there is no such message or action.
        """
        room = self._room(user, channel)
        message, ephemeral = self._clicked(room, user, ts)
        block, element = _find(message, action_id, value)
        source = Source(user, room.id, ts, ephemeral, in_thread(message))
        container = {"message_ts": ts, "channel_id": room.id, "is_ephemeral": ephemeral}
        more: Json = {
            "container": {"type": "message", **container},
            "channel": {"id": room.id, "name": "directmessage" if room.kind == "im" else room.name},
            "state": {"values": _values(message, values or {})},
            "response_url": self._response_url(source),
        }
        if not ephemeral:
            more["message"] = shown(room, message)
        return self._act(user, block, element, value, more, source)

    def click_view(
        self, user: str, action_id: str, value: Any = None, values: Json | None = None
    ) -> Delivery:
        """Press a button or choose in a menu of the modal on top."""
        return self._click_in_view(user, self._top(user), action_id, value, values)

    def click_home(
        self, user: str, action_id: str, value: Any = None, values: Json | None = None
    ) -> Delivery:
        """Press a button or choose in a menu of the bot's home."""
        return self._click_in_view(user, self.state.homes[user], action_id, value, values)

    def _click_in_view(
        self, user: str, view: Json, action_id: str, value: Any, values: Json | None
    ) -> Delivery:
        block, element = _find(view, action_id, value)
        filled: Json = {**view, "state": {"values": _values(view, values or {})}}
        more: Json = {"container": {"type": "view", "view_id": view["id"]}, "view": filled}
        return self._act(user, block, element, value, more, Source(user, user))

    def _act(self, user: str, block: Json, element: Json, value: Any, more: Json, source: Source) -> Delivery:
        action: Json = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "action_ts": self.state.next_ts(),
            **{key: element[key] for key in ("text", "style") if key in element},
        }
        action |= payloads.picked(element, value)
        more |= {"trigger_id": self._trigger(user), "actions": [action]}
        return self._send(payloads.interaction(self.state, "block_actions", user, more), source)

    def submit_view(self, user: str, values: Json | None = None) -> Delivery:
        """Press the submit button of the modal on top; `values`: block id → action id → value."""
        view = self._top(user)
        filled = {**view, "state": {"values": _values(view, values or {})}}
        more = {"view": filled, "trigger_id": self._trigger(user), "response_urls": []}
        told = payloads.interaction(self.state, "view_submission", user, more)
        return self._send_view(told, user, view)

    def close_view(self, user: str, *, everything: bool = False) -> Delivery | None:
        """Close the modal on top (or all of them); the app hears of it if it asked to."""
        view = self._top(user)
        everything = everything or view["clear_on_close"]
        views.close(self.state, user, view, everything)
        if not view["notify_on_close"]:
            return None
        more = {"view": view, "is_cleared": everything}
        return self._send(payloads.interaction(self.state, "view_closed", user, more), Source(user, user))

    def open_home(self, user: str, tab: str = "home") -> Delivery:
        """Open the app; `tab` is home or messages."""
        told: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": self.state.conversation(user).id,
            "tab": tab,
            "event_ts": self.state.next_ts(),
        }
        if view := self.state.homes.get(user):
            told["view"] = view
        return self._event(told)

    def mark_read(self, user: str, channel: str) -> None:
        """Everything in the conversation was seen."""
        room = self._room(user, channel)
        if room.messages:
            with self.state.change(kind="read", user=user):
                self.state.read_up_to[user, room.id] = room.messages[-1]["ts"]

    def dismiss(self, user: str, channel: str, ts: str) -> None:
        """Put away something only this person sees."""
        room = self._room(user, channel)
        with self.state.change(kind="message", channel=room.id):
            kept = [message for message in room.ephemerals.get(user, []) if message["ts"] != ts]
            room.ephemerals[user] = kept

    def _room(self, user: str, channel: str) -> Conversation:
        if user not in self.state.people:
            raise LookupError(f"no such person: {user}; there are {', '.join(self.state.people)}")
        room = self.state.conversation(channel)
        if user not in room.members:
            raise LookupError(f"{user} is not in {room.name}")
        return room

    def _clicked(self, room: Conversation, user: str, ts: str) -> tuple[Json, bool]:
        for message in room.ephemerals.get(user, []):
            if message["ts"] == ts:
                return message, True
        if message_ := room.find(ts):
            return message_, False
        raise LookupError(f"no message {ts} in {room.name}")

    def _top(self, user: str) -> Json:
        if stack := self.state.modals.get(user):
            return stack[-1]
        raise LookupError(f"no modal is open for {user}")

    def _trigger(self, user: str) -> str:
        return self.state.triggers.issue(self.state.next_id("trigger."), user)

    def _response_url(self, source: Source) -> str:
        name = self.state.response_urls.issue(self.state.next_id("R"), source)
        return f"{self.state.address}/respond/{name}"

    def _event(self, what: Json) -> Delivery:
        told = payloads.event(self.state, what)
        return self.hub.dispatch(Delivery(told, retries=list(self.event_retries)))

    def _send(self, told: Json, source: Source, failure: str = "") -> Delivery:
        """Send what a person did; answer payloads and failures come back to where they did it."""

        def failed(error: str) -> None:
            if failure:
                whisper(self.state, source, failure.format(error=error))
            self._notice(source.user, source.channel, error)

        def answered(payload: Json) -> None:
            if payload:
                try:
                    respond(self.state, source, payload)
                except SlackError as error:
                    failed(error.word)

        return self.hub.dispatch(Delivery(told, on_ack=answered, on_error=failed))

    def _send_view(self, told: Json, user: str, view: Json) -> Delivery:
        def failed(error: str) -> None:
            self._notice(user, user, error)

        def answered(payload: Json) -> None:
            try:
                views.after_submission(self.state, user, view, payload)
            except SlackError as error:
                failed(error.word)

        return self.hub.dispatch(Delivery(told, on_ack=answered, on_error=failed))

    def _notice(self, user: str, channel: str, error: str) -> None:
        with self.state.change(kind="notice", user=user):
            number = str(len(self.state.notices) + 1)
            self.state.notices.append({"id": number, "user": user, "channel": channel, "error": error})


def _find(shown: Json, action_id: str, value: Any) -> tuple[Json, Json]:
    """The block and the element of an action; of several equal ones the one with this value."""
    actions = [
        (block, element)
        for block in all_blocks(shown)
        for element in elements_of(block)
        if "action_id" in element
    ]
    found = [(block, element) for block, element in actions if element["action_id"] == action_id]
    if len(found) > 1 and value is not None:
        found = [pair for pair in found if pair[1].get("value") == value] or found
    if not found:
        there = ", ".join(element["action_id"] for _, element in actions) or "none"
        raise LookupError(f"no action {action_id!r} here; there are: {there}")
    return found[0]


def _values(shown: Json, given: Json) -> Json:
    """The state of all inputs: what was given, else what they held at first."""
    state: Json = {}
    for block in all_blocks(shown):
        for element in elements_of(block):
            if element["type"] in ("button", "overflow", "image"):
                continue
            here = given.get(block["block_id"], {})
            name = element["action_id"]
            held = payloads.picked(element, here[name]) if name in here else payloads.initial(element)
            state.setdefault(block["block_id"], {})[name] = {"type": element["type"], **held}
    return state
