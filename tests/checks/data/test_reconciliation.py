"""Do lost, invented and multiplied rows get noticed on the first day?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome, Urgency

FIRST = date(2026, 8, 3)  # a Monday


def fill(lake, name, ids, at=0, **columns):
    """One partition of a table: rows a minute apart."""
    day = FIRST + timedelta(days=at)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    times = pa.array([start + timedelta(minutes=row) for row in range(len(ids))], pa.timestamp("us", "UTC"))
    rows = {"id": ids, "at": times, **columns}
    lake.parquet(f"{name}/day={day}/a.parquet", rows)


def declared(name, **more):
    return Table.model_validate(
        {
            "source": "lake",
            "path": f"{name}/day=*/*.parquet",
            "partition": {"column": "day"},
            "event_time": "at",
            **more,
        }
    )


def audit(lake, *seams, days=1, others=("raw",), loaded=None, hour=9):
    """What is said of `usage` on the morning after the last day."""
    more = {"loaded_at_field": loaded} if loaded else {}
    tables = {"usage": declared("usage", reconciliation=seams, **more)}
    tables |= {name: declared(name, **more) for name in others}
    places = {name: (lake.root, each) for name, each in tables.items()}
    auditor = Auditor(places, KeptNowhere(), ZoneInfo("UTC"))
    as_of = datetime(2026, 8, 3, hour, tzinfo=UTC) + timedelta(days=days)
    return auditor.audit(as_of)


def said(lake, *seams, **options):
    (verdict,) = [each for each in audit(lake, *seams, **options).verdicts if each.check == "reconciliation"]
    return verdict


SEAM = {"with": "raw", "key": ["id"]}


def test_without_a_seam_nothing_is_said(lake):
    """The check does not apply."""
    fill(lake, "usage", [1])
    assert "reconciliation" not in {each.check for each in audit(lake, others=()).verdicts}


def test_rows_that_all_arrive_are_ok_on_the_first_day(lake):
    """No history is needed; rejected ones are accounted for."""
    fill(lake, "raw", range(100))
    fill(lake, "usage", range(95))
    fill(lake, "refused", range(95, 100))
    verdict = said(lake, {**SEAM, "rejected": "refused"}, others=("raw", "refused"))
    assert (verdict.outcome, verdict.summary) == (
        Outcome.OK,
        "100 of 100 rows of raw are in usage or among 5 rejected",
    )


def test_a_job_that_loses_an_eighth_of_everything_pages(lake):
    """How many, of which day, the first of them with their time."""
    fill(lake, "raw", range(1000))
    fill(lake, "usage", [at for at in range(1000) if at % 8])
    verdict = said(lake, SEAM)
    assert verdict.summary == "125 of 1,000 rows of raw of Mon 3 Aug are not in usage; 12.5%"
    assert (verdict.urgency, verdict.affected, verdict.volume) == (Urgency.PAGE, 125, 1000)
    assert [row.key["id"] for row in verdict.rows] == [0, 8, 16, 24, 32]
    assert verdict.since == datetime(2026, 8, 3, tzinfo=UTC)
    assert verdict.rows[1].at == datetime(2026, 8, 3, 0, 8, tzinfo=UTC)
    assert (verdict.column, verdict.segment) == (("id",), "raw")


def test_rows_that_are_neither_out_nor_rejected_are_told(lake):
    """In the words of the seam; since the day when it began."""
    for at in range(3):
        fill(lake, "raw", range(100), at)
        fill(lake, "usage", range(97 if at else 98), at)
        fill(lake, "refused", [98, 99], at)
    verdict = said(lake, {**SEAM, "rejected": "refused"}, days=3, others=("raw", "refused"))
    assert verdict.summary == (
        "1 of 100 rows of raw of Wed 5 Aug is neither in usage nor rejected; 1%"
        "; so it is on 2 of the last 7 days"
    )
    assert verdict.urgency is Urgency.TICKET
    assert verdict.bad == (date(2026, 8, 4), date(2026, 8, 5))
    assert verdict.since == datetime(2026, 8, 4, 1, 37, tzinfo=UTC)
    assert verdict.evidence["days"]["2026-08-05"]["said"] == "100 in, 97 out, 2 rejected, 1 lost"


@pytest.mark.parametrize(("lost", "outcome"), [(10, Outcome.OK), (11, Outcome.BREACH)])
def test_a_declared_match_rate_allows_for_a_few(lake, lost, outcome):
    """Of a thousand rows, ten may stay behind at 99 %."""
    fill(lake, "raw", range(1000))
    fill(lake, "usage", range(1000 - lost))
    assert said(lake, {**SEAM, "match": "99%"}).outcome is outcome


def test_rows_from_nowhere_are_told(lake):
    """Rows of this table whose key the other one does not have."""
    fill(lake, "raw", range(100))
    fill(lake, "usage", range(103))
    verdict = said(lake, SEAM)
    assert verdict.summary == "3 of 103 rows of usage of Mon 3 Aug are not in raw; 2.9%"
    assert verdict.rows[0].why == "not in raw"


def test_rows_that_come_out_twice_are_told(lake):
    """A fan-out of one is kept row by row."""
    fill(lake, "raw", range(100))
    fill(lake, "usage", [*range(100), *range(10)])
    verdict = said(lake, SEAM)
    assert verdict.summary == (
        "a row of raw of Mon 3 Aug becomes 1.1 rows in usage on average, 1 declared: 10 rows too many"
    )
    assert verdict.rows[0].key == {"id": 0}


def test_a_join_that_multiplies_rows_as_declared_is_ok(lake):
    """And one that multiplies them more is told."""
    fill(lake, "raw", range(100))
    fill(lake, "usage", [*range(100), *range(100)])
    assert said(lake, {**SEAM, "fan_out": 2}).outcome is Outcome.OK
    assert (
        "becomes 2 rows in usage on average, 1.5 declared: 50 rows too many"
        in said(lake, {**SEAM, "fan_out": 1.5}).summary
    )


def test_an_aggregate_is_declared_as_less_than_one_row(lake):
    """Each key must come out, not each row."""
    fill(lake, "raw", [1, 1, 1, 2, 2, 3])
    fill(lake, "usage", [1, 2])
    assert said(lake, {**SEAM, "fan_out": 0.5}).summary.startswith("1 of 6 rows of raw")


def test_a_null_in_a_key_is_a_key_and_said_apart(lake):
    """NULL meets NULL; what is lost of them is told."""
    fill(lake, "raw", [1, 2, None, None, None])
    fill(lake, "usage", [1, 2, None])
    verdict = said(lake, SEAM)
    assert verdict.summary == (
        "2 of 5 rows of raw of Mon 3 Aug are not in usage, 2 of them with a NULL in the key; 40%"
    )
    assert verdict.evidence["days"]["2026-08-03"]["null_keys"] == 3


def test_keys_may_have_other_names_in_the_other_table(lake):
    """The rows are named as the other table names them."""
    fill(lake, "raw", [1, 2, 3], account=["a", "b", "c"])
    fill(lake, "usage", [7, 8], user=["a", "b"])
    verdict = said(lake, {"with": "raw", "key": {"user": "account"}})
    assert [row.key for row in verdict.rows] == [{"account": "c"}]


def test_whole_numbers_of_different_width_and_floats_are_the_same_keys(lake):
    """A type that only stores them differently is no difference."""
    fill(lake, "raw", [1.0, 2.0])
    fill(lake, "usage", [1, 2])
    assert said(lake, SEAM).outcome is Outcome.OK


def test_keys_of_different_kinds_are_an_error_that_says_so(lake):
    """Not a match rate of zero."""
    fill(lake, "raw", ["1", "2"])
    fill(lake, "usage", [1, 2])
    found = audit(lake, SEAM)
    (trouble,) = found.errors
    assert (trouble.table, trouble.what) == (
        "usage",
        "reconciliation with raw cannot be judged: raw.id is string and usage.id is int64: such keys are "
        "never equal; give both one type",
    )
    verdict = next(each for each in found.verdicts if each.check == "reconciliation")
    assert (verdict.outcome, verdict.needs) == (Outcome.NOT_ENOUGH_DATA, trouble.what)


def test_a_key_that_is_not_there_is_an_error(lake):
    """It names the columns that are."""
    fill(lake, "raw", [1])
    fill(lake, "usage", [1])
    (trouble,) = audit(lake, {"with": "raw", "key": ["id", "user"]}).errors
    assert "table raw has no column user; its columns are id, at, day" in trouble.what


def test_a_table_that_cannot_be_read_is_never_ok(lake):
    """The other table has no files."""
    fill(lake, "usage", [1])
    found = audit(lake, SEAM)
    assert "reconciliation with raw cannot be judged: table raw cannot be read" in {
        each.what for each in found.errors if each.table == "usage"
    }


def test_a_partition_that_the_other_table_lacks_is_not_enough_data(lake):
    """What should be compared is not there yet, or is gone."""
    fill(lake, "raw", [1])
    for at in range(2):
        fill(lake, "usage", [1], at)
    verdict = said(lake, SEAM, days=2)
    assert (verdict.outcome, verdict.needs) == (
        Outcome.NOT_ENOUGH_DATA,
        "the partition of raw of Tue 4 Aug",
    )


def test_a_broken_partition_of_the_other_table_is_no_loss(lake):
    """The rows may well be in it."""
    fill(lake, "raw", [1])
    fill(lake, "usage", [1])
    fill(lake, "refused", [1], at=1)
    (lake.root / "refused/day=2026-08-03").mkdir()
    (lake.root / "refused/day=2026-08-03/a.parquet").write_bytes(b"no parquet")
    verdict = said(lake, {**SEAM, "rejected": "refused"}, others=("raw", "refused"))
    assert verdict.needs == "partitions of refused that can be read"


def test_an_empty_partition_is_all_that_is_lost(lake):
    """The job ran and wrote nothing."""
    fill(lake, "raw", [1, 2])
    fill(lake, "usage", [])
    assert said(lake, SEAM).summary == "2 of 2 rows of raw of Mon 3 Aug are not in usage; 100%"


def test_a_lookup_wants_a_partner_for_each_row(lake):
    """Partners may be of any day; those that nobody wants are no loss."""
    fill(lake, "accounts", range(90))
    fill(lake, "usage", [*range(100), None], at=1)
    verdict = said(lake, {"with": "accounts", "key": ["id"], "kind": "lookup"}, days=2, others=("accounts",))
    assert verdict.summary == "10 of 101 rows of usage of Tue 4 Aug have no partner in accounts; 9.9%"
    assert verdict.evidence["days"]["2026-08-04"]["null_keys"] == 1
    assert verdict.rows[0].key == {"id": 90}


def test_a_lookup_with_two_partners_is_told(lake):
    """A join with it would multiply rows."""
    fill(lake, "accounts", [1, 1, 2])
    fill(lake, "usage", [1, 2])
    verdict = said(lake, {"with": "accounts", "key": ["id"], "kind": "lookup"}, others=("accounts",))
    assert verdict.summary == (
        "a row of usage of Mon 3 Aug has 1.5 partners in accounts on average, 1 declared: 1 row too many"
    )


def test_a_replay_knows_only_what_was_loaded_then(lake):
    """Rows that came at noon were missing in the morning."""
    late = [datetime(2026, 8, 4, 5 if row < 8 else 12, tzinfo=UTC) for row in range(10)]
    fill(lake, "raw", range(10), loaded=[datetime(2026, 8, 4, 4, tzinfo=UTC)] * 10)
    fill(lake, "usage", range(10), loaded=late)
    assert said(lake, SEAM, loaded="loaded").affected == 2
    assert said(lake, SEAM, loaded="loaded", hour=13).outcome is Outcome.OK
