"""Keys with more digits than a double holds: two that differ in the last one are two."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import psycopg
import pyarrow as pa
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.sources.opening import Database
from checks.verdict import Outcome

MORNING = datetime(2026, 8, 4, 9, tzinfo=UTC)
BIG = 10**18
HUGE = 10**37


@pytest.fixture
def shop(postgres_url):
    """Makes tables of orders in the database, by name: the type of their key, and their keys."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            "DROP SCHEMA IF EXISTS exact CASCADE; CREATE SCHEMA exact; SET search_path = exact"
        )

        def make(name, kind, keys):
            connection.execute(f"CREATE TABLE {name} (nr int, id {kind}, day date, amount int)")
            for nr, key in enumerate(keys):
                connection.execute(f"INSERT INTO {name} VALUES ({nr}, {key}, '2026-08-03', 5)")
            return Database(postgres_url)

        yield make


def said(check, **tables):
    """Outcome and words of a check; a table is its place and what is declared of it."""
    opened = {}
    for name, (place, declared) in tables.items():
        path = f"exact.{name}" if isinstance(place, Database) else f"{name}.parquet"
        written = {"source": "any", "path": path, "partition": {"column": "day"}, "key": ["nr"]}
        opened[name] = place, Table.model_validate(written | declared)
    audit = Auditor(opened, KeptNowhere(), ZoneInfo("UTC")).audit(MORNING)
    assert audit.errors == []
    (verdict,) = [each for each in audit.verdicts if each.check == check]
    return verdict


KINDS = ["numeric", "numeric(38)", "numeric(38, 4)", "bigint"]


@pytest.mark.parametrize("kind", KINDS)
def test_keys_that_differ_in_the_last_digit_are_no_duplicates(shop, kind):
    """And those that do not are."""
    orders = shop("orders", kind, [BIG + 1, BIG + 2, BIG + 2])
    verdict = said("duplicate_keys", orders=(orders, {"key": ["id"]}))
    assert (verdict.outcome, verdict.affected) == (Outcome.BREACH, 1)


@pytest.mark.parametrize("other", KINDS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seam", ["flow", "lookup"])
def test_rows_are_not_matched_with_those_of_the_next_key(shop, kind, other, seam):
    """Whatever types the two keys have; neither is declared as the key of its table."""
    raw, usage = shop("raw", kind, [BIG + 1, BIG + 2, 7]), shop("usage", other, [BIG + 1, BIG + 3, 7])
    declared = {"reconciliation": [{"with": "raw", "key": ["id"], "kind": seam}]}
    verdict = said("reconciliation", raw=(raw, {}), usage=(usage, declared))
    assert (verdict.outcome, verdict.affected) == (Outcome.BREACH, 1)


def test_numbers_of_38_digits_are_matched_with_those_that_have_a_fraction(shop):
    """No type holds both kinds; 2 and 2.0000000000 are one number all the same."""
    raw, usage = shop("raw", "numeric(38)", [HUGE + 1, 2]), shop("usage", "numeric(38, 10)", [2])
    declared = {"reconciliation": [{"with": "raw", "key": ["id"]}]}
    verdict = said("reconciliation", raw=(raw, {}), usage=(usage, declared))
    assert (verdict.outcome, verdict.affected, verdict.volume) == (Outcome.BREACH, 1, 2)


def test_a_database_and_files_are_matched_by_all_their_digits(shop, lake):
    """As they are brought together."""
    raw = shop("raw", "numeric", [BIG + 1, BIG + 2, "7.00"])
    ids = pa.array([Decimal(BIG + 1), Decimal(BIG + 3), Decimal(7)], pa.decimal128(38, 2))
    days = [MORNING.replace(day=3).date()] * 3
    lake.parquet("usage.parquet", {"nr": [0, 1, 2], "id": ids, "day": days})
    declared = {"reconciliation": [{"with": "raw", "key": ["id"], "kind": "lookup"}]}
    verdict = said("reconciliation", raw=(raw, {}), usage=(lake.root, declared))
    assert (verdict.outcome, verdict.affected) == (Outcome.BREACH, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_traced_to_the_row_with_its_own_key(shop, kind):
    """Its neighbour is another row, and its key another value."""
    raw = shop("raw", kind, [BIG + 1, BIG + 2, BIG + 3, BIG + 5])
    usage = shop("usage", kind, [BIG + 1, BIG + 2, BIG + 4])
    lineage = {"source_table": "raw", "key": ["id"], "columns": {"amount": "amount", "id": "id"}}
    verdict = said("lineage", raw=(raw, {}), usage=(usage, {"lineage": lineage}))
    assert verdict.outcome is Outcome.BREACH
    assert verdict.summary == "of 3 records of Mon 3 Aug, 1 has no row in raw"
