"""Which tables lie in a folder is told by the names of its files."""

import glob
import gzip
import os
from pathlib import Path

import pytest

from checks.sources.folder import _split, named_in, tables_in


@pytest.fixture
def look(tmp_path):
    """Makes empty files, and tells name, path and day column of each table found."""

    def looked(*files):
        root = tmp_path / "lake"
        for file in files:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).touch()
        found = tables_in(root)
        for table in found:
            there = glob.glob(table.path, root_dir=root, recursive=True)  # noqa: PTH207 (as the source does)
            assert len(there) == table.files, table
        return [(table.name, table.path, table.day_column) for table in found]

    return looked


def test_days_in_folders_are_one_table(look):
    """However many files a day has."""
    assert look(
        "usage/day=2026-11-19/part-0.parquet", "usage/day=2026-11-19/part-1.parquet",
        "usage/day=2026-11-20/7f1f.parquet", "usage/day=2026-11-20/_SUCCESS", "usage/_delta/1.parquet",
    ) == [("usage", "usage/day=*/*.parquet", "day")]  # fmt: skip


def test_a_table_cut_twice_is_cut_by_its_days(look):
    """A country is no day."""
    assert look("usage/country=DE/day=2026-11-19/a.parquet", "usage/country=FR/day=2026-11-19/a.parquet") == [
        ("usage", "usage/country=*/day=*/*.parquet", "day")
    ]


def test_a_folder_for_rows_without_a_day_does_not_hide_the_days(look):
    """Spark makes one; the checks will say that it is no day."""
    assert look("u/day=__HIVE_DEFAULT_PARTITION__/a.parquet", "u/day=2026-11-20/a.parquet") == [
        ("u", "u/day=*/*.parquet", "day")
    ]


def test_years_and_months_in_folders_are_no_days(look):
    """The day is looked for in the rows then."""
    assert look("usage/year=2026/month=01/a.parquet") == [("usage", "usage/year=*/month=*/*.parquet", None)]


def test_files_side_by_side_are_tables_of_their_own(look):
    """Unless their names differ in a number or a date only."""
    assert look(
        "orders.csv", "users.csv", "sales_2026-11-19.csv", "sales_2026-11-20.csv", "notes.txt"
    ) == [
        ("orders", "orders.csv", None), ("sales", "sales_*.csv", None), ("users", "users.csv", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "name", "dated"),
    [
        (["orders_2026-01-30.csv", "orders_2026-01-31.csv"], "orders", "orders_%Y-%m-%d.csv"),
        (["orders_2026-01-31.csv"], "orders", "orders_%Y-%m-%d.csv"),
        (["orders_2026-01-31_0615.csv"], "orders", "orders_%Y-%m-%d_*.csv"),
        (["a_2026-01-30_06.csv", "a_2026-01-31_06.csv"], "a", "a_%Y-%m-%d_*.csv"),
        (["events-2026013023.jsonl", "events-2026013100.jsonl"], "events", "events-%Y%m%d*.jsonl"),
        (["e/20260130.jsonl.gz", "e/20260131.jsonl.gz"], "e", "e/%Y%m%d.jsonl.gz"),
        (["v2_2026_01_30.csv", "v2_2026_01_31.csv"], "v", "v2_%Y_%m_%d.csv"),
        (["e/2026/01/30/part-0.parquet", "e/2026/01/31/part-0.parquet"], "e", "e/%Y/%m/%d/*.parquet"),
        (["e/2026/01/30/7.parquet", "e/2026/01/31/06/8.parquet"], "e", "e/%Y/%m/%d/*.parquet"),
        (["e/year=2026/month=01/day=31/a.parquet"], "e", "e/year=%Y/month=%m/day=%d/*.parquet"),
        (["e/dt=20260130/a.parquet", "e/dt=20260131/a.parquet"], "e", "e/dt=%Y%m%d/*.parquet"),
        (["2026/01/a_2026-01-31.csv", "2026/02/a_2026-02-01.csv"], "a", "*/*/a_%Y-%m-%d.csv"),
        (["region=N/a_20260131.csv", "region=S/a_20260131.csv"], "lake", "region=*/a_%Y%m%d.csv"),
        (["x% [a] 2026-01-30.csv", "x% [a] 2026-01-31.csv"], "x% [a]", "x%% [[]a] %Y-%m-%d.csv"),
        (
            ["a_2026-01-30_to_2026-01-31.csv", "a_2026-01-31_to_2026-02-01.csv"],
            "a__to",
            "a_%Y-%m-%d_to_*.csv",
        ),
        (["a_2026-01-30.csv", "a_2026-01-31.csv", "a_2026-13-01.csv"], "a", "a_%Y-%m-%d.csv"),
    ],
)
def test_days_in_names_are_read_off_them(tmp_path, files, name, dated):
    """However they are written, as long as it is year, month, day."""
    lake = tmp_path / "lake"
    for file in files:
        (lake / file).parent.mkdir(parents=True, exist_ok=True)
        (lake / file).touch()
    found = tables_in(lake)[0]
    assert (found.name, found.dated) == (name, dated)


@pytest.mark.parametrize(
    "files",
    [
        ["a_2026-01.csv", "a_2026-02.csv"],
        ["a_10483920.csv", "a_20261399.csv"],
        ["a_2026-01-30.csv", "a_20260131.csv"],
        ["a_1769817600.csv", "a_1769904000.csv"],
        ["u/day=2026-01-30/a_20260131.csv"],
        ["3f2a1b9c-2026-0131-8000-000020260131.csv"],
    ],
    ids=["months", "ids", "in two ways", "epochs", "folders of days", "a uuid"],
)
def test_other_numbers_are_no_days(tmp_path, files):
    """The day is looked for elsewhere."""
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    assert [found.dated for found in tables_in(tmp_path)] == [None]


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ('{"id": 1}\n{"id": 2}\n', True),
        ('\n{"id": 1}\n', True),
        ("", False),
        ('{\n  "id": 1\n}\n', False),
        ('[{"id": 1}]\n', False),
        ("1\n", False),
        ('{"a": "' + "x" * 2**20 + '"}\n', False),
        ("[" * 100_000, False),
    ],
    ids=["lines", "a blank line", "nothing", "a document", "an array", "a number", "a manifest", "deep"],
)
def test_what_is_called_json_is_a_table_where_its_first_line_is_an_object(tmp_path, text, proposed):
    """Otherwise it is a document."""
    (tmp_path / "events.json").write_text(text)
    assert [found.path for found in tables_in(tmp_path)] == (["events.json"] if proposed else [])
    assert len(tables_in(tmp_path / "events.json")) == proposed


def test_json_that_is_packed_is_opened_too(tmp_path):
    """What cannot be unpacked is no table."""
    (tmp_path / "a_2026-01-31.json.gz").write_bytes(gzip.compress(b'{"id": 1}\n'))
    (tmp_path / "b.json.gz").write_bytes(b"\x1f\x8b\x08 broken")
    assert [found.dated for found in tables_in(tmp_path)] == ["a_%Y-%m-%d.json.gz"]


def test_parts_of_a_table_are_named_after_their_folder(look):
    """As Spark and pandas write them."""
    uuid = "3f2a1b9c-0000-4000-8000-000000000000"
    assert look(f"raw/events/part-00000-{uuid}-c000.snappy.parquet", "raw/users/data.parquet") == [
        ("events", "raw/events/*.parquet", None),
        ("users", "raw/users/*.parquet", None),
    ]


def test_a_version_in_a_name_is_a_name_and_a_date_is_none(look):
    """Tomorrow's file is of the same table."""
    assert look("orders_v2.csv", "2026/11/20/clicks.csv", "sales_20261120.csv") == [
        ("clicks", "*/*/*/clicks.csv", None),
        ("orders_v2", "orders_v2.csv", None),
        ("sales", "sales_*.csv", None),
    ]


def test_tables_of_one_name_are_told_apart_by_their_folders(look):
    """Thirty teams have an orders.csv."""
    assert [name for name, *_ in look("north/orders.csv", "south/orders.csv")] == [
        "north_orders", "south_orders",
    ]  # fmt: skip


def test_names_that_look_like_patterns_are_taken_as_they_are(look):
    """Brackets, stars, quotes and emoji are letters like others."""
    found = look("a[1].csv", "what*.csv", 'it\'s "new" 🎉.csv', "[x]/day=2026-11-20/a.parquet")
    assert [name for name, *_ in found] == ["[x]", "a[1]", 'it\'s "new" 🎉', "what_"]


def test_an_empty_folder_has_no_tables(look, tmp_path):
    """Nor has one with nothing to read."""
    assert look("readme.md") == []


def test_a_single_file_is_a_table(tmp_path):
    """Its folder is the root of the source."""
    (tmp_path / "orders.csv").touch()
    (found,) = tables_in(tmp_path / "orders.csv")
    assert (found.name, found.path) == ("orders", "orders.csv")


@pytest.mark.skipif(os.name != "posix", reason="such names exist there only")
def test_a_single_file_of_another_kind_is_none(tmp_path):
    """It is said that nothing was found."""
    (tmp_path / "orders.xlsx").write_text("{}")
    assert tables_in(tmp_path / "orders.xlsx") == []


def test_a_name_that_is_no_text_is_left_alone(tmp_path):
    """It could not be written into a configuration."""
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv")).touch()
    except OSError:
        pytest.skip("this file system knows no such names")
    assert tables_in(tmp_path) == []


def test_a_table_that_came_to_be_written_in_another_format_is_one(look):
    """Otherwise it would seem to have ended, and another of the same name to have begun."""
    assert look("t/day=2026-11-19/a.parquet", "t/day=2026-11-20/a.csv", "t/day=2026-11-21/b.csv") == [
        ("t", "t/day=*/*.*", "day")
    ]


def test_both_formats_of_one_day_are_two_tables(look):
    """One may be the export of the other; they have names of their own."""
    found = look("t/day=2026-11-19/a.parquet", "t/day=2026-11-19/a.csv", "t/day=2026-11-20/a.csv")
    assert [(name, path) for name, path, _ in found] == [
        ("t_csv", "t/day=*/*.csv"),
        ("t_parquet", "t/day=*/*.parquet"),
    ]


def test_links_are_followed_and_circles_are_not(look, tmp_path):
    """A table may lie elsewhere; a folder that is there already is no second table."""
    elsewhere = tmp_path / "disk" / "usage"
    for day in (19, 20):
        (elsewhere / f"day=2026-11-{day}").mkdir(parents=True)
        (elsewhere / f"day=2026-11-{day}" / "a.parquet").touch()
    (elsewhere / "round").symlink_to(tmp_path)
    lake = tmp_path / "lake"
    lake.mkdir()
    (lake / "usage").symlink_to(elsewhere)
    (lake / "again").symlink_to(lake)
    (lake / "latest").symlink_to(lake / "orders")
    assert look("orders/day=2026-11-19/a.parquet") == [
        ("orders", "orders/day=*/*.parquet", "day"),
        ("usage", "usage/day=*/*.parquet", "day"),
    ]


def test_by_names_alone_no_file_is_opened(tmp_path):
    """What is called .json may be anything, and is left out; the files of each table are told."""
    for file in ("usage/day=2026-11-19/a.parquet", "usage/day=2026-11-20/b.parquet", "orders.csv", "x.json"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
        (tmp_path / file).chmod(0)
    found = {table.name: [str(file) for file in table.members] for table in named_in(tmp_path)}
    assert found == {
        "orders": ["orders.csv"],
        "usage": ["usage/day=2026-11-19/a.parquet", "usage/day=2026-11-20/b.parquet"],
    }


def test_a_folder_of_very_many_tables_is_listed_quickly(tmp_path, monkeypatch):
    """Each name is looked at a few times, however many there are beside it."""
    asked = []
    monkeypatch.setattr("checks.sources.folder._split", lambda name: asked.append(name) or _split(name))
    letters = "abcdefghij"
    for first in letters:
        for second in letters:
            (tmp_path / f"{first}{second}x.csv").touch()
    assert len(named_in(tmp_path)) == 100
    assert len(asked) < 20 * 100
