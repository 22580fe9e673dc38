"""`oakum go` and `oakum mute`: how loud a pipeline is, said on the terminal, by a team without an app too."""

import json
from contextlib import closing

import pytest

from bot.settings.load import load
from bot.store.said import last
from bot.store.store import open_store


@pytest.fixture
def heard(lived):
    """What the channel is to hear of the pipeline as a whole."""

    def newest():
        settings = load(lived.config, {}, routes=False)
        with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
            return last(connection, "hook_about", "stage/")

    return newest


def test_a_pipeline_is_muted_and_brought_back(lived, heard):
    """Both are on the record, and the channel hears who said so, by the address."""
    ran = lived.oakum("mute", "churn", "--who", "maria")
    assert (ran.status, ran.err) == (0, "")
    said, incident = ran.out.splitlines()
    assert said == "It is on the record: churn will be silent: nobody is told or paged until oakum go churn."
    assert incident.startswith("  no. 1, open: usage: ")
    assert (heard().said.stage, heard().said.who, heard().place) == (
        "muted",
        "maria",
        "the webhook's channel",
    )
    again = lived.oakum("mute", "churn", "--who", "jon")
    assert (again.status, again.out.startswith("churn is muted already: maria said so, ")) == (1, True)
    assert "once somebody types oakum go churn:" in lived.oakum("who-gets", "churn").out
    back = lived.oakum("go", "churn", "--who", "jon")
    assert (back.status, back.out.splitlines()[0]) == (
        0,
        "It is on the record: churn will page from the next checks on.",
    )
    assert (heard().said.stage, heard().said.who) == ("page", "jon")


def test_a_dry_run_says_what_it_would_do_and_does_nothing(lived, heard):
    """Whose ladder stops is said beforehand."""
    ran = lived.oakum("mute", "churn", "--dry-run")
    assert ran.status == 0
    assert ran.out.startswith("churn would be silent: nobody is told or paged until oakum go churn.\n")
    assert "; its ladder stops" in ran.out
    assert heard() is None
    said = json.loads(lived.oakum("go", "churn", "--dry-run", "--format", "json").out)
    assert (said["stage"], said["done"], said["open"]) == ("page", False, [1])
    assert lived.oakum("go", "churn").status == 1


def test_one_pipeline_is_meant_at_a_time(lived):
    """A whole deployment is not muted by a word that was forgotten."""
    ran = lived.oakum("mute")
    assert (ran.status, "of which pipeline? There are: billing, churn" in ran.err) == (2, True)
    assert "did you mean churn?" in lived.oakum("go", "chrun").err


def test_it_is_told_by_an_app_whose_tokens_only_the_bot_has(lived, words):
    """Whoever is logged in by the machine need not know them; what is to be said waits for the bot."""
    lived.declare("oakum.yaml", words.oakum + "routes: {slack: {}}\n")
    assert lived.oakum("mute", "churn", "--who", "maria").status == 0
    settings = load(lived.config, {}, routes=False)
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        told = last(connection, "stage_post", "stage/")
    assert (told.channel, told.who) == ("#churn", "maria")
