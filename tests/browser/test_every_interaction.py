"""Every button, choice, modal, word and event that the bot listens to is proven by a test in this folder.

What a test says that it proves is held against what the bot heard: see conftest.py.
"""

import ast
import re
from pathlib import Path

import pytest
from slack_bolt import App

from bot.messages.incident import MISTAKEN, MORE, ROLL_BACK, SLEEPS, SNOOZE_ASK
from bot.messages.wishes import REACH, ZONE
from bot.slack.app import build_app
from bot.slack.verbs import VERBS


def marked():
    """The names in all marks `proves` of this folder."""
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "proves":
                yield from (each.value for each in node.args if isinstance(each, ast.Constant))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "word":
                yield f"/pipeline {(node.args[0].value.split() or ['help'])[0]}"


@pytest.fixture
def listened(harbor, monkeypatch):
    """What the bot gives a listener to, as it tells bolt: texts, and patterns."""
    heard = []
    for kind in ("action", "view", "event"):
        listen = getattr(App, kind)

        def noted(app, what, *more, listen=listen, **others):
            heard.append(what)
            return listen(app, what, *more, **others)

        monkeypatch.setattr(App, kind, noted)
    build_app(harbor.desk, "xoxb-sandbox", harbor.sandbox.api_url)
    return heard


def test_every_listener_is_proven(listened):
    """By its name, or by one name of its pattern."""
    names = {name.partition(":")[0] for name in marked()}
    assert len(listened) > 30
    assert [
        what for what in listened
        if not any(what.search(name) if isinstance(what, re.Pattern) else what == name for name in names)
    ] == []  # fmt: skip


def test_every_word_is_proven():
    """Those of which nothing is to be seen are none."""
    assert {f"/pipeline {verb}" for verb in VERBS} - set(marked()) == set()


def test_every_choice_of_a_menu_is_proven(harbor):
    """Of an incident, which are told apart by what stands before its number; and of the settings."""
    menus = [*SLEEPS, SNOOZE_ASK, MISTAKEN, ROLL_BACK, "resolve"]
    assert {f"{MORE}:{each}" for each in menus} - set(marked()) == set()
    block = next(b for a in harbor.message()["attachments"] for b in a["blocks"] if b["type"] == "actions")
    offered = {each["value"].partition(":")[0] for each in block["elements"][-1]["options"]}
    assert offered <= set(menus)
    chosen = {name.partition(":")[0] for name in marked() if ":" in name}
    assert {ZONE, REACH} <= chosen
