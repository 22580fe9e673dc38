"""`oakum outage`: what was broken while nobody was paged."""

import json

DAY = "2026-11-03T"


def test_an_outage_is_reported_listed_and_forgotten(company):
    """Nobody was paged: it was missed, and that is said."""
    asked = ("--table", "churn/usage", "--from", f"{DAY}14:00", "--to", f"{DAY}17:00", "--who", "ana")
    ran = company.oakum("outage", "add", *asked, "--why", "wrong <prices>")
    assert ran.status == 0, ran.err
    assert "Kept as outage 1: churn/usage  from Tue 3 Nov 2026, 14:00 UTC until Tue 3 Nov" in ran.out
    assert "says ana: wrong <prices>" in ran.out
    assert "Nobody was paged for it: it counts as missed." in ran.out
    assert "(missed)" in company.oakum("outage", "list").out
    (listed,) = json.loads(company.oakum("outage", "list", "--format", "json").out)["outages"]
    assert (listed["pipeline"], listed["table"], listed["missed"]) == ("churn", "usage", True)
    assert (listed["from"], listed["to"]) == ("2026-11-03T14:00:00Z", "2026-11-03T17:00:00Z")
    assert company.oakum("outage", "remove", "1").out == "Outage 1 of churn/usage is forgotten.\n"
    assert company.oakum("outage", "list").out == "No outage was reported.\n"


def test_an_outage_that_is_reported_twice_counts_once(company):
    """By two clicks, or by somebody else with other words; another hour is another outage."""
    span = ("--from", f"{DAY}14:00", "--to", f"{DAY}17:00")
    for who, why in (("ana", "wrong prices"), ("ana", "wrong prices"), ("jon", "prices!")):
        said = company.oakum("outage", "add", "--table", "usage", *span, "--who", who, "--why", why).out
        assert "Kept as outage 1:" in said
        assert "says ana: wrong prices" in said
    other = ("--from", f"{DAY}14:00", "--to", f"{DAY}18:00")
    assert "Kept as outage 2:" in company.oakum("outage", "add", "--table", "usage", *other).out
    assert "Kept as outage 3:" in company.oakum("outage", "add", "--pipeline", "churn", *span).out


def test_a_table_may_be_named_alone_or_a_pipeline(company):
    """Where it is clear which is meant."""
    span = ("--from", f"{DAY}14:00", "--to", f"{DAY}17:00", "--format", "json")
    for given, place in (
        (("--table", "invoices"), ("billing", "invoices")),
        (("--table", "usage", "--pipeline", "churn"), ("churn", "usage")),
        (("--pipeline", "billing"), ("billing", None)),
        (("--table", "billing"), ("billing", None)),
    ):
        made = json.loads(company.oakum("outage", "add", *given, *span).out)["outage"]
        assert (made["pipeline"], made["table"]) == place


def test_mistakes_are_told(company):
    """With what to write instead."""
    good = {"--table": "churn/usage", "--from": f"{DAY}14:00", "--to": f"{DAY}17:00"}
    for changed, said in (
        ({"--table": "churn/usag"}, "There is no table 'churn/usag': did you mean churn/usage?"),
        ({"--pipeline": "chrun"}, "There is no pipeline 'chrun': did you mean churn?"),
        ({"--to": f"{DAY}13:00"}, "It ends before it begins"),
        ({"--to": "2099-01-01T00:00"}, "It ends in the future"),
        ({"--from": "2099-01-01T00:00", "--to": "2099-01-02T00:00"}, "It begins in the future"),
        ({"--from": "yesterday"}, "'yesterday' is no time"),
    ):
        ran = company.oakum("outage", "add", *(word for pair in (good | changed).items() for word in pair))
        assert ran.status == 2
        assert said in ran.err
    without = company.oakum("outage", "add", "--from", f"{DAY}14:00", "--to", f"{DAY}17:00")
    assert "Say what was broken: --table churn/usage, or --pipeline churn" in without.err
    assert "there is no outage 99999999999999" in company.oakum("outage", "remove", "99999999999999").err
