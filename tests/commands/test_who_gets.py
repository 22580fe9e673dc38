"""`oakum who-gets`: who would be told, when and how, by the code that pages."""

import json
from contextlib import closing
from datetime import UTC, datetime

import pytest

from bot.domain.stage import Stage, Staged
from bot.settings.load import load
from bot.store import stages
from bot.store.store import open_store

LADDER = """\
  jon: {slack: U2JON, pagerduty: "%s"}
schedules:
  day: {people: [jon], hours: {days: mon-fri, from: "09:00", to: "17:00"}}
policies:
  oncall:
    - {notify: maria, by: [slack, email], wait: 5m}
    - {notify: day, by: [slack], wait: 10m}
    - {notify: jon, by: [pagerduty]}
routes: {slack: {}, email: {smtp: "smtp://localhost"}, pagerduty: {key: ${PAGERDUTY_KEY}}}
working_hours: {days: mon-fri, from: "08:00", to: "18:00"}
""" % ("b" * 32)


def laddered(company, more=""):
    """Churn has a ladder; it is mended on Sundays before noon."""
    oakum = company.config / "oakum.yaml"
    oakum.write_text(oakum.read_text() + LADDER)
    churn = company.config / "pipelines" / "churn.yaml"
    text = churn.read_text().replace("daily_units: 300", "daily_units: 300, wake_above: 500")
    churn.write_text(text.replace("owner: maria\n", f"owner: maria\npolicy: oncall\n{more}"))


def test_by_day_the_ladder_is_told_step_by_step(company):
    """With the time of each step if nobody acknowledges, and whether it rings through the night."""
    laddered(company)
    ran = company.oakum("who-gets", "churn/usage", "null_rate", "--at", "2026-11-20T10:00")
    assert ran.status == 0
    assert ran.out.splitlines() == [
        "What null_rate of churn/usage finds at Fri 20 Nov 2026, 10:00 UTC:",
        "  1. Fri 20 Nov 2026, 10:00 UTC  maria, by slack and email, which does not wake",
        "  2. Fri 20 Nov 2026, 10:05 UTC  jon (day), by slack, which does not wake",
        "  3. Fri 20 Nov 2026, 10:15 UTC  jon, by pagerduty",
        "  a ticket pages nobody: it is posted in #churn at once",
    ]


def test_at_night_gaps_and_what_waits_are_told(company):
    """Nobody is on call by the schedule; what costs little waits for the morning."""
    laddered(company)
    ran = company.oakum("who-gets", "churn", "--at", "2026-11-20T22:00")
    assert "a page waits for Mon 23 Nov 2026, 08:00 UTC if that costs less than 500 (wake_above)" in ran.out
    assert "2. Fri 20 Nov 2026, 22:05 UTC  nobody (day): a gap, the next one is told at once" in ran.out
    assert "3. Fri 20 Nov 2026, 22:05 UTC  jon, by pagerduty" in ran.out
    assert "it is posted in #churn Mon 23 Nov 2026, 08:00 UTC" in ran.out


def test_silences_and_maintenance_are_told(company):
    """Only those of what is asked for."""
    laddered(company, 'maintenance: [{days: sun, to: "12:00", tables: [usage], why: upgrades}]\n')
    sunday = ("--at", "2026-11-22T10:00")
    said = "nobody is told before Sun 22 Nov 2026, 12:00 UTC: maintenance (churn/usage) (upgrades)"
    assert said in company.oakum("who-gets", "churn/usage", *sunday).out
    assert "nobody is told before" not in company.oakum("who-gets", "churn", *sunday).out
    company.oakum("silence", "add", "churn", "--check", "drift", "--for", "2h", "--who", "jon")
    assert "silence 1 (jon)" in company.oakum("who-gets", "churn", "drift").out
    assert "silence 1 (jon)" not in company.oakum("who-gets", "churn", "null_rate").out


def test_a_user_group_is_called_by_its_name(company):
    """A mention wakes nobody; a service may, whose address is that of all who have none of their own."""
    laddered(company)
    oakum = company.config / "oakum.yaml"
    text = oakum.read_text().replace(
        "{notify: day, by: [slack], ", "{notify: squad, by: [slack, pagerduty], "
    )
    oakum.write_text(f"{text}teams: {{squad: {{slack_group: S0123ABC}}}}\n")
    ran = company.oakum("who-gets", "churn/usage", "null_rate", "--at", "2026-11-20T10:00")
    assert "  2. Fri 20 Nov 2026, 10:05 UTC  squad, by slack and pagerduty\n" in ran.out


def test_a_machine_reads_it(company):
    """Times are UTC."""
    laddered(company)
    said = json.loads(company.oakum("who-gets", "churn", "--at", "2026-11-20T10:00", "--format", "json").out)
    assert said["steps"][2] == {
        "at": "2026-11-20T10:15:00Z",
        "who": "jon",
        "people": ["jon"],
        "by": ["pagerduty"],
        "can_wake": True,
    }
    assert said["ticket"] == {"channel": "#churn", "at": "2026-11-20T10:00:00Z"}


def test_where_no_route_is_set_up_nobody_is_told(company):
    """And the exit status says so."""
    ran = company.oakum("who-gets", "churn")
    assert (ran.status, "maria: by no route that is set up" in ran.out) == (1, True)
    assert company.oakum("who-gets", "chrun").status == 2
    assert "did you mean drift?" in company.oakum("who-gets", "churn", "drifd").err


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Stage.SHADOW, "nobody is told: churn is in the shadow, in its first week; once it pages:"),
        (Stage.TICKET, "nobody is paged: churn posts tickets; once somebody types oakum go churn:"),
        (Stage.MUTED, "nobody is told: churn is muted, says jon; once somebody types oakum go churn:"),
    ],
)
def test_of_a_pipeline_that_may_not_page_that_is_said_first(company, stage, said):
    """However loud the finding is; the ladder is told all the same, as it will be."""
    laddered(company)
    settings = load(company.config, {"PAGERDUTY_KEY": "b" * 32}, routes=False)
    staged = Staged(stage, datetime(2026, 11, 19, tzinfo=UTC), "jon" if stage is Stage.MUTED else None)
    with closing(open_store(settings.deployment.store)) as store, store.write() as connection:
        stages.add(connection, "churn", staged)
    ran = company.oakum("who-gets", "churn", "--at", "2026-11-20T10:00")
    assert ran.status == 1
    assert ran.out.splitlines()[1].strip() == said
    assert "1. Fri 20 Nov 2026, 10:00 UTC  maria" in ran.out
    record = json.loads(company.oakum("who-gets", "churn", "--format", "json").out)
    assert record["stage"] == stage.value


def test_machines_are_told_until_when_a_page_waits(company):
    """Where it costs less than `wake_above`; by day it waits for nothing."""
    laddered(company)
    night, day = (
        json.loads(company.oakum("who-gets", "churn", "--at", at, "--format", "json").out)["waits_until"]
        for at in ("2026-11-20T22:00", "2026-11-20T10:00")
    )
    assert (night, day) == ("2026-11-23T08:00:00Z", None)
