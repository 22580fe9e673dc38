"""The newest partition is not what anybody expected: a verdict or a clear error, and never "healthy"."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from bot.domain.answer import Checked, answer
from bot.domain.declared import Pipeline
from checks.audit import Auditor
from checks.declared import Table
from checks.profiles import reading
from checks.profiles.survey import KeptNowhere, survey
from checks.verdict import Outcome

LAST = date(2026, 11, 19)
MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAYS = [LAST - timedelta(days=back) for back in range(1, 40)]
TABLE = {
    "source": "lake",
    "path": "day=*/*.parquet",
    "partition": {"column": "day"},
    "key": ["id"],
    "unique_within": "partition",
    "event_time": "at",
    "columns": {"x": {"primary": True}},
}


def day_of(day, rows=300, **other):
    """A day like any other."""
    start = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    return {
        "id": list(range(rows)),
        "x": [float(at % 50) for at in range(rows)],
        "s": ["a"] * rows,
        "at": [start + timedelta(seconds=at) for at in range(rows)],
    } | other


@pytest.fixture(scope="module")
def earlier(tmp_path_factory):
    """Weeks of good days, written once, as a folder whose files the lake of a test links to."""
    import pyarrow.parquet as parquet

    root = tmp_path_factory.mktemp("earlier")
    for day in DAYS:
        (root / f"day={day}").mkdir()
        parquet.write_table(pa.table(day_of(day)), root / f"day={day}" / "a.parquet")
    return root


@pytest.fixture
def audit(lake, earlier):
    """What the checks say once the last day has landed."""
    for folder in earlier.iterdir():
        (lake.root / folder.name).symlink_to(folder)

    def run(**declared):
        table = Table.model_validate(TABLE | declared)
        return Auditor({"usage": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC")).audit(MORNING)

    return run


def health(said):
    """What a pipeline with this table is called."""
    pipeline = Pipeline.model_validate(
        {"pipeline": "p", "owner": "m", "channel": "#c", "tables": {"usage": TABLE}}
    )
    (section,) = answer([Checked(pipeline, said, UTC)], MORNING).sections
    return section.health.status.value


def breaches(audit):
    """Check and column of everything that is wrong."""
    return {(each.check, each.column) for each in audit.verdicts if each.outcome is Outcome.BREACH}


def test_a_good_day_is_fine(lake, audit):
    """Which shows that the others below fail for their own reason."""
    lake.parquet(f"day={LAST}/a.parquet", day_of(LAST))
    said = audit()
    assert breaches(said) == set()
    assert said.errors == []
    assert said.judged["usage"][-1] == LAST
    assert health(said) == "healthy"


@pytest.mark.parametrize("body", [b"", b"PAR1", b"PAR1" + bytes(100), b"not a parquet file at all"])
def test_a_broken_file_is_an_error_about_that_file(lake, audit, body):
    """The days before are judged; the last one is not, and nobody calls that healthy."""
    path = lake.root / f"day={LAST}" / "a.parquet"
    path.parent.mkdir()
    path.write_bytes(body)
    said = audit()
    (trouble,) = said.errors
    assert str(path) in trouble.what
    assert said.judged["usage"][-1] < LAST
    assert health(said) == "unknown"


def test_an_old_broken_file_does_not_hide_the_newest_day(lake, audit):
    """It is told; today is judged all the same."""
    lake.parquet(f"day={LAST}/a.parquet", day_of(LAST))
    path = lake.root / f"day={DAYS[-1] - timedelta(days=1)}" / "a.parquet"
    path.parent.mkdir()
    path.write_bytes(b"PAR1")
    said = audit()
    assert len(said.errors) == 1
    assert health(said) == "healthy"


def test_two_files_of_a_day_with_nothing_in_common(lake, audit):
    """Cannot be read as one."""
    lake.parquet(f"day={LAST}/a.parquet", day_of(LAST))
    lake.parquet(f"day={LAST}/b.parquet", {"foo": ["a"]})
    said = audit()
    assert "its columns differ from those of" in said.errors[0].what
    assert health(said) == "unknown"


def test_three_days_whose_times_have_no_type(lake, audit):
    """One error for all of them; none of them is judged, and none of them is missing."""
    for back in range(3):
        day = LAST - timedelta(days=back)
        (lake.root / f"day={day}").unlink(missing_ok=True)
        lake.parquet(f"day={day}/a.parquet", day_of(day, at=pa.nulls(300)))
    said = audit(finish_by={"time": "06:30"})
    (trouble,) = said.errors
    assert trouble.day == LAST
    assert health(said) == "unknown"
    assert ("finish_window", None) not in breaches(said)


def test_a_day_without_rows(lake, audit):
    """Is far fewer rows than usual."""
    empty = pa.table(day_of(LAST)).slice(0, 0)
    lake.parquet(f"day={LAST}/a.parquet", {name: empty[name] for name in empty.column_names})
    said = audit()
    assert ("row_count", None) in breaches(said)
    assert health(said) == "broken"


@pytest.mark.parametrize("left", ["", "_SUCCESS", "_temporary/0/part-0.parquet"])
def test_a_day_without_a_file_is_a_day_without_rows(lake, audit, left):
    """The job made its folder and then wrote nothing; marks and the rest of a killed one are no data."""
    folder = lake.root / f"day={LAST}"
    (folder / left).parent.mkdir(parents=True, exist_ok=True)
    if left:
        (folder / left).write_bytes(b"")
    folder.mkdir(exist_ok=True)
    said = audit()
    assert said.errors == []
    assert breaches(said) == {("row_count", None)}
    assert health(said) == "broken"


def test_empty_folders_before_the_first_file_were_cleared_away(lake, audit):
    """By whoever keeps files for a month: no days without rows."""
    lake.parquet(f"day={LAST}/a.parquet", day_of(LAST))
    for back in range(1, 9):
        (lake.root / f"day={DAYS[-1] - timedelta(days=back)}").mkdir()
    said = audit()
    assert breaches(said) == set()
    assert health(said) == "healthy"


def test_a_folder_with_files_of_other_tables_is_not_a_day_without_rows(lake, audit):
    """This table is still to come."""
    path = lake.root / f"day={LAST}" / "orders.csv"
    path.parent.mkdir()
    path.write_text("id\n1\n")
    assert audit().judged["usage"][-1] < LAST


def test_files_that_come_later_take_the_place_of_an_empty_day(lake, audit, shelf):
    """What was kept of the empty one is forgotten, also while another day is empty."""
    for back in range(2):
        (lake.root / f"day={LAST + timedelta(days=back)}").mkdir()
    for rows in (0, 300):
        if rows:
            lake.parquet(f"day={LAST}/a.parquet", day_of(LAST))
        found = survey(lake.table(**{name: TABLE[name] for name in ("key", "event_time")}), shelf)
        assert [load.rows for load in found.loads if load.partition == LAST] == [rows]


def test_another_schema(lake, audit):
    """Each column that is gone is told, and nothing is said of what cannot be read."""
    lake.parquet(f"day={LAST}/a.parquet", {"foo": [1], "bar": ["x"]})
    said = audit()
    assert {("contract", "id"), ("contract", "x"), ("row_count", None)} <= breaches(said)


def test_nothing_but_nulls(lake, audit):
    """In the key, in the watched feature, everywhere."""
    nothing = {name: pa.nulls(300, pa.array(values).type) for name, values in day_of(LAST).items()}
    lake.parquet(f"day={LAST}/a.parquet", nothing)
    assert {("emptied", ("id", "s", "at")), ("null_rate", "x")} <= breaches(audit())


def test_one_row(lake, audit):
    """Is a loss of nearly all."""
    lake.parquet(f"day={LAST}/a.parquet", day_of(LAST, rows=1))
    assert ("row_count", None) in breaches(audit())


def test_infinities(lake, audit):
    """They are values far outside."""
    lake.parquet(f"day={LAST}/a.parquet", day_of(LAST, x=[float("inf"), float("-inf")] * 150))
    assert ("drift", "x") in breaches(audit())


@pytest.mark.parametrize(
    "at",
    [
        pa.array([datetime(1066, 10, 14, tzinfo=UTC)] * 300),
        pa.array([2**62] + [1] * 299, pa.timestamp("us", "UTC")),
        pa.array([-(2**62)] + [1] * 299, pa.timestamp("us", "UTC")),
        pa.array([2**53] + [1] * 299, pa.timestamp("ms", "UTC")),
        pa.array([2**62] + [1] * 299, pa.timestamp("ns", "UTC")),
        pa.array([2**62] + [1] * 299, pa.timestamp("ns")),
    ],
)
def test_absurd_times_do_not_hide_their_partition(lake, audit, at):
    """The rest of it is judged all the same."""
    lake.parquet(f"day={LAST}/a.parquet", day_of(LAST, at=at, x=pa.nulls(300, pa.float64())))
    said = audit()
    assert said.errors == []
    assert ("null_rate", "x") in breaches(said)


@pytest.mark.parametrize("name", ["9999-12-31", "0001-01-01"])
def test_a_folder_of_a_day_that_no_calendar_has(lake, audit, name):
    """Meant for "never" or "unknown": it is told, and the days around it are judged."""
    lake.parquet(f"day={LAST}/a.parquet", day_of(LAST))
    lake.parquet(f"day={name}/a.parquet", day_of(LAST))
    said = audit()
    (trouble,) = said.errors
    assert f"'day={name}' does not name a day" in trouble.what
    assert said.judged["usage"][-1] == LAST


@pytest.mark.parametrize("days", [40_000_000, -800_000, 2**31 - 1])
def test_a_day_in_the_key_that_no_calendar_has(lake, audit, days):
    """It is a value like any other: the rows that repeat it are shown, and the other days are judged."""
    on = pa.array([days] * 2 + [*range(298)], pa.int32()).cast(pa.date32())
    for day in DAYS[:5]:
        (lake.root / f"day={day}").unlink()
        lake.parquet(
            f"day={day}/a.parquet", day_of(day, id=pa.array([*range(300)], pa.int32()).cast("date32"))
        )
    lake.parquet(f"day={LAST}/a.parquet", day_of(LAST, id=on))
    said = audit()
    assert said.errors == []
    (found,) = (each for each in said.verdicts if each.check == "duplicate_keys")
    assert (found.outcome, len(found.rows)) == (Outcome.BREACH, 1)


@pytest.mark.parametrize("repeated", [True, False])
def test_a_very_long_text(lake, audit, repeated):
    """Is read, and told: nobody meant it."""
    others = ["a"] * 299 if repeated else [f"a{at}" for at in range(299)]
    lake.parquet(f"day={LAST}/a.parquet", day_of(LAST, s=["x" * 20_000_000, *others]))
    said = audit()
    assert said.errors == []
    assert said.judged["usage"][-1] == LAST
    (told,) = (each.summary for each in said.verdicts if each.evidence.get("kind") == "huge")
    assert told == "`s` is longer than a million characters in 1 row of Thu 19 Nov; never before"


def test_a_very_long_text_in_a_text_file(lake):
    """The same of CSV, which goes another way."""
    for day in [*DAYS, LAST]:
        columns = day_of(day, rows=20)
        columns["s"] = ["x" * 1_500_000 if day == LAST else "a", *columns["s"][1:]]
        lines = (",".join(map(str, row)) for row in zip(*columns.values(), strict=True))
        lake.text(f"day={day}/a.csv", "\n".join([",".join(columns), *lines, ""]))
    table = Table.model_validate(TABLE | {"path": "day=*/*.csv"})
    said = Auditor({"usage": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC")).audit(MORNING)
    assert [each.column for each in said.verdicts if each.evidence.get("kind") == "huge"] == ["s"]


@pytest.mark.parametrize("name", ["select", 'a "b"', "a'b", "🦆", "a;--", "with space", "x" * 200])
def test_a_column_may_bear_any_name(lake, tmp_path, name):
    """A watched one too."""
    for day in [*DAYS, LAST]:
        values = pa.nulls(300, pa.float64()) if day == LAST else day_of(day)["x"]
        lake.parquet(f"day={day}/a.parquet", {name: values, "at": day_of(day)["at"]})
    table = Table.model_validate(TABLE | {"key": [], "columns": {name: {"primary": True}}})
    said = Auditor({"usage": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC")).audit(MORNING)
    assert said.errors == []
    assert ("null_rate", name) in breaches(said)


def test_files_of_a_day_may_differ_in_order_and_in_an_empty_column(lake, audit):
    """As writers in parallel make them."""
    half = day_of(LAST, rows=150)
    other = day_of(LAST, rows=150, id=list(range(150, 300)), s=pa.nulls(150))
    lake.parquet(f"day={LAST}/a.parquet", half)
    lake.parquet(f"day={LAST}/b.parquet", dict(reversed(other.items())))
    said = audit()
    assert said.errors == []
    assert breaches(said) == {("contract", "s")}


def test_marks_beside_the_data_are_no_data(lake, audit):
    """`_SUCCESS`, checksums and half-written files of Spark and Hive."""
    lake.parquet(f"day={LAST}/part-0.parquet", day_of(LAST))
    for name in ("_SUCCESS", ".part-0.parquet.crc", "_temporary"):
        (lake.root / f"day={LAST}" / name).write_bytes(b"")
    said = audit(path="day=*/*")
    assert said.errors == []
    assert breaches(said) == set()


def test_a_folder_with_brackets_in_its_name(tmp_path):
    """Is a folder, not a pattern."""
    import pyarrow.parquet as parquet

    root = tmp_path / "lake [prod]"
    for day in [*DAYS, LAST]:
        (root / f"day={day}").mkdir(parents=True)
        parquet.write_table(pa.table(day_of(day)), root / f"day={day}" / "a.parquet")
    said = Auditor({"usage": (root, Table.model_validate(TABLE))}, KeptNowhere(), ZoneInfo("UTC")).audit(
        MORNING
    )
    assert said.errors == []
    assert len(said.judged["usage"]) == 28


@pytest.mark.parametrize("gone", [False, True])
def test_a_file_that_is_written_anew_while_it_is_read(lake, audit, monkeypatch, gone):
    """Its rows would be counted in one state and its values in another: it is read again by the next run."""
    path = lake.parquet(f"day={LAST}/a.parquet", day_of(LAST))
    moments = reading._moments

    def late(*read):
        monkeypatch.setattr(reading, "_moments", moments)
        if gone:
            path.unlink()
        else:
            lake.parquet(f"day={LAST}/a.parquet", day_of(LAST, rows=30))
        return moments(*read)

    monkeypatch.setattr(reading, "_moments", late)
    said = audit()
    assert [each.day for each in said.errors] == [LAST]
    assert health(said) == "unknown"
