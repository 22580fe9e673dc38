"""Newline-delimited JSON: read by the rules of text files, a broken line told with its file and number."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=at) for at in range(20)]
LAST = DAYS[-1]
TABLE = {
    "source": "lake",
    "path": "day=*/*",
    "partition": {"column": "day"},
    "key": ["id"],
    "unique_within": "partition",
    "event_time": "at",
    "columns": {"x": {"primary": True}},
}


def objects(day, rows=40, **other):
    """What a producer drops on a day: a number that is whole now and then, nothing, a nested object."""
    return [
        {
            "id": at,
            "x": at / 2 if day.day % 3 else at,
            "s": f"a{at}",
            "at": f"{day}T10:00:{at:02}Z",
            "n": {"k": at},
            "list": [at],
            "none": None,
        }
        | other
        for at in range(rows)
    ]


def write(lake, day, rows, ending="jsonl"):
    text = "".join(json.dumps(row) + "\n" for row in rows)
    path = lake.root / f"day={day}" / f"a.{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()) if ending.endswith(".gz") else text.encode())
    return path


@pytest.fixture
def audit(lake):
    """What the checks say on the morning after the last day."""

    def run(**declared):
        table = Table.model_validate(TABLE | declared)
        morning = datetime(2026, 1, 21, 9, tzinfo=UTC)
        return Auditor({"usage": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC")).audit(morning)

    return run


@pytest.fixture
def earlier(lake):
    """Nineteen good days."""
    for day in DAYS[:-1]:
        write(lake, day, objects(day))


def breaches(said):
    return {(each.check, each.column) for each in said.verdicts if each.outcome is Outcome.BREACH}


@pytest.mark.parametrize("ending", ["jsonl", "ndjson", "json", "json.gz", "jsonl.gz"])
def test_an_object_a_line_is_read(lake, earlier, audit, ending):
    """As any other file: rows, nulls, times, keys; the order of the keys is no matter."""
    write(lake, LAST, [dict(reversed(row.items())) for row in objects(LAST)], ending)
    said = audit()
    assert said.errors == []
    assert breaches(said) == set()
    assert said.judged["usage"][-1] == LAST
    found = lake.profiles(**{name: TABLE[name] for name in ("path", "key", "event_time")})[LAST]
    assert (found.rows, found.columns["none"].nulls, found.columns["x"].values.high) == (40, 40, 19.5)
    assert found.last_event == datetime(2026, 1, 20, 10, 0, 39, tzinfo=UTC)


def test_what_goes_wrong_is_found(lake, earlier, audit):
    """A feature that is gone from half of the objects, a key twice, a new key in one of them."""
    rows = objects(LAST)
    for row in rows[:20]:
        del row["x"]
    rows[3]["id"], rows[39]["new"] = 4, 1
    write(lake, LAST, rows)
    assert {("null_rate", "x"), ("duplicate_keys", None), ("contract", "new")} <= breaches(audit())


def test_a_text_among_numbers_is_another_type(lake, earlier, audit):
    """Which nobody may call healthy."""
    rows = objects(LAST)
    rows[7]["x"] = "n/a"
    write(lake, LAST, rows)
    assert ("contract", "x") in breaches(audit())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"id": 1}\n\n{"id": "secret",\n{"id": 3}\n', "line 3 is no whole JSON object: an object a line"),
        (b'{"id": 1}\n[1, 2]\n', "line 2 is no JSON object: an object a line"),
        (b'[\n{"id": 1},\n{"id": 2}\n]\n', "it is one JSON array: an object a line (newline-delimited JSON)"),
        (b'{\n  "id": 1\n}\n', "line 1 is no whole JSON object"),
        (b'{"id": 1}\n{"id": "\xff"}\n', "line 2 is not utf-8 encoded"),
        (b'\xef\xbb\xbf{"id": 1}\n', "it begins with a byte order mark: write the file without it"),
        (b'{"id": 1}\n{"": "secret"}\n', "line 2 has a key without a name: give it one"),
        (b'{"id": "\\ud800"}\n', "line 1 holds half a character, like \\ud800"),
        (b"{}\n{}\n", "none of its objects has a key"),
        (b'{"id": 1, "ID": "secret"}\n', "its columns `id` and `ID` differ in capitals only"),
        (b'{"id": 1}\n{"id": 1, "id": "secret"}\n', "line 2 has the key `id` twice"),
    ],
)
def test_a_broken_line_is_told(lake, earlier, audit, body, said):
    """With file and number, and nothing of what stands there; the other days are judged."""
    path = write(lake, LAST, [])
    path.write_bytes(body)
    audited = audit()
    (trouble,) = audited.errors
    assert trouble.what.startswith(f"{path}: cannot be read ({said}")
    assert "secret" not in trouble.what
    assert (trouble.day, audited.judged["usage"][-1]) == (LAST, DAYS[-2])


def test_files_that_are_all_arrays_are_told_once(lake):
    """By the newest."""
    for day in DAYS[:3]:
        write(lake, day, []).write_text("[]")
    found = {each.what for each in lake.table(path="day=*/*").bundles()[1]}
    path = lake.root / f"day={DAYS[2]}" / "a.jsonl"
    (said,) = found
    assert said.startswith(f"{path} and 2 more partitions: cannot be read (it is one JSON array: ")


def test_objects_of_nothing_but_null_are_rows(lake):
    """As many as there are."""
    write(lake, LAST, [{"x": None, "s": None}] * 7)
    found = lake.profiles(path="day=*/*")[LAST]
    assert (found.rows, found.columns["x"].nulls) == (7, 7)


def test_a_file_without_a_line_is_a_day_without_rows(lake, earlier, audit):
    """Beside another one it adds nothing."""
    write(lake, LAST, [])
    assert breaches(audit()) == {("row_count", None)}
    write(lake, LAST, objects(LAST), "ndjson")
    assert breaches(audit()) == set()


def test_files_of_two_formats_are_not_read_as_one(lake, earlier, audit):
    """Of one partition; a table may change its format from one day to the next."""
    (lake.root / f"day={DAYS[5]}" / "a.jsonl").unlink()
    lake.parquet(f"day={DAYS[5]}/a.parquet", {"id": [1], "x": [2.0]})
    write(lake, LAST, objects(LAST))
    path = lake.text(f"day={LAST}/b.csv", "id,x\n1,2\n")
    (trouble,) = audit().errors
    assert trouble.what.startswith(f"{path}: it is CSV, and {lake.root}/day={LAST}/a.jsonl in the same")
    assert trouble.what.endswith("is JSON: narrow `path` of the table, or write one format")
