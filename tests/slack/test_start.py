"""Starting, staying connected, and stopping."""

from typing import Any

import pytest

from bot.settings.routes import Tokens
from bot.slack.app import SlackAwayError, SlackStartError, build_app, close_app
from bot.slack.socket import SocketMode


def test_a_wrong_bot_token_is_one_clear_error(harbor: Any) -> None:
    """It names the variable, or where else the token comes from."""
    with pytest.raises(SlackStartError, match=r"invalid_auth: .*set SLACK_BOT_TOKEN"):
        build_app(harbor.desk, "xoxb-wrong", harbor.sandbox.api_url)
    tokens = Tokens(bot="OUR_TOKEN (oakum.yaml:3: routes.slack.bot_token)")
    with pytest.raises(
        SlackStartError, match=r"set OUR_TOKEN \(oakum.yaml:3: routes.slack.bot_token\) to the"
    ):
        build_app(harbor.desk, "xoxb-wrong", harbor.sandbox.api_url, tokens)


def test_a_wrong_app_token_is_one_clear_error(harbor: Any) -> None:
    """It names the variable and the scope."""
    app = build_app(harbor.desk, "xoxb-sandbox", harbor.sandbox.api_url)
    with pytest.raises(SlackStartError, match=r"set SLACK_APP_TOKEN.*connections:write"):
        SocketMode(app, "xapp-wrong").connect()


def test_patience_that_slack_asks_for_is_no_wrong_token(harbor: Any) -> None:
    """Trying again later helps; nothing is to be changed."""
    app = build_app(harbor.desk, "xoxb-sandbox", harbor.sandbox.api_url)
    app.client.retry_handlers.clear()
    harbor.sandbox.faults.limit("apps.connections.open")
    with pytest.raises(SlackAwayError, match="asks for patience"):
        SocketMode(app, "xapp-sandbox").connect()


def test_no_slack_at_all_is_one_clear_error(harbor: Any) -> None:
    """It names the address."""
    with pytest.raises(SlackStartError, match=r"cannot be reached at http://127.0.0.1:1/api/"):
        build_app(harbor.desk, "xoxb-sandbox", "http://127.0.0.1:1/api/")


def test_a_broken_connection_comes_back_by_itself(harbor: Any) -> None:
    """And a question asked afterwards is answered."""
    harbor.sandbox.drop_sockets()
    harbor.sandbox.wait_for(lambda: harbor.sandbox.connections == 0)
    harbor.sandbox.wait_for(lambda: harbor.sandbox.connections == 1, 15)
    assert "churn is broken" in harbor.type("U2JON", "health")


def test_a_connection_that_never_said_a_word_is_given_up_too(harbor: Any) -> None:
    """Slack's door was open, and nobody behind it: what was opened meanwhile stays dead after its return."""
    opened = "apps.connections.open"
    asked = len(harbor.sandbox.calls(opened))
    harbor.sandbox.freeze_sockets()
    harbor.sandbox.wait_for(lambda: harbor.sandbox.held_sockets > 1, 15)
    harbor.sandbox.freeze_sockets(False)
    harbor.sandbox.wait_for(lambda: harbor.sandbox.connections == 1, 15)
    assert len(harbor.sandbox.calls(opened)) == asked + 2
    assert "churn is broken" in harbor.type("U2JON", "health")


def test_closing_twice_is_no_error(harbor: Any) -> None:
    """A signal may come twice."""
    app = build_app(harbor.desk, "xoxb-sandbox", harbor.sandbox.api_url)
    close_app(app)
    close_app(app)
    harbor.socket.close()


def test_how_long_slack_has_been_silent_is_known(harbor: Any) -> None:
    """By its answers to pings; of a connection that was never opened nothing is known."""
    assert harbor.sandbox.wait_for(lambda: harbor.socket.silent_for() is not None)
    assert 0 <= harbor.socket.silent_for() < 5
    app = build_app(harbor.desk, "xoxb-sandbox", harbor.sandbox.api_url)
    assert SocketMode(app, "xapp-sandbox").silent_for() is None
    close_app(app)
