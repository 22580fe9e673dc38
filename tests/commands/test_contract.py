"""`oakum contract`: what the reference shows is written down, and then holds."""

import pytest

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
