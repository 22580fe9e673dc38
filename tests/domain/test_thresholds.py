"""Which verdicts a change of the settings bears on."""

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from bot.domain.audit import Audit, Judgement, from_record, kept, to_record
from bot.domain.finding import from_verdict
from bot.domain.thresholds import Change, thresholds, touched
from checks.verdict import Outcome, Urgency

OLD, NEW = {"t.reference.from": "2026-10-01"}, {"t.reference.from": "2026-11-01"}


def judgement(check, outcome, column=None, summary="", **more):
    of = {"table": "t", "column": column, "segment": None} | more
    return Judgement(check=check, outcome=outcome, summary=summary, **of)


def changed(before, after):
    """What is shown of two audits, between which the reference of a table was replaced."""
    kept = [
        Audit(
            pipeline="p", as_of=datetime(2026, 11, day, tzinfo=UTC), judgements=tuple(said), settings=settings
        )
        for day, said, settings in ((20, before, OLD), (21, after, NEW))
    ]
    (change,) = touched(kept)
    assert change.unchanged + len(list(change.said)) == len({each.check for each in (*before, *after)})
    return [(before and before.outcome, after and after.outcome) for before, after in change.said]


def test_a_replaced_reference_shows_only_the_verdicts_that_it_changed():
    """Checks that found nothing before and find nothing now are counted, whatever day they name."""
    row_count = [judgement("row_count", Outcome.OK, summary=f"300 rows on the {day}th") for day in (20, 21)]
    drift = [judgement("drift", outcome, "x") for outcome in (Outcome.BREACH, Outcome.OK)]
    assert changed([row_count[0], drift[0]], [row_count[1], drift[1]]) == [(Outcome.BREACH, Outcome.OK)]


def test_that_a_reference_is_as_before_is_no_news():
    """The second check after the change says so, and is the one that is kept."""
    assert changed([], [judgement("drift", Outcome.OK, summary="judged against it, as before")]) == []


def test_a_finding_that_is_another_one_now_is_shown():
    """Of the same outcome, but in other words."""
    before, after = (judgement("drift", Outcome.BREACH, "x", f"D = {far}") for far in (0.2, 0.1))
    assert changed([before], [after]) == [(Outcome.BREACH, Outcome.BREACH)]


def test_a_finding_that_is_only_as_loud_as_before_is_no_news():
    """That it pages nobody any more is; of an audit that did not log it yet nothing is claimed."""
    page, ticket, unlogged = (
        judgement("drift", Outcome.BREACH, "x", "D = 0.2", urgency=urgency)
        for urgency in (Urgency.PAGE, Urgency.TICKET, None)
    )
    assert changed([page], [page]) == []
    assert changed([page], [ticket]) == [(Outcome.BREACH, Outcome.BREACH)]
    assert changed([unlogged], [ticket]) == []


def test_holidays_and_the_time_zone_bear_on_all_tables_of_their_pipeline(a_pipeline):
    """They say which days are judged, and when a day begins; the time zone is the one that holds."""
    two = {"usage": {}, "invoices": {}}
    before = thresholds(a_pipeline(tables=two), UTC)
    after = thresholds(a_pipeline(tables=two, holidays=["2026-12-24"]), ZoneInfo("Europe/Berlin"))
    changes = [Change(key, before.get(key), after[key]) for key in after if before.get(key) != after[key]]
    assert changes == [
        Change("timezone", "UTC", "Europe/Berlin"),
        Change("holidays", None, ["2026-12-24"]),
    ]
    for table in two:
        said = judgement("row_count", Outcome.OK, table=table)
        assert all(change.bears_on(said, said) for change in changes)
    assert thresholds(a_pipeline(holidays="DE"), UTC)["holidays"] == "DE"


def test_what_is_built_on_a_table_is_logged_also_where_another_pipeline_says_so(a_pipeline):
    """It decides who is woken."""
    usage = a_pipeline(tables={"usage": {"feeds": {"ads": "normal"}}})
    ads = a_pipeline(pipeline="ads", tables={"ads": {"feeds": {"bidder": "critical"}}})
    logged = thresholds(usage, UTC, [usage, ads])
    feeds = {key: value for key, value in logged.items() if ".feeds." in key}
    assert feeds == {"usage.feeds.ads": "normal", "usage.feeds.bidder": "critical"}


def test_what_an_older_audit_did_not_log_was_not_changed(a_pipeline):
    """Nobody touched the feeds when the log learned to hold them."""
    new = thresholds(a_pipeline(holidays="DE"), UTC)
    old = {key: value for key, value in new.items() if key.startswith("usage.") and ".feeds." not in key}
    audits = [
        Audit(pipeline="p", as_of=datetime(2026, 11, 20, tzinfo=UTC), settings=each) for each in (old, new)
    ]
    assert list(touched(audits)) == []


def test_an_audit_keeps_how_loud_each_finding_is(a_pipeline, a_verdict):
    """By what the table feeds: a page of the check is a ticket where nothing important is fed."""
    pipeline = a_pipeline(tables={"usage": {"feeds": {"report": "low"}}})
    verdicts = [a_verdict(), a_verdict(column="plan", outcome=Outcome.OK)]
    result = SimpleNamespace(verdicts=verdicts, errors=(), judged={})
    audit = kept(
        "churn", datetime(2026, 11, 20, tzinfo=UTC), result, found=[from_verdict(verdicts[0], pipeline)]
    )
    assert [each.urgency for each in audit.judgements] == [Urgency.TICKET, None]
    record = to_record(audit)
    assert from_record("churn", audit.as_of, record) == audit
    for each in record["judgements"]:
        del each["urgency"]  # as older versions kept it
    assert [each.urgency for each in from_record("churn", audit.as_of, record).judgements] == [None, None]
