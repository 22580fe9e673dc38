"""`oakum resolve`: it is over, with its cause, or it was a false alarm."""

import json
from contextlib import closing

from bot.settings.load import load
from bot.store.labels import labelled
from bot.store.store import open_store

EVIL = "<!channel> \x1b[31m`*_~ \u202e =1+1; DROP TABLE incidents --\n" * 40


def resolved(company):
    """The text of the newest change."""
    ran = company.oakum("incidents", "--changes", "--days", "30000", "--format", "json")
    newest = json.loads(ran.out)["changes"][-1]
    assert (newest["what"], newest["by"]) == ("resolved", "terminal")
    return newest["text"]


def test_it_is_over_and_the_cause_is_kept(lived):
    """If it comes back within a week it is the same incident."""
    ran = lived.oakum("resolve", "1", "--cause", "fixed: the export runs again", "--who", "maria")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Resolved. If the checks see it again within seven days, it opens again.\n")
    assert resolved(lived) == "fixed: the export runs again"
    assert "churn\n  nothing is open" in lived.oakum("backlog", "churn").out


def test_a_patch_is_owed_until_it_is_fixed(lived):
    """Once; what is owed nothing is told so."""
    assert lived.oakum("debt").out == "Nothing was patched that is not fixed.\n"
    lived.oakum("resolve", "1", "--cause", "patched: restarted it", "--who", "maria")
    owed = lived.oakum("debt", "churn").out
    assert owed.startswith("no. 1, churn: usage: ")
    assert "  patched by maria " in owed
    assert owed.endswith(": restarted it\nWhen it is fixed: oakum fixed 1\n")
    (said,) = json.loads(lived.oakum("debt", "--format", "json").out)["debts"]
    assert (said["incident"], said["patched_by"], said["cause"]) == (1, "maria", "restarted it")
    assert "Nothing was patched" in lived.oakum("debt", "billing").out
    ran = lived.oakum("fixed", "1", "--cause", "a retry", "--who", "jon")
    assert (ran.status, ran.out.partition("\n")[0]) == (0, "It is fixed, and no longer owed.")
    changes = lived.oakum("incidents", "--changes", "--days", "30000").out
    assert "fixed by jon (terminal): a retry" in changes
    again = lived.oakum("fixed", "1", "--who", "jon")
    assert (again.status, again.err) == (2, "oakum: incident 1 is not owed a fix\n")


def test_a_second_time_says_who_did_it_and_when(lived):
    """Nothing changes."""
    lived.oakum("resolve", "1", "--who", "maria")
    ran = lived.oakum("resolve", "1", "--who", "jon", "--format", "json")
    (said,) = json.loads(ran.out)["incidents"]
    assert (ran.status, said["done"], said["resolved_by"]) == (1, False, "maria")
    assert said["said"].startswith("Nothing to do any more: maria resolved it, ")


def test_a_false_alarm_counts_in_the_budget(lived):
    """As one that was not real, with its reason."""
    ran = lived.oakum("resolve", "1", "--false-alarm", "a holiday", "--who", "maria")
    assert ran.status == 0
    assert resolved(lived) == "false alarm: a holiday"
    settings = load(lived.config, {}, routes=False)
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        assert [(each.incident, each.is_true) for each in labelled(connection)] == [(1, False)]


def test_a_false_alarm_needs_no_reason(lived):
    """Nobody has one at night."""
    assert lived.oakum("resolve", "1", "--false-alarm", "--who", "maria").status == 0
    assert resolved(lived) == "false alarm"


def test_a_hostile_cause_is_kept_and_harms_nobody(lived):
    """As long as Slack's forms allow; neither a terminal nor a store is driven by it."""
    ran = lived.oakum("resolve", "1", "--cause", EVIL + "\udcff", "--who", "<!channel>\x1b[2J")
    assert ran.status == 0
    assert resolved(lived) == EVIL[:500]
    for said in (ran, lived.oakum("incidents", "--changes", "--days", "30000"), lived.oakum("resolve", "1")):
        assert not any(bad in said.out + said.err for bad in ("\x1b", "\u202e"))


def test_bytes_that_are_no_text_are_kept_as_question_marks(lived):
    """A terminal of another alphabet."""
    assert lived.oakum("resolve", "1", "--cause", "caf\udce9", "--who", "m\udcff").status == 0
    assert resolved(lived) == "caf?"


def test_mistakes_are_told(lived):
    """With what to write instead."""
    for typed, said in (
        ((), "The number comes first"),
        (("--false-alarm", "1"), "The number comes first: oakum resolve 12 --false-alarm"),
        (("1", "--false-alarm", "x", "--cause", "y"), "--false-alarm REASON, without --cause"),
        (("7",), "there is no incident 7: `oakum backlog` lists what is open"),
    ):
        ran = lived.oakum("resolve", *typed)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err
