"""Seams, lineage, handoffs and own checks beside a lookup table that is overwritten in place."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.sources.opening import Database
from checks.verdict import Outcome, Urgency

FIRST = date(2026, 11, 16)  # a Monday
MORNING = datetime(2026, 11, 19, 9, tzinfo=UTC)  # Thursday
KEY = {"plan": "code"}
LOOKUP = {"with": "plans", "key": KEY, "kind": "lookup"}
ORDERS = {"source": "any", "path": "orders/day=*/*.parquet", "partition": {"column": "day"}, "key": ["id"]}
PLANS = {"source": "any", "partition": "none", "key": ["code"]}


class Shop:
    """Three days of orders in files, and plans where a test says."""

    def __init__(self, lake, shelf, plans):
        self.lake, self.shelf, self.plans = lake, shelf, plans
        for at in range(3):
            day = FIRST + timedelta(days=at)
            plan = [f"p{row % 10}" for row in range(100)]
            cents = [100 * (row % 10) for row in range(100)]
            lake.parquet(f"orders/day={day}/a.parquet", {"id": range(100), "plan": plan, "cents": cents})

    def auditor(self, now=MORNING, *, plans=None, **orders):
        place, path = self.plans.place, self.plans.path
        tables = {
            "orders": (self.lake.root, Table.model_validate(ORDERS | orders)),
            "plans": (place, Table.model_validate(PLANS | {"path": path} | (plans or {}))),
        }
        return Auditor(tables, self.shelf, ZoneInfo("UTC"), until=now, now=now)

    def said(self, check, table="orders", now=MORNING, **declared):
        audit = self.auditor(now, **declared).audit(now)
        assert [each for each in audit.errors if each.table == table] == []
        (found,) = [each for each in audit.verdicts if (each.check, each.table) == (check, table)]
        return found


class InFiles:
    """Plans as a CSV file."""

    def __init__(self, lake):
        self.lake, self.place, self.path = lake, lake.root, "plans.csv"

    def overwrite(self, plans):
        lines = [f"{code},{'' if price is None else price}" for code, price in plans]
        self.lake.text(self.path, "\n".join(["code,price", *lines, ""]))


class InPostgres:
    """Plans as a table of a database."""

    def __init__(self, url):
        self.url, self.place, self.path = url, Database(url), "shopping.plans"

    def overwrite(self, plans):
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA IF EXISTS shopping CASCADE; CREATE SCHEMA shopping")
            connection.execute("CREATE TABLE shopping.plans (code text, price bigint)")
            with connection.cursor().copy("COPY shopping.plans FROM STDIN") as copy:
                for row in plans:
                    copy.write_row(row)


def plans(count=10, factor=100):
    """Each plan with its price."""
    return [(f"p{at}", at * factor) for at in range(count)]


@pytest.fixture(params=["files", "postgres"])
def shop(request, lake, shelf):
    """Orders, and ten plans in either engine."""
    postgres = request.param == "postgres"
    where = InPostgres(request.getfixturevalue("postgres_url")) if postgres else InFiles(lake)
    where.overwrite(plans())
    return Shop(lake, shelf, where)


def test_every_order_finds_its_plan(shop):
    """The lookup is searched as it is now, for each of the last days."""
    found = shop.said("reconciliation", reconciliation=[LOOKUP])
    assert (found.outcome, found.summary) == (
        Outcome.OK,
        "300 of 300 rows of orders have their partner in plans",
    )


def test_a_plan_that_is_gone_leaves_orders_without_a_partner(shop):
    """The match rate of the join, with the keys that find none."""
    shop.plans.overwrite(plans(9))
    found = shop.said("reconciliation", reconciliation=[LOOKUP])
    assert found.summary == (
        "10 of 100 rows of orders of Wed 18 Nov have no partner in plans; 10%"
        "; so it is on 3 of the last 7 days"
    )
    assert (found.urgency, found.rows[0].key) == (Urgency.PAGE, {"plan": "p9"})


def test_a_plan_that_stands_twice_multiplies_orders(shop):
    """The fan-out of the join."""
    shop.plans.overwrite([*plans(), ("p3", 5)])
    found = shop.said("reconciliation", reconciliation=[LOOKUP])
    assert found.summary.startswith(
        "a row of orders of Wed 18 Nov has 1.1 partners in plans on average, 1 declared: 10 rows too many"
    )


def test_a_lookup_may_look_into_another_lookup(shop):
    """Of a table without days its newest state is asked about."""
    shop.plans.overwrite([*plans(), ("free", 0)])
    shop.lake.text("codes.csv", "\n".join(["code", *(f"p{at}" for at in range(10)), ""]))
    seam = {"with": "codes", "key": ["code"], "kind": "lookup"}
    codes = Table.model_validate(PLANS | {"path": "codes.csv"})
    asked = Table.model_validate(PLANS | {"path": shop.plans.path, "reconciliation": [seam]})
    tables = {"plans": (shop.plans.place, asked), "codes": (shop.lake.root, codes)}
    audit = Auditor(tables, shop.shelf, ZoneInfo("UTC"), now=MORNING).audit(MORNING)
    (found,) = [each for each in audit.verdicts if each.check == "reconciliation"]
    assert found.summary == "1 of 11 rows of plans of Thu 19 Nov has no partner in codes; 9.1%"


def test_what_a_lookup_held_before_it_was_overwritten_is_unknown(shop):
    """Only its profile is kept: a replay of that day finds no join to count, and says so."""
    seams = {"reconciliation": [LOOKUP]}
    shop.said("reconciliation", **seams)
    shop.plans.overwrite(plans(5))
    later = MORNING + timedelta(days=1)
    auditor = shop.auditor(later, **seams)
    then = {each.check: each for each in auditor.audit(MORNING).verdicts if each.table == "orders"}
    assert then["reconciliation"].needs == "the rows of plans as they were then: they are overwritten"
    now = {each.check: each for each in auditor.audit(later).verdicts if each.table == "orders"}
    assert now["reconciliation"].summary.startswith("50 of 100 rows of orders")


def test_records_are_traced_into_a_lookup(shop):
    """Value by value, of whatever day it was found so."""
    lineage = {"source_table": "plans", "key": KEY, "columns": {"cents": "price"}}
    assert shop.said("lineage", lineage=lineage).outcome is Outcome.OK
    shop.plans.overwrite(plans(factor=90))
    found = shop.said("lineage", now=MORNING + timedelta(days=1), lineage=lineage)
    assert "`cents` differs from plans" in found.summary


def test_columns_taken_from_a_lookup_agree(shop):
    """The shape of both sides; the day that only one of them has is no difference."""
    taken = [{"table": "plans", "columns": {"plan": "code", "cents": "price"}}]
    audit = shop.auditor(takes_from=taken).audit(MORNING)
    (found,) = [each for each in audit.verdicts if each.check == "contract" and each.segment == "plans"]
    assert (found.outcome, found.summary[:33]) == (Outcome.OK, "2 columns are taken from plans: n")


def test_a_default_that_stands_for_want_of_a_value_in_a_lookup_is_told(shop):
    """Partners are looked for in its one state."""
    shop.plans.overwrite([(code, price) for code, price in plans() if code != "p5"] + [("p5", None)])
    lineage = {"source_table": "plans", "key": KEY, "columns": {"cents": "price"}}
    columns = {"cents": {"default": 500}}
    audit = shop.auditor(lineage=lineage, columns=columns).audit(MORNING)
    (found,) = [each for each in audit.verdicts if each.evidence.get("kind") == "default"]
    assert found.summary.startswith("`cents` of Wed 18 Nov: 10 of 100 rows (10%) have no `price` in plans")


def test_a_check_of_ones_own_reads_the_newest_state(shop):
    """It runs once, not for each day on which the table was as it is."""
    own = {"name": "dear", "sql": "SELECT * FROM {table} WHERE price > 700", "description": "dear plans"}
    found = shop.said("own", "plans", plans={"checks": [own]})
    assert found.summary == "2 of 10 rows of Thu 19 Nov: dear plans"
    assert [row.key["code"] for row in found.rows] == ["p8", "p9"]
    again = shop.said("own", "plans", now=MORNING + timedelta(days=20), plans={"checks": [own]})
    assert (again.summary, again.since) == (found.summary, datetime(2026, 11, 19, tzinfo=UTC))


def test_documents_in_a_lookup_are_read(lake, shelf):
    """However long ago it was found so."""
    lake.parquet("plans.parquet", {"code": ["a", "b"], "doc": [json.dumps({"x": 1}), "{broken"]})
    declared = PLANS | {"path": "plans.parquet", "columns": {"doc": {"kind": "json"}}}

    def said(now):
        tables = {"plans": (lake.root, Table.model_validate(declared))}
        audit = Auditor(tables, shelf, ZoneInfo("UTC"), now=now).audit(now)
        return [each.summary for each in audit.verdicts if each.evidence.get("kind") == "json"]

    told = "1 of 2 texts of `doc` of Thu 19 Nov that were looked at is no JSON"
    assert said(MORNING) == [told]
    assert said(MORNING + timedelta(days=20)) == [told]
