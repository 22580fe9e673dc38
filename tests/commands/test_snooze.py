"""`oakum snooze` and `oakum assign`: not now, and not me."""

import json
from datetime import UTC, datetime

import pytest

FRIDAY = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


@pytest.fixture
def friday(lived, words, monkeypatch):
    """It is Friday afternoon, and the people of churn are in Tokyo, where it is late in the evening."""
    monkeypatch.setattr("bot.clock.system_clock", lambda: FRIDAY)
    lived.declare("pipelines/churn.yaml", words.churn + "timezone: Asia/Tokyo\n")
    return lived


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("30m", "2026-11-20T15:00:00Z"),
        ("2h", "2026-11-20T16:30:00Z"),
        ("3 d", "2026-11-23T14:30:00Z"),
        ("1w", "2026-11-27T14:30:00Z"),
        ("tomorrow", "2026-11-21T00:00:00Z"),
        ("Monday", "2026-11-23T00:00:00Z"),
    ],
)
def test_it_sleeps_as_long_as_somebody_says(friday, said, until):
    """A day means nine in the morning where the pipeline's people are."""
    ran = friday.oakum("snooze", "1", said, "--who", "maria", "--format", "json")
    (told,) = json.loads(ran.out)["incidents"]
    assert (ran.status, told["state"], told["snoozed_by"]) == (0, "snoozed", "maria")
    assert told["snoozed_until"] == until


def test_it_says_until_when(friday):
    """In the words of the pipeline's clock; the record has them too."""
    ran = friday.oakum("snooze", "1", "mon", "--who", "maria")
    until = "until Mon 23 Nov 2026, 09:00 JST"
    assert ran.out.startswith(f"It sleeps {until}. If it is not over then, it is open again.\n")
    assert f"snoozed by maria (terminal): {until}" in friday.oakum("incidents", "--changes").out


def test_what_is_no_time_or_too_long_is_told(friday):
    """Nothing sleeps."""
    for said, why in (
        ("whenever", "Write how long, like 30m, 2h or 3d"),
        ("", "For how long? Like 30m, 2h or 3d"),
        ("3w", "to 2 weeks"),
        ("1m", "five"),
    ):
        ran = friday.oakum("snooze", "1", said, "--who", "maria")
        assert (ran.status, why in ran.err) == (2, True)
    assert "snoozed" not in friday.oakum("incidents", "--changes").out


def test_what_is_over_does_not_sleep(friday):
    """It says what happened."""
    friday.oakum("resolve", "1", "--who", "jon")
    ran = friday.oakum("snooze", "1", "2h", "--who", "maria")
    assert (ran.status, "jon resolved it, Fri 20 Nov 2026, 23:30 JST" in ran.out) == (1, True)


def test_somebody_else_gets_it(friday):
    """Where no app rings for them, whoever gave it is told to tell them."""
    ran = friday.oakum("assign", "1", "JON", "--who", "maria")
    assert (ran.status, ran.err) == (0, "oakum: nothing rings for jon: tell them\n")
    assert ran.out.startswith("jon has it now, and the record says that maria gave it to them.\n")
    assert "handed by maria (terminal): jon" in friday.oakum("incidents", "--changes").out


def test_slack_rings_for_them(friday, words):
    """The note in the thread mentions them."""
    friday.declare("oakum.yaml", words.oakum + "routes: {slack: {mode: socket}}\n")
    ran = friday.oakum("assign", "1", "maria", "--who", "maria")
    assert (ran.status, ran.err) == (0, "")


def test_only_somebody_of_people_can_have_it_given(friday):
    """A typing mistake would leave it with nobody."""
    ran = friday.oakum("assign", "1", "jno", "--who", "maria")
    assert (ran.status, ran.out) == (2, "")
    assert "nobody of `people` is called 'jno': did you mean jon?" in ran.err
