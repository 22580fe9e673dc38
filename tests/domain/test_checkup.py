"""What a weekly checkup shows."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain import audit as audits
from bot.domain.audit import Judgement
from bot.domain.backlog import Proposal, Propose
from bot.domain.checkup import WEEKLY, Checkup, draw_up, from_json, to_json
from bot.domain.health import Health, Status
from bot.domain.incident import Act, act, opened
from checks.verdict import Outcome, Verdict

Make = Callable[..., Any]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ZONE = ZoneInfo("UTC")


def drawn(pipeline: Any, audit: Any, findings: Any = (), incidents: Any = ()) -> Checkup:
    """A checkup at noon, a week after the last one."""
    said = Health(pipeline="churn", status=Status.BROKEN, as_of=NOON)
    return draw_up(pipeline, NOON, NOON, NOON - 7 * DAY, said, audit, findings, incidents, ZONE)


def test_the_three_weekly_checks_are_told_day_by_day(a_pipeline: Make, an_audit: Make) -> None:
    """Bad where a judgement says so, good where it was judged, and neither where it was not."""
    said = [
        Judgement(check="null_rate", table="usage", column=column, segment=None, outcome=outcome, bad=bad)
        for column, outcome, bad in (
            ("sessions", Outcome.BREACH, (date(2026, 11, 18),)),
            ("plan", Outcome.OK, ()),
        )
    ]
    days = {date(2026, 11, 19): (False, "08:12"), date(2026, 11, 18): (True, "06:01")}
    said += [
        Judgement(
            check="finish_window", table="usage", column=None, segment=None, outcome=Outcome.BREACH, days=days
        ),
        Judgement(
            check="duplicate_keys",
            table="usage",
            column=None,
            segment=None,
            outcome=Outcome.NOT_ENOUGH_DATA,
            needs="a key",
        ),
    ]
    judged = {"usage": tuple(date(2026, 11, day) for day in range(15, 20))}
    checkup = drawn(a_pipeline(), an_audit(judgements=tuple(said), judged=judged))
    finish, nulls, duplicates = checkup.weekly
    assert [strip.check for strip in checkup.weekly] == list(WEEKLY)
    assert [day.day.day for day in nulls.days] == [13, 14, 15, 16, 17, 18, 19]
    assert [day.ok for day in nulls.days] == [None, None, True, True, True, False, True]
    assert [(day.ok, day.said) for day in finish.days][-2:] == [(True, "06:01"), (False, "08:12")]
    assert [day.ok for day in duplicates.days] == [None] * 7
    assert duplicates.note == "a key"
    assert [strip.check for strip in checkup.failing] == ["finish_window", "null_rate"]


def test_green_is_said_with_its_coverage(a_pipeline: Make, an_audit: Make) -> None:
    """A table of which no check could say anything is not watched."""
    pipeline = a_pipeline(tables={"usage": {}, "events": {}})
    checkup = drawn(pipeline, an_audit(("sessions", Outcome.OK)))
    assert (checkup.watched, checkup.unwatched) == (("usage",), ("events",))
    assert {strip.note for strip in checkup.weekly if strip.table == "events"} == {"not watched"}
    assert drawn(pipeline, None).unwatched == ("usage", "events")


def test_what_came_and_went_since_the_last_checkup_is_told(
    a_pipeline: Make, an_audit: Make, a_finding: Make
) -> None:
    """Opened, acknowledged and resolved this week, by whom; what is older is not told again."""
    old = opened(1, [a_finding()], NOON - 9 * DAY)
    taken = act(opened(2, [a_finding(table="events")], NOON - 2 * DAY), Act.ACKNOWLEDGE, "maria", NOON - DAY)
    checkup = drawn(a_pipeline(), an_audit(), (), [act(old, Act.RESOLVE, "jon", NOON - DAY), taken])
    assert [line.incident for line in checkup.came] == [2]
    assert [(line.incident, line.who) for line in checkup.went] == [(1, "jon")]
    assert [(line.incident, line.who) for line in checkup.acknowledged] == [(2, "maria")]


def test_one_finding_is_first_and_the_others_are_the_backlog(
    a_pipeline: Make, an_audit: Make, a_finding: Make
) -> None:
    """By rank; without findings there is no first."""
    third, second = replace(a_finding(), rank=3), replace(a_finding(column="plan"), rank=2)
    checkup = drawn(a_pipeline(), an_audit(), [third, second])
    assert (checkup.first, checkup.backlog) == (second, (third,))
    assert drawn(a_pipeline(), an_audit()).first is None


def test_a_kept_checkup_comes_back_whole(a_pipeline: Make, an_audit: Make, a_finding: Make) -> None:
    """Through JSON and back."""
    incident = act(opened(1, [a_finding()], NOON), Act.RESOLVE, None, NOON)
    checkup = drawn(a_pipeline(), an_audit(("sessions", Outcome.OK)), [a_finding()], [incident])
    proposal = Proposal(1, "nulls grow", Propose.FOCUS, "it will break next month")
    checkup = replace(checkup, focus=a_finding().fingerprint, focus_why="a new week", proposal=proposal)
    assert from_json(json.loads(json.dumps(to_json(checkup)))) == checkup


def test_a_checkup_of_an_older_version_has_its_highest_rank_first(
    a_pipeline: Make, an_audit: Make, a_finding: Make
) -> None:
    """It knew neither a focus nor a proposal."""
    highest = replace(a_finding(), rank=1)
    kept = to_json(drawn(a_pipeline(), an_audit(), [replace(a_finding(column="plan"), rank=2), highest]))
    for name in ("focus", "focus_why", "proposal"):
        del kept[name]
    old = from_json(json.loads(json.dumps(kept)))
    assert (old.first, old.focus_why, old.proposal) == (highest, "", None)


def test_the_focus_is_first_whatever_ranks_higher(a_pipeline: Make, an_audit: Make, a_finding: Make) -> None:
    """The others are the backlog, by rank."""
    first, second, third = (
        replace(a_finding(column=name), rank=at) for at, name in enumerate("abc", start=1)
    )
    checkup = replace(drawn(a_pipeline(), an_audit(), [first, second, third]), focus=second.fingerprint)
    assert (checkup.first, checkup.backlog) == (second, (first, third))


def test_a_kept_audit_comes_back_whole(an_audit: Make, a_verdict: Make) -> None:
    """With the check's own word on single days; a word that is none is left out."""

    class Result:
        verdicts: tuple[Verdict, ...] = (
            a_verdict(
                evidence={"days": {"2026-11-19": {"ok": False, "said": "08:12"}, "someday": {"ok": 1}}}
            ),
            a_verdict(column=("a", "b"), outcome=Outcome.NOT_ENOUGH_DATA, needs="7 batches"),
            a_verdict(column=None, evidence={"days": 12}),
        )
        errors = (audits.Error("usage", "a file is broken"),)
        judged = MappingProxyType({"usage": [date(2026, 11, 19), date(2026, 11, 18)]})

    kept = audits.kept("churn", NOON, Result())
    assert [dict(each.days) for each in kept.judgements] == [{date(2026, 11, 19): (False, "08:12")}, {}, {}]
    assert audits.from_record("churn", NOON, json.loads(json.dumps(audits.to_record(kept)))) == kept
