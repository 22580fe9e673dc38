"""Does a replayed batch get noticed?"""

from datetime import UTC, datetime

from checks.data.duplicate_keys import judge
from checks.verdict import Outcome, Row, Urgency


def said(history):
    (verdict,) = judge(history)
    return verdict


def test_without_a_key_nothing_is_said(past):
    """The check does not apply."""
    assert list(judge(past().add().history())) == []


def test_unique_keys_are_ok(past):
    """And the evidence shows each of the last seven days."""
    table = past(key=["id"])
    for _ in range(9):
        table.add()
    verdict = said(table.history())
    assert verdict.outcome is Outcome.OK
    assert len(verdict.evidence["days"]) == 7


def test_a_replayed_batch_pages(past):
    """Half of the day's rows came twice: how many, since when, and the first of them."""
    first = Row(key={"id": 1}, at=datetime(2026, 1, 6, 3, tzinfo=UTC), why="twice")
    verdict = said(past(key=["id"]).add().add(duplicates=500, duplicate_rows=(first,)).history())
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.PAGE)
    assert verdict.summary == "500 rows of Tue 6 Jan repeat a key (`id`) that an earlier row has"
    assert (verdict.affected, verdict.since, verdict.rows) == (500, first.at, [first])


def test_a_few_duplicates_are_a_ticket(past):
    """One row in a thousand, on two days."""
    verdict = said(past(key=["id"]).add(duplicates=1).add(duplicates=1).history())
    assert (verdict.urgency, verdict.evidence["duplicates"], len(verdict.bad)) == (Urgency.TICKET, 2, 2)


def test_what_is_older_than_a_week_is_no_news(past):
    """It was said when it was new."""
    table = past(key=["id"]).add(duplicates=9)
    for _ in range(7):
        table.add()
    assert said(table.history()).outcome is Outcome.OK


def test_no_partition_in_a_week_is_not_enough_data(past):
    """An old ok is not an ok."""
    verdict = said(past(key=["id"]).add().history(datetime(2026, 2, 1, tzinfo=UTC)))
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA
    assert verdict.needs == "a partition of the last 7 days"
