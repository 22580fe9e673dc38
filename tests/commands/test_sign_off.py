"""`oakum sign-off` and `oakum rows`: somebody has looked at the newest checkup, and at its rows."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.commands.sign_off import HOW_MUCH
from bot.domain.fresh_rows import FreshRow
from bot.domain.tiredness import Answer
from bot.engine.digest import digest_due
from bot.messages.digest import digest_message
from bot.messages.mail import digest_mail
from bot.messages.surroundings import surroundings
from bot.settings.load import load
from bot.store import checkups
from bot.store.loads import pulses
from bot.store.store import open_store

ROW = FreshRow(
    table="usage",
    source="crm",
    day="2026-11-19",
    key={"account": "a1\x1b[2J"},
    source_rows=1,
    columns={"plan": "tariff", "age": "years"},
    differ=("plan",),
    values={"plan": ("gold", "silver")},
)


@pytest.fixture
def weekly(lived, words):
    """It was told on Friday morning; that of churn has two rows beside their source."""
    for name in ("churn", "billing"):
        lived.declare(f"pipelines/{name}.yaml", getattr(words, name) + 'checkup: {at: "fri 08:30"}\n')
    settings = load(lived.config, {"SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T1/B1/x"})
    with closing(open_store(settings.deployment.store)) as store:
        digest_due(store, settings, datetime(2026, 11, 20, 9, 1, tzinfo=UTC))
        with store.write() as connection:
            told = checkups.last(connection, "churn")
            checkups.save(connection, replace(told, rows=(ROW, replace(ROW, source_rows=0))))
    return lived


def test_before_the_first_there_is_nothing_to_sign(lived):
    """It says so."""
    for verb in ("sign-off", "rows"):
        ran = lived.oakum(verb, "churn")
        assert (ran.status, "there was no checkup of churn yet" in ran.err) == (2, True)


def test_whoever_looked_is_on_the_record(weekly):
    """With what it said; the second is told who was first."""
    ran = weekly.oakum("sign-off", "churn", "--who", "maria")
    assert (ran.status, ran.err) == (0, "")
    due = "the checkup of churn of Fri 20 Nov 2026, 08:30 UTC"
    assert ran.out.startswith(f"It is on the record that maria looked at {due}.\n  {due}: ")
    late = weekly.oakum("sign-off", "churn", "--who", "jon")
    assert (late.status, late.out.startswith("maria has signed it off already on the terminal, ")) == (
        1,
        True,
    )
    again = weekly.oakum("sign-off", "churn", "--who", "maria", "--format", "json")
    said = json.loads(again.out)["checkup"]
    assert (again.status, said["done"], said["signed_off_by"], said["pipeline"], said["by"]) == (
        0,
        True,
        "maria",
        "churn",
        "terminal",
    )


def test_the_digest_says_that_it_was_on_the_terminal(weekly):
    """In Slack and in the mail; what was judged afterwards takes nothing of it away."""
    assert weekly.oakum("sign-off", "churn", "--who", "maria").status == 0
    assert weekly.oakum("rows", "churn", "1", "right", "--who", "jon").status == 0
    settings = load(weekly.config, {}, routes=False)
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        told = checkups.last(connection, "churn")
    (churn,) = (each for each in settings.pipelines if each.pipeline == "churn")
    around = surroundings(churn, settings.deployment, settings.roster)
    assert "*maria* looked on the terminal, " in str(digest_message(told, around, {}).blocks)
    assert "maria looked on the terminal, " in digest_mail(told, around, {}).text
    by_button = replace(told, signed_off_on="slack")
    assert "*maria* looked, " in str(digest_message(by_button, around, {}).blocks)


def test_of_several_pipelines_one_is_named(weekly):
    """Of one it need not be."""
    ran = weekly.oakum("sign-off", "--who", "maria")
    assert (ran.status, "of which pipeline? There are: billing, churn" in ran.err) == (2, True)
    assert "did you mean churn?" in weekly.oakum("sign-off", "chrun").err
    (weekly.config / "pipelines" / "billing.yaml").unlink()
    assert weekly.oakum("sign-off", "--who", "maria").status == 0
    assert weekly.oakum("rows", "1", "right", "--who", "maria").status == 0


def test_rows_are_shown_with_what_to_type(weekly):
    """Values only where they may be told; nothing in them drives the terminal."""
    ran = weekly.oakum("rows", "churn")
    assert ran.status == 0
    head, first, plan, age, second, bound, typed = ran.out.splitlines()
    assert head == "2 fresh rows of usage beside crm, Thu 19 Nov. Look each up there: is it right?"
    assert "\x1b" not in ran.out
    assert first.startswith("  1. account=a1")
    assert (plan, age) == ("     plan gold (silver there)", "     age is the same")
    assert second.endswith(": no row there")
    assert bound == "Nobody has looked at any yet."
    assert typed == "oakum rows churn 1 right, or wrong, or cannot-tell"


def test_a_row_is_judged_and_the_bound_is_told(weekly):
    """A row that two people looked at counts once; who cannot tell adds nothing."""
    ran = weekly.oakum("rows", "churn", "1", "wrong", "--who", "maria")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "Noted: wrong. 1 wrong of 1 looked at so far: at most 100% are wrong, with 95% confidence.\n"
    )
    weekly.oakum("rows", "churn", "1", "right", "--who", "jon")
    said = weekly.oakum("rows", "churn", "2", "cannot-tell", "--who", "jon", "--format", "json")
    assert json.loads(said.out)["looked"] == {"rows": 1, "wrong": 1, "at_most": 1.0}
    shown = json.loads(weekly.oakum("rows", "churn", "--format", "json").out)
    assert [each["row"] for each in shown["rows"]] == [1, 2]
    assert shown["looked"]["rows"] == 1


def test_a_checkup_without_rows_says_so(weekly):
    """Where nothing is traced."""
    ran = weekly.oakum("rows", "billing")
    assert (ran.status, "shows no rows: none of its tables is traced" in ran.out) == (0, True)
    ran = weekly.oakum("rows", "billing", "1", "right", "--who", "maria")
    assert (ran.status, "has no row 1: it shows none" in ran.err) == (2, True)


def test_mistakes_are_told(weekly):
    """With what there is."""
    for typed, said in (
        (("churn", "3", "wrong"), "the newest checkup of churn has no row 3: they are 1 to 2"),
        (("churn", "0", "wrong"), "has no row 0"),
        (("churn", "1", "wrnog"), "'wrnog' is no answer: did you mean wrong?"),
        (("churn", "wrong"), "like: oakum rows churn 2 wrong"),
        (("churn", "billing", "1", "wrong"), "like: oakum rows churn 2 wrong"),
    ):
        ran = weekly.oakum("rows", *typed, "--who", "maria")
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err


def test_how_much_was_hand_work_is_asked_there_too(weekly):
    """It counts in the load, also of whoever signs second."""
    assert tuple(each.value.replace(" ", "-") for each in Answer) == HOW_MUCH
    ran = weekly.oakum("sign-off", "churn", "--who", "maria", "--by-hand", "half")
    assert (ran.status, ran.out.endswith("Noted: half was hand work. oakum load shows how it goes.\n")) == (
        0,
        True,
    )
    assert weekly.oakum("sign-off", "churn", "--who", "jon", "--by-hand", "almost-all").status == 1
    settings = load(weekly.config, {}, routes=False)
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        (pulse,) = pulses(connection, ["churn"])
    assert sorted(each.value for each in pulse.answers) == ["almost all", "half"]


def test_the_newest_checkup_is_shown(weekly):
    """As its mail tells it, and who looked."""
    ran = weekly.oakum("checkup", "churn")
    assert (ran.status, ran.err) == (0, "")
    assert "type “oakum sign-off churn” where Oakum runs" in ran.out
    assert "\x1b" not in ran.out
    weekly.oakum("sign-off", "churn", "--who", "maria")
    assert "maria looked on the terminal, " in weekly.oakum("checkup", "churn").out
    said = json.loads(weekly.oakum("checkup", "churn", "--format", "json").out)["checkup"]
    assert (said["pipeline"], said["health"], said["signed_off_by"], len(said["findings"])) == (
        "churn",
        "broken",
        "maria",
        1,
    )
