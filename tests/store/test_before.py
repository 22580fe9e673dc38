"""What the checks are told of before: by the audits that were kept, and by incidents."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.audit import Audit
from bot.domain.finding import Finding
from bot.domain.incident import Act, Event, act, opened
from bot.store import audits, baselines, incidents, tables
from bot.store.before import before, before_then
from checks.verdict import Urgency

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = date(2026, 11, 19)


@pytest.fixture
def audited(store):
    """Keeps an audit of some hours ago, of the engine or of a person, with what it was judged by."""

    def keep(back, settings, log=audits.add):
        audit = Audit(pipeline="churn", as_of=NOON - timedelta(hours=back), settings=settings)
        with store.write() as connection:
            log(connection, audit, ()) if log is audits.add else log(connection, audit)

    return keep


PERIOD = {"usage.reference.from": "2026-01-01", "usage.reference.to": "2026-03-31"}


def test_the_last_audit_says_what_each_table_was_compared_with(store, audited):
    """A period, a training set with its mark, or the days before."""
    audited(9, {"usage.partition.column": "day", "timezone": "UTC"})
    audited(
        5, PERIOD | {"plans.reference.path": "p.parquet", "plans.reference.mark": "1a", "days.key": ["id"]}
    )
    assert before(store)("churn", NOON).references == {
        "usage": "2026-01-01..2026-03-31",
        "plans": "p.parquet (as of 1a)",
        "days": "the 28 clean batches before",
    }
    assert before(store)("billing", NOON).references == {}


def test_the_bot_compares_with_its_own_audits(store, audited):
    """What a person was told by `oakum check` the channel has not heard yet."""
    audited(9, PERIOD)
    audited(1, PERIOD | {"usage.reference.to": "2026-04-30"}, baselines.keep)
    assert before(store, tables.audits)("churn", NOON).references == {"usage": "2026-01-01..2026-03-31"}
    assert before(store)("churn", NOON).references == {"usage": "2026-01-01..2026-04-30"}


def test_a_training_set_that_could_not_be_read_once_is_not_forgotten(store, audited):
    """The audit before knows which state it was."""
    audited(9, {"usage.reference.path": "training.parquet", "usage.reference.mark": "1a"})
    audited(1, {"usage.reference.path": "training.parquet"})
    assert before(store)("churn", NOON).references == {"usage": "training.parquet (as of 1a)"}


def test_days_of_incidents_are_known_with_the_cause_that_was_given_last(store):
    """One is open, another was a false alarm; of a moment before they were opened nothing is known."""
    found = [
        Finding(
            pipeline="churn",
            check=check,
            table="usage",
            column=column,
            segment=None,
            urgency=Urgency.TICKET,
            since=NOON,
            summary="moved",
            affected=3,
            volume=100,
            days_to_break=None,
            bad=(DAY,),
        )
        for column, check in (("x", "drift"), ("y", "null_rate"))
    ]
    with store.write() as connection:
        incidents.add(connection, opened(0, found[:1], NOON))
        kept = incidents.add(connection, opened(0, found[1:], NOON))
        incidents.save(connection, act(kept, Act.RESOLVE, "maria", NOON), kept.fence)
        event = Event(at=NOON, kind="resolved", who="maria", text="false alarm")
        incidents.record(connection, kept.id, event)
    assert before(store)("churn", NOON).bad == {"usage": {"x": frozenset({DAY})}}
    assert before_then(store)("churn", NOON).bad == {"usage": {"x": frozenset({DAY})}}
    assert before_then(store)("churn", NOON - timedelta(hours=1)).bad == {}
