"""What can be typed and pressed in Slack can be typed where Oakum runs, but for what only an app can do."""

import re

import pytest
from slack_bolt import App

from bot.cli import COMMANDS, oakum
from bot.messages.incident import MISTAKEN, MORE, ROLL_BACK, SLEEPS, SNOOZE_ASK
from bot.slack.app import build_app
from bot.slack.verbs import VERBS

ROLLS_BACK = "a countdown that nobody could cancel in Slack does not begin"
ASKED = "nobody is asked there whether they still have it"
OF_AN_APP = "it is about messages that only an app sends"

WORDS = {
    "health": "check", "findings": "backlog", "why": "check", "false-alarm": "resolve", "missed": "outage",
    "oncall": "who-gets", "export": "backlog", "new": "init", "help": "--help",
}  # fmt: skip
"""Those that are called otherwise; all others are called the same."""
NO_WORDS = {"rollback": ROLLS_BACK, "share": "what is on a terminal is shared as it is"}

BUTTONS = {
    "incident_acknowledge": "ack", "incident_details": "check", "checkup_sign_off": "sign-off",
    "incident_resolve": "resolve", "resolve_incident": "resolve", "incident_fix": "fixed",
    "silence_make": "silence", "silence_end": "silence", "silence_new": "silence", "silence_form": "silence",
    "silence_sure": "silence", "snooze_incident": "snooze", "snooze_sure": "snooze",
    "backlog_promote": "promote", "backlog_close": "close", "close_incident": "close",
    "missed_outage": "outage", "tuning_accept": "tune", "tuning_revert": "tuned", "expert_draft": "expert",
    "drill_begin": "drill", "drill_came": "drill", "stage_go": "go", "survival_bring": "survive",
    r"^workload_\d$": "sign-off", "fresh_rows": "rows", r"^fresh_row_\d_[a-z]+$": "rows",
    "pipeline_new": "init", "pipeline_form": "init", "pipeline_write": "init",
}  # fmt: skip
NO_BUTTONS = {
    MORE: "its choices are below", "incident_keep": ASKED, "incident_give_back": ASKED,
    "rollback_ask": ROLLS_BACK, "rollback_cancel": ROLLS_BACK,
    "wish_zone": OF_AN_APP, "wish_reach": OF_AN_APP,
    "pipeline_not_now": "it takes a proposal away", "expert_send": "whoever printed the draft sends it",
}  # fmt: skip
CHOICES = {**dict.fromkeys(SLEEPS, "snooze"), SNOOZE_ASK: "snooze", MISTAKEN: "resolve", "resolve": "resolve"}


def commands():
    """What can be typed."""
    return {*oakum.list_commands(None), "--help"}


@pytest.fixture
def listened(harbor, monkeypatch):
    """What the bot gives a listener to."""
    heard = set()
    for kind in ("action", "view"):
        listen = getattr(App, kind)

        def noted(app, what, *more, listen=listen, **others):
            heard.add(what.pattern if isinstance(what, re.Pattern) else what)
            return listen(app, what, *more, **others)

        monkeypatch.setattr(App, kind, noted)
    build_app(harbor.desk, "xoxb-sandbox", harbor.sandbox.api_url)
    return heard


def test_every_word_is_a_command():
    """A new one comes with its command, or with why it has none."""
    assert set(VERBS) - set(NO_WORDS) - set(WORDS) - commands() == set()
    assert set(WORDS.values()) <= commands()
    assert not NO_WORDS.keys() & commands()


def test_every_button_has_a_command(listened):
    """So that a team without an app is not told of what it cannot answer."""
    assert len(listened) > 30
    assert listened == BUTTONS.keys() | NO_BUTTONS.keys()
    assert {*BUTTONS.values(), *CHOICES.values()} <= commands()


def test_every_choice_of_the_menu_has_one(harbor):
    """Of an incident."""
    block = next(b for a in harbor.message()["attachments"] for b in a["blocks"] if b["type"] == "actions")
    offered = {each["value"].partition(":")[0] for each in block["elements"][-1]["options"]}
    assert offered <= CHOICES.keys() | {ROLL_BACK}


def test_each_of_them_shows_an_example():
    """A newcomer reads no code."""
    files = {name: COMMANDS / f"{name.replace('-', '_')}.py" for name in BUTTONS.values()}
    assert [name for name, path in files.items() if f"oakum {name}" not in path.read_text()] == []
