"""Labels are what people said when they resolved, as it was known at a moment."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.finding import Finding
from bot.domain.incident import Event, What, opened
from bot.domain.triage import Labels
from bot.store import incidents
from bot.store.labels import labelled, labels
from bot.store.store import Store
from checks.verdict import Urgency

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_finding(check: str = "null_rate", pipeline: str = "churn") -> Finding:
    """A page."""
    return Finding(
        pipeline=pipeline,
        check=check,
        table="usage",
        column="plan",
        segment=None,
        urgency=Urgency.PAGE,
        since=NOON,
        summary="nulls of `plan` grew",
        affected=3,
        volume=100,
        days_to_break=None,
        bad=(date(2026, 11, 19),),
    )


def happened(store: Store, finding: Finding, *turns: tuple[What, str | None, str]) -> None:
    """An incident with these turns, an hour apart; of two columns, which do not count twice."""
    with store.write() as connection:
        both = [finding, replace(finding, column="seats")]
        made = incidents.add(connection, replace(opened(0, both, NOON), group=str(turns)))
        for at, (kind, who, text) in enumerate(turns):
            incidents.record(connection, made.id, Event(at=NOON + at * HOUR, kind=kind, who=who, text=text))


OPENED = (What.OPENED, None, "")


def test_what_people_resolved_is_labelled(store: Store) -> None:
    """A false alarm is false, any other cause is true; what is open, or was gone by itself, is neither."""
    happened(store, a_finding(), OPENED, (What.RESOLVED, "ana", "False alarm: a holiday"))
    happened(store, a_finding(), OPENED, (What.RESOLVED, "ana", "patched: restarted"))
    happened(store, a_finding(), OPENED, (What.RESOLVED, "jon", ""), (What.FIXED, "jon", "mended"))
    happened(store, a_finding(), OPENED, (What.GONE, None, "in order again"))
    happened(store, a_finding(), OPENED, (What.ACKNOWLEDGED, "jon", ""))
    happened(store, a_finding("drift", "ads"), OPENED, (What.RESOLVED, "ana", "false alarm"))
    with store.read() as connection:
        assert labels(connection) == {
            "null_rate": Labels(true=2, labelled=3),
            "drift": Labels(true=0, labelled=1),
        }
        assert {each.table for each in labelled(connection)} == {"usage"}


def test_each_round_that_somebody_resolved_counts(store: Store) -> None:
    """Whoever was called twice was called twice, once for nothing; what is open again had a round before."""
    again = (What.REOPENED, None, "it is back")
    happened(
        store,
        a_finding(),
        OPENED,
        (What.RESOLVED, "ana", "false alarm"),
        again,
        (What.RESOLVED, "jon", "fixed it"),
    )
    happened(store, a_finding("drift"), OPENED, (What.RESOLVED, "ana", "false alarm"), again)
    with store.read() as connection:
        assert labels(connection) == {
            "null_rate": Labels(true=1, labelled=2),
            "drift": Labels(true=0, labelled=1),
        }


def test_a_moment_of_the_past_knows_only_what_was_said_by_then(store: Store) -> None:
    """A replay must not learn from the future."""
    happened(
        store,
        a_finding(),
        OPENED,
        (What.RESOLVED, "ana", "false alarm"),
        (What.REOPENED, None, ""),
        (What.RESOLVED, "jon", "fixed"),
    )
    with store.read() as connection:
        known = [labels(connection, NOON + after * HOUR) for after in range(4)]
    false, both = {"null_rate": Labels(true=0, labelled=1)}, {"null_rate": Labels(true=1, labelled=2)}
    assert known == [{}, false, false, both]
