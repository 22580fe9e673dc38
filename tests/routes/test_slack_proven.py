"""`oakum doctor --live` over the wire: a message comes, is changed, and nothing stays."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.clock import StoppedClock
from bot.commands.manifest import BOT_SCOPES, manifest
from bot.domain.examined import Thing
from bot.routes.slack_client import web_client
from bot.routes.slack_proven import prove
from bot.sandbox import Channel, Person, Sandbox, Workspace
from bot.settings.routes import Tokens

FRIDAY = datetime(2026, 11, 20, tzinfo=UTC)
WORKSPACE = Workspace(
    name="Harbor",
    people=[Person("U1MARIA", "maria", "Maria Silva", "maria@harbor.example")],
    channels=[
        Channel("C1CHURN", "churn", ["U1MARIA"]),
        Channel("C2RANDOM", "random", ["U1MARIA"], with_bot=False),
        Channel("C3OLD", "old", ["U1MARIA"], archived=True),
    ],
)
ALL = frozenset(manifest()["oauth_config"]["scopes"]["bot"])
STEPS = ["post in #churn", "edit it", "react to it", "take the reaction back", "delete it"]


class Live:
    """One go in the sandbox: what was told, what Slack was asked, how long was waited."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.waits: list[float] = []

    def go(self, channel: str = "#churn", token: str = "xoxb-sandbox") -> list[Thing]:
        client = web_client(token, self.sandbox.api_url, timeout=1)
        return prove(client, channel, "doctor:1", Tokens(), wait=self.waits.append, stopwatch=lambda: 0.0)

    def told(self, channel: str = "#churn", token: str = "xoxb-sandbox") -> dict[str, str]:
        things = self.go(channel, token)
        return {each.what.removeprefix("live: "): f"{each.state.value}: {each.said}" for each in things}

    def asked(self) -> list[str]:
        return [name for name, _ in self.sandbox.state.calls]


@pytest.fixture
def made():
    """Starts a workspace whose app has these scopes; afterwards nothing may stand in any channel."""
    running: list[Sandbox] = []

    def make(scopes=ALL) -> Live:
        running.append(Sandbox(WORKSPACE, StoppedClock(FRIDAY), scopes=frozenset(scopes), rate_limited=False))
        return Live(running[-1].start())

    yield make
    for sandbox in running:
        left = [message for room in sandbox.state.conversations.values() for message in room.messages]
        sandbox.stop()
        assert not left


Made = Callable[..., Live]


def test_a_workspace_is_proven_step_by_step(made: Made) -> None:
    """Posted, edited, reacted to, deleted; each step with its time."""
    live = made()
    things = live.go()
    assert [each.what for each in things] == [f"live: {step}" for step in STEPS]
    assert {each.said for each in things} == {"done (0.00 s)"}
    assert {each.seconds for each in things} == {0.0}
    wanted = ["chat.postMessage", "chat.update", "reactions.add", "reactions.remove", "chat.delete"]
    assert live.asked() == wanted


def test_an_app_that_may_not_react_is_fine(made: Made) -> None:
    """The bot itself never reacts: the missing scope is told, with where one adds it, and that is all."""
    told = made(BOT_SCOPES).told()
    assert list(told) == ["post in #churn", "edit it", "react to it", "delete it"]
    assert told["react to it"].startswith(
        "unknown: left out, since the app lacks reactions:write; Oakum does without: to try it, add it at "
        "api.slack.com/apps, OAuth & Permissions, Bot Token Scopes, and reinstall the app"
    )


def test_an_app_that_may_not_post_is_told_which_scope(made: Made) -> None:
    """And where to add it; there is nothing to delete."""
    told = made(ALL - {"chat:write"}).told()
    assert list(told) == ["post in #churn"]
    assert told["post in #churn"].startswith(
        "to mend: the app lacks chat:write: add it at api.slack.com/apps"
    )


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("#random", "not_in_channel: the bot is not in the channel: type /invite @Oakum there"),
        ("C2RANDOM", "not_in_channel: the bot is not in the channel: type /invite @Oakum there"),
        ("#nowhere", "channel_not_found: no such channel, or a private one without the bot: /invite @Oakum"),
        ("#old", "is_archived: the channel is archived: unarchive it"),
    ],
)
def test_a_channel_that_cannot_be_posted_to_is_told(made: Made, channel: str, said: str) -> None:
    """With what to do; nothing was posted, so nothing is looked for."""
    told = made().told(channel)
    assert list(told) == [f"post in {channel}"]
    assert told[f"post in {channel}"].startswith(f"to mend: {said}")


def test_a_wrong_token_is_told(made: Made) -> None:
    """As everywhere, with the variable to set."""
    told = made().told(token="xoxb-wrong")
    assert told["post in #churn"].startswith(
        "to mend: invalid_auth: Slack does not know the bot token: set SLACK"
    )


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update", "reactions.add", "chat.delete"])
def test_patience_is_had_where_slack_asks_for_it(made: Made, method: str) -> None:
    """It waits as long as Slack says, and goes on."""
    live = made()
    live.sandbox.faults.limit(method, retry_after=7)
    assert set(live.told().values()) == {"ok: done (0.00 s)"}
    assert live.waits == [7.0]


def test_a_slack_that_stays_busy_is_given_up(made: Made) -> None:
    """The step is unknown, and the message is gone all the same."""
    live = made()
    live.sandbox.faults.limit("chat.update", 3)
    told = live.told()
    assert told["edit it"].startswith("unknown: Slack asks for patience")
    assert told["delete it"].startswith("ok: ")


def test_a_failed_edit_leaves_nothing_behind(made: Made) -> None:
    """Whatever becomes of the steps between, the message is deleted."""
    live = made()
    live.sandbox.faults.fail("chat.update", error="cant_update_message")
    live.sandbox.faults.fail("reactions.remove")
    told = live.told()
    assert told["edit it"].startswith("to mend: cant_update_message")
    assert told["take the reaction back"].startswith("unknown: Slack refused it: internal_error")
    assert told["delete it"].startswith("ok: ")


def test_a_message_whose_answer_was_lost_is_found_and_deleted(made: Made) -> None:
    """Slack took it, and the connection ended before it said so."""
    live = made()
    live.sandbox.faults.cut("chat.postMessage")
    told = live.told()
    assert told["post in #churn"].startswith("unknown: Slack did not answer")
    assert told["look for what was posted"].startswith("ok: it is there all the same")
    assert told["delete it"].startswith("ok: ")


def test_what_was_never_posted_is_looked_for_once(made: Made) -> None:
    """Nobody knows, so one looks; nothing is there."""
    live = made()
    live.sandbox.faults.cut("chat.postMessage", after_effect=False)
    assert live.told()["look for what was posted"].startswith("ok: nothing was posted")


def test_a_deletion_whose_answer_was_lost_is_tried_again(made: Made) -> None:
    """That the message is gone by then is what was wanted."""
    live = made()
    live.sandbox.faults.cut("chat.delete")
    assert live.told()["delete it"] == "ok: done (0.00 s)"


def test_an_interrupt_deletes_too(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody presses Ctrl-C while Slack is asked to be patient."""
    live = made()
    live.sandbox.faults.limit("chat.update")

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    client = web_client("xoxb-sandbox", live.sandbox.api_url)
    with pytest.raises(KeyboardInterrupt):
        prove(client, "#churn", "doctor:2", Tokens(), wait=interrupted, stopwatch=lambda: 0.0)
    assert live.asked()[-1] == "chat.delete"


def test_a_message_that_cannot_be_deleted_is_said_to_stay(made: Made) -> None:
    """With its channel, and what to do."""
    live = made()
    live.sandbox.faults.fail("chat.delete", error="cant_delete_message", times=3)
    told = live.told()
    assert told["delete it"].startswith(
        "unknown: Slack refused it: cant_delete_message; a message of ours stays"
    )
    assert "in #churn: delete it there by hand" in told["delete it"]
    (left,) = live.sandbox.messages("#churn")
    web_client("xoxb-sandbox", live.sandbox.api_url).chat_delete(channel="C1CHURN", ts=left["ts"])
