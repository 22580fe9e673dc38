"""`oakum load`: how much people carry."""

import json
from contextlib import closing

from bot.app import audit_function
from bot.clock import system_clock
from bot.engine import people
from bot.engine.check import check
from bot.settings.load import load
from bot.store.store import open_store


def lived(company):
    """Incidents are opened today; Maria takes the first one and hands it to Jon."""
    settings, now = load(company.config, {}), system_clock()
    with closing(open_store(settings.deployment.store)) as store:
        check(store, settings, audit_function(settings, store.profiles), settings.pipelines, now)
        people.acknowledge(store, 1, "maria", now, by="slack")
        people.hand_over(store, 1, "maria", now, "jon")


def test_nobody_carries_anything_where_nothing_happened(company):
    """It says so."""
    ran = company.oakum("load")
    assert (ran.status, ran.out) == (
        0,
        "nobody was paged, and nothing was handed on, in the last 4 weeks\n",
    )


def test_a_row_a_person_and_who_hands_to_whom(company):
    """As text and as JSON."""
    lived(company)
    ran = company.oakum("load")
    assert "who    pages  a shift" in ran.out
    assert "maria  jon  1" in ran.out
    said = json.loads(company.oakum("load", "--format", "json").out)
    assert said["handed"] == [{"from": "maria", "to": "jon", "times": 1}]
    assert [each["person"] for each in said["people"]] == ["maria"]


def test_a_pipeline_that_is_misspelt_is_guessed(company):
    """The error says what to type."""
    ran = company.oakum("load", "chrun")
    assert (ran.status, "churn" in ran.err) == (2, True)
