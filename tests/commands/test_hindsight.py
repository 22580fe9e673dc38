"""`oakum hindsight`: a newcomer's own folder, their own outage, told days earlier. Nothing is configured."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest

from bot import cli

FIRST, DAYS, ROWS = date(2026, 1, 5), 60, 300
CAUSE, OUTAGE = (
    FIRST + timedelta(days=38),
    "2026-02-24",
)  # a Thursday, and the Tuesday eleven days after it is told


@dataclass
class Newcomer:
    """Somebody in an empty folder, who has data and no configuration."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def lake(self) -> Path:
        """Where the data lies."""
        return self.folder / "lake"

    def oakum(self, *arguments):
        """Type a command."""
        self.capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(list(arguments))
        said = self.capture.readouterr()
        return ended.value.code, said.out, said.err

    def looks_back(self, *arguments):
        """`oakum hindsight` of the lake, as JSON."""
        status, out, err = self.oakum("hindsight", "lake", *arguments, "--format", "json")
        assert status == 0, err
        return json.loads(out)


@pytest.fixture
def newcomer(tmp_path, monkeypatch, capsys):
    """Their folder is where they stand."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lake").mkdir()
    return Newcomer(tmp_path, capsys)


def usage(lake, seed=3, null_from=None, nulls=0.04, days=DAYS, level_from=None):
    """Two months of accounts in a folder a day; from a day on, ages go missing, or some have another plan."""
    rng = np.random.default_rng(seed)
    for at in range(days):
        day = FIRST + timedelta(days=at)
        share = nulls if null_from and day >= null_from else 0.0
        columns = {
            "account": [f"a{each:04}" for each in rng.permutation(ROWS)],
            "seen_at": [datetime.combine(day, time(8)) + timedelta(minutes=each) for each in range(ROWS)],
            "age": pa.array(rng.integers(18, 90, ROWS), mask=np.arange(ROWS) < share * ROWS),
            "minutes": rng.gamma(2, 10, ROWS),
            "plan": rng.choice(["free", "pro", "team"], ROWS, p=[0.6, 0.3, 0.1]),
        }
        if level_from and day >= level_from:
            columns["plan"][:15] = "gold"
        file = lake / "usage" / f"day={day}" / "part.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(pa.table(columns), file)


def orders(lake, lost_on=None):
    """Two months of orders as CSV, a file a day, the day in the rows; on a day a third of them are lost."""
    rng = np.random.default_rng(7)
    (lake / "orders").mkdir(parents=True, exist_ok=True)
    for at in range(DAYS):
        day = FIRST + timedelta(days=at)
        rows = range(at * ROWS, at * ROWS + (200 if day == lost_on else ROWS))
        lines = (f"{row},{day}T09:{row % 60:02}:00,{rng.lognormal(3, 1):.2f}" for row in rows)
        (lake / "orders" / f"orders_{day}.csv").write_text(
            "order_id,ordered_at,amount\n" + "\n".join(lines) + "\n"
        )


def test_a_cause_that_began_eleven_days_before_would_have_been_told_then(newcomer):
    """The first morning after the nulls began, in the words and as loud as in Slack, with the first row."""
    usage(newcomer.lake, null_from=CAUSE)
    (outage,) = newcomer.looks_back("--outage", f"{OUTAGE}:wrong prices")["outages"]
    assert (outage["day"], outage["what"], outage["days_early"]) == (OUTAGE, "wrong prices", 11)
    told = outage["told"]
    assert (told["told"], told["urgency"], told["table"]) == ("2026-02-13", "page", "usage")
    assert told["finding"]["summary"].startswith("4% of `age` are null on Thu 12 Feb")
    assert told["finding"]["since"] == "2026-02-12T08:00:00Z"
    assert told["finding"]["rows"][0]["key"].keys() == {"account"}


def test_the_terminal_tells_a_short_story_first(newcomer):
    """Then what was told beside, and where the plots are. Nothing else is written than the page."""
    usage(newcomer.lake, null_from=CAUSE)
    before = set(newcomer.folder.rglob("*"))
    status, out, err = newcomer.oakum("hindsight", "lake", "--outage", f"{OUTAGE}:wrong prices")
    lines = out.splitlines()
    assert status == 0
    assert lines[0] == "The outage of Tue 24 Feb 2026: wrong prices"
    assert lines[1] == "You would have been told on Fri 13 Feb, 11 days before:"
    assert lines[2].startswith("  [page] usage: 4% of `age` are null on Thu 12 Feb")
    assert lines[3].startswith("     since Thu 12 Feb 08:00:00 UTC · first row account=a")
    assert any(
        line.startswith("Beside: no page and no ticket that these outages do not explain") for line in lines
    )
    assert err == "oakum: hindsight.html shows it with plots\n"
    assert set(newcomer.folder.rglob("*")) - before == {newcomer.folder / "hindsight.html"}


def test_a_quiet_folder_has_no_false_alarms_and_no_outage_was_foretold(newcomer):
    """It is said honestly: nothing was said before it, nor after it."""
    usage(newcomer.lake)
    said = newcomer.looks_back("--outage", OUTAGE)
    assert said["false_alarms"] == []
    assert said["tables"][0]["false_alarms"] == {"page": 0, "ticket": 0, "note": 0}
    (outage,) = said["outages"]
    assert (outage["told"], outage["days_early"], outage["first_after"]) == (None, None, None)
    assert outage["said"].startswith("Nothing was said: no finding stood on that day")


def test_an_outage_that_is_told_only_after_it_is_told_so(newcomer):
    """The first word came the morning after; that is no merit, and no false alarm."""
    usage(newcomer.lake, null_from=CAUSE)
    said = newcomer.looks_back("--outage", CAUSE.isoformat())
    (outage,) = said["outages"]
    assert (outage["told"], outage["first_after"]["told"]) == (None, "2026-02-13")
    assert (
        outage["said"]
        == "Nothing was said before it. The first word would have come 1 day after, on Fri 13 Feb"
    )
    assert said["false_alarms"] == []


def test_what_no_outage_explains_is_a_false_alarm(newcomer):
    """Counted by table and week, outside the weeks around outages."""
    usage(newcomer.lake, null_from=CAUSE)
    said = newcomer.looks_back("--outage", "2026-01-20")
    assert [each["finding"]["check"] for each in said["false_alarms"]] == ["null_rate"]
    (table,) = said["tables"]
    assert table["false_alarms"]["page"] == 1
    assert table["weeks_beside"] == pytest.approx(38 / 7, abs=0.01)  # from 28 January to 6 March


def test_each_table_of_a_folder_is_replayed(newcomer):
    """Parquet by folders and CSV by a column; what still stood is named before what was over by then."""
    usage(newcomer.lake, null_from=CAUSE)
    orders(newcomer.lake, lost_on=CAUSE - timedelta(days=1))
    said = newcomer.looks_back("--outage", OUTAGE)
    assert [each["table"] for each in said["tables"]] == ["orders", "usage"]
    (outage,) = said["outages"]
    told = [outage["told"], *outage["also_told"]]
    checks = [(each["table"], each["finding"]["check"], each["told"]) for each in told]
    assert checks[:2] == [("usage", "null_rate", "2026-02-13"), ("orders", "row_count", "2026-02-12")]


def test_a_table_that_cannot_be_replayed_does_not_keep_the_others_from_it(newcomer):
    """A broken file, a list without days, a file of another kind: each is told why, the rest goes on."""
    usage(newcomer.lake)
    (newcomer.lake / "broken.parquet").write_text("no")
    (newcomer.lake / "countries.csv").write_text("code,name\nDE,Germany\nFR,France\n")
    (newcomer.lake / "notes.txt").write_text("hello")
    said = newcomer.looks_back("--outage", OUTAGE)
    assert [each["table"] for each in said["tables"]] == ["usage"]
    why = {each["table"]: each["why"] for each in said["left_out"]}
    assert "cannot be read" in why["broken"]
    assert "what it held on which day cannot be told" in why["countries"]


def test_a_day_that_cannot_be_read_is_told_and_the_others_are_judged(newcomer):
    """One partition is broken, another one has a column more."""
    usage(newcomer.lake, null_from=CAUSE)
    (newcomer.lake / "usage" / "day=2026-01-20" / "part.parquet").write_text("no")
    file = newcomer.lake / "usage" / "day=2026-01-25" / "part.parquet"
    parquet.write_table(parquet.read_table(file).append_column("more", pa.array([1] * ROWS)), file)
    said = newcomer.looks_back("--outage", OUTAGE)
    (outage,) = said["outages"]
    assert outage["days_early"] == 11
    assert "contract" in {each["finding"]["check"] for each in outage["also_told"]}  # it had stood for weeks
    assert any("day=2026-01-20" in each for each in said["tables"][0]["troubles"])


@pytest.mark.parametrize("files", [{}, {"orders.csv": "id,amount\n1,2\n"}, {"empty.csv": ""}])
def test_a_folder_in_which_nothing_can_be_replayed_says_why(newcomer, files):
    """An empty folder, a single file without days, an empty file: clear words, and exit status 2."""
    for name, text in files.items():
        (newcomer.lake / name).write_text(text)
    status, out, err = newcomer.oakum("hindsight", "lake", "--outage", OUTAGE)
    assert (status, out) == (2, "")
    assert err.startswith(
        "oakum: lake has no files" if not files else "oakum: no table of lake can be replayed:"
    )
    assert not (newcomer.folder / "hindsight.html").exists()


def test_a_day_is_judged_when_it_has_landed(newcomer):
    """At nine o'clock half of each day is still to come: that is no loss."""
    folder = newcomer.lake / "visits"
    folder.mkdir()
    for at in range(DAYS):
        day = FIRST + timedelta(days=at)
        landed = datetime.combine(day, time(8, 30)) + timedelta(days=1)
        lines = (
            f"{at * ROWS + row},{day},{landed + timedelta(seconds=12 * row)},{row % 9}" for row in range(ROWS)
        )
        (folder / f"visits_{day}.csv").write_text("id,day,loaded_at,pages\n" + "\n".join(lines) + "\n")
    said = newcomer.looks_back("--outage", OUTAGE)
    assert said["tables"][0]["at"] == "11:00"
    assert said["false_alarms"] == []


def test_one_file_alone_will_do(newcomer):
    """A day in each row is enough."""
    rows = (f"{FIRST + timedelta(days=at // 50)},{at},{at % 7}" for at in range(50 * 30))
    (newcomer.lake / "sales.csv").write_text("day,sale_id,pieces\n" + "\n".join(rows) + "\n")
    status, out, _ = newcomer.oakum("hindsight", "lake/sales.csv", "--outage", "2026-01-30")
    assert status == 0
    assert "sales" in out


def test_an_outage_outside_of_the_data_cannot_be_judged(newcomer):
    """Before it and long after it nothing is known, and that is said instead of a zero."""
    usage(newcomer.lake, days=20)
    early, late = newcomer.looks_back("--outage", "2026-06-01", "--outage", "2026-01-06")["outages"]
    assert early["blind"].startswith("judging begins on 13 Jan 2026")
    assert late["blind"].startswith("the data ends before it")


def test_the_last_morning_can_be_chosen(newcomer):
    """What comes later is not looked at."""
    usage(newcomer.lake, null_from=CAUSE)
    said = newcomer.looks_back("--outage", OUTAGE, "--to", "2026-02-10")
    assert said["tables"][0]["to"] == "2026-02-10"
    assert said["outages"][0]["told"] is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("lake",), "--outage 2026-03-14"),
        (("lake", "--outage", "yesterday"), "'yesterday' is no day: write one like 2026-03-14"),
        (("lake", "--outage", "0001-01-01"), "is no day"),
        (("lake", "--outage", OUTAGE, "--to", "soon"), "'soon' is no day"),
        (("nowhere", "--outage", OUTAGE), "there is no nowhere: name the folder of your data"),
        (("lake", "--outage", OUTAGE, "--page", "no/where.html"), "there is no folder no: make it first"),
        (("lake", "--outage", OUTAGE, "--page", "mine.html"), "mine.html is there already"),
    ],
)
def test_a_mistake_is_told_before_the_work(newcomer, typed, said):
    """With what to write instead; a page of somebody else is never overwritten."""
    (newcomer.folder / "mine.html").write_text("<p>mine")
    status, _, err = newcomer.oakum("hindsight", *typed)
    assert status == 2
    assert said in " ".join(err.split())
    assert (newcomer.folder / "mine.html").read_text() == "<p>mine"


def test_the_page_is_written_anew_the_second_time(newcomer):
    """It is ours."""
    usage(newcomer.lake, days=20)
    for _ in range(2):
        newcomer.looks_back("--outage", "2026-01-22", "--page", "ours.html")
    assert "What Oakum would have said" in (newcomer.folder / "ours.html").read_text()


@pytest.mark.parametrize(
    "name",
    [
        "usage_{0:%Y-%m-%d}.csv",
        "usage-{0:%Y%m%d}T0600.jsonl",
        "usage_{0:%Y%m%d}.json",
        "usage/{0:%Y/%m/%d}/part-0.parquet",
        "usage/year={0:%Y}/month={0:%m}/day={0:%d}/part-0.parquet",
    ],
)
def test_a_file_a_day_without_a_day_in_its_rows_is_replayed(newcomer, name):
    """The days are in the names of its files; a text that repeats them is no level that is new each day."""
    usage(newcomer.folder, null_from=CAUSE)
    for at in range(DAYS):
        day = FIRST + timedelta(days=at)
        table = parquet.read_table(
            newcomer.folder / "usage" / f"day={day}" / "part.parquet", partitioning=None
        )
        table = table.drop_columns(["seen_at"]).append_column("on_date", pa.array([str(day)] * ROWS))
        file = newcomer.lake / name.format(day)
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".parquet":
            parquet.write_table(table, file)
        elif file.suffix == ".csv":
            csv.write_csv(table, file)
        else:
            file.write_text("".join(f"{json.dumps(row)}\n" for row in table.to_pylist()))
    said = newcomer.looks_back("--outage", f"{OUTAGE}:wrong prices")
    assert (said["outages"][0]["days_early"], said["left_out"]) == (11, [])
    assert ([table["table"] for table in said["tables"]], said["false_alarms"]) == (["usage"], [])


def test_a_new_level_is_shown_on_the_page_by_its_share_day_by_day(newcomer):
    """And not by the rows of the table, which are as many as ever."""
    usage(newcomer.lake, level_from=CAUSE)
    newcomer.looks_back("--outage", OUTAGE)
    page = (newcomer.folder / "hindsight.html").read_text()
    assert "Share of rows with the new level of plan, by day: 0% on " in page
    assert "Rows of usage by day" not in page
