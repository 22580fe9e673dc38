"""`oakum init`: from a folder of data to a configuration that can be used at once."""

import json
import os
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest
import yaml

from bot.clock import StoppedClock
from bot.settings.load import load

AS_OF = ("--as-of", "2026-11-20T12:00")


@pytest.fixture
def bare(company):
    """The company before it had a configuration."""
    for path in company.config.rglob("*"):
        if path.is_file():
            path.unlink()
    return company


def tables_of(company):
    """The declared tables of the only pipeline."""
    settings = load(company.config, {}, routes=False)
    assert not settings.broken, settings.broken
    (pipeline,) = settings.pipelines
    return pipeline.tables


def write_csv(path, columns):
    """A CSV file with a header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    csv.write_csv(pa.table(columns), path)


def days(count=10):
    """The days up to Thursday."""
    return [date(2026, 11, 20) - timedelta(days=back) for back in range(count, 0, -1)]


def test_what_is_proposed_can_be_used_at_once(bare):
    """It is written, examined, and checked, without a hand being laid on it."""
    ran = bare.oakum("init", str(bare.data), "--table", "usage")
    assert ran.status == 0, ran.err
    assert "pipelines/usage.yaml is written." in ran.out
    table = tables_of(bare)["usage"]
    assert (table.partition.column, table.key, table.unique_within) == ("day", ("account",), "partition")
    assert (table.event_time, table.loaded_at_field) == ("seen_at", "loaded_at")
    assert list(table.columns) == ["sessions"]
    checked = bare.oakum("check", *AS_OF, "--format", "json")
    assert checked.status == 1, checked.err
    (pipeline,) = json.loads(checked.out)["pipelines"]
    assert pipeline["errors"] == []
    assert [finding["column"] for finding in pipeline["findings"]] == ["sessions"]


def test_one_number_is_watched_first_and_says_why(bare):
    """The others stand below it, behind a #."""
    text = bare.oakum("init", str(bare.data), "--table", "usage", "--dry-run").out
    assert "A number, missing in" in text
    assert "where a join or a source fails, it shows here first" in text
    assert "\n      sessions: {primary: true, drift: false}\n" in text
    assert "\n      # minutes: {null_rate: true, drift: true}    # never missing so far\n" in text


def test_a_dry_run_writes_nothing(bare):
    """It prints the files, with their names."""
    ran = bare.oakum("init", str(bare.data), "--all", "--dry-run")
    assert ran.status == 0
    assert f"# {bare.config / 'oakum.yaml'}" in ran.out
    assert not (bare.config / "oakum.yaml").exists()


def test_every_table_can_be_proposed_at_once(bare):
    """What they have in common is written once."""
    assert bare.oakum("init", str(bare.data), "--all", "--name", "Everything!").status == 0
    text = (bare.config / "pipelines" / "everything.yaml").read_text()
    assert text.count("source: ") == 1
    assert set(tables_of(bare)) == {"usage", "invoices"}
    assert bare.oakum("check", *AS_OF).status == 1


def test_nothing_that_is_there_is_overwritten(bare):
    """The second time says what to do, and touches nothing."""
    assert bare.oakum("init", str(bare.data), "--table", "usage").status == 0
    file = bare.config / "pipelines" / "usage.yaml"
    file.write_text("pipeline: mine\n")
    ran = bare.oakum("init", str(bare.data), "--table", "usage")
    assert ran.status == 2
    assert f"{file} is there already: name this one with --name" in ran.err
    assert file.read_text() == "pipeline: mine\n"


def test_a_second_table_joins_what_is_there(bare):
    """With the source and the owner that are declared, also from a folder below the root."""
    assert bare.oakum("init", str(bare.data), "--table", "usage").status == 0
    before = (bare.config / "oakum.yaml").read_text()
    ran = bare.oakum("init", str(bare.data / "invoices"))
    assert ran.status == 0, ran.err
    settings = load(bare.config, {}, routes=False)
    assert [each.pipeline for each in settings.pipelines] == ["invoices", "usage"]
    assert settings.pipelines[0].tables["invoices"].path == "invoices/day=*/*.parquet"
    assert (bare.config / "oakum.yaml").read_text() == before


def test_a_table_that_is_declared_is_not_proposed_again(bare):
    """It is said where it is declared; when there is no other, that is said, and what to do."""
    assert bare.oakum("init", str(bare.data), "--table", "usage").status == 0
    ran = bare.oakum("init", str(bare.data), "--all", "--name", "others")
    assert (ran.status, ran.err) == (0, "oakum: usage is not proposed: pipeline usage declares it already\n")
    settings = load(bare.config, {}, routes=False)
    assert [list(each.tables) for each in settings.pipelines] == [["invoices"], ["usage"]]
    ran = bare.oakum("init", str(bare.data), "--all", "--name", "more")
    assert ran.status == 2
    assert ran.err.splitlines()[-1].startswith(
        f"oakum: nothing new is in {bare.data}: change what is declared"
    )


def test_the_name_of_another_pipeline_is_not_taken_twice(company):
    """Its file may be called otherwise."""
    (company.config / "pipelines" / "churn.yaml").rename(company.config / "pipelines" / "our.yaml")
    (company.config / "pipelines" / "billing.yaml").unlink()
    ran = company.oakum("init", str(company.data), "--table", "invoices", "--name", "churn")
    assert ran.status == 2
    assert "there is a pipeline 'churn' already: name this one with --name" in ran.err


def test_a_configuration_without_this_source_is_told_what_to_add(company, tmp_path):
    """The line to add is there to be copied."""
    write_csv(tmp_path / "new data" / "a.csv", {"day": days()})
    ran = company.oakum("init", str(tmp_path / "new data"))
    assert ran.status == 2
    assert "none of its sources holds" in ran.err
    (line,) = [line for line in ran.err.splitlines() if "add under `sources`: " in line]
    source = yaml.safe_load(line.partition("add under `sources`: ")[2])
    assert source == {"new-data": {"kind": "files", "root": str((tmp_path / "new data").resolve())}}


def test_a_single_csv_file_with_a_date_column_is_enough(bare, tmp_path):
    """It needs no partitions in its path."""
    each = [day for day in days() for _ in range(30)]
    amounts = [None if at % 10 == 0 else at * 1.5 for at in range(300)]
    write_csv(
        tmp_path / "shop" / "orders.csv", {"order_id": range(300), "ordered_on": each, "amount": amounts}
    )
    ran = bare.oakum("init", str(tmp_path / "shop" / "orders.csv"))
    assert ran.status == 0, ran.err
    table = tables_of(bare)["orders"]
    assert (table.path, table.partition.column, table.key) == ("orders.csv", "ordered_on", ("order_id",))
    assert table.unique_within == "table"
    assert list(table.columns) == ["amount"]
    assert bare.oakum("check", *AS_OF).status == 0


def test_days_that_are_written_as_text_are_days(bare, tmp_path):
    """As pandas likes to write them."""
    folder = tmp_path / "lake"
    folder.mkdir()
    parquet.write_table(
        pa.table({"born": [date(1980, 1, 1)] * 10, "dt": [str(day) for day in days()], "x": range(10)}),
        folder / "a.parquet",
    )
    assert bare.oakum("init", str(folder)).status == 0
    assert tables_of(bare)["a"].partition.column == "dt"


def test_hostile_names_are_read_back_as_they_are(bare, tmp_path):
    """Quotes, emoji, colons, brackets, line breaks, and words that YAML takes for something else."""
    lake = tmp_path / 'la"ke: #1 🎉'
    for name in ("it's", "no", "[x]*", "${HOME}", "🎉", "a: b"):
        path = lake / name / "day=2026-11-19" / "p.parquet"
        path.parent.mkdir(parents=True)
        columns = {"null": [None, 1.5, 2.5], 'a "b"\n# c': [1, 2, 4], "select 🎉": ["x", "y", "z"]}
        parquet.write_table(pa.table(columns), path)
    ran = bare.oakum("init", str(lake), "--all")
    assert ran.status == 0, ran.err
    tables = tables_of(bare)
    assert set(tables) == {"it's", "no", "[x]_", "${HOME}", "🎉", "a: b"}
    assert {tuple(table.columns) for table in tables.values()} == {("null",)}
    assert {table.key for table in tables.values()} == {("select 🎉",)}
    checked = bare.oakum("check", *AS_OF, "--format", "json")
    assert json.loads(checked.out)["pipelines"][0]["errors"] == []


def test_days_that_cannot_be_read_are_told(bare):
    """The others are enough to propose something."""
    bare.own_data()
    (bare.config / "oakum.yaml").unlink()
    (bare.data / "usage" / "day=2026-11-10" / "part.parquet").write_bytes(b"PAR1")
    ran = bare.oakum("init", str(bare.data), "--table", "usage")
    assert ran.status == 0
    assert "usage: 34 days up to 2026-11-19" in ran.out
    assert "usage: 1 part cannot be read; the next command names them" in ran.out


def test_large_days_are_looked_at_one_by_one(bare, monkeypatch):
    """The newest one says enough."""
    monkeypatch.setattr("checks.sources.look.SAMPLED_BYTES", 1)
    text = bare.oakum("init", str(bare.data), "--table", "usage", "--dry-run").out
    assert "the 300 rows from 2026-11-19 on" in text


def test_a_relative_folder_is_found_from_the_configuration(bare, tmp_path, monkeypatch):
    """Both may be moved together."""
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "lake" / "a.csv", {"day": days(), "n": range(10)})
    assert bare.oakum("init", "lake").status == 0
    assert 'root: "../lake"' in (bare.config / "oakum.yaml").read_text()
    assert bare.oakum("doctor").status == 0


def test_thirty_tables_take_one_command(bare, tmp_path):
    """Each with its own key and feature."""
    for number in range(30):
        for day in days(2):
            path = tmp_path / "dwh" / f"stg_{number:02}" / f"day={day}" / "p.parquet"
            path.parent.mkdir(parents=True)
            parquet.write_table(
                pa.table({"id": range(20), f"x{number}": [at * 0.5 for at in range(20)]}), path
            )
    assert bare.oakum("init", str(tmp_path / "dwh"), "--all").status == 0
    tables = tables_of(bare)
    assert len(tables) == 30
    assert list(tables["stg_07"].columns) == ["x7"]


def test_a_column_whose_name_is_too_long_to_be_declared_is_left_out(bare, tmp_path):
    """What is proposed can be loaded; it says what is missing in it."""
    columns = {
        "id": list(range(20)),
        "n" * 300: [at * 0.5 for at in range(20)],
        "x": [at * 0.5 for at in range(20)],
    }
    write_csv(tmp_path / "dwh" / "orders.csv", columns)
    ran = bare.oakum("init", str(tmp_path / "dwh"))
    assert ran.status == 0
    assert "a column has a name of more than 200 characters, which cannot be declared" in ran.out
    assert list(tables_of(bare)["orders"].columns) == ["x"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda lake: None, "there is no "),
        (
            lambda lake: lake.mkdir(),
            "has no files of Parquet, CSV or JSON lines: name the folder that holds your data",
        ),
        (
            lambda lake: (lake.mkdir(), (lake / "shop.db").write_bytes(b"SQLite format 3\0" + bytes(84))),
            'lake/shop.db "SELECT * FROM orders" > orders.csv`',
        ),
        (lambda lake: (lake.mkdir(), (lake / "a.csv").touch()), "a is not proposed: "),
        (
            lambda lake: ((odd := lake / os.fsdecode(b"\xff")).mkdir(parents=True), (odd / "a.csv").touch()),
            "is not proposed: the name of a file or folder on the way is not UTF-8: rename it",
        ),
        (
            lambda lake: (lake.mkdir(), (lake / f"{'n' * 240}.csv").write_text("id\n1\n")),
            "its name has more than 200 characters: rename it",
        ),
        (lambda lake: (lake.mkdir(), (lake / "a.csv").write_text("day,x\n")), "its files have no rows yet"),
        (lambda lake: (lake.mkdir(), (lake / "a.parquet").write_bytes(b"PAR1")), "a.parquet: cannot be read"),
    ],
    ids=[
        "no folder",
        "an empty folder",
        "a database in a file",
        "an empty file",
        "a name of bytes",
        "a name without end",
        "a mere header",
        "a broken file",
    ],
)
def test_a_folder_with_nothing_to_read_is_told_so(bare, tmp_path, make, said):
    """In one line each, and nothing is written."""
    make(tmp_path / "lake")
    ran = bare.oakum("init", str(tmp_path / "lake"))
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not (bare.config / "oakum.yaml").exists()


def test_a_table_that_is_not_there_is_told(bare):
    """And what to do instead."""
    assert "there is no table 'useage'" in bare.oakum("init", str(bare.data), "--table", "useage").err


@pytest.mark.parametrize(("today", "step"), [(20, "check\n"), (29, "check --as-of 2026-11-20T12:00\n")])
def test_the_next_step_is_there_to_be_typed(bare, monkeypatch, today, step):
    """For data that ended long ago, with the moment up to which there is something to check."""
    monkeypatch.setattr("bot.clock.system_clock", StoppedClock(datetime(2026, 11, today, tzinfo=UTC)))
    ran = bare.oakum("init", str(bare.data))
    assert f"oakum --config {bare.config} doctor\n" in ran.out
    assert ran.out.endswith(f"oakum --config {bare.config} {step}")
    assert ("a baseline is kept by those without --as-of" in ran.out) == ("--as-of 2026" in ran.out)
    assert "1 more can be proposed: --all" in ran.out


def test_what_was_found_can_be_read_by_a_program(bare):
    """One object."""
    said = json.loads(bare.oakum("init", str(bare.data), "--all", "--dry-run", "--format", "json").out)
    assert (said["schema"], said["written"]) == (1, False)
    (usage,) = [table for table in said["tables"] if table["table"] == "usage"]
    assert (usage["key"], usage["feature"], usage["days"]) == (["account"], "sessions", 35)
    assert [file["path"] for file in said["files"]] == [
        str(bare.config / "oakum.yaml"),
        str(bare.config / "pipelines" / f"{bare.data.name}.yaml"),
    ]


def test_a_terminal_shows_how_far_it_is(bare, on_a_terminal):
    """A lake may have many tables."""
    _, err = on_a_terminal()
    bare.oakum("init", str(bare.data), "--dry-run")
    assert "of 2 tables" in err.getvalue()


def test_the_demos_flights_are_understood(bare, demo_folder):
    """Real data: 365 days, a key of three columns, two times."""
    ran = bare.oakum("init", str(demo_folder / "data"), "--table", "flights")
    assert ran.status == 0, ran.err
    table = tables_of(bare)["flights"]
    assert (table.key, table.unique_within) == (("carrier", "flight", "dest"), "partition")
    assert (table.event_time, table.loaded_at_field) == ("sched_dep_at", "loaded_at")
    assert list(table.columns) == ["arr_delay"]
    checked = bare.oakum("check", "--as-of", "2013-12-31T12:00", "--format", "json")
    (pipeline,) = json.loads(checked.out)["pipelines"]
    assert pipeline["errors"] == []
    assert "arr_delay" not in [finding["column"] for finding in pipeline["findings"]]
