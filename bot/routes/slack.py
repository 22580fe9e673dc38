"""The way out to Slack. Each message carries its outbox key, so that it is found again after a time-out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.domain.alert_intent import IncidentAlert, IncidentAlertUpdate
from bot.domain.declared import Person
from bot.domain.drill_intent import DrillCall, DrillUpdate
from bot.domain.expert_intent import ExpertLetter, ExpertPost
from bot.domain.hook_intent import Hook
from bot.domain.intent import (
    DigestMail,
    DigestNudge,
    Edit,
    IncidentAsk,
    IncidentMail,
    IncidentNote,
    IncidentPage,
    Intent,
)
from bot.domain.picture_intent import IncidentPlot
from bot.domain.rollback_intent import RollbackPost
from bot.messages.message import SlackMessage, payload, perhaps_again
from bot.routes.outcome import Outcome, Permanent, Receipt
from bot.routes.pictures import unready
from bot.routes.slack_answers import FAILURES, meaning, word
from bot.routes.slack_groups import fault, user_groups
from bot.settings.routes import Tokens
from bot.store.outbox import Parcel

EVENT_TYPE = "oakum_message"
_SKEW = timedelta(minutes=10)
_IN_THREAD = (IncidentNote, IncidentPage, IncidentAsk, IncidentPlot, DigestNudge, RollbackPost, ExpertPost)
_PAGES = 10
"""Of 200 messages each: a message that is older than that is taken for lost."""


class NowhereError(LookupError):
    """A message that goes nowhere as things are; the text says what to change."""


class SlackRoute:
    """Posts, edits and direct messages. `where` of a receipt is {"channel": id, "ts": time stamp}."""

    searchable = True

    def __init__(
        self,
        client: WebClient,
        people: Mapping[str, Person],
        tokens: Tokens | None = None,
        groups: Mapping[str, str] | None = None,
    ) -> None:
        self._client = client
        self._people = people
        self._groups = groups or {}
        self._tokens = tokens or Tokens()
        self._ids: dict[str, str] = {}

    def send(self, parcel: Parcel, message: SlackMessage) -> Outcome:
        """Send what the parcel's intent asks for, where it asks for it."""
        try:
            return self._send(parcel, message)
        except NowhereError as error:
            return Permanent(str(error))
        except FAILURES as error:
            return unready(parcel, error) or meaning(error, self._tokens)

    def find(self, parcel: Parcel) -> Receipt | None:
        """The message that an earlier try of this parcel left behind; None where there is none.

        Raises: SlackApiError, OSError where Slack does not tell, NowhereError where there is no such channel.
        """
        channel = self._id(self._channel(parcel.intent))
        for message in self._written(channel, parcel.written_at - _SKEW, _thread(parcel)):
            if _key(message) == parcel.key:
                return Receipt({"channel": channel, "ts": str(message["ts"])})
        return None

    def _send(self, parcel: Parcel, message: SlackMessage) -> Receipt:
        if isinstance(parcel.intent, Edit):
            where = _root(parcel)
            answer = self._client.chat_update(channel=where["channel"], ts=where["ts"], **payload(message))
        else:
            answer = self._post(parcel, message)
        return Receipt({"channel": str(answer["channel"]), "ts": str(answer["ts"])})

    def _post(self, parcel: Parcel, message: SlackMessage) -> SlackResponse:
        if isinstance(parcel.intent, DrillCall) and parcel.intent.channel:
            self._must_ring(parcel.intent.person)
        asked = self._channel(parcel.intent)
        channel = self._direct(asked) if _is_member(asked) else asked
        said = perhaps_again(message) if parcel.unsure else message
        more: dict[str, Any] = {name: value for name, value in payload(said).items() if value}
        if thread := _thread(parcel):
            channel = _root(parcel)["channel"]
            more |= {"thread_ts": thread, "reply_broadcast": _broadcast(parcel.intent)}
        answer = self._client.chat_postMessage(
            channel=channel,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": parcel.key}},
            unfurl_links=False,
            unfurl_media=False,
            **more,
        )
        self._ids[asked] = str(answer["channel"])
        return answer

    def _must_ring(self, team: str) -> None:
        """A drill finds a user group whose mention nobody hears. Raises: NowhereError, one of `FAILURES`."""
        id_ = self._groups.get(team, "")
        try:
            said = fault(team, id_, user_groups(self._client).get(id_))
        except SlackApiError as error:
            if word(error) != "missing_scope":  # a mention needs no scope: its receipt will tell
                raise
        else:
            if said:
                raise NowhereError(said)

    def _channel(self, intent: Intent) -> str:
        """A #name, an id, or a member id for a direct message. Raises: NowhereError."""
        if isinstance(intent, DrillCall) and intent.channel:
            return intent.channel
        if isinstance(intent, (DrillCall, DrillUpdate, ExpertLetter)) or (
            isinstance(intent, IncidentPage | IncidentAsk | DigestNudge) and intent.to == "dm"
        ):
            person = self._people.get(intent.person)
            if person is None or person.slack is None:
                raise NowhereError(f"{intent.person} has no Slack member id: add `slack: U…` under `people`")
            return person.slack
        if isinstance(intent, (DigestMail, IncidentMail, IncidentAlert, IncidentAlertUpdate, Hook)):
            raise NowhereError(f"{intent.kind} does not go by Slack")
        return intent.channel

    def _direct(self, member: str) -> str:
        if member not in self._ids:
            answer = self._client.conversations_open(users=member)
            self._ids[member] = str(answer["channel"]["id"])
        return self._ids[member]

    def _id(self, channel: str) -> str:
        """The id of a channel; history is not told by name."""
        if channel in self._ids:
            return self._ids[channel]
        if _is_member(channel):
            return self._direct(channel)
        if not channel.startswith("#"):
            return channel
        for room in self._rooms():
            self._ids[f"#{room.get('name')}"] = str(room["id"])
        if channel not in self._ids:
            raise NowhereError(f"no channel {channel} that the bot can see: type /invite @Oakum there")
        return self._ids[channel]

    def _rooms(self) -> Iterator[Mapping[str, Any]]:
        def listed(cursor: str) -> Any:
            return self._client.conversations_list(
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=1000,
                cursor=cursor or None,
            )

        for page in pages(listed):
            yield from page["channels"]

    def _written(self, channel: str, since: datetime, thread: str | None) -> Iterator[Mapping[str, Any]]:
        def read(cursor: str) -> Any:
            asked: dict[str, Any] = {"channel": channel, "cursor": cursor or None, "limit": 200}
            asked |= {"oldest": f"{since.timestamp():.6f}", "include_all_metadata": True}
            if thread:
                return self._client.conversations_replies(ts=thread, **asked)
            return self._client.conversations_history(**asked)

        for page in pages(read):
            yield from page["messages"]


def pages(read: Callable[[str], Any]) -> Iterator[Any]:
    """The pages of a list, each asked for with the cursor that the one before gave."""
    cursor = ""
    for _ in range(_PAGES):
        page = read(cursor)
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _key(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return str((metadata.get("event_payload") or {}).get("key"))


def _root(parcel: Parcel) -> Mapping[str, str]:
    if parcel.root is None:
        raise NowhereError("the message that this one answers was never delivered")
    return parcel.root


def _thread(parcel: Parcel) -> str | None:
    """The time stamp of the message whose thread it goes into."""
    in_thread = isinstance(parcel.intent, _IN_THREAD) and parcel.intent.root is not None
    return _root(parcel)["ts"] if in_thread else None


def _broadcast(intent: Intent) -> bool:
    """A page is seen in the channel too: a mention buried in a thread is no page."""
    if isinstance(intent, IncidentNote):
        return intent.broadcast
    return isinstance(intent, (IncidentPage, RollbackPost))


def _is_member(channel: str) -> bool:
    return channel.startswith(("U", "W"))


def who_we_are(client: WebClient) -> str:
    """The address of the workspace, like https://team.slack.com/. Raises: SlackApiError, OSError."""
    return str(client.auth_test()["url"])


def token_problem(client: WebClient, tokens: Tokens) -> str | None:
    """What is wrong with the bot token, and what to change; None if Slack takes it. Raises: OSError."""
    try:
        who_we_are(client)
    except SlackApiError as error:
        return meaning(error, tokens).why
    return None
