"""`oakum incidents`: what was opened, who took it and when it was over."""

import csv
import io
import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

from bot.app import audit_function
from bot.engine import people
from bot.engine.check import check
from bot.settings.load import load
from bot.store.store import open_store

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
ALWAYS = ("--days", "30000")


def lived(company):
    """The checks find something, Maria takes it after seven minutes and resolves it within two hours."""
    settings = load(company.config, {})
    with closing(open_store(settings.deployment.store)) as store:
        check(store, settings, audit_function(settings, store.profiles), settings.pipelines, FRIDAY)
        people.acknowledge(store, 1, "maria", FRIDAY + timedelta(minutes=7))
        people.resolve(store, 1, "maria", FRIDAY + timedelta(hours=2))


def test_each_incident_is_a_line_with_who_took_it_and_the_means_below(company):
    """Of pages: MTTA and MTTR."""
    assert "no incident was opened in the last 90 days" in company.oakum("incidents").out
    lived(company)
    ran = company.oakum("incidents", *ALWAYS)
    assert ran.status == 0
    assert "2026-11-20 09:00  1  churn: " in ran.out
    assert "nobody paged, maria had it after 7 min; resolved by maria after 2 h" in ran.out
    assert "MTTA 7 min · MTTR 2 h" in ran.out
    said = json.loads(company.oakum("incidents", "churn", *ALWAYS, "--format", "json").out)
    assert (said["mtta_minutes"], said["mttr_minutes"]) == (7.0, 120.0)


def test_they_are_exported_as_csv(company):
    """With a line above that names the columns; nothing in it is a formula."""
    lived(company)
    (first, *_) = csv.DictReader(io.StringIO(company.oakum("incidents", *ALWAYS, "--format", "csv").out))
    assert (first["incident"], first["pipeline"], first["acknowledged_by"]) == ("1", "churn", "maria")
    assert (first["minutes_to_acknowledge"], first["resolved_at"]) == ("7.0", "2026-11-20T11:00:00Z")


def test_an_unknown_pipeline_is_a_clear_error(company):
    """With a suggestion."""
    ran = company.oakum("incidents", "chrun")
    assert (ran.status, "did you mean churn?" in ran.err) == (2, True)


def test_more_days_than_a_century_are_a_mistake(company):
    """Told with what can be asked for; no calendar goes back so far."""
    for command in ("incidents", "baseline"):
        ran = company.oakum(command, "--days", "999999999")
        assert ran.status == 2
        assert "999999999 is not in the range 1<=x<=36500" in ran.err
