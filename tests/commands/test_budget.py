"""`oakum budget`: pages a shift, and how many were real."""

import json
from contextlib import closing
from datetime import timedelta

from bot.clock import system_clock
from bot.domain.audit import Audit
from bot.domain.finding import Finding
from bot.domain.incident import Event, What, opened
from bot.settings.load import load
from bot.store import audits, incidents
from bot.store.store import open_store
from checks.verdict import Urgency


def a_finding(check):
    """A page."""
    return Finding(
        pipeline="churn",
        check=check,
        table="usage",
        column="plan",
        segment=None,
        urgency=Urgency.PAGE,
        since=None,
        summary="it is bad",
        affected=3,
        volume=100,
        days_to_break=None,
    )


def lived(company):
    """Three pages of churn in ten days; one is called a false alarm, one was real."""
    settings, now = load(company.config, {}), system_clock()
    with closing(open_store(settings.deployment.store)) as store, store.write() as connection:
        audits.add(connection, Audit(pipeline="churn", as_of=now - timedelta(days=10)), [])
        for back, cause in ((9, "false alarm"), (6, "mended"), (3, None)):
            at = now - timedelta(days=back)
            made = incidents.add(connection, opened(0, [a_finding(f"check_{back}")], at))
            turns = [(What.OPENED, None, ""), (What.ESCALATED, None, "maria")]
            turns += [(What.RESOLVED, "maria", cause)] if cause else []
            for kind, who, text in turns:
                incidents.record(connection, made.id, Event(at=at, kind=kind, who=who, text=text))


def test_the_rate_stands_against_the_target_with_a_line_a_check(company):
    """Since the first audit; as text and as JSON."""
    lived(company)
    ran = company.oakum("budget", "churn")
    assert ran.status == 0, ran.err
    assert "churn: Alert budget: 3 pages in 10 shifts, 0.30 a shift (target 0.5); 1 of 2 real" in ran.out
    assert "check_9                            1         1   0 of 1 (1–65%)" in ran.out
    assert "a shift is 24 hours, since maria takes no turns by a schedule" in ran.out
    (said,) = json.loads(company.oakum("budget", "churn", "--format", "json").out)["pipelines"]
    assert (said["four_weeks"]["pages"], said["target"], said["is_over"]) == (3, 0.5, False)
    assert said["four_weeks"]["labelled"] == 2


def test_where_nothing_was_nothing_is_claimed(company):
    """A pipeline that was never audited."""
    assert "billing: Alert budget: 0 pages, and no shift yet" in company.oakum("budget", "billing").out


def test_a_pipeline_that_does_not_exist_is_said(company):
    """With the one that is meant."""
    ran = company.oakum("budget", "chrun")
    assert ran.status == 2
    assert "there is no pipeline 'chrun': did you mean churn?" in ran.err
