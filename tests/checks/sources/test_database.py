"""A table in PostgreSQL whose rows change, that is only partly readable, or whose server has a bad day."""

import gc
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psycopg
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere, survey
from checks.sources.connection import connect, shown
from checks.sources.database import DatabaseTable
from checks.sources.opening import Database
from checks.sources.tables import SourceError
from checks.verdict import Outcome

DAYS = 20
LAST = date(2026, 1, DAYS)


@pytest.fixture
def reader(server, postgres_url):
    """The address of somebody who may read what is granted to him."""
    server.execute("DROP ROLE IF EXISTS clerk; CREATE ROLE clerk LOGIN; GRANT USAGE ON SCHEMA shop TO clerk")
    yield urlsplit(postgres_url)._replace(netloc="clerk:@").geturl()
    server.execute("DROP OWNED BY clerk; DROP ROLE clerk")


def newest(found):
    return max(found.loads, key=lambda load: load.partition)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE shop.orders SET amount = NULL WHERE day = '2026-01-20'",
        "UPDATE shop.orders SET note = '' WHERE day = '2026-01-20' AND id = 195",
        "UPDATE shop.orders SET note = NULL WHERE day = '2026-01-20' AND id = 195",
        "UPDATE shop.orders SET amount = 7 WHERE day = '2026-01-20' AND amount IN (3, 4)",
        "DELETE FROM shop.orders WHERE id = 195",
        "ALTER TABLE shop.orders ADD COLUMN more int DEFAULT 1",
    ],
)
def test_any_change_of_the_last_days_is_noticed(server, of, shelf, change):
    """Of any column, though the key stays as it is; after that it is as it was, and nothing is read again."""

    def marks():
        table = of("orders")
        known = {load.partition for load in survey(table, shelf).loads}
        return {bundle.day: bundle.fingerprint for bundle in table.bundles(known)[0]}

    before = marks()
    assert marks() == before
    server.execute(change)
    assert marks()[LAST] != before[LAST]


def test_an_older_day_that_comes_late_is_not_taken_for_another(server, of, shelf):
    """It has as many rows as the days beside it, and was never read."""
    late = "DELETE FROM shop.orders WHERE day = '2026-01-05' RETURNING id, day, amount, note"
    rows = server.execute(late).fetchall()
    assert len(survey(of("orders"), shelf).loads) == DAYS - 1
    server.cursor().executemany("INSERT INTO shop.orders VALUES (%s, %s, %s, %s)", rows)
    assert len(survey(of("orders"), shelf).loads) == DAYS


def test_null_and_an_empty_text_are_not_the_same(server, of):
    """Nor do two rows that are alike cancel out."""
    server.execute("CREATE TABLE twins (day date, note text)")

    def mark(note):
        server.execute("TRUNCATE shop.twins")
        server.execute("INSERT INTO shop.twins SELECT '2026-01-01', %s FROM generate_series(1, 2)", [note])
        ((bundle,), _) = of("twins", key=[]).bundles()
        return bundle.fingerprint

    assert len({mark(None), mark(""), mark("a"), mark("b")}) == 4


def test_a_view_that_divides_by_zero_is_told_and_the_rest_is_counted(server, of):
    """The column is left out, by name; nothing of its values is said."""
    server.execute(
        "CREATE VIEW rates AS"
        " SELECT id, day, amount, 10 / (amount - 1) AS rate, note::date AS noted FROM orders"
    )
    found = survey(of("rates"), KeptNowhere())
    assert len(found.loads) == DAYS
    assert list(newest(found).columns) == ["id", "day", "amount"]
    assert [part.what for part in found.unreadable] == [
        "column rate is left out: it cannot be read (division by zero)",
        "column noted is left out: it cannot be read (invalid input syntax for type date)",
    ]


def test_a_column_that_broke_today_is_told_and_is_not_gone(server, of, shelf, postgres_url):
    """Although the days before had it, and although it is watched; the others are judged."""
    view = "CREATE OR REPLACE VIEW rates AS SELECT id, day, amount, 10 / (amount - 11) AS rate FROM orders"
    server.execute(view)
    declared = of("rates", columns={"rate": {"primary": True}}).table
    for day in ("2026-01-20", "2026-01-21"):
        if day == "2026-01-21":
            server.execute("INSERT INTO orders SELECT id + 10, day + 1, amount + 1, note FROM orders"
                           " WHERE day = '2026-01-20'")  # fmt: skip
        morning = datetime.fromisoformat(f"{day}T09:00:00Z") + timedelta(days=1)
        place = Database(postgres_url)
        said = Auditor({"rates": (place, declared)}, shelf, ZoneInfo("UTC")).audit(morning)
        assert [each for each in said.verdicts if each.outcome is Outcome.BREACH] == []
    assert said.judged["rates"][-1] == date(2026, 1, 21)
    assert [each.what for each in said.errors] == [
        "column rate is left out: it cannot be read (division by zero)"
    ]


def test_a_key_that_cannot_be_read_is_an_error_of_the_table(server, of):
    """Its duplicates would not be found."""
    server.execute("CREATE VIEW rates AS SELECT 10 / (amount - 1) AS id, day FROM orders")
    with pytest.raises(SourceError, match=r"column id cannot be read \(division by zero\)"):
        survey(of("rates"), KeptNowhere())


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("SELECT id, day FROM shop.orders WHERE 1 / (amount - 1) > 0", "division by zero"),
        (
            "SELECT id, ('2026-01-' || note)::date AS day FROM shop.orders",
            "does not say the day of every row",
        ),
        ("SELECT id, day FROM shop.orders WHERE false", "has no rows yet"),
    ],
)
def test_a_view_that_says_nothing_is_told(server, of, view, said):
    """In one line."""
    server.execute(f"CREATE VIEW nothing AS {view}")
    with pytest.raises(SourceError, match=said):
        survey(of("nothing"), KeptNowhere())


def test_a_materialized_view_without_data_is_told(server, of):
    """As the server says it, with the name."""
    server.execute("CREATE MATERIALIZED VIEW later AS SELECT * FROM orders WITH NO DATA")
    with pytest.raises(SourceError, match=r'shop.later cannot be read \(materialized view "later" has not'):
        survey(of("later"), KeptNowhere())


def test_a_table_without_rights_is_told(server, of, reader):
    """And what to grant; a view whose owner may not read is told too."""
    with pytest.raises(SourceError, match=r"shop.orders cannot be read \(no right to: GRANT SELECT on it\)"):
        survey(of("orders", reader), KeptNowhere())
    server.execute("CREATE VIEW theirs WITH (security_invoker) AS SELECT * FROM orders")
    server.execute("GRANT SELECT ON theirs TO clerk")
    with pytest.raises(SourceError, match=r"permission denied for table orders"):
        survey(of("theirs", reader), KeptNowhere())
    server.execute("REVOKE USAGE ON SCHEMA shop FROM clerk; GRANT SELECT ON orders TO clerk")
    with pytest.raises(SourceError, match=r"permission denied for schema shop"):
        survey(of("orders", reader), KeptNowhere())


def test_a_column_without_rights_is_out_of_sight(server, of, reader):
    """The others are counted; where the configuration names it, it says what to grant."""
    server.execute("GRANT SELECT (id, day, amount) ON orders TO clerk")
    table = of("orders", reader)
    found = survey(table, KeptNowhere())
    assert list(newest(found).columns) == ["id", "day", "amount"]
    assert (found.unreadable, table.out_of_sight) == ([], ["note"])
    with pytest.raises(SourceError, match=r"may not read note: GRANT SELECT \(note\) ON shop.orders"):
        survey(of("orders", reader, columns={"note": {"null_rate": True}}), KeptNowhere())


def test_a_connection_is_closed_when_nobody_holds_it_any_more(server, of):
    """One that was made anew, too: a bot opens them every day."""
    table = of("orders")
    cut_off(server, table)
    table.bundles()
    con = table.backend.con
    del table
    gc.collect()
    assert con.closed


def cut_off(server, table):
    server.execute("SELECT pg_terminate_backend(%s)", [table.backend.con.info.backend_pid])


def test_a_connection_that_breaks_is_made_anew(server, of, monkeypatch):
    """Before the first query, and in the middle; the new one reads only, too."""
    table = of("orders")
    asked = table.fetch

    def breaks_first(rows):
        cut_off(server, table)
        return asked(rows)

    monkeypatch.setattr(table, "fetch", breaks_first)
    found = survey(table, KeptNowhere())
    assert (len(found.loads), found.unreadable) == (DAYS, [])
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        table.backend.con.execute("CREATE TABLE mine (id int)")
    assert table.backend.con.execute("SHOW TimeZone").fetchone() == ("UTC",)


def test_a_server_that_is_gone_is_told_once(server, of):
    """Not once a partition."""
    table = of("orders")
    bundles, _ = table.bundles()
    cut_off(server, table)
    table.url = "postgresql://me:secret@127.0.0.1:1/shop"
    table.bundles = lambda known: (bundles, [])
    found = survey(table, KeptNowhere())
    (said,) = {part.what for part in found.unreadable}
    assert said.startswith(
        "shop.orders, 2026-01-20 and 19 more partitions: postgresql://127.0.0.1:1/shop cannot"
    )
    assert "secret" not in said


def test_what_is_not_there_is_told_and_no_password_is_shown(postgres_url):
    """A table, a column, a server."""
    declared = {"source": "any", "partition": {"column": "day"}}
    with pytest.raises(SourceError, match=r"table usage: nosuch cannot be read"):
        DatabaseTable(
            connect(postgres_url), postgres_url, "usage", Table.model_validate(declared | {"path": "nosuch"})
        ).bundles()
    with pytest.raises(SourceError, match="cannot be reached") as error:
        connect("postgresql://me:secret@127.0.0.1:1/usage")
    assert "secret" not in str(error.value)
    assert shown("postgresql://me:secret@db:5432/usage") == "postgresql://db:5432/usage"


def test_the_connection_only_reads(postgres_url):
    """Whatever a user's rights are."""
    backend = connect(postgres_url)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        backend.con.execute("CREATE TABLE mine (id int)")
