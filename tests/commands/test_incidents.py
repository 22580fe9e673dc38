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
        people.acknowledge(store, 1, "maria", FRIDAY + timedelta(minutes=7), by="slack")
        people.resolve(store, 1, "maria", FRIDAY + timedelta(hours=2), "=1+1")


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


def test_every_change_is_a_line_with_who_when_and_by_which_route(company):
    """As text, as CSV and as JSON; what Oakum did itself has neither name nor route."""
    assert "no incident changed in the last 90 days" in company.oakum("incidents", "--changes").out
    lived(company)
    ran = company.oakum("incidents", *ALWAYS, "--changes")
    assert "2026-11-20 09:07:00  1  churn/usage null_rate  acknowledged by maria (slack)\n" in ran.out
    rows = csv.DictReader(
        io.StringIO(company.oakum("incidents", *ALWAYS, "--changes", "--format", "csv").out)
    )
    first, *_, taken, resolved = [row for row in rows if row["incident"] == "1"]
    assert (first["at"], first["what"], first["who"], first["by"]) == (
        "2026-11-20T09:00:00Z",
        "opened",
        "",
        "",
    )
    assert (taken["what"], taken["who"], taken["by"], taken["text"]) == ("acknowledged", "maria", "slack", "")
    assert (resolved["what"], resolved["by"], resolved["text"]) == ("resolved", "", "'=1+1")
    said = json.loads(company.oakum("incidents", "churn", *ALWAYS, "--changes", "--format", "json").out)
    assert said["changes"][-1] == {
        "incident": 1,
        "pipeline": "churn",
        "table": "usage",
        "check": "null_rate",
        "at": "2026-11-20T11:00:00Z",
        "what": "resolved",
        "who": "maria",
        "by": None,
        "text": "=1+1",
    }


def test_incidents_of_a_pipeline_that_is_no_longer_declared_stay_in_the_record(company):
    """It was renamed; the old name can be asked for, too."""
    lived(company)
    (path,) = (each for each in company.config.glob("pipelines/*") if "churn" in each.name)
    path.write_text(path.read_text().replace("pipeline: churn", "pipeline: leaving"))
    for asked in ((), ("churn",)):
        assert "  1  churn: " in company.oakum("incidents", *asked, *ALWAYS).out
    assert "no incident was opened" in company.oakum("incidents", "leaving", *ALWAYS).out
    assert "did you mean churn?" in company.oakum("incidents", "chrun").err


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
