"""What an audit means for incidents."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.audit import Error
from bot.domain.finding import Finding
from bot.domain.incident import Act, Incident, act, opened
from bot.domain.reconcile import Change, Changed, Gone, Opened, Reopened, is_over, reconcile
from checks.verdict import Outcome, Urgency

Make = Callable[..., Any]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OK, BREACH, NED = Outcome.OK, Outcome.BREACH, Outcome.NOT_ENOUGH_DATA


def changes(audit: Any, found: list[Finding], last: Incident | None, now: datetime = NOON) -> list[Change]:
    """What follows for one group."""
    return list(reconcile(audit, found, [last] if last else [], now))


@pytest.fixture
def known(a_finding: Make) -> Incident:
    """An incident that opened a day ago."""
    return opened(7, [a_finding()], NOON - DAY)


def test_new_trouble_opens_one_incident_for_all_its_columns(a_finding: Make, an_audit: Make) -> None:
    """One root, one incident."""
    found = [a_finding(), a_finding(column="plan"), a_finding(check="drift")]
    said = changes(an_audit(), found, None)
    assert [len(each.incident.findings) for each in said if isinstance(each, Opened)] == [2, 1]


def test_trouble_that_began_on_another_day_has_another_root(a_finding: Make, an_audit: Make) -> None:
    """A storm in three columns, and a lookup that went stale a few days earlier, are two incidents."""
    storm = [a_finding(column=name, bad=(date(2026, 11, 18),)) for name in ("delay", "air_time")]
    stale = a_finding(column="distance", bad=(date(2026, 11, 14), date(2026, 11, 18)))
    said = changes(an_audit(), [*storm, stale], None)
    assert [len(each.incident.findings) for each in said if isinstance(each, Opened)] == [2, 1]


def test_a_finding_stays_in_its_incident_when_its_beginning_is_dated_anew(
    a_finding: Make, an_audit: Make, known: Incident
) -> None:
    """First a jump of yesterday, then a growth since last week: the same trouble, the same message."""
    earlier = replace(known.lead, bad=(date(2026, 11, 1), *known.lead.bad))
    [said] = changes(an_audit(), [earlier], known)
    assert isinstance(said, Changed)
    assert said.incident.id == known.id


def test_the_same_evidence_again_changes_nothing(a_finding: Make, an_audit: Make, known: Incident) -> None:
    """Nor does another place in the ranking: that is for the ranking to say."""
    placed = replace(a_finding(), rank=3, score=1.0)
    assert changes(an_audit(("sessions", BREACH)), [placed], known) == []


def test_an_open_finding_keeps_the_day_on_which_it_began(
    a_finding: Make, an_audit: Make, known: Incident
) -> None:
    """A growth that bends is not younger for that."""
    later = a_finding(since=NOON, affected=2000)
    (change,) = changes(an_audit(("sessions", BREACH)), [later], known)
    assert isinstance(change, Changed)
    assert change.incident.lead.since == known.lead.since
    assert change.news == ""


def test_another_column_and_a_louder_urgency_are_news(a_finding: Make, an_audit: Make) -> None:
    """Both are worth a line in the thread."""
    quiet = opened(7, [a_finding(urgency=Urgency.TICKET)], NOON - DAY)
    both = [a_finding(), a_finding(column="plan", summary="nulls of plan")]
    (change,) = changes(an_audit(("sessions", BREACH)), both, quiet)
    assert isinstance(change, Changed)
    assert change.news == "it pages now; also: nulls of plan"
    assert change.incident.next_hop_at == NOON


def test_a_fresh_ok_resolves(an_audit: Make, known: Incident) -> None:
    """The check says so, and judged every bad partition again."""
    (change,) = changes(an_audit(("sessions", OK)), [], known)
    assert isinstance(change, Gone)
    assert change.incident.resolved_by is None


def test_missing_data_and_errors_never_resolve(an_audit: Make, known: Incident) -> None:
    """Not enough data, nothing judged, nothing said, a bad partition that is no longer there."""
    without_the_19th = {"usage": tuple(date(2026, 11, day) for day in range(10, 19))}
    for audit in [
        an_audit(("sessions", NED)),
        an_audit(("sessions", OK), judged={}),
        an_audit(("plan", NED)),
        an_audit(),
        an_audit(errors=(Error(None, "the lake is gone"),), judged={}),
        an_audit(("plan", OK), errors=(Error("usage", "a file is broken"),)),
        an_audit(("sessions", OK), judged=without_the_19th),
    ]:
        assert changes(audit, [], known) == []


@pytest.mark.parametrize(("kind", "ends"), [("range", True), ("new_level", True), ("shift", False)])
def test_what_is_gross_ends_where_only_that_could_be_looked_for(
    a_finding: Make, an_audit: Make, kind: str, ends: bool
) -> None:
    """Of a small table its outlier of yesterday is over today; whether a shift is, a few rows cannot say."""
    (said,) = an_audit(("sessions", NED)).judgements
    audit = replace(an_audit(), judgements=(replace(said, only_gross=True),))
    assert is_over(a_finding(evidence={"kind": kind}), audit) is ends


def test_a_check_that_is_in_order_for_the_whole_table_speaks_for_its_columns(
    a_finding: Make, an_audit: Make
) -> None:
    """A segment that is no longer told of is fine if the check is."""
    segment = a_finding(segment="DE")
    assert is_over(segment, an_audit((None, OK)))
    assert not is_over(segment, an_audit(("sessions", BREACH), ("plan", OK)))


def test_a_bad_partition_that_is_too_old_to_be_judged_does_not_hold_it_open(
    a_finding: Make, an_audit: Make
) -> None:
    """Else it would never end."""
    assert is_over(a_finding(bad=(date(2026, 1, 1),)), an_audit(("sessions", OK)))


def test_a_part_that_is_over_leaves_the_rest(a_finding: Make, an_audit: Make) -> None:
    """Two columns were bad; one is fine, the other could not be judged."""
    two = opened(7, [a_finding(), a_finding(column="plan")], NOON - DAY)
    (change,) = changes(an_audit(("sessions", OK), ("plan", NED)), [], two)
    assert isinstance(change, Changed)
    assert [finding.column for finding in change.incident.findings] == ["plan"]


def resolved(incident: Incident, who: str | None, ago: timedelta) -> Incident:
    """The incident, resolved some time before noon."""
    return act(incident, Act.RESOLVE, who, NOON - ago)


def test_a_persons_resolve_is_not_undone_by_the_same_old_evidence(
    a_finding: Make, an_audit: Make, known: Incident
) -> None:
    """However often the checks repeat it, a week later too."""
    for ago in (timedelta(minutes=1), 6 * DAY, 30 * DAY):
        over = resolved(known, "maria", ago)
        assert changes(an_audit(("sessions", BREACH)), [a_finding(affected=9000)], over) == []


@pytest.mark.parametrize(("ago", "kind"), [(7 * DAY, Reopened), (8 * DAY, Opened)])
def test_a_newer_bad_partition_is_news(
    a_finding: Make, an_audit: Make, known: Incident, ago: timedelta, kind: type
) -> None:
    """Within seven days the same incident is back; later it is a new one."""
    newer = a_finding(bad=(date(2026, 11, 20),))
    (change,) = changes(an_audit(("sessions", BREACH)), [newer], resolved(known, "maria", ago))
    assert isinstance(change, kind)


def test_another_column_is_news_too(a_finding: Make, an_audit: Make, known: Incident) -> None:
    """Nobody resolved that one."""
    over = resolved(known, "maria", DAY)
    (change,) = changes(an_audit(), [a_finding(), a_finding(column="plan")], over)
    assert isinstance(change, Reopened)
    assert (change.incident.round, change.incident.hop, change.incident.next_hop_at) == (2, 0, NOON)


def test_what_the_checks_resolved_comes_back_when_they_find_it_again(
    a_finding: Make, an_audit: Make, known: Incident
) -> None:
    """It was in order in between."""
    (change,) = changes(an_audit(("sessions", BREACH)), [a_finding()], resolved(known, None, DAY))
    assert isinstance(change, Reopened)


def test_evidence_without_a_date_is_asked_about_again_after_a_week(a_finding: Make, an_audit: Make) -> None:
    """Nothing tells old from new, so not at once and not never."""
    timeless = opened(7, [a_finding(bad=())], NOON - 30 * DAY)
    for ago, count in ((DAY, 0), (8 * DAY, 1)):
        over = resolved(timeless, "maria", ago)
        assert len(changes(an_audit(), [a_finding(bad=())], over)) == count


def test_what_is_back_after_weeks_joins_what_began_with_it(a_finding: Make, an_audit: Make) -> None:
    """No two open incidents have one group: the store would refuse the second one, and the round with it."""
    long_over = resolved(
        opened(7, [a_finding(bad=(date(2026, 10, 26),))], NOON - 25 * DAY), "maria", 24 * DAY
    )
    other = a_finding(column="plan")
    beside = opened(8, [other], NOON - DAY)
    (change,) = reconcile(an_audit(), [other, a_finding()], [long_over, beside], NOON)
    assert isinstance(change, Changed)
    assert change.incident.id == beside.id
    assert {each.column for each in change.incident.findings} == {"plan", "sessions"}


def follows(root: Finding, symptom: Finding) -> list[Finding]:
    """Both, the symptom folded under the root."""
    return [root, replace(symptom, follows=root.fingerprint)]


def test_a_page_that_follows_from_what_sleeps_is_heard(
    a_finding: Make, an_audit: Make, known: Incident
) -> None:
    """Who snoozed the one, or silenced its table, has not heard of the other: it has its own incident."""
    asleep = act(known, Act.SNOOZE, "silence 1 (maria)", NOON - DAY, until=NOON + DAY)
    symptom = a_finding(table="report", check="drift")
    (change,) = reconcile(an_audit(), follows(known.lead, symptom), [asleep], NOON)
    assert isinstance(change, Opened)
    assert [each.table for each in change.incident.findings] == ["report"]
    assert change.incident.next_hop_at == NOON
    awake = reconcile(an_audit(), follows(known.lead, symptom), [known], NOON)
    assert [type(each) for each in awake] == [Changed]


def test_what_somebody_closed_is_not_opened_by_what_follows_from_it(
    a_finding: Make, an_audit: Make, known: Incident
) -> None:
    """A false alarm stays one; with new evidence of it, both are one trouble."""
    over, symptom = resolved(known, "maria", DAY), a_finding(table="report", check="drift")
    (change,) = reconcile(an_audit(), follows(known.lead, symptom), [over], NOON)
    assert isinstance(change, Opened)
    assert [each.table for each in change.incident.findings] == ["report"]
    newer = replace(known.lead, bad=(*known.lead.bad, date(2026, 11, 20)))
    (back,) = reconcile(an_audit(), follows(newer, symptom), [over], NOON)
    assert isinstance(back, Reopened)
    assert {each.table for each in back.incident.findings} == {"usage", "report"}
