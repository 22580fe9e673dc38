"""`oakum check --explain drift TABLE COLUMN`: what a feature is judged by, as people see it."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.finding import Finding
from bot.domain.incident import opened
from bot.store import incidents
from bot.store.store import open_store
from checks.verdict import Urgency


def test_it_shows_the_history_the_limit_and_what_would_change_it(company, words):
    """In a few lines, and nothing else is run."""
    ran = company.oakum("check", "--as-of", words.morning, "--explain", "drift", "usage", "minutes")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "drift of usage.minutes on Thu 19 Nov 2026: within the limit"
    assert lines[1].startswith(
        "  reference   the 28 clean batches before, 8,400 rows: 28 days, Thu 22 Oct to Wed 18 Nov"
    )
    assert "  limit       0.0500, the largest of: floor 0.05; median 0.0000 + 4 × 1.13 × MAD 0.0000" in lines
    assert "  what would change it" in lines
    assert "     a floor of 0.1 would raise the limit to 0.100; this batch would be within it" in lines


@pytest.mark.parametrize("before", [(), ("churn",)])
def test_a_table_may_be_named_with_its_pipeline(company, words, before):
    """As `oakum gate` has it."""
    about = (*before, "--explain", "drift", "churn/usage", "minutes", "--as-of", words.morning)
    ran = company.oakum("check", *about)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("drift of usage.minutes on Thu 19 Nov 2026: within the limit\n")


def test_what_is_told_whatever_the_limit_is_named(company, words):
    """Of numbers; none is in this batch."""
    ran = company.oakum("check", "--as-of", words.morning, "--explain", "drift", "usage", "minutes")
    said = "whatever D is, values far outside the reference, and one value held too often, are told: "
    assert f"  besides     {said}there are none in this batch\n" in ran.out


def test_a_new_level_within_the_limit_is_told_all_the_same(company, words):
    """The explanation does not say that all is well where a finding stands."""
    company.declare("pipelines/churn.yaml", words.churn + "      plan: {drift: true}\n")
    company.own_data()
    for of_november in range(1, 20):
        plans = ["new" if of_november == 19 and at < 6 else ("free", "pro")[at % 2] for at in range(300)]
        words.write(company.data, "usage", words.day(of_november), words.usage() | {"plan": plans})
    ran = company.oakum("check", "--as-of", words.morning, "--explain", "drift", "usage", "plan")
    title = ran.out.splitlines()[0]
    assert title.endswith(": within the limit; told all the same, see besides")
    rule = "new levels, which no row of the reference has, are told from 0.1% of the rows on"
    assert f"whatever V is, {rule}: here 2% of `plan` are a new level\n" in ran.out
    asked = "--explain", "drift", "usage", "plan", "--as-of", words.morning, "--format", "json"
    assert json.loads(company.oakum("check", *asked).out)["besides"]["told"] is True


def test_the_same_as_json(company, words):
    """One object on one line."""
    about = "churn", "--explain", "drift", "usage", "minutes", "--as-of", words.morning, "--format", "json"
    ran = company.oakum("check", *about)
    said = json.loads(ran.out)
    assert (ran.status, ran.out.count("\n")) == (0, 1)
    assert (said["schema"], said["day"], said["outcome"]) == (1, "2026-11-19", "within the limit")
    assert said["limit"]["value"] == max(said["floor"], said["limit"]["learned"])
    assert len(said["clean"]) == 28
    assert said["clean"][-1] == {"day": "2026-11-18", "distance": 0.0}


def test_days_of_an_open_incident_are_shown_as_left_out(company, words):
    """They are known to the store; the checks are told so."""
    found = Finding(
        pipeline="churn",
        check="null_rate",
        table="usage",
        column="minutes",
        segment=None,
        urgency=Urgency.TICKET,
        since=None,
        summary="missing",
        affected=3,
        volume=100,
        days_to_break=None,
        bad=(date(2026, 11, 10),),
    )
    morning = datetime(2026, 11, 11, 9, tzinfo=UTC)
    with closing(open_store(f"sqlite:///{company.config}/oakum.db")) as store, store.write() as connection:
        incidents.add(connection, replace(opened(0, [found], morning)))
    ran = company.oakum("check", "--as-of", words.morning, "--explain", "drift", "usage", "minutes")
    assert "     Tue 10 Nov 0.000: known to be bad: an incident, open or resolved as real" in ran.out


def test_explain_alone_goes_on_as_before(company, words):
    """Every verdict of every pipeline."""
    ran = company.oakum("check", "--as-of", words.morning, "--explain")
    assert "ok: drift usage.minutes:" in ran.out
    assert "why this place:" in ran.out


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (("drift",), "name the table and the column: oakum check --explain drift TABLE COLUMN"),
        (("drift", "usage"), "name the table and the column"),
        (("drift", "usge", "minutes"), "there is no table 'usge': did you mean usage?"),
        (("drift", "chrn/usage", "minutes"), "there is no table 'chrn/usage': did you mean churn/usage?"),
        (("billing", "drift", "churn/usage", "minutes"), "there is no table 'churn/usage': there are: "),
        (("drift", "usage", "minute"), "usage has no column minute: there are account"),
        (("drift", "usage", "sessions"), "is not watched: write tables.usage.columns.sessions.drift: true"),
        (("billing", "drift", "usage", "minutes"), "there is no table 'usage': there are: invoices"),
    ],
)  # fmt: skip
def test_what_cannot_be_explained_is_answered_in_words(company, words, about, said):
    """With what to type or to change; exit status 2."""
    ran = company.oakum("check", "--as-of", words.morning, "--explain", *about)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_as_of_a_day_before_all_data_it_is_said_that_nothing_had_come(company):
    """And not that there was no such column."""
    ran = company.oakum("check", "--as-of", "2026-10-01T09:00", "--explain", "drift", "usage", "minutes")
    assert (ran.status, ran.out) == (2, "")
    assert "usage.minutes: not enough data: of usage no partition was known by Thu 1 Oct" in ran.err
