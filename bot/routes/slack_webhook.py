"""The way out by an incoming webhook of Slack: an address that posts, and can do nothing else."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.domain.declared_routes import THE_CHANNEL
from bot.domain.declared_routes import SlackWebhookRoute as Declared
from bot.messages.message import SlackMessage, payload, perhaps_again
from bot.routes.http_answers import ANSWER_WITHIN, meaning
from bot.routes.outcome import Outcome, Receipt, Retry
from bot.routes.slack_answers import FAILURES
from bot.routes.slack_answers import meaning as unanswered
from bot.settings.routes import Tokens
from bot.store.outbox import Parcel

_BUG = "please report it: Oakum built a message that Slack refuses"
_ANOTHER = "make another one in Slack, and put its address into {key}"
_DENIED = "ask the workspace's administrators, or choose a channel that allows it"
WHAT_TO_CHANGE = {
    "action_prohibited": _DENIED,
    "channel_is_archived": "unarchive the channel, or make an address for another one and put it into {key}",
    "channel_not_found": f"its channel was deleted: {_ANOTHER}",
    "invalid_attachments": _BUG,
    "invalid_blocks": _BUG,
    "invalid_blocks_format": _BUG,
    "invalid_payload": _BUG,
    "invalid_token": _ANOTHER,
    "msg_blocks_too_long": _BUG,
    "no_active_hooks": _ANOTHER,
    "no_service": f"the address was removed or switched off: {_ANOTHER}",
    "no_service_id": f"the address is not complete: {_ANOTHER}",
    "no_team": f"the address names no workspace: {_ANOTHER}",
    "no_text": _BUG,
    "posting_to_general_channel_denied": _DENIED,
    "team_disabled": "the workspace is switched off: ask its administrators",
    "too_many_attachments": _BUG,
    "user_not_found": "a member id in `people` is none: copy it from the person's profile",
}
"""Slack's words for a refusal; `{key}` is where the address stands."""
_MOST = 200
"""Bytes of an answer that are read: Slack's is a word."""


class _NowhereElse(HTTPRedirectHandler):
    """A redirection is an answer. Followed, the message would be lost, and a page be its receipt."""

    def redirect_request(self, *_: Any) -> None:
        """None is followed."""


_OPENER = build_opener(_NowhereElse)
"""The SDK's client follows, fails on what is not UTF-8, and logs the address: who has it can post."""


class SlackWebhookRoute:
    """Posts by the address of each place. `where` of a receipt is {"place": …}: Slack tells no more."""

    searchable = False

    def __init__(self, declared: Declared) -> None:
        self._declared = declared

    def send(self, parcel: Parcel, message: SlackMessage) -> Outcome:
        """Post it where the parcel's intent says."""
        return self.post(parcel.intent.lane, perhaps_again(message) if parcel.unsure else message)

    def find(self, parcel: Parcel) -> Receipt | None:
        """Nothing can be looked for: what may be a repeat says so."""
        return None

    def post(self, place: str, message: SlackMessage) -> Outcome:
        """Post a message by the address of a place."""
        said: dict[str, Any] = {name: value for name, value in payload(message).items() if value}
        said |= {"unfurl_links": False, "unfurl_media": False}
        try:
            status, word, headers = _posted(self._declared.address(place), said)
        except FAILURES as error:
            return unanswered(error, Tokens())
        if 200 <= status < 300 and word != "ok":
            return Retry("something else than Slack answered: is there a proxy that asks for a password?")
        key = key_of(self._declared, place)
        change = WHAT_TO_CHANGE.get(word, "look whether {key} is the address that Slack shows")
        return meaning(_whose(place), status, word, headers, {"place": place}, change.format(key=key))


def _posted(address: str, said: Mapping[str, Any]) -> tuple[int, str, Mapping[str, str]]:
    """The status, the word and the headers (in lower case) of the answer. Raises one of FAILURES."""
    headers = {"content-type": "application/json; charset=utf-8", "user-agent": "Oakum"}
    try:
        answer = _OPENER.open(Request(address, json.dumps(said).encode(), headers), timeout=ANSWER_WITHIN)
    except HTTPError as error:
        answer = error
    with answer:
        told = {name.lower(): value for name, value in answer.headers.items()}
        return answer.status, _word(answer.read(_MOST)), told


def _word(body: bytes) -> str:
    """Slack's word. What a proxy writes may repeat the address, so it is not told."""
    said = body.decode(errors="replace").strip()
    return said if re.fullmatch(r"[a-z_]{1,60}", said) else ""


def key_of(declared: Declared, place: str) -> str:
    """Where the address of a place stands."""
    return f"routes.slack_webhook.{'channels.' + place if place in declared.channels else 'url'}"


def _whose(place: str) -> str:
    return "the webhook" if place == THE_CHANNEL else f"the webhook of {place}"
