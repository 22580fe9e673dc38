"""`oakum replay`: what would have been found, day by day, knowing only what was known then."""

import json
from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as parquet

SPAN = ("--from", "2026-11-14", "--to", "2026-11-20")


def test_there_is_a_line_for_every_day(company):
    """Quiet ones too; what is new is told, and what is still open is counted."""
    ran = company.oakum("replay", *SPAN)
    assert ran.status == 1
    lines = ran.out.splitlines()
    days = [
        f"{name} {day} Nov 2026"
        for name, day in zip(["Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"], range(14, 21), strict=True)
    ]
    assert [line[:15] for line in lines[:-1]] == days
    assert [line[17:] for line in lines[:4]] == ["nothing found"] * 4
    assert lines[4].startswith("Wed 18 Nov 2026  1 open, 1 new: usage: 20% of `sessions` are null")
    assert "1 open, 0 new" in lines[5]
    assert "1 open, 0 new" in lines[6]
    assert lines[-1] == "7 days, 3 of them with findings; 1 page"


def test_the_json_has_an_object_for_every_day(company):
    """At the hour of the checks; a problem that is still open is in each day's list."""
    ran = company.oakum("replay", *SPAN, "--format", "json")
    said = [json.loads(line) for line in ran.out.splitlines()]
    assert [day["as_of"] for day in said] == [f"2026-11-{day}T09:00:00Z" for day in range(14, 21)]
    found = [[f["fingerprint"] for p in day["pipelines"] for f in p["findings"]] for day in said]
    assert [len(each) for each in found] == [0, 0, 0, 0, 1, 1, 1]
    assert found[4] == found[5] == found[6]
    assert {day["schema"] for day in said} == {1}


def test_a_day_says_what_check_would_have_said(company, words):
    """Replaying is checking as of then; only what would have been caught is not measured day by day."""
    day = company.oakum("replay", "--from", "2026-11-19", "--to", "2026-11-19", "--format", "json")
    then = company.oakum("check", "--as-of", "2026-11-19T09:00", "--format", "json")
    replayed, checked = json.loads(day.out), json.loads(then.out)
    assert {each.pop("sensitivity") for each in replayed["pipelines"]} == {None}
    assert any([each.pop("sensitivity") for each in checked["pipelines"]])
    unmeasured = {each.pop("worth") for each in replayed["pipelines"]}
    assert unmeasured == {None, "what it would have caught was not measured"}, "of what is healthy"
    assert {each.pop("worth") for each in checked["pipelines"]}.isdisjoint(unmeasured - {None})
    assert replayed == checked


def test_what_was_open_before_is_no_news(company):
    """A replay that begins in the middle of a trouble counts no page for it."""
    ran = company.oakum("replay", "--from", "2026-11-19", "--to", "2026-11-20")
    assert (ran.status, ran.out.splitlines()[-1]) == (1, "2 days, 2 of them with findings; 0 pages")


def test_rows_that_were_loaded_later_do_not_exist_yet(company, words):
    """Monday's rows came on Wednesday: on Tuesday the day was missing, and nobody knew of its nulls."""
    path = company.own_data() / "usage" / "day=2026-11-16" / "part.parquet"
    rows = parquet.read_table(path).to_pydict()
    rows["sessions"] = [None] * 150 + rows["sessions"][150:]
    rows["loaded_at"] = [at + timedelta(days=1) for at in rows["loaded_at"]]
    parquet.write_table(pa.table(rows), path)
    ran = company.oakum("replay", "churn", "--from", "2026-11-17", "--to", "2026-11-18", "--format", "json")
    tuesday, wednesday = (json.loads(line)["pipelines"][0]["findings"] for line in ran.out.splitlines())
    assert [each["check"] for each in tuesday] == ["finish_window"]
    assert "null_rate" in [each["check"] for each in wednesday]


def test_a_quiet_span_ends_with_zero(company):
    """A line a day all the same."""
    ran = company.oakum("replay", "billing", *SPAN)
    assert ran.status == 0
    assert ran.out.splitlines()[-1] == "7 days, 0 of them with findings; 0 pages"


def test_a_table_that_was_never_readable_ends_with_two(company, words):
    """It could not run; a day that could not be read in full is told, but is no failure of the replay."""
    company.declare("pipelines/churn.yaml", words.churn.replace("usage/day", "usages/day"))
    ran = company.oakum("replay", *SPAN)
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "churn could not be checked on any day: no file matches" in ran.err
    assert "nothing found (not everything could be checked)" in ran.out


def test_a_broken_file_does_not_stop_a_replay(company, words):
    """It is named once, from its own day on: nobody knew of it before."""
    (company.own_data() / "usage" / "day=2026-11-17" / "part.parquet").write_bytes(b"no parquet")
    ran = company.oakum("replay", *SPAN)
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert ["(not everything could be checked)" in line for line in lines[:3]] == [False] * 3
    assert lines[3].startswith("Tue 17 Nov 2026")
    assert lines[3].endswith("(not everything could be checked)")
    assert lines[4].startswith("  could not check usage: ")
    assert "day=2026-11-17/part.parquet: cannot be read" in lines[4]
    assert ran.out.count("part.parquet") == 1
    json_ran = company.oakum("replay", *SPAN, "--format", "json")
    days = [json.loads(line) for line in json_ran.out.splitlines()]
    errors = [[e["what"] for p in day["pipelines"] for e in p["errors"]] for day in days]
    assert [len(each) for each in errors] == [0, 0, 0, 1, 1, 1, 1]


def test_days_that_are_none_are_refused(company):
    """And a span that ends before it begins."""
    ran = company.oakum("replay", "--from", "soon", "--to", "2026-11-20")
    assert (ran.status, "write them like 2026-10-01" in ran.err) == (2, True)
    ran = company.oakum("replay", "--from", "2026-11-20", "--to", "2026-11-14")
    assert (ran.status, "swap --from and --to" in ran.err) == (2, True)
    assert company.oakum("replay", "--from", "2026-11-20").status == 2
