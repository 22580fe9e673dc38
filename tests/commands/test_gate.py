"""`oakum gate`: may the model serve this batch? A verdict with its reason, never a silent pass."""

import json
from contextlib import closing

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as parquet
import pytest
from sqlalchemy import text

from bot.store.store import open_store
from checks.before import Before

YES, NO, CANNOT_TELL = 0, 1, 2


@pytest.fixture
def gate(company, words):
    """Has a batch of Friday judged, written into another folder; further words of the command may follow."""

    def asked(columns, *more):
        file = words.write(company.folder / "staging", "usage", words.day(20), columns)
        return company.oakum("gate", "usage", "--batch", str(file), *more)

    return asked


def test_a_good_batch_may_be_served(gate, words):
    """Although the last three days were bad: they are other partitions, and this one is in order again."""
    ran = gate(words.usage())
    assert (ran.status, ran.err) == (YES, "")
    assert "partition Fri 20 Nov 2026 (300 rows): yes, the model may serve it" in ran.out


def test_a_bad_batch_may_not_and_it_says_why(gate, words):
    """The finding, its urgency, and since when."""
    ran = gate(words.usage(nulls=100))
    assert ran.status == NO
    assert "no, the model must not serve it" in ran.out
    assert "1. [page] usage: 33.3% of `sessions` are null; the limit is 5%" in ran.out
    assert "since Tue 17 Nov 08:00 UTC" in ran.out


@pytest.mark.parametrize(
    ("day", "status", "said"),
    [
        ("2026-11-16", YES, "Mon 16 Nov 2026 (300 rows): yes"),
        ("2026-11-19", NO, "Thu 19 Nov 2026 (300 rows): no"),
        ("2026-11-25", CANNOT_TELL, "there is no partition 2026-11-25: the newest is 2026-11-19"),
    ],
)
def test_a_partition_is_judged_as_if_it_were_the_newest(company, day, status, said):
    """A good one stays good although later ones are bad; one that is not there is no yes."""
    ran = company.oakum("gate", "churn/usage", "--partition", day)
    assert (ran.status, ran.err) == (status, "")
    assert said in ran.out


def test_only_rows_that_were_loaded_by_then_are_known(company):
    """While the load runs, a fifth of the rows is no batch to serve."""
    ran = company.oakum("gate", "usage", "--partition", "2026-11-19", "--as-of", "2026-11-20T05:01")
    assert ran.status == NO
    assert "(61 rows)" in ran.out
    ran = company.oakum("gate", "usage", "--partition", "2026-11-19", "--as-of", "2026-11-20T04:00")
    assert (ran.status, "no row of the partition 2026-11-19 was loaded by then" in ran.out) == (
        CANNOT_TELL,
        True,
    )


def one_row(columns):
    return {name: values[:1] for name, values in columns.items()}


@pytest.mark.parametrize(
    ("spoilt", "status", "said"),
    [
        (one_row, NO, "Fri 20 Nov has 1 row, 100% fewer than the 300 expected"),
        (lambda c: c | {"minutes": [5.0] * 300}, NO, "100% of `minutes` are one value"),
        (
            lambda c: c | {"minutes": pa.array([None] * 300, pa.float64())},
            NO,
            "`minutes` lost nearly all its",
        ),
        (
            lambda c: c | {"plan": [f"new {at % 3}" for at in range(300)]},
            NO,
            "of `plan` are `new 0`, a new level",
        ),
        (lambda c: c | {"minutes": [float("inf")] * 300}, NO, "`minutes` is infinite in 300 rows"),
        (lambda c: c | {"minutes": ["seven"] * 300}, NO, "column `minutes` was float64 and is now string"),
        (lambda c: c | {"account": list(range(300))}, NO, "column `account` was string and is now int64"),
        (lambda c: {name: c[name] for name in c if name != "minutes"}, NO, "`minutes`"),
        (
            lambda c: {name: c[name] for name in c if name != "account"},
            CANNOT_TELL,
            ".parquet has no column account",
        ),
    ],
    ids=[
        "one row",
        "one value",
        "all null",
        "new levels",
        "infinite",
        "text",
        "another key",
        "no column",
        "no key",
    ],
)
def test_a_batch_that_is_wrong_is_no_yes(company, gate, words, spoilt, status, said):
    """Each with the reason in the words of the data."""
    declared = words.churn + "      plan: {drift: true, share: true}\n"
    company.declare("pipelines/churn.yaml", declared)
    company.own_data()
    plans = {"plan": [("free", "pro")[at % 2] for at in range(300)]}
    for of_november in range(1, 20):
        words.write(company.data, "usage", words.day(of_november), words.usage() | plans)
    ran = gate(spoilt(words.usage() | plans))
    assert (ran.status, ran.err) == (status, ""), ran.out
    assert said in ran.out


@pytest.mark.parametrize("of_november", [1, 20])
def test_a_file_without_a_row_is_a_no(company, words, of_november):
    """Also of a day before all history, when no check can say how many rows there should be."""
    file = words.write(company.folder / "staging", "usage", words.day(of_november), words.usage())
    parquet.write_table(parquet.read_table(file, partitioning=None).slice(0, 0), file)
    for more in ([], ["--on-unknown", "pass"]):
        ran = company.oakum("gate", "usage", "--batch", str(file), *more)
        assert (ran.status, "it has no rows" in ran.out) == (NO, True), ran.out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("batch.parquet", "", "cannot be read (Parquet file size is 0 bytes)"),
        ("batch.parquet", "account,sessions\n", "cannot be read (Parquet"),
        ("batch.xlsx", "?", "no Parquet: files named .parquet, .csv"),
        ("batch.csv", "", "batch.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_no_yes(company, name, content, said):
    """Also where what could not be judged is to pass: nothing was looked at."""
    file = company.folder / name
    file.write_text(content)
    for more in ([], ["--on-unknown", "pass"]):
        ran = company.oakum("gate", "usage", "--batch", str(file), *more)
        assert (ran.status, said in ran.out) == (CANNOT_TELL, True), ran.out
        assert str(file) in ran.out


def test_without_history_nothing_can_be_told(company, gate, words):
    """It says what it waits for; `--on-unknown pass` lets it through, with the same words."""
    company.declare("oakum.yaml", words.oakum.replace("ROOT", str(company.folder / "nothing")))
    ran = gate(words.usage())
    assert ran.status == CANNOT_TELL
    assert "no file matches" in ran.out
    assert "not judged: drift usage.minutes needs" in ran.out
    ran = gate(words.usage(), "--on-unknown", "pass")
    assert ran.status == YES
    assert "passes all the same: not judged: drift usage.minutes needs" in ran.out


def test_a_young_table_cannot_tell(company, gate, words):
    """Two days are no history to judge by."""
    company.declare("oakum.yaml", words.oakum.replace("ROOT", str(company.folder / "young")))
    for of_november in (18, 19):
        words.write(company.folder / "young", "usage", words.day(of_november), words.usage())
    ran = gate(words.usage())
    assert (ran.status, "not judged: drift usage.minutes needs" in ran.out) == (CANNOT_TELL, True), ran.out


def test_a_small_reference_still_judges_a_large_batch(company, gate, words):
    """Ten times as many rows as all of a day before are too many rows, whatever their values are."""
    many = {name: list(values) * 10 for name, values in words.usage().items()}
    many["account"] = [f"b{at}" for at in range(3000)]
    ran = gate(many | {"minutes": [float(at % 300) * 9 for at in range(3000)]})
    assert ran.status == NO
    assert "`minutes`" in ran.out


def test_a_text_file_is_judged_like_the_table(company, words):
    """A CSV knows no integers: its numbers are not a change of type. Without a day it is the next one."""
    file = words.write(company.folder / "staging", "usage", words.day(20), words.usage())
    table, text_file = parquet.read_table(file, partitioning=None), company.folder / "batch.csv"
    pyarrow.csv.write_csv(table, text_file)
    ran = company.oakum("gate", "usage", "--batch", str(text_file))
    assert (ran.status, "partition Fri 20 Nov 2026 (300 rows): yes" in ran.out) == (YES, True), ran.out


def test_a_batch_that_names_no_day_is_told_which_one_it_was_taken_for(company, words):
    """And how to say another one; where the day is known, nothing is told of it."""
    file = words.write(company.folder / "staging", "usage", words.day(20), words.usage())
    nameless = company.folder / "batch.parquet"
    parquet.write_table(parquet.read_table(file, partitioning=None), nameless)
    said = "a word: no day stands in its rows or its path: taken for Fri 20 Nov, the day after the newest"
    ran = company.oakum("gate", "usage", "--batch", str(nameless))
    assert (ran.status, f"{said} partition (--as-of DAY names another)" in ran.out) == (YES, True), ran.out
    for known in (["--batch", str(file)], ["--batch", str(nameless), "--as-of", "2026-11-20T12:00"]):
        assert "taken for" not in company.oakum("gate", "usage", *known).out


def test_a_batch_for_a_table_without_partitions_is_taken_for_today(company, words):
    """There is no newest one to come after."""
    company.declare("oakum.yaml", words.oakum.replace("ROOT", str(company.folder / "nothing")))
    file = words.write(company.folder / "staging", "usage", words.day(20), words.usage())
    nameless = company.folder / "batch.parquet"
    parquet.write_table(parquet.read_table(file, partitioning=None), nameless)
    ran = company.oakum("gate", "usage", "--batch", str(nameless))
    assert "today, since the table has no partition yet (--as-of DAY names another)" in ran.out, ran.out


def test_the_rows_may_say_their_day(company, words):
    """In the partition column, which is no new column; of several days it is told that one is needed."""
    file = words.write(company.folder / "staging", "usage", words.day(20), words.usage())
    table, alone = parquet.read_table(file, partitioning=None), company.folder / "batch.parquet"
    parquet.write_table(table.append_column("day", pa.array([words.day(20)] * 300)), alone)
    ran = company.oakum("gate", "usage", "--batch", str(alone))
    assert (ran.status, "Fri 20 Nov 2026 (300 rows): yes" in ran.out) == (YES, True), ran.out
    two = pa.array([words.day(20)] * 100 + [words.day(21)] * 200)
    parquet.write_table(table.append_column("day", two), alone)
    ran = company.oakum("gate", "usage", "--batch", str(alone))
    assert ran.status == CANNOT_TELL
    assert "has rows of 2 days (2026-11-20, 2026-11-21): give one day at a time" in ran.out


def test_a_batch_replaces_the_partition_of_its_day(company, gate, words):
    """A day that is written anew is judged as it will be, not added to what is there."""
    file = words.write(company.folder / "staging", "usage", words.day(19), words.usage())
    ran = company.oakum("gate", "usage", "--batch", str(file))
    assert (ran.status, "Thu 19 Nov 2026 (300 rows): yes" in ran.out) == (YES, True), ran.out


def test_keys_that_are_in_the_table_already_are_found(company, gate, words):
    """Yesterday's batch once more, under today's name."""
    once = words.churn.replace("unique_within: partition", "unique_within: table").replace(
        "key: [account]", "key: [account, seen_at]"
    )
    company.declare("pipelines/churn.yaml", once)
    staging = company.folder / "staging" / "usage" / "day=2026-11-20" / "part.parquet"
    gate(words.usage())
    old = company.data / "usage" / "day=2026-11-16" / "part.parquet"
    staging.write_bytes(old.read_bytes())
    ran = company.oakum("gate", "usage", "--batch", str(staging))
    assert ran.status == NO
    assert "duplicate" in company.oakum("gate", "usage", "--batch", str(staging), "--format", "json").out


def test_the_json_says_it_for_a_script(gate, words):
    """One object: the answer, what stops, what could not be judged."""
    ran = gate(words.usage(nulls=100), "--format", "json")
    said = json.loads(ran.out)
    assert (said["schema"], said["answer"], said["for"], said["to"]) == (1, "no", "serving", "2026-11-20")
    assert [(each["check"], each["urgency"]) for each in said["stops"]] == [("null_rate", "page")]
    assert (said["unknown"], said["poisoned"], said["rows"]) == ([], [], 300)


def test_it_keeps_the_store_as_it_is(company, gate, words):
    """No incident, no message; and without a store it works too, and makes none."""
    store = company.config / "oakum.db"

    def kept():
        with closing(open_store(f"sqlite:///{store}")) as opened, opened.read() as connection:
            tables = ("incidents", "outbox", "audits", "profiles")
            return [connection.execute(text(f"SELECT * FROM {name}")).all() for name in tables]

    before = kept()
    assert gate(words.usage(nulls=100)).status == NO
    assert kept() == before
    store.unlink()
    assert gate(words.usage(nulls=100)).status == NO
    assert not store.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["usag", "--partition", "2026-11-19"], "there is no table 'usag': did you mean usage?"),
        (["chum/usage", "--partition", "2026-11-19"], "did you mean churn/usage?"),
        (["usage"], "which batch? Name it with --partition DAY, or with --batch FILE"),
        (["usage", "--for", "training"], "the table declares no reference"),
        (["usage", "--partition", "19.11.2026"], "is no day: write one like 2026-11-20"),
        (["usage", "--partition", "2026-11-01..2026-11-19"], "name one day, or say --for training"),
        (["usage", "--batch", "nowhere.parquet"], "does not exist"),
    ],
)
def test_what_is_typed_wrong_is_told(company, arguments, said):
    """On standard error, with what to write instead."""
    ran = company.oakum("gate", *arguments)
    assert (ran.status, ran.out) == (CANNOT_TELL, "")
    assert said in ran.err


def test_a_table_of_two_pipelines_is_named_with_one(company, words):
    """Otherwise nobody knows which is meant."""
    company.declare("pipelines/second.yaml", words.churn.replace("pipeline: churn", "pipeline: second"))
    ran = company.oakum("gate", "usage", "--partition", "2026-11-16")
    assert ran.status == CANNOT_TELL
    assert "usage is a table of several pipelines: write churn/usage or second/usage" in ran.err
    assert company.oakum("gate", "second/usage", "--partition", "2026-11-16").status == YES


def test_a_table_without_days_has_no_batches(company, words):
    """Its state is judged by `oakum check`."""
    whole = words.billing.replace("{column: day, period: day}", "none").replace(
        '    finish_by: {time: "06:30"}\n', ""
    )
    company.declare("pipelines/billing.yaml", whole)
    ran = company.oakum("gate", "invoices", "--partition", "2026-11-19")
    assert (ran.status, "has no days" in ran.err) == (CANNOT_TELL, True)


def test_a_day_that_had_not_begun_by_then_cannot_be_told(company):
    """Also of a table whose rows do not say when they were loaded."""
    ran = company.oakum("gate", "usage", "--partition", "2026-11-16", "--as-of", "2026-11-15T12:00")
    assert (ran.status, "as of 2026-11-15 that day had not begun" in ran.out) == (CANNOT_TELL, True), ran.out


def test_a_fault_of_ours_is_no_yes(company, monkeypatch):
    """A script hears that nothing was judged, in the form that it asked for."""

    def broken(*_: object) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("checks.gate.partition", broken)
    ran = company.oakum("gate", "usage", "--partition", "2026-11-16", "--format", "json")
    said = json.loads(ran.out)
    assert (ran.status, said["answer"]) == (CANNOT_TELL, "cannot tell")
    assert said["nothing_judged"] == "RuntimeError: disk on fire"


def test_days_that_are_known_to_be_bad_are_no_yardstick_for_a_batch(company, monkeypatch):
    """Those of the incidents that had been opened by then, as for `oakum check`, and so for `replay`."""
    asked = []

    def known(store):
        return lambda pipeline, moment: asked.append((pipeline, moment)) or Before(bad={})

    monkeypatch.setattr("bot.store.before.before_then", known)
    company.oakum("check")  # makes the store
    company.oakum("gate", "usage", "--partition", "2026-11-16", "--as-of", "2026-11-25")
    assert {pipeline for pipeline, _ in asked} == {"churn"}
    assert {moment.date().isoformat() for _, moment in asked} == {"2026-11-25"}, "also what was found since"
    asked.clear()
    company.oakum("replay", "--from", "2026-11-18", "--to", "2026-11-19")
    assert {moment.date().isoformat() for _, moment in asked} == {"2026-11-17", "2026-11-18", "2026-11-19"}
