"""`oakum contract`: what the reference shows is written down, and then holds."""

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
import yaml

CONTRACT = "contracts/usage.odcs.yaml"


@pytest.fixture
def change(company, words):
    """Says something else in the pipeline's file."""

    def changed(before, after):
        assert before in words.churn
        company.declare("pipelines/churn.yaml", words.churn.replace(before, after))

    return changed


@pytest.fixture
def agreed(company, change):
    """The learned contract of `usage`, named by the table."""
    ran = company.oakum("contract", "churn", "usage", "--write")
    assert ran.status == 0, ran.err
    assert f"contract: {CONTRACT}" in ran.out
    change("    key: [account]", f"    contract: {CONTRACT}\n    key: [account]")
    return company


def test_what_is_learned_is_printed(company):
    """Columns in order with their types, and which are never null."""
    ran = company.oakum("contract", "churn", "usage")
    assert ran.status == 0, ran.err
    assert "apiVersion: v3.1.0" in ran.out
    assert ran.out.index("name: account") < ran.out.index("name: sessions") < ran.out.index("name: loaded_at")


def test_what_was_written_holds(agreed):
    """The next check compares with the file and finds it kept."""
    ran = agreed.oakum("check", "churn", "--as-of", "2026-11-20T09:00", "--format", "json")
    assert '"contract"' not in ran.out
    assert ran.err == ""


def test_what_was_agreed_otherwise_is_found(agreed):
    """On the first day, whatever the partitions before looked like."""
    path = agreed.config / CONTRACT
    path.write_text(path.read_text().replace("name: minutes", "name: seconds"))
    ran = agreed.oakum("check", "churn", "--as-of", "2026-11-20T09:00")
    assert "column `seconds` (number) is missing" in ran.out
    assert "column `minutes` (float64) is new" in ran.out


def test_nothing_is_overwritten(agreed):
    """Somebody may have edited it."""
    ran = agreed.oakum("contract", "churn", "usage", "--write")
    assert ran.status == 2
    assert "is there already" in ran.err


def test_a_table_that_nobody_declared(company):
    """The one that was meant is guessed."""
    ran = company.oakum("contract", "churn", "usages")
    assert ran.status == 2
    assert "did you mean usage?" in ran.err


def test_a_contract_that_is_not_there_is_told_with_its_line(company, change):
    """File, line, key."""
    change("    key: [account]", "    contract: contracts/gone.yaml\n    key: [account]")
    ran = company.oakum("check", "churn")
    assert ran.status == 2
    assert "churn.yaml:10: tables.usage.contract" in ran.err
    assert "gone.yaml: cannot be read" in ran.err


def test_declared_values_hold_from_the_first_day(company, change):
    """Which rows, and what would have been allowed."""
    change("minutes: {kind: numeric, drift: true}", "minutes: {maximum: 297, share: true}")
    ran = company.oakum("check", "churn", "--as-of", "2026-11-20T09:00")
    assert "2 rows have a `minutes` that is above 297" in ran.out


@pytest.fixture
def plans(company, words, change):
    """Usage with a plan that each account has, a free text, and documents."""
    folder = company.own_data()
    for day in range(1, 20):
        rows = len(words.usage()["account"])
        words.write(
            folder,
            "usage",
            words.day(day),
            words.usage()
            | {
                "plan": [("free", "pro", "no")[at % 3] for at in range(rows)],
                "note": [f"{day} {at}" if at % 5 else "" for at in range(rows)],
                "order": ['{"id": 1, "items": [{"price": 2.5}], "by": null}'] * rows,
            },
        )
    shutil.rmtree(folder / "usage" / "day=2026-10-31")
    change(
        "    columns:\n",
        "    reference: {from: 2026-11-01, to: 2026-11-19}\n    columns:\n      order: {kind: json}\n",
    )
    return company


def test_ranges_values_and_defaults_are_learned_with_the_rows_that_show_them(plans):
    """Each only where the data supports it: a comment says from how many rows."""
    ran = plans.oakum("contract", "churn", "usage")
    assert ran.status == 0, ran.err
    columns = {part.partition("\n")[0]: part for part in ran.out.split("  - name: ")}
    assert (
        "# minimum on 19 of 19 days, maximum on 19 of 19 days, from 5,643 rows; NULL where there is no"
        in columns["sessions"]
    )
    assert "minimum: 0\n" in columns["sessions"]
    assert "maximum: 19\n" in columns["sessions"]
    assert "property: default\n" in columns["sessions"]
    assert "# 3 values, each on 2 days or more, from 5,700 rows" in columns["plan"]
    assert "value: 'no'" in columns["plan"]
    assert "# an empty text where there is no value, from 1,140 of 5,700 rows" in columns["note"]
    assert "enum" not in columns["note"], "each text but once"
    assert "enum" not in columns["account"], "a key has no levels"
    assert "# documents as in 300 of 300 texts that were looked at" in columns["order"]
    assert "name: price" in ran.out
    read = yaml.safe_load(ran.out)
    assert len(read["schema"][0]["properties"]) == 8


def test_a_learned_contract_with_all_of_it_holds(plans):
    """The next check compares with the file; a new plan and a changed document are found on that day."""
    ran = plans.oakum("contract", "churn", "usage", "--write")
    assert ran.status == 0, ran.err
    path = plans.config / "pipelines/churn.yaml"
    path.write_text(
        path.read_text().replace("    key: [account]", f"    contract: {CONTRACT}\n    key: [account]")
    )
    ran = plans.oakum("check", "churn", "--as-of", "2026-11-20T09:00", "--format", "json")
    assert [
        each for each in json.loads(ran.out)["pipelines"][0]["findings"] if each["check"] == "contract"
    ] == []
    (file,) = (plans.data / "usage/day=2026-11-19").iterdir()
    table = parquet.read_table(file).to_pydict()
    table["plan"][:4] = ["gratis"] * 4
    table["order"] = ['{"id": "1", "items": []}'] * 300
    parquet.write_table(pa.table(table), file)
    ran = plans.oakum("check", "churn", "--as-of", "2026-11-20T09:00")
    assert "4 rows have a `plan` that is not among the 3 values of contracts/usage.odcs.yaml" in ran.out
    assert "column `order.id` was integer and is now string" in ran.out
    assert "column `order.items[].price` (number) is missing" in ran.out
