"""Secrets come from the environment, and do not leave through an error message."""

import pytest

from bot.settings.environment import fill_in, mark, unmark
from bot.settings.errors import ConfigError

OAKUM = """\
sources: {{lake: {{root: data}}}}
people: {{maria: {{slack: U012}}}}
routes:
  {routes}
"""


def test_a_variable_is_filled_in_even_between_braces():
    """`{key: ${NAME}}` would be no YAML; here it is."""
    assert fill_in(mark("a ${ONE} b"), {"ONE": "1"}) == ("a 1 b", ["ONE"], [])


def test_two_dollars_stand_for_the_text_itself():
    """What looks like a variable can be written."""
    assert fill_in(mark("$${ONE}"), {"ONE": "1"}) == ("${ONE}", [], [])


def test_marks_can_be_taken_off_again():
    """Messages show what was written."""
    assert unmark(mark("a ${ONE} and $${TWO}")) == "a ${ONE} and $${TWO}"


def test_a_missing_variable_is_named_with_its_place(refusal):
    """Which variable, where it is asked for, and how to write the text instead."""
    said = refusal(oakum=OAKUM.format(routes="email: {smtp: ${MAIL_SERVER}}"))
    assert said == (
        "oakum.yaml:4: routes.email.smtp: MAIL_SERVER is not set in the environment: "
        "set it ($${MAIL_SERVER} stands for the text itself)"
    )


def test_a_command_that_sends_nothing_needs_no_tokens(configure):
    """`oakum check` in a CI job runs without the secrets of the bot."""
    routes = "slack: {mode: socket}\n  email: {smtp: ${MAIL_SERVER}}"
    settings = configure(oakum=OAKUM.format(routes=routes), churn=CHURN, routes=False)
    assert settings.deployment.routes.slack is None
    assert settings.deployment.routes.email is None


CHURN = """\
pipeline: churn
owner: maria
channel: "#churn-data"
tables:
  usage: {source: lake, path: usage/*.parquet, partition: {column: day}}
"""


def test_slack_tokens_come_from_the_usual_variables(configure):
    """The names that Slack's own tools use."""
    tokens = {"SLACK_BOT_TOKEN": "xoxb-7", "SLACK_APP_TOKEN": "xapp-7"}
    slack = configure(
        oakum=OAKUM.format(routes="slack: {}"), churn=CHURN, environ=tokens
    ).deployment.routes.slack
    assert slack is not None
    assert (slack.bot_token, slack.app_token) == ("xoxb-7", "xapp-7")


def test_it_is_known_where_a_token_can_be_changed(configure):
    """In the variables of Slack's tools, in the variable that the file names, or in the file itself."""
    of_slack = configure(
        oakum=OAKUM.format(routes="slack: {}"),
        environ={"SLACK_BOT_TOKEN": "xoxb-7", "SLACK_APP_TOKEN": "xapp-7"},
    )
    assert (of_slack.tokens.bot, of_slack.tokens.app) == ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
    slack = "slack: {bot_token: ${OUR_TOKEN}, app_token: xapp-7}"
    written = configure(oakum=OAKUM.format(routes=slack), environ={"OUR_TOKEN": "xoxb-7"})
    file = written.folder / "oakum.yaml"
    assert written.tokens.bot == f"OUR_TOKEN ({file}:4: routes.slack.bot_token)"
    assert written.tokens.app == f"{file}:4: routes.slack.app_token"


def test_what_a_mode_needs_comes_from_the_usual_variables(configure):
    """By HTTP a signing secret, and no app token; it is shown nowhere."""
    environ = {"SLACK_BOT_TOKEN": "xoxb-7", "SLACK_SIGNING_SECRET": "8f742231b10e8888"}
    web = "web: {ping_key: aaaaaaaaaaaaaaaa}\n"
    slack = configure(oakum=web + OAKUM.format(routes="slack: {mode: http}"), environ=environ)
    assert slack.deployment.routes.slack is not None
    assert slack.deployment.routes.slack.app_token is None
    assert slack.deployment.routes.slack.signing_secret == "8f742231b10e8888"
    assert "8f742231b10e8888" not in repr(slack)
    assert slack.tokens.signing == "SLACK_SIGNING_SECRET"
    del environ["SLACK_SIGNING_SECRET"]
    with pytest.raises(ConfigError, match="SLACK_SIGNING_SECRET is not set in the environment"):
        configure(oakum=web + OAKUM.format(routes="slack: {mode: http}"), environ=environ)


def test_swapped_tokens_are_told_apart_without_being_shown(configure):
    """The most usual mistake with Slack; the message holds neither token."""
    tokens = {"SLACK_BOT_TOKEN": "xapp-secret", "SLACK_APP_TOKEN": "xoxb-secret"}
    with pytest.raises(ConfigError, match="a bot token begins with xoxb-") as caught:
        configure(oakum=OAKUM.format(routes="slack: {}"), environ=tokens)
    assert "secret" not in str(caught.value)


def test_a_secret_of_the_wrong_type_is_not_shown(configure):
    """Even where the value is refused for its type."""
    with pytest.raises(ConfigError) as caught:
        configure(oakum=OAKUM.format(routes="email: {smtp: 12345678}"))
    assert "12345678" not in str(caught.value)


def test_the_value_of_a_variable_is_not_shown_when_it_is_refused(configure):
    """A variable may hold anything, a password by mistake too."""
    with pytest.raises(ConfigError, match="timezone: the value of the variable is no time zone") as caught:
        configure(oakum="timezone: ${ZONE}\n", environ={"ZONE": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_settings_do_not_print_their_secrets(configure):
    """A log line with the settings in it holds no token."""
    settings = configure()
    assert "xoxb" not in repr(settings)
    assert "smtp://" not in repr(settings)


def test_the_address_of_a_webhook_comes_from_its_usual_variable(configure):
    """Whoever has it can post, so it is shown nowhere; without it a command that sends nothing still runs."""
    written = OAKUM.format(routes='slack_webhook: {channels: {"#ads": "${ADS}"}}')
    url = "https://hooks.slack.com/services/T1/B1/secret"
    environ = {"SLACK_WEBHOOK_URL": url, "ADS": url.replace("B1", "B2")}
    hook = configure(oakum=written, churn=CHURN, environ=environ).deployment.routes.slack_webhook
    assert hook is not None
    assert (hook.url, hook.channels) == (url, {"#ads": environ["ADS"]})
    assert "secret" not in repr(hook)
    assert configure(oakum=written, churn=CHURN, routes=False).deployment.routes.slack_webhook is None
    with pytest.raises(ConfigError, match=r"slack_webhook\.url: SLACK_WEBHOOK_URL is not set"):
        configure(oakum=written, churn=CHURN, environ={"ADS": url})
