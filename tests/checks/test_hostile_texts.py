"""The newest text file is not written as on the days before: a clear error, or a finding; never "healthy"."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.answer import Checked, answer
from bot.domain.declared import Pipeline
from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome

LAST = date(2026, 11, 19)
MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAYS = [LAST - timedelta(days=back) for back in range(1, 40)]
TABLE = {
    "source": "lake",
    "path": "day=*/*.csv",
    "partition": {"column": "day"},
    "key": ["id"],
    "unique_within": "partition",
    "event_time": "at",
    "columns": {"x": {"primary": True}},
}


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


def text_of(day, rows=300):
    """A day as a text file."""
    lines = [f"{at},{at % 50},a,{day}T08:{at // 60 % 60:02}:{at % 60:02}" for at in range(rows)]
    return "\n".join(["id,x,s,at", *lines, ""])


@pytest.fixture
def audit_texts(lake):
    """What the checks say of text files once the last day has landed."""

    def run(last, name="a.csv", days=8):  # a text file takes long to read
        for day in DAYS[:days]:
            lake.text(f"day={day}/{name}", text_of(day))
        path = lake.root / f"day={LAST}" / name
        path.parent.mkdir()
        path.write_bytes(last)
        table = Table.model_validate(TABLE | {"path": f"day=*/*.{name.partition('.')[2]}"})
        return Auditor({"usage": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC")).audit(MORNING)

    return run


def test_a_header_without_rows(audit_texts):
    """Is a day without rows, not a day with other types."""
    said = audit_texts(b"id,x,s,at\n", days=35)
    assert said.errors == []
    assert breaches(said) == {("row_count", None)}


def test_a_text_in_another_encoding(audit_texts):
    """Which line and why, and nothing of what stands there."""
    said = audit_texts(text_of(LAST).encode() + b"300,1,caf\xe9,2026-11-19T08:00:00\n")
    (trouble,) = said.errors
    assert "a.csv" in trouble.what
    assert "not utf-8 encoded" in trouble.what
    assert "caf" not in trouble.what
    assert said.judged["usage"][-1] < LAST
    assert health(said) == "unknown"


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (text_of(LAST) + "300,1\n", "line 302 has 2 fields, the header has 4"),
        (text_of(LAST) + f"300,1,a,{LAST},b,c\n", "line 302 has 6 fields, the header has 4"),
        (text_of(LAST).partition("\n")[2], "no header: its first line is data"),
        (text_of(LAST) + '300,1,"a', 'line 302 opens a quote (") that is not closed as it should be'),
        (text_of(LAST, 30_000) + f"300,top secret,a,{LAST}\n", "line 30,002: `x` is no number"),
        (text_of(LAST).encode("utf-16").decode("latin-1"), "it is UTF-16"),
        ("", "it is empty: not even a header"),
    ],
)
def test_lines_that_are_not_as_on_the_days_before(audit_texts, last, said):
    """File, line and what is wrong are told, and no value; the day is not judged, and nothing is healthy."""
    found = audit_texts(last.encode("latin-1"))
    (trouble,) = found.errors
    assert f"day={LAST}/a.csv: cannot be read ({said}" in trouble.what
    assert "secret" not in trouble.what
    assert breaches(found) == set()
    assert found.judged["usage"][-1] < LAST
    assert health(found) == "unknown"


def test_another_delimiter_from_one_day_on(audit_texts):
    """It is read all the same; what reads the file as before does not."""
    found = audit_texts(text_of(LAST).replace(",", ";").encode())
    (breach,) = [each for each in found.verdicts if each.outcome is Outcome.BREACH]
    assert found.judged["usage"][-1] == LAST
    assert breach.summary == "the fields of a line are parted by `;` now, and were by `,`"
    assert health(found) == "broken"


@pytest.mark.parametrize("mark", ["\ufeff", "# made by a machine\n"])
def test_what_stands_before_the_header(audit_texts, mark):
    """Is no part of it."""
    found = audit_texts((mark + text_of(LAST)).encode())
    assert found.errors == []
    assert breaches(found) == set()


def test_a_suffix_in_capitals(audit_texts):
    """Is the same suffix."""
    said = audit_texts(text_of(LAST).encode(), name="A.CSV")
    assert said.errors == []
    assert breaches(said) == set()


def test_numbers_that_are_whole_in_one_file_and_not_in_another(lake):
    """Of one day: both are numbers."""
    lake.text(f"day={LAST}/a.csv", "id,x\n1,1\n2,2\n")
    lake.text(f"day={LAST}/b.csv", "id,x\n3,1.5\n")
    (profile,) = lake.profiles(path="day=*/*.csv", columns={"x": {"drift": True}}).values()
    assert (profile.rows, profile.columns["x"].distribution.rows) == (3, 3)
    assert profile.schema == (("id", "number"), ("x", "number"))


def test_another_delimiter_in_one_of_many_files_without_folders(lake):
    """All of them are one partition for the reader, and each is read as it is written."""
    for day, delimiter in ((5, ","), (6, ","), (7, ";")):
        lines = ["id,day", *(f"{at},2026-01-{day:02}" for at in range(3))]
        lake.text(f"sales_{day}.csv", "\n".join(lines).replace(",", delimiter))
    found = lake.profiles(path="sales_*.csv")
    assert [(day.day, profile.rows) for day, profile in found.items()] == [(5, 3), (6, 3), (7, 3)]
