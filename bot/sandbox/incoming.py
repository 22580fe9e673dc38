"""Incoming webhooks: addresses that post into one channel, and answer with a word."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.arguments import Args, parse_body
from bot.sandbox.content import all_blocks, read_content, require_something
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Faults
from bot.sandbox.marred import instead, marred
from bot.sandbox.messages import bot_message
from bot.sandbox.state import State
from bot.sandbox.validate import elements_of

INCOMING = "incoming_webhook"
"""What faults of them are planned under."""
_PLANNED = {"ratelimited": "rate_limited", "internal_error": "rollup_error"}
"""What the Web API calls otherwise."""


class IncomingWebhooks:
    """Answers /services/T…/B…/… as Slack would."""

    def __init__(self, state: State, faults: Faults) -> None:
        self._state = state
        self._faults = faults
        self._channels: dict[str, str] = {}  # by the path of the address

    def routes(self) -> list[Route]:
        return [Route("/services/{team}/{service}/{secret}", self.post, methods=["POST"])]

    def add(self, channel: str) -> str:
        """A new address that posts into this channel. Raises: SlackError channel_not_found."""
        room, service = self._state.conversation(channel), self._state.next_id("B")
        path = f"/services/{self._state.workspace.team_id}/{service}/{service[::-1]}secret"
        self._channels[path] = room.id
        return f"{self._state.address}{path}"

    def remove(self, address: str) -> None:
        """As when somebody deletes it in Slack."""
        del self._channels[address.removeprefix(self._state.address)]

    async def post(self, request: Request) -> Response:
        """One message."""
        fault = self._faults.next(INCOMING)
        if fault and fault.instead and not fault.after_effect:
            return await instead(request, fault)
        try:
            if fault and fault.error:
                raise fault.error
            kind = request.headers.get("content-type", "application/json")
            self._say(request.url.path, kind, await request.body())
        except SlackError as error:
            status = error.status if error.status != 200 else 400
            word = _PLANNED.get(error.word, error.word)
            return PlainTextResponse(word, status, error.headers)
        return await marred(request, fault, PlainTextResponse("ok"))

    def _say(self, path: str, kind: str, body: bytes) -> None:
        if path not in self._channels:
            raise SlackError("no_service", status=404)
        room = self._state.conversation(self._channels[path])
        if room.archived:
            raise SlackError("channel_is_archived", status=410)
        try:
            content = read_content(self._state, Args(parse_body(kind, body)))
        except SlackError as error:
            raise (
                error if error.word.startswith("invalid_blocks") else SlackError("invalid_payload")
            ) from error
        require_something(content)
        clickable = [each for block in all_blocks(content) for each in elements_of(block)]
        if any(each.get("type") != "image" for each in clickable):  # Slack shows them; a click ends nowhere
            raise SlackError("invalid_blocks")
        self._state.limit.take(room.id)
        with self._state.change(kind="message", channel=room.id):
            room.messages.append(bot_message(self._state, content))
