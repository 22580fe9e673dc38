"""`oakum backlog`: what can wait, from what the bot has written down."""

import json
from contextlib import closing
from datetime import UTC, datetime

from bot.app import audit_function
from bot.engine.check import check
from bot.settings.load import load
from bot.store.store import open_store

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def lived(company):
    """The checks find one thing, and the bot writes it down."""
    settings = load(company.config, {})
    with closing(open_store(settings.deployment.store)) as store:
        check(store, settings, audit_function(settings, store.profiles), settings.pipelines, FRIDAY)


def test_where_nothing_was_written_down_it_says_so(company):
    """Not that all is well with the data: only that nothing is open."""
    ran = company.oakum("backlog")
    assert ran.status == 0
    assert "churn\n  nothing is open\n" in ran.out


def test_the_focus_stands_above_what_can_wait(company):
    """With since when and why."""
    lived(company)
    ran = company.oakum("backlog")
    assert ran.status == 0
    assert "  focus: no. " in ran.out
    assert "     since Fri 20 Nov: it is the only one that is open\n" in ran.out
    assert "the backlog is empty" in ran.out


def test_machines_read_the_same(company):
    """A line each; what is not known is null."""
    lived(company)
    said = json.loads(company.oakum("backlog", "churn", "--format", "json").out)
    (churn,) = said["pipelines"]
    assert (said["schema"], churn["pipeline"]) == (1, "churn")
    assert churn["focus"]["since"] == "2026-11-20"
    assert churn["backlog"] == []
    assert {"incident", "label", "crossing", "days_open", "owner", "expected_cost"} < set(churn["focus"])


def test_a_pipeline_that_is_not_there_is_named_with_those_that_are(company):
    """A typing mistake."""
    ran = company.oakum("backlog", "chrun")
    assert ran.status == 2
    assert "there is no pipeline 'chrun': did you mean churn?" in ran.err
