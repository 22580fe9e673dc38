"""Messages go out to Slack once, come back with a receipt, or say what to change."""

import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.incident import What
from bot.domain.intent import IncidentMail, IncidentNote, IncidentPage, IncidentPost, IncidentUpdate
from bot.messages.blocks import context, section
from bot.messages.message import SlackMessage
from bot.routes.outcome import Permanent, Receipt, Retry
from bot.routes.slack import NowhereError, SlackRoute, token_problem
from bot.routes.slack_client import web_client
from bot.sandbox import Sandbox
from bot.settings.routes import Tokens
from bot.store.outbox import Parcel

Parcels = Callable[..., Parcel]

POST = IncidentPost(incident=7, channel="#flights")
HELLO = SlackMessage(text="wind gusts go missing")
NOTE = IncidentNote(
    incident=7,
    channel="#flights",
    fence=1,
    what=What.ACKNOWLEDGED,
    who="maria",
    at=datetime(2013, 2, 15, 20, 0, tzinfo=UTC),
    text="",
)


def a_page(person: str = "maria", to: str = "dm") -> IncidentPage:
    """A hop that is told by Slack."""
    return IncidentPage(incident=7, channel="#flights", round=1, hop=0, person=person, to=to)  # type: ignore[arg-type]


def test_a_post_is_edited_and_answered_in_its_thread(
    route: SlackRoute, parcel: Parcels, sandbox: Sandbox
) -> None:
    """One message for an incident, its story below."""
    posted = route.send(parcel(POST), SlackMessage(text="new", blocks=[context("x")], color="#c9352b"))
    assert isinstance(posted, Receipt)
    update = IncidentUpdate(incident=7, channel="#flights", fence=1)
    assert route.send(parcel(update, posted.where), SlackMessage(text="taken")) == posted
    route.send(parcel(NOTE, posted.where), SlackMessage(text="maria has it"))
    (message,) = sandbox.messages("#flights")
    assert (message["text"], message["reply_count"]) == ("taken", 1)
    assert "attachments" not in message
    assert sandbox.thread("#flights", posted.where["ts"])[0]["text"] == "maria has it"


def test_a_page_in_the_thread_is_seen_in_the_channel_too(
    route: SlackRoute, parcel: Parcels, sandbox: Sandbox
) -> None:
    """A mention buried in a thread is no page."""
    posted = route.send(parcel(POST), HELLO)
    assert isinstance(posted, Receipt)
    route.send(parcel(a_page(to="thread"), posted.where, id_=2), SlackMessage(text="<@U1MARIA> please"))
    assert [message["text"] for message in sandbox.messages("#flights")] == [HELLO.text, "<@U1MARIA> please"]


def test_a_page_reaches_a_person_in_private(route: SlackRoute, parcel: Parcels, sandbox: Sandbox) -> None:
    """By the member id of the configuration."""
    assert isinstance(route.send(parcel(a_page()), HELLO), Receipt)
    assert [message["text"] for message in sandbox.messages("U1MARIA")] == [HELLO.text]


@pytest.mark.parametrize("intent", [POST, a_page()], ids=["channel", "direct message"])
def test_after_a_time_out_the_message_is_found_instead_of_posted_again(
    route: SlackRoute, parcel: Parcels, sandbox: Sandbox, intent: IncidentPost | IncidentPage
) -> None:
    """Slack took it, but its answer never came."""
    sandbox.faults.hang("chat.postMessage")
    outcome = route.send(parcel(intent), HELLO)
    assert isinstance(outcome, Retry)
    assert outcome.unknown
    found = route.find(parcel(intent))
    assert found is not None
    assert sandbox.message(found.where["channel"], found.where["ts"])["text"] == HELLO.text


def test_a_reply_is_found_in_its_thread(route: SlackRoute, parcel: Parcels, sandbox: Sandbox) -> None:
    """History does not show replies."""
    posted = route.send(parcel(POST), HELLO)
    assert isinstance(posted, Receipt)
    note = parcel(NOTE, posted.where, id_=2)
    sandbox.faults.hang("chat.postMessage")
    assert isinstance(route.send(note, SlackMessage(text="maria has it")), Retry)
    found = route.find(note)
    assert found is not None
    assert sandbox.thread("#flights", posted.where["ts"])[0]["ts"] == found.where["ts"]


def test_what_never_arrived_is_not_found(route: SlackRoute, parcel: Parcels, sandbox: Sandbox) -> None:
    """So that it is posted again; the message of another outbox row is not taken for it."""
    sandbox.faults.hang("chat.postMessage", after_effect=False)
    assert isinstance(route.send(parcel(POST), HELLO), Retry)
    other = IncidentPost(incident=8, channel="#flights")
    assert isinstance(route.send(parcel(other, id_=2), HELLO), Receipt)
    assert route.find(parcel(POST)) is None


def test_what_may_stand_there_already_says_so(route: SlackRoute, parcel: Parcels, sandbox: Sandbox) -> None:
    """Nobody could look: whoever reads it twice knows why."""
    unsure = replace(parcel(a_page()), unsure=True)
    told = SlackMessage(text="Please acknowledge", blocks=[section("Please acknowledge")])
    assert isinstance(route.send(unsure, told), Receipt)
    assert "This may be a repeat" in str(sandbox.messages("U1MARIA")[-1]["blocks"])
    assert isinstance(route.send(replace(unsure, id=2), HELLO), Receipt)
    assert "This may be a repeat" in sandbox.messages("U1MARIA")[-1]["text"]


def test_a_search_in_a_channel_that_is_not_there_says_so(route: SlackRoute, parcel: Parcels) -> None:
    """The engine then decides: a page rather twice than never."""
    with pytest.raises(NowhereError, match="/invite @Oakum"):
        route.find(parcel(IncidentPost(incident=7, channel="#nowhere")))


@pytest.mark.parametrize(
    ("channel", "advice"), [("#nowhere", "channel_not_found"), ("#random", "type /invite @Oakum there")]
)
def test_a_wrong_channel_is_permanent_and_says_what_to_change(
    route: SlackRoute, parcel: Parcels, channel: str, advice: str
) -> None:
    """HTTP 200 with `ok: false` is not "sent"."""
    outcome = route.send(parcel(IncidentPost(incident=7, channel=channel)), HELLO)
    assert isinstance(outcome, Permanent)
    assert advice in outcome.why


@pytest.mark.parametrize(
    ("person", "advice"),
    [("ghost", "add `slack: U…`"), ("nobody", "add `slack"), ("gone", "copy the member id")],
)
def test_a_person_without_a_slack_account_cannot_be_told(
    route: SlackRoute, parcel: Parcels, person: str, advice: str
) -> None:
    """The reason names the key of the configuration."""
    outcome = route.send(parcel(a_page(person)), HELLO)
    assert isinstance(outcome, Permanent)
    assert advice in outcome.why


def test_blocks_that_slack_refuses_come_with_its_reasons(route: SlackRoute, parcel: Parcels) -> None:
    """Whoever reports it can say which block it was."""
    outcome = route.send(parcel(POST), SlackMessage(text="x", blocks=[{"type": "header"}]))
    assert isinstance(outcome, Permanent)
    assert "invalid_blocks" in outcome.why
    assert "/blocks/0" in outcome.why


def test_a_rate_limit_is_obeyed(route: SlackRoute, parcel: Parcels, sandbox: Sandbox) -> None:
    """Slack says how long to wait."""
    sandbox.faults.limit("chat.postMessage", retry_after=17)
    outcome = route.send(parcel(POST), HELLO)
    assert isinstance(outcome, Retry)
    assert (outcome.after, outcome.unknown) == (timedelta(seconds=17), False)


@pytest.mark.parametrize(
    ("error", "status", "unknown"),
    [("internal_error", 200, True), ("whatever", 503, True), ("brand_new_word", 200, False)],
)
def test_trouble_at_slack_is_worth_another_try(
    route: SlackRoute, parcel: Parcels, sandbox: Sandbox, error: str, status: int, unknown: bool
) -> None:
    """After an internal error it may have been posted all the same."""
    sandbox.faults.fail("chat.postMessage", error=error, status=status)
    outcome = route.send(parcel(POST), HELLO)
    assert isinstance(outcome, Retry)
    assert outcome.unknown is unknown


def test_a_refused_connection_delivered_nothing(parcel: Parcels) -> None:
    """So nothing has to be looked for."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        client = web_client("xoxb-x", f"http://127.0.0.1:{taken.getsockname()[1]}/api/", timeout=1)
        outcome = SlackRoute(client, {}).send(parcel(POST), HELLO)
    assert isinstance(outcome, Retry)
    assert not outcome.unknown


def test_a_wrong_token_is_one_clear_sentence(sandbox: Sandbox, parcel: Parcels) -> None:
    """It names the variable to set."""
    client = web_client("xoxb-wrong", sandbox.api_url)
    assert "set SLACK_BOT_TOKEN" in (token_problem(client, Tokens()) or "")
    outcome = SlackRoute(client, {}).send(parcel(POST), HELLO)
    assert isinstance(outcome, Permanent)
    assert "invalid_auth" in outcome.why
    assert token_problem(web_client(sandbox.bot_token, sandbox.api_url), Tokens()) is None


def test_a_mail_does_not_go_by_slack(route: SlackRoute, parcel: Parcels) -> None:
    """A mistake in the wiring is said, not guessed around."""
    outcome = route.send(parcel(IncidentMail(incident=7, round=1, hop=0, person="maria")), HELLO)
    assert outcome == Permanent("incident_mail does not go by Slack")
