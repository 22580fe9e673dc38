"""A partition, or a file that is to become one, judged as the newest, wherever days stand."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as parquet
import pytest

from checks import gate
from checks.audit import Auditor
from checks.declared import Table
from checks.verdict import Outcome

FIRST, DAYS, ROWS = date(2026, 10, 1), 35, 240
LAST = FIRST + timedelta(days=DAYS - 1)
NEXT = LAST + timedelta(days=1)
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)
COLUMNS = {"amount": {"drift": True, "null_rate": True}, "plan": {"drift": True}}


def rows(of, factor=1.0, **more):
    return {
        "id": [f"{of} {at}" for at in range(ROWS)],
        "amount": [factor * (at * 7 % ROWS) for at in range(ROWS)],
        "plan": [("free", "pro")[at % 2] for at in range(ROWS)],
        "country": [("DE", "FR", "IT")[at % 3] for at in range(ROWS)],
        **more,
    }


def in_folders(root: Path) -> dict:
    for at in range(DAYS):
        day = FIRST + timedelta(days=at)
        path = root / f"day={day}" / "part.parquet"
        path.parent.mkdir(parents=True)
        parquet.write_table(pa.table(rows(day)), path)
    return {"path": "day=*/*.parquet"}


def in_one_file(root: Path) -> dict:
    root.mkdir(parents=True)
    every = [FIRST + timedelta(days=at) for at in range(DAYS)]
    parquet.write_table(
        pa.concat_tables(pa.table(rows(d, day=[d] * ROWS)) for d in every), root / "all.parquet"
    )
    return {"path": "*.parquet"}


def in_text_files(root: Path) -> dict:
    for at in range(DAYS):
        day = FIRST + timedelta(days=at)
        path = root / f"day={day}" / "part.csv"
        path.parent.mkdir(parents=True)
        pyarrow.csv.write_csv(pa.table(rows(day)), path)
    return {"path": "day=*/*.csv"}


LAYOUTS = {"folders": in_folders, "one file": in_one_file, "text files": in_text_files}


@pytest.fixture(scope="module", params=LAYOUTS)
def lake(request, tmp_path_factory):
    """A table in one of the layouts that there are."""
    root = tmp_path_factory.mktemp("lake") / "t"
    return root, LAYOUTS[request.param](root), request.param


@pytest.fixture(scope="module")
def kept(lake):
    """What an earlier test has profiled."""
    return {}


@pytest.fixture
def ready(lake, kept, shelf):
    """An auditor of the table; further words of its declaration."""
    root, layout, _ = lake
    shelf.rows = kept

    def made(**declared):
        facts = {"source": "lake", "partition": {"column": "day"}, "key": ["id"], "columns": COLUMNS}
        table = Table.model_validate(facts | layout | declared)
        return Auditor({"t": (root, gate.contents_only(table))}, gate.ReadMostly(shelf), ZoneInfo("UTC"))

    return made


def bad(judged):
    assert judged.audit is not None, judged.nothing
    assert [each.what for each in judged.audit.errors] == []
    return {each.check: each.summary for each in judged.audit.verdicts if each.outcome is Outcome.BREACH}


def written(tmp_path, table, name="batch.parquet"):
    file = tmp_path / name
    if name.endswith(".csv"):
        pyarrow.csv.write_csv(pa.table(table), file)
    else:
        parquet.write_table(pa.table(table), file)
    return file


@pytest.mark.parametrize("back", [0, 3])
def test_a_good_partition_is_judged_wherever_days_stand(ready, back):
    """The newest as well as one before."""
    judged = gate.partition(ready(), "t", LAST - timedelta(days=back), NOW)
    assert (bad(judged), judged.rows) == ({}, ROWS)


def test_a_partition_is_judged_while_its_day_is_not_over(ready):
    """The scores of the day are made on the day."""
    noon = datetime.combine(LAST, datetime.min.time(), UTC) + timedelta(hours=12)
    assert gate.partition(ready(), "t", LAST, noon).rows == ROWS


@pytest.mark.parametrize("name", ["batch.parquet", "batch.csv"])
@pytest.mark.parametrize("says", ["date", "text", "time"])
def test_a_batch_may_say_its_day(ready, tmp_path, name, says):
    """As a date, a text or a time, in Parquet or CSV; no new column where the path has days."""
    day = {"date": NEXT, "text": str(NEXT), "time": datetime.combine(NEXT, datetime.min.time())}[says]
    judged = gate.batch(ready(), "t", written(tmp_path, rows(NEXT, day=[day] * ROWS), name), None, NOW)
    assert judged.day == NEXT, judged.nothing
    found = bad(judged)
    assert "drift" not in found
    assert "null_rate" not in found


@pytest.mark.parametrize("name", ["batch.parquet", "batch.csv"])
def test_a_batch_that_moved_is_found(ready, tmp_path, name):
    """In each layout and format."""
    judged = gate.batch(ready(), "t", written(tmp_path, rows(NEXT, 3.0, day=[NEXT] * ROWS), name), None, NOW)
    assert judged.rows == ROWS
    assert {"drift", "guards"} & {*bad(judged)}


def test_a_batch_without_a_day_is_the_next_one(lake, ready, tmp_path):
    """Or the one that is said; where the table says days in its rows, the missing column is told."""
    for said, day in ((None, NEXT), (date(2026, 12, 24), date(2026, 12, 24))):
        judged = gate.batch(ready(), "t", written(tmp_path, rows(NEXT)), said, NOW)
        assert (judged.day, judged.rows) == (day, ROWS)
        assert ("contract" in bad(judged)) == (lake[2] == "one file")


def test_the_path_may_say_the_day(ready, tmp_path):
    """As the partition will be called."""
    (tmp_path / "day=2026-11-20").mkdir()
    judged = gate.batch(ready(), "t", written(tmp_path / "day=2026-11-20", rows(NEXT)), None, NOW)
    assert judged.day == date(2026, 11, 20)


def test_keys_that_are_there_already_are_repeated(ready, tmp_path):
    """A batch of yesterday's rows, in place of none."""
    batch = written(tmp_path, rows(LAST, day=[NEXT] * ROWS))
    assert "duplicate_keys" in bad(gate.batch(ready(), "t", batch, None, NOW))
    again = written(tmp_path, rows(LAST, day=[LAST] * ROWS))
    assert "duplicate_keys" not in bad(gate.batch(ready(unique_within="partition"), "t", again, None, NOW))


def test_a_segment_that_is_missing_is_told(ready, tmp_path):
    """The shape is wrong, and the rest is judged."""
    batch = rows(NEXT, day=[NEXT] * ROWS)
    del batch["country"]
    judged = gate.batch(ready(segment="country"), "t", written(tmp_path, batch), None, NOW)
    assert "`country`" in bad(judged)["contract"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ([NEXT] * 200 + [None] * 40, "no `day`"),
        ([None] * ROWS, "no `day`"),
        (["soon"] * ROWS, ""),
        ([NEXT] * 200 + [LAST] * 40, "has rows of 2 days"),
    ],
)
def test_rows_whose_day_is_not_known_are_no_batch(ready, tmp_path, day, said):
    """They would be in no partition, and nobody would judge them."""
    judged = gate.batch(ready(), "t", written(tmp_path, rows(NEXT, day=day)), None, NOW)
    assert judged.audit is None
    assert judged.nothing
    assert said in judged.nothing


def test_each_partition_of_a_period_is_judged_alone(ready):
    """In order; days without a partition are not there."""
    judged = list(gate.each(ready(), "t", LAST - timedelta(days=2), LAST + timedelta(days=9), NOW))
    assert [each.day for each in judged] == [LAST - timedelta(days=back) for back in (2, 1, 0)]
    assert all(bad(each) == {} for each in judged)


def test_a_key_of_another_type_is_told_and_the_rest_is_judged(ready, tmp_path):
    """Nothing of it can be there already."""
    batch = rows(NEXT, day=[NEXT] * ROWS, id=list(range(ROWS)))
    assert "`id`" in bad(gate.batch(ready(), "t", written(tmp_path, batch), None, NOW))["contract"]


def test_what_cannot_be_read_is_told_by_the_name_that_people_know(ready, tmp_path):
    """Not by that of the link to it."""
    file = tmp_path / "batch.parquet"
    file.write_text("no Parquet")
    judged = gate.batch(ready(), "t", file, None, NOW)
    assert judged.nothing.startswith(f"{file}: cannot be read (")
    assert "oakum-" not in judged.nothing
