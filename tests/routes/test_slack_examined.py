"""Slack is asked whether it takes us, and nothing is posted."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.clock import StoppedClock
from bot.commands.manifest import BOT_SCOPES
from bot.domain.declared import Person
from bot.routes.slack_client import web_client
from bot.routes.slack_examined import examine
from bot.sandbox import Channel, Group, Sandbox, Workspace
from bot.sandbox import Person as Member
from bot.settings.routes import Tokens

FRIDAY = datetime(2026, 11, 20, tzinfo=UTC)
WORKSPACE = Workspace(
    name="Harbor Air",
    people=[
        Member("U1MARIA", "maria", "Maria Silva", "maria@harbor.example", "Europe/Berlin"),
        Member("U2LEFT", "left", "Lev Left", "lev@harbor.example", deactivated=True),
    ],
    channels=[
        Channel("C1FLIGHTS", "flights", ["U1MARIA"]),
        Channel("C2RANDOM", "random", ["U1MARIA"], with_bot=False),
        Channel("C4OLD", "old", ["U1MARIA"], archived=True),
        Channel("C3SECRET", "secret", ["U1MARIA"], private=True, with_bot=False),
    ],
    groups=[
        Group("S1SQUAD", "flights-squad", "The squad", ["U1MARIA"]),
        Group("S2EMPTY", "nobody-left", "Those who have left", []),
        Group("S3OLD", "old-guard", "The team before", ["U1MARIA"], enabled=False),
    ],
)
PEOPLE = {
    "maria": Person(slack="U1MARIA"),
    "gone": Person(slack="U9GONE"),
    "lev": Person(slack="U2LEFT"),
    "robot": Person(slack="U0OAKUM"),
    "ana": Person(email="a@b.example"),
}
Told = Callable[..., dict[str, str]]


@pytest.fixture
def told() -> Told:
    """What is found, by what it is about; `scopes` are those that the app was given."""

    def asked(
        bot="xoxb-sandbox",
        app="xapp-sandbox",
        scopes=BOT_SCOPES,
        channels=(),
        broken=None,
        groups=None,
        refused="",
    ):
        given = None if scopes is None else frozenset(scopes)
        with Sandbox(WORKSPACE, StoppedClock(FRIDAY), scopes=given, rate_limited=False) as sandbox:
            if broken:
                sandbox.faults.limit(broken)
            if refused:
                sandbox.faults.fail("usergroups.list", error=refused)
            client = web_client(bot, sandbox.api_url)
            things = list(
                examine(
                    client, app, BOT_SCOPES, {name: "churn" for name in channels}, PEOPLE, Tokens(), groups
                )
            )
            assert not {name for name, _ in sandbox.state.calls if name.startswith("chat.")}
        return {thing.what: f"{thing.state.value}: {thing.said}" for thing in things}

    return asked


def test_a_workspace_that_takes_us_is_told_with_its_name(told):
    """Both tokens, all scopes, the channel, the person."""
    said = told(channels=["#flights", "C1FLIGHTS"])
    assert said["Slack's bot token"] == "ok: is taken, in the workspace Harbor Air, as oakum"
    assert said["Slack's scopes"] == f"ok: the app has all {len(BOT_SCOPES)}"
    assert said["Slack's app token"] == "ok: is taken: Socket Mode can connect"
    assert said["channel #flights"] == said["channel C1FLIGHTS"] == "ok: of churn: the bot is in it"
    assert said["maria in Slack"] == "ok: U1MARIA is Maria Silva (Europe/Berlin)"
    assert "ana in Slack" not in said


def test_with_a_wrong_bot_token_the_app_token_is_tried_all_the_same(told):
    """What cannot be asked for without a bot that Slack takes is named."""
    said = told(bot="xoxb-wrong", channels=["#flights"])
    token = "to mend: invalid_auth: Slack does not know the bot token: set SLACK_BOT_TOKEN"
    assert said["Slack's bot token"].startswith(token)
    assert said["Slack's app token"] == "ok: is taken: Socket Mode can connect"
    assert said["Slack's channels and people"].endswith("only a bot that Slack takes can ask for them")
    assert len(said) == 3


def test_a_wrong_app_token_leaves_the_rest(told):
    """Posting would still work."""
    said = told(app="xapp-wrong", channels=["#flights"])
    assert said["Slack's app token"].startswith("to mend: invalid_auth: set SLACK_APP_TOKEN")
    assert said["channel #flights"].startswith("ok")


def test_scopes_that_are_missing_are_named(told):
    """And what needs them says so in Slack's words."""
    said = told(scopes={"chat:write", "channels:read"}, channels=["#flights"])
    assert "the app lacks app_mentions:read, channels:history" in said["Slack's scopes"]
    assert said["maria in Slack"].startswith("to mend: missing_scope: the app lacks a scope")


def test_scopes_that_slack_does_not_tell_are_unknown(told):
    """Not good, and not bad."""
    assert told(scopes=None)["Slack's scopes"].startswith("unknown: ")


def test_channels_that_the_bot_cannot_post_to_are_named(told):
    """One it is not in, one it cannot see, one that is not there, one that is archived."""
    said = told(channels=["#random", "#secret", "#nowhere", "#old"])
    assert said["channel #old"] == "to mend: of churn: is archived: unarchive it, or change `channel`"
    assert said["channel #random"] == "to mend: of churn: the bot is not in it: type /invite @Oakum there"
    assert said["channel #secret"] == said["channel #nowhere"]
    assert said["channel #secret"].startswith("to mend: of churn: no such channel, or a private one without")


def test_a_person_who_is_not_there_is_named(told):
    """A typing mistake in a member id pages nobody."""
    assert told()["gone in Slack"].startswith("to mend: user_not_found: no such member")


def test_who_has_left_and_what_is_no_person_is_named(told):
    """Slack takes messages to neither of them."""
    said = told()
    assert said["lev in Slack"] == "to mend: U2LEFT is deactivated: change people.lev.slack"
    assert said["robot in Slack"].startswith("to mend: U0OAKUM is a bot")


def test_user_groups_are_told_with_how_many_they_are(told):
    """By the name of their team; there, enabled, and somebody is in it."""
    said = told(groups={"squad": "S1SQUAD", "left": "S2EMPTY", "old": "S3OLD", "typo": "S9NONE"})
    assert said["squad in Slack"] == "ok: S1SQUAD is @flights-squad, 1 member"
    wrong = "to mend: nobody hears of a page: "
    assert said["left in Slack"] == f"{wrong}@nobody-left has no members: add people to it in Slack"
    assert said["old in Slack"] == (
        f"{wrong}@old-guard is disabled in Slack: enable it there, or change teams.old.slack_group"
    )
    assert said["typo in Slack"] == (
        f"{wrong}S9NONE is no user group of this workspace: change teams.typo.slack_group"
    )


def test_a_missing_scope_is_why_a_group_cannot_be_told(told):
    """It is said with the group, and with what to do."""
    said = told(scopes=set(BOT_SCOPES) - {"usergroups:read"}, groups={"squad": "S1SQUAD"})
    assert said["squad in Slack"] == (
        "to mend: whether S1SQUAD has members cannot be told: missing_scope: the app lacks a scope: "
        "update it with `oakum manifest` and reinstall it (needed: usergroups:read)"
    )


def test_a_plan_without_user_groups_is_told(told):
    """On Slack's free plan there are none."""
    said = told(groups={"squad": "S1SQUAD"}, refused="plan_upgrade_required")
    assert (
        "plan_upgrade_required: the workspace's plan has no user groups: name people in `teams`"
        in (said["squad in Slack"])
    )


def test_what_slack_does_not_tell_just_now_is_unknown(told):
    """A busy Slack is no mistake of ours."""
    said = told(channels=["#flights"], broken="conversations.list")
    assert said["Slack's channels"].startswith("unknown: Slack asks for patience")
    assert said["maria in Slack"].startswith("ok")


def test_no_slack_at_all_is_unknown():
    """The network may be back in a minute."""
    client = web_client("xoxb-1", "http://127.0.0.1:9/", timeout=1)
    (thing,) = examine(client, "xapp-1", BOT_SCOPES, {}, PEOPLE, Tokens())
    assert f"{thing.state.value}: {thing.said}".startswith("unknown: Slack did not answer")
