"""`oakum ack`: somebody is at work, and the ladder stops."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from subprocess import PIPE, Popen

import pytest

from bot.domain.incident import State
from bot.engine import people
from bot.settings.load import load
from bot.store import incidents
from bot.store.store import open_store


def changes(company):
    """What was done to the incidents by people: what, who, by which route, and the text."""
    ran = company.oakum("incidents", "--changes", "--days", "30000", "--format", "json")
    said = json.loads(ran.out)["changes"]
    return [(each["what"], each["who"], each["by"], each["text"]) for each in said if each["who"]]


def test_whoever_is_at_work_says_so(lived):
    """By the number that stands in the message; the record says who, and that it was typed."""
    ran = lived.oakum("ack", "1", "--who", "maria")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "maria has it now, and nobody else is paged for it.\n"
        "  no. 1, churn: usage: 20% of sessions are null; the limit is 5%\n"
    )
    assert changes(lived) == [("acknowledged", "maria", "terminal", "")]


def test_without_a_name_it_is_whoever_is_logged_in(lived, monkeypatch):
    """Who is nobody of `people` is believed all the same, and told whom one might have meant."""
    monkeypatch.setenv("LOGNAME", "mria")
    ran = lived.oakum("ack", "1")
    assert ran.status == 0
    assert ran.out.startswith("mria has it now")
    assert ran.err == "oakum: mria is nobody of `people`: did you mean maria?\n"
    monkeypatch.setenv("LOGNAME", "Jon")
    assert lived.oakum("resolve", "1").err == ""
    assert [each[1] for each in changes(lived)] == ["mria", "jon"]


def test_in_a_container_without_a_name_it_asks_for_one(lived, monkeypatch):
    """A user who is but a number."""

    def nobody():
        raise OSError("No username set in the environment")

    monkeypatch.setattr("getpass.getuser", nobody)
    ran = lived.oakum("ack", "1")
    assert (ran.status, "say it, like --who maria" in ran.err) == (2, True)
    assert lived.oakum("ack", "1", "--who", "@maria").out.startswith("maria has it now")


def test_the_second_hears_who_was_faster(lived):
    """With since when; nothing changes."""
    lived.oakum("ack", "1", "--who", "maria")
    ran = lived.oakum("ack", "1", "--who", "jon")
    assert ran.status == 1
    assert ran.out.startswith("maria has it already, since ")
    assert len(changes(lived)) == 1


def test_what_was_done_in_slack_counts_here_too(lived):
    """It is the same record."""
    settings = load(lived.config, {}, routes=False)
    with closing(open_store(settings.deployment.store)) as store:
        with store.read() as connection:
            at = incidents.get(connection, 1).opened_at
        people.resolve(store, 1, "jon", at, by="slack")
    ran = lived.oakum("ack", "1", "--who", "maria")
    assert ran.status == 1
    assert ran.out.startswith("Nothing to do any more: jon resolved it, Fri 20 Nov 2026, 09:00 UTC.")


def test_of_many_nothing_is_done_where_one_does_not_exist(lived):
    """A number is mistyped: then nobody knows which was meant."""
    ran = lived.oakum("ack", "1", "99", "--who", "maria")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "oakum: there is no incident 99: `oakum backlog` lists what is open\n"
    assert changes(lived) == []


def test_numbers_are_understood_as_messages_write_them(lived):
    """And twice the same is one."""
    ran = lived.oakum("ack", "#1", "no.1", "1", "--who", "maria")
    assert (ran.status, ran.out.count("no. 1, churn")) == (0, 1)


def test_in_a_storm_all_that_nobody_has(lived):
    """Of one pipeline, or of every one."""
    assert lived.oakum("ack", "--all", "billing", "--who", "jon").out == "Nothing is open that nobody has.\n"
    ran = lived.oakum("ack", "--all", "--who", "maria")
    assert (ran.status, ran.out.count("maria has it now")) == (0, 1)
    ran = lived.oakum("ack", "--all", "churn", "--who", "jon")
    assert (ran.status, ran.out) == (0, "Nothing is open that nobody has.\n")
    empty = lived.oakum("ack", "--all", "--who", "jon", "--format", "json")
    assert json.loads(empty.out) == {"schema": 1, "incidents": []}


def test_machines_read_how_it_stands(lived):
    """Whether it was done, and who has it since when."""
    for who, done, status in (("maria", True, 0), ("jon", False, 1)):
        ran = lived.oakum("ack", "1", "--who", who, "--format", "json")
        (said,) = json.loads(ran.out)["incidents"]
        assert (ran.status, said["done"], said["state"], said["acknowledged_by"]) == (
            status,
            done,
            "acknowledged",
            "maria",
        )
        assert said["acknowledged_at"].endswith("Z")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ((), "Say which: their numbers, like 12 14, or --all"),
        (("1", "--all"), "Say which: their numbers, like 12 14, or --all"),
        (("churn",), "'churn' is no number, like 12: `oakum backlog` lists what is open"),
        (("all",), "type --all, or --all and the name of a pipeline"),
        (("All", "churn"), "type --all, or --all and the name of a pipeline"),
        (("9" * 5000,), "9' is no number, like 12"),
        (("--all", "chrun"), "there is no pipeline 'chrun': did you mean churn?"),
        (("9" * 30,), f"there is no incident {'9' * 30}"),
        (("1", "--who", " "), "a name is needed, like --who maria"),
    ],
)
def test_mistakes_are_told(lived, typed, said):
    """With what to write instead; nothing is done."""
    ran = lived.oakum("ack", *typed)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert changes(lived) == []


def test_a_name_that_is_none_is_kept_short(lived):
    """It stands in each message from then on, where it must leave room for what is wrong."""
    ran = lived.oakum("ack", "1", "--who", "m" * 100_000, "--format", "json")
    assert ran.status == 0
    assert json.loads(ran.out)["incidents"][0]["acknowledged_by"] == "m" * 80


def test_of_two_at_once_one_has_it(company, words, finds, store_url):
    """Each in a process of their own, on either database: one is told who was faster."""
    company.declare("oakum.yaml", words.oakum.replace("sqlite:///oakum.db", store_url))
    finds(company)
    asked = [sys.executable, "-m", "bot.cli", "--config", str(company.config), "ack", "1", "--who"]
    both = [Popen([*asked, who], stdout=PIPE, text=True) for who in ("ana", "kim")]
    with ThreadPoolExecutor() as pool:
        outs = list(pool.map(lambda each: each.communicate()[0], both))
    assert sorted(each.returncode for each in both) == [0, 1]
    winner, loser = sorted(outs, key=lambda out: "already" in out)
    name = winner.split()[0]
    assert loser.startswith(f"{name} has it already")
    with closing(open_store(store_url)) as store, store.read() as connection:
        kept = incidents.get(connection, 1)
        story = [each for each in incidents.story(connection, 1) if each.by == "terminal"]
    assert (kept.state, kept.acknowledged_by, len(story)) == (State.ACKNOWLEDGED, name, 1)
