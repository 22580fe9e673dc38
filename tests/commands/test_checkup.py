"""`oakum checkup`: all that the newest checkup found, with nothing left out."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.engine.digest import digest_due
from bot.settings.load import load
from bot.store import checkups
from bot.store.store import open_store

OWED = tuple(f"debt {at:02d}\x1b[2J" for at in range(60))


@pytest.fixture
def weekly(lived, words):
    """A checkup of churn was told on Friday morning, with sixty lines of patch debt."""
    lived.declare("pipelines/churn.yaml", words.churn + 'checkup: {at: "fri 08:30"}\n')
    settings = load(lived.config, {"SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T1/B1/x"})
    with closing(open_store(settings.deployment.store)) as store:
        digest_due(store, settings, datetime(2026, 11, 20, 9, 1, tzinfo=UTC))
        with store.write() as connection:
            told = checkups.last(connection, "churn")
            checkups.save(connection, replace(told, besides=(("Patch debt", OWED),)))
    return lived


def test_what_a_mail_has_no_room_for_is_there(weekly):
    """Each line, and none of them drives the terminal."""
    ran = weekly.oakum("checkup", "churn")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Friday checkup: churn\n")
    assert [name for name in OWED if name.partition("\x1b")[0] not in ran.out] == []
    assert "\x1b" not in ran.out
    assert "more: oakum checkup" not in ran.out


def test_machines_read_it_too(weekly):
    """As one object."""
    said = json.loads(weekly.oakum("checkup", "churn", "--format", "json").out)
    assert said["schema"] == 1
    assert said["checkup"]["pipeline"] == "churn"
    assert len(said["checkup"]["besides"][0][1]) == 60


def test_before_the_first_there_is_none(lived):
    """It says so; a mistyped pipeline is corrected."""
    ran = lived.oakum("checkup", "churn")
    assert (ran.status, "there was no checkup of churn yet" in ran.err) == (2, True)
    assert "churn" in lived.oakum("checkup", "chrun").err
