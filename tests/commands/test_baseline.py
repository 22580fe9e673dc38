"""`oakum baseline`: what was changed in the settings, and what the checks said before and after."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import audit_function
from bot.clock import StoppedClock
from bot.engine.check import check
from bot.settings.load import load
from bot.store import audits
from bot.store.store import open_store

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
ALWAYS = ("--days", "30000")


def checked(company, at):
    """The checks as the running bot makes them."""
    settings = load(company.config, {})
    with closing(open_store(settings.deployment.store)) as store:
        check(store, settings, audit_function(settings, store.profiles), settings.pipelines, at)


@pytest.fixture
def friday(monkeypatch):
    """It is Friday morning."""
    monkeypatch.setattr("bot.clock.system_clock", StoppedClock(FRIDAY))


def tuned(company, before="5%", after="50%"):
    """Somebody thinks that five percent are too strict, say."""
    path = company.config / "pipelines" / "churn.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_limit_that_was_raised_is_shown_with_what_it_silenced(company):
    """The verdict under the old limit was kept before anybody touched it."""
    checked(company, FRIDAY)
    assert "nothing was changed in 1 audit since" in company.oakum("baseline", *ALWAYS).out
    tuned(company)
    checked(company, FRIDAY + timedelta(hours=6))
    ran = company.oakum("baseline", *ALWAYS)
    assert ran.status == 0
    lines = [line.strip() for line in ran.out.splitlines()]
    at = lines.index("usage.columns.sessions.null_rate.limit: 0.05 → 0.5")
    assert lines[at + 1] == "null rate of usage.sessions"
    assert lines[at + 2] == "before: page: 20% of `sessions` are null; the limit is 5%"
    assert lines[at + 3].startswith("after:  page: ")
    assert "limit" not in lines[at + 3]
    assert "nothing was changed in 2 audits since Fri 20 Nov 2026, 09:00" in lines, "of billing"


def test_a_consumer_that_is_less_critical_shows_whom_it_wakes_no_more(company):
    """The same is found in the same words: only how loud it is has changed."""
    checked(company, FRIDAY)
    tuned(company, "critical", "low")
    checked(company, FRIDAY + timedelta(hours=6))
    lines = [line.strip() for line in company.oakum("baseline", "churn", *ALWAYS).out.splitlines()]
    at = lines.index("usage.feeds.churn_model: critical → low")
    assert lines[at + 1 : at + 3] == [
        "null rate of usage.sessions: page → ticket",
        "20% of `sessions` are null; the limit is 5%",
    ]
    said = json.loads(company.oakum("baseline", "churn", *ALWAYS, "--format", "json").out)
    ((verdict,),) = [each["verdicts"] for each in said["pipelines"][0]["changes"]]
    assert [verdict[side]["urgency"] for side in ("before", "after")] == ["page", "ticket"]


def test_holidays_are_a_setting_too(company):
    """Which days are judged is asked of them; a day off is no day that lost its rows."""
    checked(company, FRIDAY)
    tuned(company, "owner: maria", "owner: maria\nholidays: DE\ntimezone: Europe/Berlin")
    checked(company, FRIDAY + timedelta(hours=6))
    out = company.oakum("baseline", "churn", *ALWAYS).out
    assert "    holidays: not declared → DE" in out
    assert "    timezone: UTC → Europe/Berlin" in out


def test_verdicts_that_did_not_change_are_counted(company):
    """A list is written as words, and `drift: true` that became a floor is not told as switched off."""
    checked(company, FRIDAY)
    path = company.config / "pipelines" / "churn.yaml"
    text = path.read_text(encoding="utf-8").replace("key: [account]", "key: [account, seen_at]")
    path.write_text(text.replace("drift: true", "drift: {floor: 0.2}"), encoding="utf-8")
    checked(company, FRIDAY + timedelta(hours=6))
    lines = [line.strip() for line in company.oakum("baseline", "churn", *ALWAYS).out.splitlines()]
    assert "usage.key: account → account, seen_at" in lines
    assert "usage.columns.minutes.drift: true → floor 0.2" in lines
    assert not any("before: ok" in line for line in lines)
    assert lines[-1].endswith("verdicts say the same as before")
    (said,) = json.loads(company.oakum("baseline", "churn", *ALWAYS, "--format", "json").out)["pipelines"]
    assert f"{said['changes'][0]['unchanged']} " in lines[-1]


def test_checks_that_people_run_are_a_baseline_too(company, friday):
    """Without the bot: the last one before the change and the first one after it, however often they ran."""
    for _ in range(3):
        company.oakum("check", "churn")
    assert "nothing was changed in 1 audit since" in company.oakum("baseline", "churn").out
    tuned(company)
    company.oakum("check", "churn")
    company.oakum("check", "churn", "--as-of", "2026-11-19T09:00")
    said = json.loads(company.oakum("baseline", "churn", "--format", "json").out)
    (change,) = said["pipelines"][0]["changes"]
    assert [each["after"] for each in change["settings"]] == [0.5]


def test_a_check_of_a_day_that_is_over_is_no_baseline(company, friday):
    """Which is said where somebody looks for it."""
    company.oakum("check", "churn", "--as-of", "2026-11-19T09:00")
    said = "no audit is kept yet: `oakum check` (without --as-of) and `oakum run` make them"
    assert said in company.oakum("baseline", "churn").out


def test_a_check_that_could_judge_nothing_is_no_baseline(company, friday):
    """What was known before stays to be compared with."""
    company.oakum("check", "churn")
    before = company.oakum("baseline", "churn").out
    path = company.config / "oakum.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(str(company.data), "away"), encoding="utf-8")
    company.oakum("check", "churn")
    assert company.oakum("baseline", "churn").out == before


def test_the_bot_s_own_audits_are_not_touched_by_checks_that_people_run(company, friday):
    """Its health and its shadow rest on them alone."""
    company.oakum("check")
    settings = load(company.config, {})
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        assert audits.last(connection, "churn") is None


def test_it_speaks_json(company):
    """One object, for whoever compares."""
    checked(company, FRIDAY)
    tuned(company)
    checked(company, FRIDAY + timedelta(hours=6))
    said = json.loads(company.oakum("baseline", "churn", *ALWAYS, "--format", "json").out)
    (change,) = said["pipelines"][0]["changes"]
    assert (change["before_at"], change["at"]) == ("2026-11-20T09:00:00Z", "2026-11-20T15:00:00Z")
    assert change["settings"] == [
        {"key": "usage.columns.sessions.null_rate.limit", "before": 0.05, "after": 0.5}
    ]
    assert {each["before"]["column"] for each in change["verdicts"]} == {"sessions"}


def test_without_an_audit_it_says_where_they_come_from(company):
    """Nobody ran the bot yet."""
    assert "no audit is kept yet" in company.oakum("baseline", "churn").out


def test_who_reads_only_the_first_line_has_checked_all_the_same(company, monkeypatch):
    """`oakum check | head -1` closes the pipe before all is told."""

    def closed(*_, **__):
        raise BrokenPipeError

    monkeypatch.setattr("bot.commands._show.answer", closed)
    company.oakum("check")
    assert "1 audit" in company.oakum("baseline", *ALWAYS).out
