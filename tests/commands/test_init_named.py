"""`oakum init` where the days are in the names of files: it proposes a path that reads them."""

import json
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest

from bot.settings.load import load

AS_OF = ("--as-of", "2026-11-20T12:00")
DAYS = [date(2026, 11, 20) - timedelta(days=back) for back in range(20, 0, -1)]


@pytest.fixture
def bare(company):
    """The company before it had a configuration."""
    for path in company.config.rglob("*"):
        if path.is_file():
            path.unlink()
    return company


@pytest.fixture
def proposed(bare, tmp_path):
    """Writes the files of a table, and tells which one is proposed."""

    def look(name, columns_of, days=DAYS):
        for day in days:
            path = tmp_path / "lake" / name.format(day)
            path.parent.mkdir(parents=True, exist_ok=True)
            columns = pa.table(columns_of(day))
            if path.suffix == ".parquet":
                parquet.write_table(columns, path)
            elif path.suffix == ".csv":
                csv.write_csv(columns, path)
            else:
                path.write_text("".join(f"{json.dumps(row, default=str)}\n" for row in columns.to_pylist()))
        ran = bare.oakum("init", str(tmp_path / "lake"))
        assert ran.status == 0, ran.err
        settings = load(bare.config, {}, routes=False)
        assert not settings.broken, settings.broken
        (table,) = settings.pipelines[0].tables.values()
        return table

    return look


def orders(day, **other):
    """A day of orders, without a day in the rows."""
    first = day.toordinal() * 50
    return {"order_id": range(first, first + 50), "amount": [None, *(at * 1.5 for at in range(49))]} | other


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("orders_{0:%Y-%m-%d}.csv", "orders_%Y-%m-%d.csv"),
        ("orders-{0:%Y%m%d}T0600.jsonl", "orders-%Y%m%dT*.jsonl"),
        ("orders_{0:%Y%m%d}.json", "orders_%Y%m%d.json"),
        ("orders/{0:%Y/%m/%d}/part-0.parquet", "orders/%Y/%m/%d/*.parquet"),
        ("orders/year={0:%Y}/month={0:%m}/day={0:%d}/a.parquet", "orders/year=%Y/month=%m/day=%d/*.parquet"),
    ],
)
def test_what_is_proposed_can_be_used_at_once(bare, proposed, name, path):
    """Each file is a partition; it is examined and checked without a hand being laid on it."""
    table = proposed(name, orders)
    assert (table.path, table.partition.column, table.key) == (path, "day", ("order_id",))
    assert list(table.columns) == ["amount"]
    assert "20 partitions, the newest 2026-11-19" in bare.oakum("doctor").out
    checked = bare.oakum("check", *AS_OF, "--format", "json")
    (pipeline,) = json.loads(checked.out)["pipelines"]
    assert (checked.status, pipeline["errors"], pipeline["findings"]) == (0, [], [])


def test_it_says_why(bare, proposed, tmp_path):
    """Beside the line that may be changed."""
    proposed("orders_{0:%Y-%m-%d}.csv", orders)
    (file,) = (bare.config / "pipelines").iterdir()
    why = "in the names of the files, each of which is of its day, whatever its rows say"
    assert f"partition: {{column: day}}    # {why}: 20 days, the newest 2026-11-19\n" in file.read_text()


def late(day):
    """The orders of a day, some of which were made on the day before."""
    return orders(day, ordered_on=[day - timedelta(days=1)] * 5 + [day] * 45)


def agreeing(day):
    """The orders of a day, which say so themselves."""
    return orders(day, ordered_on=[day] * 50)


def history(day):
    """All orders of the last weeks, anew on each day."""
    return orders(day, ordered_on=[day - timedelta(days=at) for at in range(50)])


@pytest.mark.parametrize("rows", [late, agreeing, history])
def test_the_names_say_the_day_although_a_column_could(proposed, rows):
    """A file that changes is read again, and no other; what came late belongs to its file."""
    table = proposed("orders_{0:%Y-%m-%d}.csv", rows)
    assert (table.path, table.partition.column) == ("orders_%Y-%m-%d.csv", "day")


def week(day):
    """Seven days up to one."""
    return orders(day, ordered_on=[day - timedelta(days=at % 7) for at in range(50)])


@pytest.mark.parametrize(("rows", "days"), [(week, DAYS[::7]), (history, DAYS[-1:])])
def test_a_column_says_the_day_where_each_file_holds_days_of_its_own(proposed, rows, days):
    """A file a week, or one file with all of the past, is cut by its rows."""
    table = proposed("orders_{0:%Y-%m-%d}.csv", rows, days)
    assert (table.path, table.partition.column) == ("orders_*.csv", "ordered_on")


def test_a_birthday_is_no_day_of_the_rows(proposed):
    """Also where there is one file only."""
    born = [date(1980, 1, 1) + timedelta(days=at) for at in range(50)]
    table = proposed("orders_{0:%Y-%m-%d}.csv", lambda day: orders(day, birthday=born), DAYS[-1:])
    assert (table.path, table.partition.column) == ("orders_%Y-%m-%d.csv", "day")


def test_a_column_that_is_called_day_keeps_its_name(proposed):
    """The day of the file gets another: nothing is hidden."""
    table = proposed("orders_{0:%Y-%m-%d}.csv", lambda day: orders(day, Day=[day.day] * 50))
    assert (table.path, table.partition.column) == ("orders_%Y-%m-%d.csv", "file_day")


def test_a_folder_that_names_its_column_says_what_the_day_is_called(proposed):
    """As hive writes it, without dashes."""
    table = proposed("orders/dt={0:%Y%m%d}/a.parquet", orders)
    assert (table.path, table.partition.column) == ("orders/dt=%Y%m%d/*.parquet", "dt")


def test_a_text_that_holds_the_day_is_no_feature(bare, proposed):
    """Its levels are new on every day."""
    proposed("orders_{0:%Y-%m-%d}.parquet", lambda day: orders(day, ordered_date=[str(day)] * 50))
    assert "ordered_date" not in "".join(file.read_text() for file in (bare.config / "pipelines").iterdir())


def test_a_table_with_days_in_its_names_is_not_proposed_twice(bare, proposed, tmp_path):
    """Also from a folder below the root."""
    proposed("100% shop/orders_{0:%Y-%m-%d}.csv", orders)
    for folder in (tmp_path / "lake", tmp_path / "lake" / "100% shop"):
        ran = bare.oakum("init", str(folder))
        assert "orders is not proposed: pipeline orders declares it already" in ran.err


def test_a_day_that_cannot_be_read_is_told(bare, tmp_path):
    """The others are enough to propose something."""
    for day in DAYS:
        file = tmp_path / "lake" / f"orders_{day}.csv"
        file.parent.mkdir(exist_ok=True)
        csv.write_csv(pa.table(orders(day)), file)
    (tmp_path / "lake" / "orders_2026-11-10.csv").write_text("")
    (tmp_path / "lake" / "orders_2026-02-31.csv").write_text("order_id,amount\n1,2\n")
    ran = bare.oakum("init", str(tmp_path / "lake"))
    assert (ran.status, "orders: 19 days up to 2026-11-19" in ran.out) == (0, True)
    assert "orders: 2 parts cannot be read; the next command names them" in ran.out


@pytest.mark.parametrize("text", ["", "order_id,amount\n"])
def test_files_without_a_row_are_told(bare, tmp_path, text):
    """Nothing is written."""
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "orders_2026-11-10.csv").write_text(text)
    ran = bare.oakum("init", str(tmp_path / "lake"))
    assert (ran.status, ran.out) == (2, "")
    assert "orders is not proposed: " in ran.err
