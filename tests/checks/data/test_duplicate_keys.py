"""Does a replayed batch get noticed?"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from checks.data.duplicate_keys import judge
from checks.profiles.profile import ColumnProfile
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
        table.add(nulls={"id": 0})
    verdict = said(table.history())
    assert verdict.outcome is Outcome.OK
    assert len(verdict.evidence["days"]) == 7


def test_a_replayed_batch_pages(past):
    """Half of the day's rows came twice: how many, since when, and the first of them."""
    first = Row(key={"id": 1}, at=datetime(2026, 1, 6, 3, tzinfo=UTC), why="twice")
    verdict = said(past(key=["id"]).add().add(duplicates=500, duplicate_rows=(first,)).history())
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.PAGE)
    assert verdict.summary == (
        "500 rows of Tue 6 Jan repeat a key (`id`) that an earlier row has: a replayed batch, "
        "nearly every key of the day stands twice"
    )
    assert (verdict.affected, verdict.since, verdict.rows) == (500, first.at, [first])


def test_a_few_duplicates_are_a_ticket(past):
    """One row in a thousand, on two days."""
    verdict = said(past(key=["id"]).add(duplicates=1).add(duplicates=1).history())
    assert (verdict.urgency, verdict.evidence["duplicates"], len(verdict.bad)) == (Urgency.TICKET, 2, 2)
    assert verdict.evidence["kind"] == "scattered"


def test_one_row_is_told_as_one(past):
    """One row repeats; one row has no key."""
    assert said(past(key=["id"]).add().add(duplicates=1).history()).summary == (
        "1 row of Tue 6 Jan repeats a key (`id`) that an earlier row has"
    )
    keyless = said(past(key=["id"]).add(columns={"id": ColumnProfile(nulls=1)}).history())
    assert keyless.summary == (
        "every key of the last 1 day is unique; up to 1 row of a day has no key and is not counted"
    )


def test_the_share_is_that_of_the_newest_bad_day_and_the_time_says_how_many_were_bad(past):
    """38 of 956 rows on one day of seven, not 38 of a week's rows."""
    table = past(key=["id"])
    for duplicates in (0, 0, 0, 0, 38, 0, 0):
        table.add(rows=956, duplicates=duplicates, nulls={"id": 0})
    verdict = said(table.history())
    assert (verdict.affected, verdict.volume, verdict.hours) == (38, 956, (24, 168))
    assert round(verdict.affected_share, 3) == 0.04


def test_what_is_older_than_a_week_is_no_news(past):
    """It was said when it was new."""
    table = past(key=["id"]).add(duplicates=9)
    for _ in range(7):
        table.add(nulls={"id": 0})
    assert said(table.history()).outcome is Outcome.OK


def test_no_partition_in_a_week_is_not_enough_data(past):
    """An old ok is not an ok."""
    verdict = said(past(key=["id"]).add().history(datetime(2026, 2, 1, tzinfo=UTC)))
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA
    assert verdict.needs == "a partition of the last 7 days"


def test_a_partition_without_the_key_column_is_not_called_unique(past):
    """What is not there cannot be unique; a key of a day that stands in the path is there."""
    table = past(key=["id", "day"]).add(nulls={"id": 0}).add(nulls={"other": 0})
    verdict = said(table.history())
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA
    assert verdict.needs == "the key column `id`: Tue 6 Jan does not have it"
    assert said(past(key=["id", "day"]).add(nulls={"id": 0}).history()).outcome is Outcome.OK


def test_a_key_that_is_null_in_every_row_is_not_called_unique(past):
    """The day before was fine; today has nothing to compare."""
    verdict = said(past(key=["id"]).add(nulls={"id": 0}).add(nulls={"id": 1_000}).history())
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA
    assert verdict.needs == "values of the key column `id`: on Tue 6 Jan it is null in every row"


def test_some_rows_without_a_key_are_told(past):
    """The others are unique."""
    verdict = said(past(key=["id"]).add(columns={"id": ColumnProfile(nulls=3)}).history())
    assert verdict.outcome is Outcome.OK
    assert verdict.summary.endswith("; up to 3 rows of a day have no key and are not counted")


def day(number, ids, hours=None, loaded=None):
    """One file: its keys, the hour of each event, and when each row was loaded."""
    midnight = datetime(2026, 1, number, tzinfo=UTC)
    hours = hours or [at * 24 // len(ids) for at in range(len(ids))]
    return f"day=2026-01-{number:02}/a.parquet", {
        "id": ids,
        "at": [midnight + timedelta(hours=hour) for hour in hours],
        "in": loaded or [midnight + timedelta(hours=30)] * len(ids),
    }


def shuffled(ids):
    return np.random.default_rng(1).permutation(ids).tolist()


DECLARED = {"key": ["id"], "event_time": "at", "loaded_at_field": "in"}


def lake_of(lake, *days):
    for file, columns in days:
        lake.parquet(file, columns)
    return said(lake.history(8, **DECLARED))


def test_a_day_that_came_again_under_a_new_name_is_a_replayed_batch(lake):
    """It says which."""
    verdict = lake_of(lake, day(5, range(500)), day(6, range(500, 1_000)), day(7, range(500)))
    assert verdict.evidence["kind"] == "replayed"
    assert verdict.summary.endswith("a replayed batch, rows of Mon 5 Jan came again")
    assert verdict.evidence["earlier"] == {"2026-01-05": 500}


def test_an_hour_that_was_written_twice_is_a_replayed_batch(lake):
    """Between two times of the pipeline's clock."""
    ids = [*range(480), *range(60, 80)]
    hours = [at // 20 for at in range(480)] + [3] * 20
    verdict = lake_of(lake, day(6, range(1_000, 1_480)), day(7, ids, hours))
    assert verdict.summary.endswith("between 03:00 and 04:00 nearly every key stands twice")
    assert verdict.urgency is Urgency.TICKET


def test_a_load_that_brought_what_was_there_already_is_a_replayed_batch(lake):
    """By its load times, on the evening of the day after."""
    once = datetime(2026, 1, 8, 5, tzinfo=UTC)
    ids = [*range(400), *range(0, 400, 4)]
    loaded = [once] * 400 + [once + timedelta(hours=2, seconds=at) for at in range(100)]
    verdict = lake_of(lake, day(6, range(1_000, 1_480)), day(7, ids, loaded=loaded))
    assert verdict.evidence["kind"] == "replayed"
    assert "what was loaded from Thu 8 Jan 07:00 to 07:15 was there already" in verdict.summary
    assert verdict.since == once + timedelta(hours=2)


@pytest.mark.parametrize("share", [0.02, 0.2])
def test_duplicates_here_and_there_are_scattered(lake, share):
    """Of any day, any hour and any load, few or many."""
    many = int(500 * share)
    ids = shuffled([*range(1_000, 1_500 - many), *range(0, 3 * many, 3)])
    verdict = lake_of(lake, day(5, range(250)), day(6, range(250, 500)), day(7, ids))
    assert verdict.evidence["kind"] == "scattered"
    assert verdict.summary.endswith("that an earlier row has")


def test_corrections_of_yesterday_are_scattered(lake):
    """They all repeat keys of one day, but few of that day's."""
    ids = shuffled([*range(500, 960), *range(0, 400, 10)])
    verdict = lake_of(lake, day(6, range(500)), day(7, ids))
    assert verdict.evidence["kind"] == "scattered"


def test_duplicates_that_have_gone_on_for_weeks_are_told_since_the_first_of_them(past):
    """A week is looked at; the day on which it began is an older one."""
    table = past(key=["id"]).add(duplicates=3).add(nulls={"id": 0})
    for at in range(24):
        first = Row(key={"id": at}, at=datetime(2026, 1, 7, 8, 29, tzinfo=UTC) + timedelta(days=at), why="")
        table.add(duplicates=5, duplicate_rows=(first,))
    verdict = said(table.history())
    assert len(verdict.bad) == 7
    assert verdict.since == datetime(2026, 1, 7, 8, 29, tzinfo=UTC)


def test_a_day_in_between_without_duplicates_ends_a_run(past):
    """What was before it is another story."""
    table = past(key=["id"])
    for duplicates in [9] * 9 + [0] + [9] * 10:
        table.add(nulls={"id": 0}, duplicates=duplicates)
    assert said(table.history()).since == datetime(2026, 1, 15, tzinfo=UTC)


def test_days_that_came_again_last_night_are_told_since_last_night(lake):
    """Their events are old, and the finding is not."""
    usual, again = timedelta(hours=30), datetime(2026, 1, 8, 1, 40, tzinfo=UTC)
    for number in (5, 6, 7):
        midnight = datetime(2026, 1, number, tzinfo=UTC)
        ids = [*range(number * 1_000, number * 1_000 + 400)]
        loaded = [midnight + usual] * 400 + [again] * 400 if number < 7 else [midnight + usual] * 400
        lake.parquet(*day(number, ids + ids if number < 7 else ids, loaded=loaded))
    verdict = said(lake.history(8, **DECLARED))
    assert verdict.bad[0].day == 5
    assert verdict.since == datetime(2026, 1, 8, 1, 30, tzinfo=UTC)


def test_duplicates_of_the_same_load_are_told_since_their_first_event(lake):
    """The source wrote them; the nightly load only brought them."""
    ids = [*range(7_000, 7_400), *range(7_000, 7_040)]
    hours = [10] * 400 + [12] * 40
    verdict = lake_of(lake, day(6, range(400)), day(7, ids, hours))
    assert verdict.since == datetime(2026, 1, 7, 12, tzinfo=UTC)
