"""`oakum tuned`: what people accepted, as text, JSON and YAML, and how it is taken back."""

import json
from contextlib import closing

import yaml

from bot.clock import system_clock
from bot.domain.tuned import Tuned
from bot.settings.load import load
from bot.store import tuned
from bot.store.store import open_store


def accepted(company):
    """Ana accepted a threshold of churn, and Jon turned down the dial of billing."""
    settings, now = load(company.config, {}), system_clock()
    facts = {"id": 0, "at": now, "before": 1.0, "by": "slack"}
    with closing(open_store(settings.deployment.store)) as store, store.write() as connection:
        for more in (
            {"pipeline": "churn", "table": "usage", "check": "null_rate", "after": 1.2, "who": "ana: [x]"},
            {"pipeline": "billing", "table": None, "check": None, "after": 1.1, "who": "jon"},
        ):
            tuned.add(connection, Tuned(**facts, **more, would="would have removed 3 of 4 false pages"))


def test_what_was_accepted_is_listed_and_exported(company):
    """YAML reads back as it was said, whatever a name is."""
    assert "no threshold was accepted" in company.oakum("tuned").out
    assert yaml.safe_load(company.oakum("tuned", "--yaml").out) == {"tuned": []}
    accepted(company)
    ran = company.oakum("tuned")
    assert "1  null_rate of churn/usage pages from 1.2 times its limit, before: 1; ana: [x], 20" in ran.out
    assert "2  billing pages from 1.1 times the limits (normal), before: 1; jon" in ran.out
    first, second = yaml.safe_load(company.oakum("tuned", "--yaml").out)["tuned"]
    assert (first["table"], first["check"], first["pages_from"], first["who"]) == (
        "usage",
        "null_rate",
        1.2,
        "ana: [x]",
    )
    assert (second["noise"], second["pages_from"]) == ("normal", 1.1)
    said = json.loads(company.oakum("tuned", "--format", "json").out)["tuned"]
    assert [each["by"] for each in said] == ["slack", "slack"]


def test_it_is_taken_back_once(company):
    """It stays in the record; the first who did it stays there too."""
    accepted(company)
    for who in ("eve", "jon"):
        assert "1 is taken back" in company.oakum("tuned", "revert", "1", "--who", who).out
    assert "null_rate" not in company.oakum("tuned").out
    assert "taken back by eve" in company.oakum("tuned", "--all").out
    missing = company.oakum("tuned", "revert", "99999999999")
    assert missing.status == 2
    assert "there is no threshold 99999999999" in missing.err
