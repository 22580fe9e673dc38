"""What the store kept of a time that is over, on either database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.audit import Audit
from bot.domain.finding import Finding
from bot.domain.incident import Act, Event, What, act, opened
from bot.store import audits, incidents
from bot.store.audits import Look
from bot.store.store import Store
from checks.verdict import Urgency

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_finding(urgency: Urgency = Urgency.PAGE) -> Finding:
    """Nulls that page."""
    return Finding(
        pipeline="churn",
        check="null_rate",
        table="usage",
        column="sessions",
        segment=None,
        urgency=urgency,
        since=NOON,
        summary="nulls",
        affected=3,
        volume=100,
        days_to_break=None,
    )


def test_audits_of_a_time_are_those_of_that_time(store: Store) -> None:
    """With how loud each finding was then; the newest is told without its report."""
    loud = (Urgency.TICKET, Urgency.PAGE, Urgency.NOTE)
    with store.write() as connection:
        for hours, urgency in enumerate(loud):
            said = Audit(pipeline="churn", as_of=NOON + hours * HOUR, judged={"usage": (NOON.date(),)})
            audits.add(connection, said, [a_finding(urgency)])
        audits.add(connection, Audit(pipeline="churn", as_of=NOON + 9 * HOUR), [])
        audits.add(connection, Audit(pipeline="ads", as_of=NOON), [a_finding()])
    mark = a_finding().fingerprint
    with store.read() as connection:
        found = audits.between(connection, "churn", NOON, NOON + HOUR)
        assert [each.as_of for each in found] == [NOON + HOUR, NOON]
        assert audits.loudness(connection, "churn", NOON, NOON + HOUR) == [
            (NOON, {mark: Urgency.TICKET}),
            (NOON + HOUR, {mark: Urgency.PAGE}),
        ]
        assert audits.last_look(connection, "churn") == Look(NOON + 9 * HOUR, judged=False)
        assert audits.last_look(connection, "ads") == Look(NOON, judged=False)
        assert audits.last_look(connection, "sales") is None


def test_incidents_of_a_time_are_those_that_were_open_in_it(store: Store) -> None:
    """One that was over before is not; one that came back tells when it was open before."""
    turns = ((What.OPENED, 0), (What.GONE, 2), (What.ACKNOWLEDGED, 3), (What.REOPENED, 5))
    with store.write() as connection:
        made = incidents.add(connection, replace(opened(0, [a_finding()], NOON), group="a"))
        over = act(made, Act.RESOLVE, None, NOON + 2 * HOUR)
        incidents.save(connection, act(over, Act.REOPEN, None, NOON + 5 * HOUR), made.fence)
        for what, hours in turns:
            event = Event(at=NOON + hours * HOUR, kind=what, who=None, text="")
            incidents.record(connection, made.id, event)
        old = incidents.add(connection, replace(opened(0, [a_finding()], NOON), group="b"))
        incidents.save(connection, act(old, Act.RESOLVE, None, NOON + HOUR), old.fence)
    with store.read() as connection:
        told = incidents.turns(connection, "churn", NOON + 2 * HOUR)
        assert [event.kind for event in told[made.id]] == ["opened", "gone", "reopened"]
        assert list(told) == [made.id]
        for since, both in ((NOON, True), (NOON + HOUR, True), (NOON + 2 * HOUR, False)):
            lasting = [each.id for each in incidents.lasting(connection, "churn", since)]
            assert lasting == ([made.id, old.id] if both else [made.id])
        assert [each.id for each in incidents.begun_since(connection, "churn", NOON + HOUR)] == [made.id]
        assert [each.id for each in incidents.begun_since(connection, "churn", NOON)] == [made.id, old.id]
        assert incidents.begun_since(connection, "churn", NOON + 6 * HOUR) == ()
        assert incidents.lasting(connection, "ads", NOON) == ()
